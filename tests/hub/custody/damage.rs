//! `chorus admin verify`: whatever is changed behind the hub's back is named.

use chorus::service::upkeep;
use sea_orm::ConnectionTrait;

use super::manifest::{Filed, filed};
use crate::support::App;

/// What is done to the database, and what is said of it; `{e}` `{f}` `{c}` stand for a released piece, its filing and
/// its case.
const DAMAGES: &[(&str, &[&str])] = &[
    (
        "UPDATE custody SET act = 'destroyed' WHERE place = 2",
        &["custody link 2 of case {c} does not fit its hash"],
    ),
    ("DELETE FROM custody WHERE place = 2", &["custody link 3 of case {c} does not stand in its place"]),
    (
        "UPDATE custody SET previous = hash WHERE place = 3",
        &["custody link 3 of case {c} does not hold the hash of the one before"],
    ),
    (
        "UPDATE custody SET happened_at = '2026-11-22T02:00:00.001+00:00' WHERE place = 4",
        &["custody link 4 of case {c} does not fit its hash"],
    ),
    (
        "DELETE FROM custody WHERE place = 15",
        &["evidence {last} is not as custody link 9 left it", "the custody of case {c} ends before its head"],
    ),
    (
        "UPDATE custody_heads SET hash = '0000000000000000000000000000000000000000000000000000000000000000'",
        &["the custody of case {c} does not end with the hash of its head"],
    ),
    ("DELETE FROM custody_heads", &["the custody of case {c} has no head"]),
    ("DELETE FROM custody", &["evidence {e} has no custody", "the custody of case {c} ends before its head"]),
    (
        "UPDATE evidence SET state = 'confirmed' WHERE id = '{e}'",
        &["evidence {e} is not as custody link 14 left it"],
    ),
    (
        "UPDATE evidence SET original_sha256 = copy_sha256 WHERE id = '{e}'",
        &["evidence {e} is not as custody link 14 left it"],
    ),
    (
        "DELETE FROM evidence WHERE id = '{e}'",
        &["the custody of case {c} is of evidence {e}, which is not there"],
    ),
    (
        "UPDATE filing_evidence SET copy_sha256 = original_sha256 WHERE place = 0",
        &[
            "piece 0 of the manifest of filing {f} does not fit its leaf",
            "the manifest of filing {f} does not fit its root",
        ],
    ),
    (
        "UPDATE filing_evidence SET leaf = original_sha256 WHERE place = 1",
        &["piece 1 of the manifest of filing {f} does not fit its leaf"],
    ),
    ("DELETE FROM filing_evidence WHERE place = 1", &["the manifest of filing {f} does not fit its root"]),
    (
        "UPDATE filings SET evidence_root = content_sha256",
        &[
            "the manifest of filing {f} does not fit its root",
            "the text of filing {f} names another evidence root",
        ],
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_damage_is_named() {
    let app = App::start().await;
    let Filed { case, filing, pieces, .. } = filed(&app).await;
    let found = upkeep::verify(&app.hub).await.unwrap();
    assert_eq!(found.damages, Vec::<String>::new());
    assert_eq!((found.links, found.manifest_entries, found.evidence), (15, 2, 4));

    let name = |text: &str| {
        let id = |n: usize| pieces[n]["id"].as_str().unwrap().to_owned();
        text.replace("{e}", &id(0)).replace("{last}", &id(2)).replace("{c}", &case).replace("{f}", &filing)
    };
    for (damage, named) in DAMAGES {
        let kept = Kept::of(&app).await;
        let done = app.hub.db.execute_unprepared(&name(damage)).await.unwrap();
        assert!(done.rows_affected() > 0, "{damage}");
        let found = upkeep::verify(&app.hub).await.unwrap().damages;
        for words in *named {
            assert!(found.contains(&name(words)), "{damage}: {words} is not among {found:#?}");
        }
        kept.put_back(&app).await;
    }
    assert_eq!(upkeep::verify(&app.hub).await.unwrap().damages, Vec::<String>::new(), "all was put back");
}

/// The tables that are damaged, as they were.
struct Kept;

impl Kept {
    const TABLES: [&str; 5] = ["custody", "custody_heads", "evidence", "filing_evidence", "filings"];

    async fn of(app: &App) -> Self {
        for table in Self::TABLES {
            let copy = format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}");
            app.hub.db.execute_unprepared(&copy).await.unwrap();
        }
        Self
    }

    async fn put_back(self, app: &App) {
        // A filing is not deleted: its rows are referred to.
        for table in ["custody", "custody_heads", "filing_evidence", "evidence"] {
            let back = format!("DELETE FROM {table}; INSERT INTO {table} SELECT * FROM kept_{table}");
            app.hub.db.execute_unprepared(&back).await.unwrap();
        }
        let root = "UPDATE filings SET evidence_root = (SELECT evidence_root FROM kept_filings WHERE kept_filings.id = filings.id)";
        app.hub.db.execute_unprepared(root).await.unwrap();
        for table in Self::TABLES {
            app.hub.db.execute_unprepared(&format!("DROP TABLE kept_{table}")).await.unwrap();
        }
    }
}
