use std::collections::BTreeSet;

use entity::{ContactResult, FilingStatus};
use proptest::prelude::*;

use super::*;
use crate::domain::{category, filing};

mod data;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

const TODAY: &str = "2026-11-23";

fn tried(channel: Channel, filed_on: &str, status: FilingStatus) -> Tried {
    Tried { channel, filed_on: day(filed_on), status, answered_on: None, ground: None }
}

fn situation<'a>(people: u32, tried: &'a [Tried]) -> Situation<'a> {
    Situation { today: day(TODAY), category: Some("non-delivery"), people, tried, ..Situation::default() }
}

/// The verdict, the next channel and its first day.
fn told(s: &Situation<'_>) -> (Verdict, Option<(Channel, String)>) {
    let advice = next(s);
    (advice.verdict, advice.next.map(|step| (step.channel, step.from.to_string())))
}

fn bar(s: &Situation<'_>, channel: Channel) -> Option<(Bar, Option<Channel>)> {
    let blocked = next(s).blocked;
    blocked.iter().find(|blocked| blocked.channel == channel).map(|blocked| (blocked.bar, blocked.by))
}

mod ladder {
    use entity::Channel::*;
    use entity::FilingStatus::*;

    use super::*;

    #[test]
    fn one_person_goes_by_what_the_operator_said() {
        let contact = |on, result| [Contact { on: day(on), result }];
        let table = [
            (vec![], Verdict::Go, OperatorDesk, TODAY),
            (contact("2026-11-20", ContactResult::Refused).to_vec(), Verdict::Go, MediationSite, TODAY),
            (
                contact("2026-11-20", ContactResult::NoAnswer).to_vec(),
                Verdict::Wait,
                MediationSite,
                "2026-12-02",
            ),
            (
                contact("2026-11-20", ContactResult::Promised).to_vec(),
                Verdict::Wait,
                MediationSite,
                "2026-12-02",
            ),
            (contact("2026-11-01", ContactResult::PutOff).to_vec(), Verdict::Go, MediationSite, TODAY),
        ];
        for (contacts, verdict, channel, from) in table {
            let s = Situation { contacts: &contacts, ..situation(1, &[]) };
            assert_eq!(told(&s), (verdict, Some((channel, from.to_owned()))), "{contacts:?}");
        }
    }

    #[test]
    fn several_people_ask_together_first() {
        let contacts = [Contact { on: day("2026-11-01"), result: ContactResult::Refused }];
        let s = Situation { contacts: &contacts, ..situation(5, &[]) };
        let step = next(&s).next.unwrap();
        assert_eq!((step.channel, step.reasons), (OperatorDesk, vec![Reason::AskTogether]));
        let promised = Situation { promise: Some(Promise::Days(3)), ..s };
        assert_eq!(next(&promised).next.unwrap().deadline.unwrap().due.date, day("2026-11-26"));
    }

    #[test]
    fn the_ladder_is_climbed_rung_by_rung() {
        let desk = |status| tried(OperatorDesk, "2026-10-26", status);
        let site = |status| tried(MediationSite, "2026-11-02", status);
        let complaint = |on, status| tried(RegulatorComplaint, on, status);
        let refused = |ground| Tried { ground: Some(ground), ..complaint("2026-11-09", ScreenedOut) };
        let ended = [desk(EndedNoDeal), site(EndedNoDeal)];
        let with = |more: Tried| [&ended[..], &[more]].concat();
        let table = [
            (vec![tried(OperatorDesk, TODAY, Submitted)], Verdict::Wait, Some((MediationSite, "2026-12-03"))),
            (vec![desk(Submitted)], Verdict::Go, Some((MediationSite, TODAY))),
            (vec![desk(Replied)], Verdict::Go, Some((MediationSite, TODAY))),
            (vec![desk(Offered)], Verdict::AnswerOffer, None),
            (vec![desk(Agreed)], Verdict::Settled, None),
            (ended.to_vec(), Verdict::Go, Some((RegulatorComplaint, TODAY))),
            (with(complaint(TODAY, Submitted)), Verdict::Wait, None),
            (with(complaint("2026-11-09", Submitted)), Verdict::Remind, None),
            (
                with(complaint("2026-11-09", InProcess)),
                Verdict::Wait,
                Some((ConsumerAssociation, "2027-01-09")),
            ),
            (with(complaint("2026-08-01", Accepted)), Verdict::Go, Some((ConsumerAssociation, TODAY))),
            (with(complaint("2026-11-09", EndedNoDeal)), Verdict::Go, Some((ConsumerAssociation, TODAY))),
            (with(refused(Ground::OutsideRemit)), Verdict::Go, Some((ConsumerAssociation, TODAY))),
            (with(refused(Ground::AlreadyHandled)), Verdict::Go, Some((Court, TODAY))),
            (with(refused(Ground::NotConsumer)), Verdict::Go, Some((Court, TODAY))),
            (with(refused(Ground::TooLate)), Verdict::Go, Some((Court, TODAY))),
            (with(refused(Ground::MaterialMissing)), Verdict::Go, Some((RegulatorComplaint, TODAY))),
            (with(refused(Ground::FalseIdentity)), Verdict::Go, Some((RegulatorComplaint, TODAY))),
            (with(refused(Ground::OtherLaw)), Verdict::Go, Some((ConsumerAssociation, TODAY))),
            (with(tried(ConsumerAssociation, "2026-11-20", EndedNoDeal)), Verdict::Go, Some((Court, TODAY))),
            (with(tried(Court, "2026-11-20", Submitted)), Verdict::Wait, None),
            (with(tried(Court, "2026-11-09", Submitted)), Verdict::Remind, None),
            (with(tried(Court, "2026-11-09", Accepted)), Verdict::Wait, None),
            (with(tried(Court, "2026-11-09", EndedNoDeal)), Verdict::Exhausted, None),
        ];
        for (tried, verdict, step) in table {
            let step = step.map(|(channel, from)| (channel, from.to_owned()));
            assert_eq!(told(&situation(3, &tried)), (verdict, step), "{tried:?}");
        }
    }

