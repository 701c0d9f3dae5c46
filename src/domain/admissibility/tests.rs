use entity::FilingStatus;

use super::*;
use crate::domain::channel::{self, Situation, Tried};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

const TODAY: &str = "2026-11-25";

/// Somebody in whose way nothing stands.
fn fit() -> Person {
    Person {
        is_named: true,
        is_complete: true,
        shares_phone: false,
        shares_address: false,
        own_use: true,
        bought_on: day("2026-11-01"),
        has_proof: true,
        has_contact: true,
    }
}

fn faults(
    channel: Channel,
    person: &Person,
    today: &str,
) -> Vec<(Fault, Option<Ground>, Option<&'static str>, bool)> {
    let found = of_person(channel::of(channel), person, day(today));
    found.into_iter().map(|one| (one.fault, one.ground, one.provision, one.is_blocking)).collect()
}

#[test]
fn nothing_stands_in_the_way_of_who_has_everything() {
    for rules in channel::all() {
        assert_eq!(of_person(rules, &fit(), day(TODAY)), [], "{:?}", rules.channel);
    }
}

#[test]
fn each_lack_of_a_member_is_found_with_its_ground() {
    use Channel::{
        ConsumerAssociation, Court, MediationSite, OperatorDesk, RegulatorComplaint, RegulatorReport,
    };
    let unnamed = Person { is_named: false, is_complete: false, ..fit() };
    let nowhere = Person { is_complete: false, ..fit() };
    let phone = Person { shares_phone: true, ..fit() };
    let address = Person { shares_address: true, ..fit() };
    let trader = Person { own_use: false, ..fit() };
    let old = Person { bought_on: day("2023-11-24"), ..fit() };
    let last = Person { bought_on: day("2023-11-25"), ..fit() };
    let bare = Person { has_proof: false, ..fit() };
    let silent = Person { has_contact: false, ..fit() };
    let missing = Some(Ground::MaterialMissing);
    let consumer = Some(Ground::NotConsumer);
    #[rustfmt::skip]
    let table = [
        (RegulatorComplaint, unnamed, Some((Fault::IdentityIncomplete, missing, Some("crm-10"), true))),
        (RegulatorComplaint, nowhere, Some((Fault::IdentityIncomplete, missing, Some("crm-10"), true))),
        (OperatorDesk, unnamed, Some((Fault::IdentityIncomplete, None, None, true))),
        (OperatorDesk, nowhere, None),
        (Court, nowhere, Some((Fault::IdentityIncomplete, None, Some("cpc-122"), true))),
        (MediationSite, unnamed, None),
        (RegulatorReport, unnamed, None),
        (RegulatorComplaint, phone, Some((Fault::PhoneShared, consumer, Some("crm-17"), true))),
        (ConsumerAssociation, phone, Some((Fault::PhoneShared, None, Some("crm-17"), false))),
        (OperatorDesk, phone, None),
        (RegulatorComplaint, address, Some((Fault::AddressShared, consumer, Some("crm-17"), true))),
        (RegulatorComplaint, trader, Some((Fault::NotOwnUse, consumer, Some("cpl-2"), true))),
        (ConsumerAssociation, trader, Some((Fault::NotOwnUse, None, Some("cpl-2"), true))),
        (Court, trader, None),
        (RegulatorComplaint, old, Some((Fault::TooLate, Some(Ground::TooLate), Some("crm-16"), true))),
        (RegulatorComplaint, last, None),
        (Court, old, Some((Fault::TooLate, None, Some("cc-188"), false))),
        (OperatorDesk, old, None),
        (RegulatorComplaint, bare, Some((Fault::ProofMissing, consumer, Some("crm-16"), true))),
        (OperatorDesk, bare, Some((Fault::ProofMissing, None, None, false))),
        (RegulatorComplaint, silent, Some((Fault::NotContacted, None, Some("cpl-39"), false))),
        (OperatorDesk, silent, None),
        (RegulatorReport, silent, None),
    ];
    for (channel, person, expected) in table {
        assert_eq!(faults(channel, &person, TODAY), Vec::from_iter(expected), "{channel:?} {person:?}");
    }
}

#[test]
fn before_the_measures_nothing_is_said_of_their_grounds() {
    let bare = Person { has_proof: false, shares_phone: true, ..fit() };
    for (fault, ground, provision, blocks) in faults(Channel::RegulatorComplaint, &bare, "2026-04-14") {
        assert_eq!((ground, provision), (None, None), "{fault:?}");
        assert!(blocks, "{fault:?} is a lack all the same");
    }
    for (fault, ground, provision, _) in faults(Channel::RegulatorComplaint, &bare, "2026-04-15") {
        assert!(ground.is_some() && provision.is_some(), "{fault:?}");
    }
}

/// What is found of a whole that is filed with a channel after others.
fn whole(channel: Channel, category: &str, people: u32, tried: &[Tried]) -> Vec<Finding> {
    let situation =
        Situation { today: day(TODAY), category: Some(category), people, tried, ..Situation::default() };
    let whole = Whole {
        today: day(TODAY),
        category,
        people,
        has_representative: false,
        knows_respondent: true,
        advice: &channel::next(&situation),
    };
    of_whole(channel::of(channel), &whole)
}

