//! The example world: whatever can become of a case is in it, nobody is named, and it says the same each time.

use std::{collections::BTreeSet, sync::Arc};

use chorus::{
    cli::demo::{self, Filled, Size, Unfilled},
    config::Config,
    hub::{Clock, Hub},
    service::{access::Viewer, identity},
};
use entity::{
    CaseOutcome, Delivery, EventKind, EvidenceState, FilingStatus, Stage, account, case, claim, event,
    evidence, filing, vote,
};
use regex::Regex;
use sea_orm::EntityTrait;
use tempfile::TempDir;

use crate::support::database::Database;

/// A hub with an example world in it.
struct World {
    hub: Arc<Hub>,
    clock: Clock,
    filled: Filled,
    _dir: TempDir,
    _database: Database,
}

async fn world(members_per_case: usize) -> World {
    let dir = tempfile::tempdir().unwrap();
    let database = Database::create().await;
    let clock = Clock::at(demo::beginning());
    let hub = Arc::new(Hub::open(config(&dir, &database, ""), clock.clone()).await.unwrap());
    let filled = demo::fill(&hub, &clock, Size { members_per_case }).await.unwrap();
    World { hub, clock, filled, _dir: dir, _database: database }
}

fn config(dir: &TempDir, database: &Database, mail_host: &str) -> Config {
    let settings = [
        ("CHORUS_DATA_DIR", dir.path().display().to_string()),
        ("DATABASE_URL", database.url.clone()),
        ("CHORUS_MAIL__HOST", mail_host.to_owned()),
    ];
    Config::read("", settings.map(|(name, value)| (name.to_owned(), value))).unwrap()
}

/// A text without what the hub draws at random: the numbers of placeholders.
fn said(text: &str) -> String {
    Regex::new("[0-9]+】").unwrap().replace_all(text, "】").into_owned()
}

/// Everything that people of the world wrote, as others read it.
async fn texts(hub: &Hub) -> BTreeSet<String> {
    let cases = case::Entity::find().all(&hub.db).await.unwrap();
    let claims = claim::Entity::find().all(&hub.db).await.unwrap();
    let pieces = evidence::Entity::find().all(&hub.db).await.unwrap();
    let cases = cases.into_iter().map(|case| format!("{} {} {:?}", case.number, case.title, case.stage));
    let claims = claims.into_iter().map(|claim| {
        let (order, day, fen, at) = (claim.order_masked, claim.bought_on, claim.amount_fen, claim.created_at);
        format!("{order} {day} {fen} {at} {}", said(&claim.story))
    });
    let pieces = pieces
        .into_iter()
        .map(|piece| format!("{} {}", piece.deposited_at, said(piece.copy.as_deref().unwrap_or_default())));
    cases.chain(claims).chain(pieces).collect()
}

/// The name, telephone number and street of everybody.
async fn people(hub: &Hub) -> Vec<String> {
    let mut known = Vec::new();
    for account in account::Entity::find().all(&hub.db).await.unwrap() {
        let viewer = Viewer { account, session: hub.mint() };
        let Some(person) = identity::mine(hub, &viewer).await.unwrap() else { continue };
        let street = person.address.as_deref().and_then(|address| address.split_once('区'));
        known.extend([person.name.clone(), person.phone.clone(), street.unwrap().1.to_owned()]);
    }
    known
}

#[tokio::test(flavor = "multi_thread")]
async fn a_world_has_everything_names_nobody_and_a_smaller_one_says_the_same() {
    let (large, small) = tokio::join!(world(9), world(2));
    has_everything(&large).await;
    names_nobody(&large.hub).await;
    let (all, some) = (texts(&large.hub).await, texts(&small.hub).await);
    assert!(some.len() > 100);
    assert_eq!(some.difference(&all).collect::<Vec<_>>(), Vec::<&String>::new());

    let again = demo::fill(&large.hub, &large.clock, Size { members_per_case: 1 }).await.unwrap_err();
    assert!(matches!(again, Unfilled::NotFresh), "{again}");
}

async fn has_everything(World { hub, filled, .. }: &World) {
    let cases = case::Entity::find().all(&hub.db).await.unwrap();
    assert!(cases.len() >= 30 && cases.len() == filled.cases.len());
    let members: i64 = cases.iter().map(|case| case.member_count).sum();
    assert!(members >= 300, "{members} members");
    for stage in Stage::ALL {
        assert!(cases.iter().any(|case| case.stage == *stage), "no case is {stage:?}");
    }
    for outcome in CaseOutcome::ALL {
        assert!(cases.iter().any(|case| case.outcome == Some(*outcome)), "no case ended {outcome:?}");
    }
    assert!(cases.iter().any(|case| case.hidden_reason.is_some()));

    let filings = filing::Entity::find().all(&hub.db).await.unwrap();
    for status in FilingStatus::ALL {
        assert!(filings.iter().any(|filing| filing.status == *status), "no filing is {status:?}");
    }
    assert_eq!(filings.iter().filter(|filing| filing.delivery == Delivery::Queued).count(), 1);
    let kinds: Vec<EventKind> =
        event::Entity::find().all(&hub.db).await.unwrap().into_iter().map(|event| event.kind).collect();
    for kind in
        [EventKind::DeadlineOverdue, EventKind::CaseReopened, EventKind::MemberLeft, EventKind::CaseMerged]
    {
        assert!(kinds.contains(&kind), "{kind:?} never happened");
    }
    assert!(vote::Entity::find().all(&hub.db).await.unwrap().len() > 100);
    assert!(std::fs::read_dir(hub.letters_dir()).unwrap().count() > 300, "letters are files");
    assert_eq!(hub.now(), demo::end());
}

async fn names_nobody(hub: &Hub) {
    let number = Regex::new(r"1[3-9]\d{9}|\d{15,}|demo_\d|@qq").unwrap();
    let pieces = evidence::Entity::find().all(&hub.db).await.unwrap();
    let pooled = pieces.iter().filter(|piece| piece.state == EvidenceState::Confirmed);
    let claims = claim::Entity::find().all(&hub.db).await.unwrap();
    let read: Vec<&String> = pooled
        .filter_map(|piece| piece.copy.as_ref())
        .chain(claims.iter().map(|claim| &claim.story))
        .collect();
    assert!(
        read.iter().any(|text| text.contains("【手机")) && read.iter().any(|text| text.contains("【姓名"))
    );
    let people = people(hub).await;
    for text in read {
        assert!(!number.is_match(text), "{text}");
        let named = people.iter().find(|known| text.contains(known.as_str()));
        assert_eq!(named, None, "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_that_mails_gets_no_world() {
    let (dir, database) = (tempfile::tempdir().unwrap(), Database::create().await);
    let clock = Clock::at(demo::beginning());
    let hub = Arc::new(Hub::open(config(&dir, &database, "mail.example"), clock.clone()).await.unwrap());
    let refused = demo::fill(&hub, &clock, Size { members_per_case: 1 }).await.unwrap_err();
    assert!(matches!(refused, Unfilled::Mails), "{refused}");
}