    #[test]
    fn a_refusal_that_can_be_cured_is_not_tried_for_ever() {
        let refused = |on| Tried {
            ground: Some(Ground::MaterialMissing),
            ..tried(RegulatorComplaint, on, ScreenedOut)
        };
        let thrice = [refused("2026-10-09"), refused("2026-10-19"), refused("2026-11-09")];
        let once_more = next(&situation(1, &thrice[..2])).next.unwrap();
        assert_eq!(once_more.channel, RegulatorComplaint);
        assert_eq!(once_more.retry.map(|retry| retry.ground), Some(Ground::MaterialMissing));
        assert_eq!(next(&situation(1, &thrice)).next.unwrap().channel, ConsumerAssociation);
    }

    #[test]
    fn what_another_body_handled_is_no_complaint_any_more() {
        for (there, status, expected) in [
            (ConsumerAssociation, Accepted, Bar::AlreadyHandled),
            (ConsumerAssociation, EndedNoDeal, Bar::AlreadyHandled),
            (ConsumerAssociation, Submitted, Bar::Collides),
            (Court, Accepted, Bar::AlreadyHandled),
            (Court, Submitted, Bar::Collides),
        ] {
            let missing = Some(Ground::MaterialMissing);
            let refused = Tried { ground: missing, ..tried(RegulatorComplaint, "2026-11-02", ScreenedOut) };
            let other = tried(there, "2026-11-16", status);
            for tried in [vec![other], vec![refused, other]] {
                let s = situation(1, &tried);
                assert_eq!(bar(&s, RegulatorComplaint), Some((expected, Some(there))), "{tried:?}");
            }
            let s = situation(1, std::slice::from_ref(&other));
            assert_ne!(next(&s).next.map(|step| step.channel), Some(RegulatorComplaint));
        }
        let turned_away = [tried(ConsumerAssociation, "2026-11-16", ScreenedOut)];
        assert_eq!(told(&situation(1, &turned_away)).1, Some((RegulatorComplaint, TODAY.to_owned())));
        let taken_back = [tried(RegulatorComplaint, "2026-11-02", Withdrawn)];
        assert_eq!(bar(&situation(1, &taken_back), RegulatorComplaint), Some((Bar::Spent, None)));
    }

    #[test]
    fn no_step_is_advised_that_would_end_a_mediation() {
        let open = [tried(RegulatorComplaint, "2026-11-16", Accepted)];
        let advice = next(&situation(12, &open));
        assert_eq!(advice.next.unwrap().from, day("2027-01-16"));
        assert_eq!(advice.pending.unwrap().deadline.unwrap().basis.code(), "crm-23");
        assert_eq!(bar(&situation(12, &open), Court), Some((Bar::WouldEnd, Some(RegulatorComplaint))));
        let undecided = [tried(RegulatorComplaint, TODAY, Submitted)];
        let s = situation(12, &undecided);
        for channel in [ConsumerAssociation, Court] {
            assert_eq!(bar(&s, channel), Some((Bar::WouldEnd, Some(RegulatorComplaint))));
        }
    }