fn tried(channel: Channel, status: FilingStatus) -> Tried {
    Tried { channel, filed_on: day("2026-11-20"), status, answered_on: None, ground: None }
}

#[test]
fn what_other_bodies_have_stands_in_the_way_of_the_regulator() {
    use Channel::{ConsumerAssociation, Court, OperatorDesk, RegulatorComplaint};
    #[rustfmt::skip]
    let table = [
        (ConsumerAssociation, FilingStatus::Submitted, Some(Fault::Collides)),
        (ConsumerAssociation, FilingStatus::EndedNoDeal, Some(Fault::AlreadyHandled)),
        (ConsumerAssociation, FilingStatus::ScreenedOut, None),
        (Court, FilingStatus::Accepted, Some(Fault::AlreadyHandled)),
        (RegulatorComplaint, FilingStatus::Submitted, Some(Fault::AlreadyOpen)),
        (OperatorDesk, FilingStatus::EndedNoDeal, None),
    ];
    for (other, status, expected) in table {
        let found = whole(RegulatorComplaint, "non-delivery", 1, &[tried(other, status)]);
        let blocking: Vec<_> = found.iter().filter(|one| one.is_blocking).collect();
        assert_eq!(blocking.iter().map(|one| one.fault).next(), expected, "{other:?} {status:?}: {found:?}");
        if expected.is_some_and(|fault| fault != Fault::AlreadyOpen) {
            assert_eq!(blocking[0].by, Some(other));
            assert_eq!(blocking[0].provision, Some("crm-16"));
        }
        assert!(blocking.iter().all(|one| one.ground == Some(Ground::AlreadyHandled)));
    }
}

#[test]
fn several_need_somebody_who_speaks_for_them_and_a_channel_says_what_it_is_not_for() {
    let of = |channel, category, people| -> Vec<(Fault, bool)> {
        let found = whole(channel, category, people, &[]);
        found
            .into_iter()
            .map(|one| (one.fault, one.is_blocking))
            .filter(|(fault, _)| *fault != Fault::ComesLater)
            .collect()
    };
    #[rustfmt::skip]
    let table = [
        (Channel::OperatorDesk, "non-delivery", 0, vec![(Fault::Nobody, true)]),
        (Channel::OperatorDesk, "non-delivery", 40, vec![]),
        (Channel::RegulatorComplaint, "non-delivery", 1, vec![]),
        (Channel::RegulatorComplaint, "non-delivery", 2, vec![(Fault::NoRepresentative, true)]),
        (Channel::RegulatorComplaint, "personal-data", 1, vec![(Fault::MaybeNotTheirs, false)]),
        (Channel::ConsumerAssociation, "non-delivery", 2, vec![(Fault::NoRepresentative, true)]),
        (Channel::Court, "non-delivery", 9, vec![(Fault::NoRepresentative, true), (Fault::TooFewForRepresentatives, false)]),
        (Channel::Court, "non-delivery", 10, vec![(Fault::NoRepresentative, true)]),
        (Channel::CyberspaceAdministration, "non-delivery", 1, vec![(Fault::NotForThis, true)]),
        (Channel::PaymentProvider, "duplicate-charge", 1, vec![]),
    ];
    for (channel, category, people, expected) in table {
        assert_eq!(of(channel, category, people), expected, "{channel:?} {category} {people}");
    }
}

#[test]
fn a_respondent_that_cannot_be_named_is_missing_material() {
    let advice = channel::next(&Situation { today: day(TODAY), ..Situation::default() });
    let whole = Whole {
        today: day(TODAY),
        category: "non-delivery",
        people: 1,
        has_representative: false,
        knows_respondent: false,
        advice: &advice,
    };
    for (channel, provision) in [(Channel::RegulatorComplaint, "crm-10"), (Channel::Court, "cpc-122")] {
        let found = of_whole(channel::of(channel), &whole);
        let found = found.iter().find(|one| one.fault == Fault::RespondentUnknown).unwrap();
        assert_eq!((found.provision, found.is_blocking), (Some(provision), true));
    }
}

#[test]
fn every_provision_is_in_force_on_the_day_it_is_named_for() {
    let bare = Person {
        is_named: false,
        is_complete: false,
        shares_phone: true,
        shares_address: true,
        own_use: false,
        bought_on: day("2020-01-01"),
        has_proof: false,
        has_contact: false,
    };
    for today in ["2026-04-14", "2026-04-15", TODAY] {
        let on = day(today);
        for rules in channel::all() {
            for finding in of_person(rules, &bare, on) {
                let Some(id) = finding.provision else { continue };
                let provision = crate::law::catalogue().provision(id).unwrap_or_else(|| panic!("{id}"));
                assert!(provision.in_force(on), "{id} on {today}");
            }
        }
    }
}
