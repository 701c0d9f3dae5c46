use proptest::prelude::*;

use super::sample::{code, material, signatory};
use super::*;

fn pool(members: usize) -> Complaint {
    Complaint::pool(&material(members)).unwrap()
}

fn filed(voted: &Complaint, members: impl Iterator<Item = usize>) -> Complaint {
    Complaint::filing(voted, &members.map(signatory).collect::<Vec<_>>(), |_| true).unwrap()
}

/// The text that the composer itself wrote.
fn composed(complaint: &Complaint) -> String {
    let facts = complaint.facts.iter().map(|fact| &fact.text);
    let demands = complaint.demands.iter().map(|demand| &demand.text);
    let rest = [&complaint.title, &complaint.opening].into_iter().chain(&complaint.notices);
    rest.chain(facts).chain(demands).map(String::as_str).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_same_material_makes_the_same_bytes() {
    let forwards = material(40);
    let mut backwards = forwards.clone();
    backwards.members.reverse();
    backwards.evidence.reverse();
    for member in &mut backwards.members {
        member.contacts.reverse();
    }
    let complaint = Complaint::pool(&forwards).unwrap();
    assert_eq!(complaint.to_bytes(), Complaint::pool(&backwards).unwrap().to_bytes());
    assert_eq!(complaint.sha256(), pool(40).sha256());
}

#[test]
fn the_hash_of_the_sample_does_not_drift() {
    // A change here means that stored votes would no longer match: give `form` a new number.
    assert_eq!(pool(3).sha256(), "faa72613f324bbe619e52a23d24347e7f790e67fe210df14c405863186d9992f");
}

#[test]
fn bytes_read_back_are_the_same_bytes() {
    let voted = pool(5);
    for complaint in [filed(&voted, 0..5), voted] {
        let back: Complaint = serde_json::from_slice(&complaint.to_bytes()).unwrap();
        assert_eq!(back, complaint);
        assert_eq!(back.to_bytes(), complaint.to_bytes());
    }
}

#[test]
fn the_pool_edition_names_nobody() {
    let text = String::from_utf8(pool(40).to_bytes()).unwrap();
    for released in (0..40).map(signatory) {
        let document = released.identity.document.unwrap();
        for secret in [
            released.identity.name,
            released.identity.phone,
            released.identity.address,
            document.number,
            released.order_number,
        ] {
            assert!(!text.contains(&secret), "{secret}");
        }
    }
}

#[test]
fn a_filing_lists_only_those_who_said_yes() {
    let voted = pool(40);
    let filing = filed(&voted, (0..40).filter(|n| n % 2 == 0));
    let text = String::from_utf8(filing.to_bytes()).unwrap();
    assert_eq!(filing.totals.members, 20);
    assert_eq!(filing.voted_sha256, Some(voted.sha256()));
    assert_eq!(
        filing.schedule.iter().map(|entry| entry.row).collect::<Vec<_>>(),
        (1..=20).collect::<Vec<_>>()
    );
    assert_eq!(filing.totals.paid_fen, filing.schedule.iter().map(|entry| entry.amount_fen).sum::<i64>());
    for n in 0..40 {
        assert_eq!(text.contains(&code(n)), n % 2 == 0, "{}", code(n));
        assert_eq!(text.contains(&signatory(n).identity.phone), n % 2 == 0);
    }
    assert!(filing.representatives.is_empty(), "the representative did not sign");
}

#[test]
fn what_was_voted_stays_as_voted() {
    let voted = pool(40);
    let part = filed(&voted, 0..7);
    assert_eq!(part.grounds, voted.grounds);
    assert_eq!(part.compiled_on, voted.compiled_on);
    let clauses = |complaint: &Complaint| -> Vec<String> {
        let clause = |fact: &&Fact| fact.topic == Topic::Clause;
        complaint.facts.iter().filter(clause).map(|fact| fact.text.clone()).collect()
    };
    assert_eq!(clauses(&part), clauses(&voted));

    let all = filed(&voted, 0..40);
    assert_eq!(all.facts, voted.facts);
    assert_eq!(all.totals, voted.totals);
    assert_eq!(all.evidence, voted.evidence);
    assert_eq!(all.claimed, voted.claimed);
}

#[test]
fn money_demands_add_up_to_the_total() {
    for members in [1, 2, 3, 40] {
        let complaint = pool(members);
        let demanded: i64 = complaint.demands.iter().map(|demand| demand.wanted_fen).sum();
        assert_eq!(demanded, complaint.totals.wanted_fen);
        let asking: usize = complaint.demands.iter().map(|demand| demand.members.len()).sum();
        assert_eq!(asking, members);
    }
}

#[test]
fn it_complains_and_does_not_judge() {
    let voted = pool(40);
    for complaint in [filed(&voted, 0..40), voted] {
        let text = composed(&complaint);
        for word in ["骗", "诈", "黑心", "无良", "处罚", "罚款", "查处", "吊销", "曝光", "奸商"]
        {
            assert!(!text.contains(word), "{word}");
        }
        for needed in ["不构成法律意见", "组织调解", "书面答复", "SHA-256", "人民币"] {
            assert!(text.contains(needed), "{needed}");
        }
    }
}

#[test]
fn a_promised_time_replaces_the_usual_one() {
    let mut material = material(2);
    assert!(composed(&Complaint::pool(&material).unwrap()).contains("7 个工作日内"));
    material.operator.reply_days = Some(3);
    assert!(composed(&Complaint::pool(&material).unwrap()).contains("3 日内（即其自行承诺"));
}

#[test]
fn what_cannot_be_composed_is_refused() {
    type Spoil = fn(&mut Material);
    let cases: [(Spoil, Unfit); 5] = [
        (|m| m.members.clear(), Unfit::NoMember),
        (|m| m.members[1].code = m.members[0].code.clone(), Unfit::Twice(code(0))),
        (|m| m.members[0].amount_fen = -1, Unfit::Amount),
        (|m| m.members.iter_mut().for_each(|part| part.amount_fen = i64::MAX), Unfit::Amount),
        (
            |m| m.members.iter_mut().for_each(|part| part.role = entity::MemberRole::Representative),
            Unfit::TooManyRepresentatives,
        ),
    ];
    for (spoil, unfit) in cases {
        let mut material = material(3);
        spoil(&mut material);
        assert_eq!(Complaint::pool(&material), Err(unfit));
    }
}

#[test]
fn only_voters_of_a_voted_text_can_file() {
    let voted = pool(3);
    assert_eq!(Complaint::filing(&voted, &[], |_| true), Err(Unfit::NoMember));
    assert_eq!(
        Complaint::filing(&voted, &[signatory(0), signatory(0)], |_| true),
        Err(Unfit::Twice(code(0)))
    );
    assert_eq!(
        Complaint::filing(&voted, &[signatory(0), signatory(9)], |_| true),
        Err(Unfit::Stranger(code(9)))
    );
    let filing = filed(&voted, 0..3);
    assert_eq!(Complaint::filing(&filing, &[signatory(0)], |_| true), Err(Unfit::NotVoted));
}

#[test]
fn evidence_of_others_is_left_out() {
    let mut material = material(3);
    material.members.retain(|part| part.code != code(1));
    let complaint = Complaint::pool(&material).unwrap();
    assert_eq!(complaint.evidence.len(), 6);
    assert!(complaint.evidence.iter().all(|piece| piece.member_code != code(1)));
}

#[test]
fn what_was_withdrawn_since_the_vote_is_not_filed() {
    let voted = pool(3);
    let signing: Vec<_> = (0..3).map(signatory).collect();
    let all = Complaint::filing(&voted, &signing, |_| true).unwrap();
    let some = Complaint::filing(&voted, &signing, |piece| piece.number != 4).unwrap();
    assert_eq!((all.evidence.len(), some.evidence.len()), (9, 8));
    assert!(some.facts.iter().all(|fact| !fact.evidence.contains(&4)));
    assert!(voted.evidence_root.is_none() && all.evidence_root.is_some());
    assert_ne!(some.evidence_root, all.evidence_root);
    assert!(composed(&all).contains("默克尔"));
    let none = Complaint::filing(&voted, &signing, |_| false).unwrap();
    assert_eq!(none.evidence_root, None);
    assert!(!composed(&none).contains("默克尔"));
}

#[test]
fn a_text_of_form_1_is_read_as_it_was_voted_on() {
    let mut old = pool(3);
    (old.form, old.report_sha256) = (1, None);
    for piece in &mut old.evidence {
        (piece.evidence_id, piece.copy_sha256) = (None, None);
    }
    assert_eq!(old.sha256(), "9deee49f38a190ba24f6a73394cebd44d09be506b69812bc7fc7bd87cbc25b78");
    assert_eq!(serde_json::from_slice::<Complaint>(&old.to_bytes()).unwrap(), old);
    assert_eq!(filed(&old, 0..3).evidence_root, None, "which piece is meant cannot be told");
}

#[test]
fn an_identity_does_not_reach_a_log() {
    let shown = format!("{:?} {:?}", signatory(4), filed(&pool(5), 0..5).schedule[0].identity);
    assert!(!shown.contains("139") && !shown.contains("440300"), "{shown}");
}

proptest! {
    #[test]
    fn any_text_composes_and_reads_back(story in any::<String>(), clause in any::<String>()) {
        let mut material = material(2);
        material.members[0].what_happened = story;
        material.citations[0].operator_clause = Some(clause);
        let complaint = Complaint::pool(&material).unwrap();
        let back: Complaint = serde_json::from_slice(&complaint.to_bytes()).unwrap();
        prop_assert_eq!(back.sha256(), complaint.sha256());
    }
}