    #[test]
    fn a_mediation_lasts_from_its_acceptance() {
        let open = [Tried {
            answered_on: Some(day("2026-08-04")),
            ..tried(RegulatorComplaint, "2026-08-01", Accepted)
        }];
        let s = Situation { today: day("2026-10-08"), ..situation(1, &open) };
        assert_eq!(next(&s).verdict, Verdict::Wait, "the last day is after the holiday");
        assert_eq!(next(&Situation { today: day("2026-10-09"), ..s }).verdict, Verdict::Go);
    }

    #[test]
    fn what_was_bought_to_sell_on_goes_past_the_consumer_bodies() {
        let done =
            [tried(OperatorDesk, "2026-10-09", EndedNoDeal), tried(MediationSite, "2026-10-19", EndedNoDeal)];
        let s = Situation { own_use: Some(false), ..situation(1, &done) };
        assert_eq!(told(&s).1, Some((Court, TODAY.to_owned())));
        for channel in [RegulatorComplaint, ConsumerAssociation] {
            assert_eq!(bar(&s, channel), Some((Bar::NotConsumer, None)));
        }
    }

    #[test]
    fn little_time_leaves_out_what_decides_nothing() {
        let knew = |on| Situation { known_on: Some(day(on)), ..situation(1, &[]) };
        assert_eq!(told(&knew("2024-11-23")).1, Some((OperatorDesk, TODAY.to_owned())));
        let near = knew("2023-12-24");
        let step = next(&near).next.unwrap();
        assert_eq!(step.channel, RegulatorComplaint);
        assert!(step.reasons.contains(&Reason::LimitationNear));
        assert_eq!(bar(&near, OperatorDesk), Some((Bar::NoTime, None)));
        let last_day = knew("2023-11-23");
        assert_eq!(told(&last_day).1, Some((RegulatorComplaint, TODAY.to_owned())));
        let over = knew("2023-11-22");
        assert_eq!(bar(&over, RegulatorComplaint), Some((Bar::TooLate, None)));
        let waiting = [tried(OperatorDesk, TODAY, Submitted)];
        let pressed = Situation { tried: &waiting, ..near };
        assert_eq!(told(&pressed), (Verdict::Go, Some((RegulatorComplaint, TODAY.to_owned()))));
    }

    #[test]
    fn nobody_waits_for_a_platform_that_is_gone() {
        let silent = [Contact { on: day(TODAY), result: ContactResult::NoAnswer }];
        let s = Situation { category: Some("platform-shut-down"), contacts: &silent, ..situation(1, &[]) };
        let step = next(&s).next.unwrap();
        assert_eq!((step.channel, step.reasons[0]), (RegulatorComplaint, Reason::OperatorGone));
        assert_eq!(bar(&s, MediationSite), Some((Bar::Unreachable, None)));
        let known = Situation { reachable: Some(false), ..situation(20, &[]) };
        assert_eq!(next(&known).next.unwrap().channel, RegulatorComplaint);
    }

    #[test]
    fn a_payment_nobody_allowed_is_told_to_who_carried_it() {
        let s = Situation { category: Some("unauthorised-payment"), ..situation(1, &[]) };
        let step = next(&s).next.unwrap();
        assert_eq!((step.channel, step.reasons), (PaymentProvider, vec![Reason::NotifyPayment]));
        assert_eq!(bar(&s, OperatorDesk), Some((Bar::Later, None)));
        let told_it = [tried(PaymentProvider, TODAY, Submitted)];
        let waiting = Situation { tried: &told_it, ..s };
        assert_eq!(told(&waiting), (Verdict::Wait, Some((OperatorDesk, "2026-12-03".to_owned()))));
        let double = Situation { category: Some("duplicate-charge"), ..situation(1, &[]) };
        let beside: Vec<_> = next(&double).beside.iter().map(|step| step.channel).collect();
        assert_eq!((next(&double).next.unwrap().channel, beside), (OperatorDesk, vec![PaymentProvider]));
    }

    #[test]
    fn a_report_goes_beside_and_only_once() {
        let s = Situation { category: Some("unfair-terms"), ..situation(1, &[]) };
        let beside = next(&s).beside;
        assert_eq!(beside[0].channel, RegulatorReport);
        assert_eq!(beside[0].deadline, None);
        let reported = [tried(RegulatorReport, "2026-11-01", ScreenedOut)];
        assert_eq!(
            bar(&Situation { tried: &reported, ..s }, RegulatorReport),
            Some((Bar::Repeated, Some(RegulatorReport)))
        );
        assert_eq!(bar(&situation(1, &[]), RegulatorReport), Some((Bar::NotForThis, None)));
        let unknown = Situation { category: None, ..situation(1, &[]) };
        assert_eq!(bar(&unknown, RegulatorReport), Some((Bar::NeedsCategory, None)));
        // Open there, the complaint is still free to go on.
        let open = [tried(RegulatorReport, TODAY, Submitted), tried(OperatorDesk, "2026-10-09", EndedNoDeal)];
        assert_eq!(told(&situation(1, &open)), (Verdict::Go, Some((MediationSite, TODAY.to_owned()))));
    }

