//! The rules of the channels hold together.

use super::*;

#[test]
fn every_channel_has_its_rules_and_the_rungs_go_up() {
    let channels: BTreeSet<_> = all().iter().map(|rules| rules.channel).collect();
    assert_eq!(channels.len(), all().len());
    assert_eq!(channels, Channel::ALL.iter().copied().collect());
    let rungs: Vec<_> = all().iter().filter_map(|rules| rules.rung).collect();
    assert_eq!(rungs, [1, 2, 3, 4, 5]);
}

#[test]
fn every_text_is_there_in_both_languages() {
    for rules in all() {
        let id = rules.channel;
        for zh in [&rules.description_zh, &rules.for_zh, &rules.not_for_zh, &rules.after_zh] {
            assert!(zh.ends_with('。'), "{id}: {zh}");
        }
        for en in [&rules.description_en, &rules.for_en, &rules.not_for_en, &rules.after_en] {
            assert!(en.ends_with('.'), "{id}: {en}");
        }
        for need in &rules.needs {
            assert!(need.what_zh.ends_with('。') && need.what_en.ends_with('.'), "{id}: {}", need.what_en);
        }
        for retry in &rules.refusals {
            assert!(retry.what_zh.ends_with('。') && retry.what_en.ends_with('.'), "{id}");
        }
    }
}

#[test]
fn what_rules_name_exists_and_stands_once() {
    let known: BTreeSet<&str> = category::all().iter().map(|category| category.id.as_str()).collect();
    for rules in all() {
        let id = rules.channel;
        for category in rules.categories.iter().chain(&rules.doubtful) {
            assert!(known.contains(category.as_str()), "{id} names {category}");
        }
        let fields: BTreeSet<_> = rules.fields.iter().map(|field| &field.id).collect();
        assert_eq!(fields.len(), rules.fields.len(), "{id}");
        assert!(!fields.is_empty() && rules.fields.iter().all(|field| field.max > 0), "{id}");
        let provisions: BTreeSet<_> = rules.provisions.iter().collect();
        assert_eq!(provisions.len(), rules.provisions.len(), "{id}");
        let needed = rules.needs.iter().filter_map(|need| need.provision.as_ref());
        let retries = rules.refusals.iter().flat_map(|retry| &retry.provisions);
        for provision in needed {
            assert!(provisions.contains(provision) || provision == "cpc-66", "{id} needs {provision}");
        }
        assert!(!rules.instructions.is_empty(), "{id} says nothing of how it is handed in");
        for step in &rules.instructions {
            assert!(step.what_zh.ends_with('。') && step.what_en.ends_with('.'), "{id}: {}", step.what_en);
            assert!(step.provision.iter().all(|on| provisions.contains(on)), "{id}: {}", step.what_en);
        }
        assert!(retries.count() >= rules.refusals.len(), "{id} has a way on that rests on nothing");
        assert_eq!(
            rules.wait_working_days.is_some(),
            rules.deadlines.contains(&DeadlineKind::ChannelReply),
            "{id}"
        );
    }
}

#[test]
fn a_channel_can_say_how_a_filing_stands_and_ends() {
    for rules in all() {
        let words: BTreeSet<_> = rules.words.iter().map(|word| &word.word_zh).collect();
        assert_eq!(words.len(), rules.words.len(), "{} says one thing twice", rules.channel);
        let says = |wanted: FilingStatus| rules.words.iter().any(|word| word.status == wanted);
        assert!(says(FilingStatus::Submitted), "{}", rules.channel);
        assert!(rules.words.iter().any(|word| filing::is_over(word.status)), "{}", rules.channel);
        assert!(!says(FilingStatus::Prepared), "{} speaks before it was asked", rules.channel);
        for word in rules.words.iter().filter(|word| word.status != FilingStatus::Submitted) {
            let ground = Some("ground");
            assert_eq!(filing::answer(FilingStatus::Submitted, word.status, ground), Ok(()), "{word:?}");
        }
    }
}

#[test]
fn the_regulator_has_a_way_on_from_each_ground() {
    let grounds: Vec<_> = of(Channel::RegulatorComplaint).refusals.iter().map(|retry| retry.ground).collect();
    assert_eq!(grounds, Ground::ALL);
}

#[test]
fn a_complaint_and_a_report_are_two_papers() {
    let report = of(Channel::RegulatorReport);
    assert_eq!((report.rung, report.deadlines.len()), (None, 0));
    assert!(report.refused_after.is_empty() && report.ends.is_empty());
    assert!(!of(Channel::RegulatorComplaint).refused_after.contains(&Channel::RegulatorReport));
}

#[test]
fn many_need_more_than_one() {
    let mandates = |people| {
        let needs = of(Channel::Court).needs_of(people);
        needs.filter(|need| need.kind == NeedKind::Mandate).count()
    };
    assert_eq!([1, 9, 10].map(mandates), [0, 0, 1]);
    let joint = of(Channel::RegulatorComplaint).needs_of(2);
    assert_eq!(joint.filter(|need| need.kind == NeedKind::Mandate).count(), 1);
}
