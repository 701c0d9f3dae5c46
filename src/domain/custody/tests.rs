use entity::{EvidenceId, EvidenceKind, Id, MemberId};
use proptest::prelude::*;

use super::*;

fn instant(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_795_312_800_000 + seconds * 1_000 + 7).unwrap()
}

fn piece(n: u8) -> evidence::Model {
    evidence::Model {
        id: EvidenceId::from_suffix(&format!("{n:026}")),
        case_id: CaseId::from_suffix(&"0".repeat(26)),
        member_id: MemberId::from_suffix(&"0".repeat(26)),
        kind: EvidenceKind::ChatLog,
        title: String::new(),
        state: EvidenceState::Cleaned,
        media: String::new(),
        size: 0,
        original_sealed: None,
        original_blob: None,
        original_sha256: format!("{n:02x}").repeat(32),
        original_salt: None,
        copy: None,
        copy_media: String::new(),
        copy_blob: None,
        copy_sha256: format!("{:02x}", n ^ 0xff).repeat(32),
        boxes: None,
        pages: None,
        captured_on: None,
        deposited_at: instant(0),
        confirmed_at: None,
        withdrawn_at: None,
    }
}

/// A chain in which these acts were done with these pieces.
fn chain(acts: &[(u8, CustodyAct)]) -> Vec<custody::Model> {
    let mut end = start(&piece(0).case_id);
    (0..)
        .zip(acts)
        .map(|(second, (n, act))| {
            let filing = FilingId::from_suffix(&"1".repeat(26));
            let filing = (*act == CustodyAct::Released).then_some(&filing);
            let link = link(&end, &Exhibit::from(&piece(*n)), *act, filing, instant(second));
            end = head(&link);
            link
        })
        .collect()
}

/// The first break of a chain, by its place in the list.
fn broken(chain: &[custody::Model]) -> Option<(usize, Break)> {
    let mut end = start(&piece(0).case_id);
    chain.iter().enumerate().find_map(|(at, link)| {
        let found = check(&end, link).err().map(|fault| (at, fault));
        end = head(link);
        found
    })
}

fn usual() -> Vec<custody::Model> {
    use CustodyAct::{Confirmed, Deposited, Redacted, Released, Withdrawn};
    chain(&[(1, Deposited), (1, Redacted), (2, Deposited), (1, Confirmed), (1, Released), (1, Withdrawn)])
}

#[test]
fn the_hash_of_a_link_is_what_its_documentation_says() {
    // Computed with another program from the table of the module.
    let links = usual();
    assert_eq!(links[0].hash, "f89164be56c8eb50efd2b512c7dd4988abd8d46ab6b616507798793442426ca2");
    assert_eq!(links[4].hash, "275ce74426e3a69965ead3ffa9ee122f0c21061cb4a106214c05e13afcfee0f1");
}

#[test]
fn whatever_is_changed_in_a_link_shows() {
    type Change = fn(&mut custody::Model);
    let changes: [(&str, Change, Break); 9] = [
        ("place", |link| link.place += 1, Break::Place),
        ("case", |link| link.case_id = CaseId::from_suffix(&"z".repeat(26)), Break::Hash),
        ("evidence", |link| link.evidence_id = piece(9).id, Break::Hash),
        ("act", |link| link.act = CustodyAct::Destroyed, Break::Hash),
        ("original", |link| link.original_digest = "0".repeat(64), Break::Hash),
        ("copy", |link| link.copy_sha256 = None, Break::Hash),
        ("filing", |link| link.filing_id = Some(FilingId::from_suffix(&"9".repeat(26))), Break::Hash),
        ("instant", |link| link.happened_at = instant(99), Break::Hash),
        ("previous", |link| link.previous = "f".repeat(64), Break::Previous),
    ];
    assert_eq!(broken(&usual()), None);
    for (what, change, fault) in changes {
        let mut links = usual();
        change(&mut links[3]);
        assert_eq!(broken(&links), Some((3, fault)), "{what}");
        // Whoever also makes the hash fit is found out by the link behind it.
        links[3].hash = hash(&links[3]);
        assert!(broken(&links).is_some(), "{what}");
    }
}

#[test]
fn a_chain_has_no_gaps_and_no_other_order() {
    for at in 0..5 {
        let mut links = usual();
        links.remove(at);
        assert_eq!(broken(&links), Some((at, Break::Place)), "without {at}");
        let mut links = usual();
        links.swap(at, at + 1);
        assert_eq!(broken(&links), Some((at, Break::Place)), "{at} after the next");
    }
}

#[test]
fn a_piece_agrees_with_its_last_link_only() {
    let last = chain(&[(1, CustodyAct::Confirmed)]).remove(0);
    let there = evidence::Model { state: EvidenceState::Confirmed, ..piece(1) };
    assert!(agrees(&there, &last));
    for other in [
        evidence::Model { state: EvidenceState::Released, ..there.clone() },
        evidence::Model { original_sha256: "0".repeat(64), ..there.clone() },
        evidence::Model { copy_sha256: "0".repeat(64), ..there },
    ] {
        assert!(!agrees(&other, &last));
    }
}

proptest! {
    #[test]
    fn any_chain_holds_and_a_cut_one_shows_at_its_head(
        acts in proptest::collection::vec((any::<u8>(), proptest::sample::select(CustodyAct::ALL)), 1..20),
        keep in any::<proptest::sample::Index>(),
    ) {
        let links = chain(&acts);
        prop_assert_eq!(broken(&links), None);
        let kept = &links[..keep.index(links.len())];
        let end = kept.last().map_or_else(|| start(&piece(0).case_id), head);
        prop_assert_ne!(end, head(&links[links.len() - 1]));
    }
}