    #[test]
    fn ten_people_may_sue_through_representatives() {
        let done = [tried(ConsumerAssociation, "2026-10-09", EndedNoDeal)];
        let reasons = |people, fen| {
            let s = Situation { amount_fen: fen, ..situation(people, &done) };
            next(&s).next.unwrap().reasons
        };
        assert!(!reasons(9, None).contains(&Reason::Representative));
        assert!(reasons(10, None).contains(&Reason::Representative));
        assert!(reasons(10, Some(10_000_000)).contains(&Reason::SmallClaim));
        assert!(!reasons(10, Some(10_000_010)).contains(&Reason::SmallClaim));
    }

    #[test]
    fn what_is_not_known_is_asked_for() {
        let nothing = Situation { today: day(TODAY), ..Situation::default() };
        assert_eq!(next(&nothing).asked, [Fact::Category, Fact::Contacts, Fact::KnownOn]);
        let done = [tried(ConsumerAssociation, "2026-10-09", EndedNoDeal)];
        assert_eq!(next(&situation(1, &done)).asked, [Fact::KnownOn, Fact::Amount]);
    }

    #[test]
    fn before_the_measures_their_grounds_bar_nothing() {
        let handled = [tried(RegulatorComplaint, "2026-03-02", ScreenedOut)];
        let knew = Some(day("2020-01-01"));
        let s = Situation { today: day("2026-04-14"), known_on: knew, ..situation(1, &handled[..0]) };
        assert_ne!(bar(&s, RegulatorComplaint), Some((Bar::TooLate, None)));
        let after = Situation { today: day("2026-04-15"), ..s };
        assert_eq!(bar(&after, RegulatorComplaint), Some((Bar::TooLate, None)));
    }
}

fn any_tried() -> impl Strategy<Value = Tried> {
    let grounds = proptest::option::of(proptest::sample::select(&Ground::ALL[..]));
    let statuses = proptest::sample::select(FilingStatus::ALL);
    (proptest::sample::select(Channel::ALL), 0u64..500, statuses, grounds).prop_map(
        |(channel, back, status, ground)| {
            let filed_on = day(TODAY) - chrono::Days::new(back);
            Tried { channel, filed_on, status, answered_on: None, ground }
        },
    )
}

proptest! {
    #[test]
    fn every_channel_is_in_an_advice_once_and_the_next_one_is_free(
        tried in proptest::collection::vec(any_tried(), 0..6),
        people in 0u32..30,
        own_use in proptest::option::of(any::<bool>()),
        category in proptest::option::of(0usize..18),
        knew in proptest::option::of(0u64..1400),
        reachable in proptest::option::of(any::<bool>()),
    ) {
        let s = Situation {
            today: day(TODAY),
            category: category.map(|at| category::all()[at].id.as_str()),
            people,
            own_use,
            known_on: knew.map(|back| day(TODAY) - chrono::Days::new(back)),
            reachable,
            tried: &tried,
            ..Situation::default()
        };
        let advice = next(&s);
        let steps = advice.next.iter().chain(&advice.beside).map(|step| step.channel);
        let mut channels: Vec<_> = steps.chain(advice.blocked.iter().map(|blocked| blocked.channel)).collect();
        channels.sort_unstable();
        prop_assert_eq!(&channels[..], Channel::ALL);
        for step in advice.next.iter().chain(&advice.beside) {
            prop_assert!(!step.reasons.is_empty());
            prop_assert!(step.from >= s.today);
            let open = tried.iter().any(|t| t.channel == step.channel && !filing::is_over(t.status));
            prop_assert!(!open || step.retry.is_some() || !advice.beside.contains(step));
        }
        prop_assert_eq!(advice.verdict == Verdict::Go, advice.next.is_some() && advice.pending.is_none());
        if let Some(step) = &advice.next {
            for other in of(step.channel).refused_after.iter().filter(|other| **other != step.channel) {
                let handled = tried.iter().any(|t| {
                    t.channel == *other && matches!(t.status, FilingStatus::Accepted | FilingStatus::EndedNoDeal)
                });
                prop_assert!(!handled, "{:?} after {:?}", step.channel, other);
            }
        }
    }
}
