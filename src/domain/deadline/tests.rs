use super::*;
use crate::domain::calendar::{end_of_beijing_day, start_of_beijing_day};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn told(deadline: Option<Deadline>) -> (String, &'static str, bool) {
    let Deadline { due, basis, .. } = deadline.expect("a statute sets it");
    (due.date.to_string(), basis.code(), due.provisional)
}

fn expected(date: &str, basis: &'static str) -> (String, &'static str, bool) {
    (date.to_owned(), basis, false)
}

#[test]
fn an_operator_is_held_to_its_promise_or_to_our_own_rule() {
    let received = day("2026-09-29");
    let table = [
        (Some(Promise::Days(3)), "2026-10-02", "promise"),
        (Some(Promise::WorkingDays(3)), "2026-10-09", "promise"),
        (None, "2026-10-14", "own-rule"),
    ];
    for (promise, date, basis) in table {
        assert_eq!(told(Some(operator_reply(received, promise))), expected(date, basis));
    }
}

#[test]
fn acceptance_goes_by_the_statute_of_the_day() {
    assert_eq!(told(acceptance_decision(day("2026-04-15"))), expected("2026-04-24", "crm-15"));
    assert_eq!(told(acceptance_decision(day("2026-04-14"))), expected("2026-04-23", "cplr-46"));
    assert_eq!(acceptance_decision(day("2024-06-30")).unwrap().basis.code(), "cpl-46");
    assert_eq!(acceptance_decision(day("2014-03-14")), None);
}

#[test]
fn mediation_ends_sixty_days_after_acceptance() {
    let new = mediation_end(day("2026-08-01"), day("2026-08-04"), 0);
    assert_eq!(told(new), expected("2026-10-08", "crm-23"));
    let tested = mediation_end(day("2026-08-01"), day("2026-08-04"), 20);
    assert_eq!(told(tested), expected("2026-10-23", "crm-23"));
    let old = mediation_end(day("2026-04-14"), day("2026-04-20"), 0);
    assert_eq!(told(old), expected("2026-06-19", "cplr-46"));
    assert_eq!(mediation_end(day("2024-06-30"), day("2024-07-02"), 0), None);
}

#[test]
fn a_deadline_in_a_year_without_a_notice_is_provisional() {
    let filed = day("2026-11-20");
    assert!(mediation_end(filed, day("2026-11-23"), 0).unwrap().due.provisional);
    assert!(!acceptance_decision(filed).unwrap().due.provisional);
}

#[test]
fn the_due_date_is_still_in_time() {
    let due = day("2026-10-08");
    let table = [
        (start_of_beijing_day(day("2026-10-05")), DeadlineState::Pending),
        (start_of_beijing_day(day("2026-10-06")), DeadlineState::DueSoon),
        (start_of_beijing_day(due), DeadlineState::DueSoon),
        (end_of_beijing_day(due) - chrono::TimeDelta::seconds(1), DeadlineState::DueSoon),
        (end_of_beijing_day(due), DeadlineState::Overdue),
    ];
    for (now, expected) in table {
        assert_eq!(state(due, now), expected, "{now}");
    }
}

/// Seven working days, with what is counted.
#[test]
fn seven_working_days_go_round_the_holidays_of_2026() {
    let table = [
        ("2026-01-31", "2026-02-10", false, "from the last of a month, a Saturday"),
        ("2026-02-12", "2026-02-28", false, "over Spring Festival, both Saturdays worked counted"),
        ("2026-02-14", "2026-03-03", false, "begun on a Saturday worked"),
        ("2026-02-20", "2026-03-03", false, "begun within Spring Festival"),
        ("2026-02-27", "2026-03-09", false, "over the end of February, its last day worked"),
        ("2026-04-30", "2026-05-13", false, "over Labour Day, with a Saturday worked"),
        ("2026-06-18", "2026-06-30", false, "over Dragon Boat, to the last of a month"),
        ("2026-09-18", "2026-09-29", false, "with a Sunday worked, over Mid-Autumn"),
        ("2026-09-24", "2026-10-12", false, "over Mid-Autumn and National Day"),
        ("2026-09-30", "2026-10-15", false, "over National Day, with a Saturday worked"),
        ("2026-10-10", "2026-10-20", false, "begun on a Saturday worked"),
        ("2026-12-22", "2026-12-31", true, "into days that the notice for 2027 may still take"),
        ("2026-12-31", "2027-01-11", true, "through a year without a notice"),
    ];
    for (received, due, provisional, why) in table {
        let received = day(received);
        for deadline in [
            operator_reply(received, None),
            acceptance_decision(received).unwrap(),
            channel_reply(received, 7),
        ] {
            assert_eq!(
                (deadline.due.date, deadline.due.provisional),
                (day(due), provisional),
                "{received}: {why}"
            );
        }
    }
}

#[test]
fn a_channel_without_a_statute_is_waited_for_by_our_own_rule() {
    let due = channel_reply(day("2026-09-21"), 15);
    assert_eq!(told(Some(due)), expected("2026-10-19", "own-rule"));
    assert_eq!(due.kind, DeadlineKind::ChannelReply);
}

#[test]
fn a_court_has_seven_days_that_end_on_a_working_day() {
    let table = [
        ("2026-11-23", "2026-11-30", false, "a plain Monday"),
        ("2026-11-22", "2026-11-30", false, "a Sunday moves to the Monday"),
        ("2026-02-07", "2026-02-14", false, "a Saturday worked is a working day"),
        ("2026-02-10", "2026-02-24", false, "out of Spring Festival"),
        ("2026-09-24", "2026-10-08", false, "out of National Day"),
        ("2026-09-18", "2026-09-28", false, "out of Mid-Autumn"),
        ("2026-10-03", "2026-10-10", false, "a Saturday worked after National Day"),
        ("2026-01-24", "2026-02-02", false, "over the end of a month"),
        ("2026-12-28", "2027-01-04", true, "in a year without a notice"),
    ];
    for (filed, due, provisional, why) in table {
        let deadline = docketing(day(filed)).unwrap();
        assert_eq!((deadline.due.date, deadline.due.provisional), (day(due), provisional), "{filed}: {why}");
        assert_eq!(deadline.basis.code(), "cpc-126");
    }
    assert_eq!(docketing(day("2023-12-31")), None, "the edition before is not carried");
}

#[test]
fn sixty_days_end_after_a_public_holiday_under_the_measures_only() {
    let table = [
        ("2026-04-15", "2026-04-20", "2026-06-22", false, "out of Dragon Boat"),
        ("2026-04-20", "2026-04-27", "2026-06-26", false, "a plain Friday"),
        ("2026-07-28", "2026-07-31", "2026-09-29", false, "over two months of 31 days"),
        ("2026-07-20", "2026-07-27", "2026-09-28", false, "out of Mid-Autumn"),
        ("2026-08-01", "2026-08-02", "2026-10-08", false, "out of National Day, from its first day"),
        ("2026-08-01", "2026-08-08", "2026-10-08", false, "out of National Day, from its last day"),
        ("2026-08-01", "2026-08-09", "2026-10-08", false, "the day after it"),
        ("2026-05-10", "2026-05-13", "2026-07-12", false, "a plain Sunday is no public holiday"),
        ("2026-11-01", "2026-11-01", "2026-12-31", true, "a day that the notice for 2027 may take"),
        // By the Regulation, which says nothing of a last day: it ends as counted.
        ("2025-12-12", "2025-12-18", "2026-02-16", false, "within Spring Festival"),
        ("2026-04-14", "2026-04-20", "2026-06-19", false, "within Dragon Boat"),
    ];
    for (filed, accepted, due, provisional, why) in table {
        let deadline = mediation_end(day(filed), day(accepted), 0).unwrap();
        assert_eq!(
            (deadline.due.date, deadline.due.provisional),
            (day(due), provisional),
            "{accepted}: {why}"
        );
    }
}

#[test]
fn every_basis_of_a_deadline_is_listed() {
    let listed: Vec<_> = bases().map(|(id, _)| id).collect();
    for filed in ["2014-03-15", "2024-07-01", "2026-04-14", "2026-04-15"].map(day) {
        let set = [acceptance_decision(filed), mediation_end(filed, filed, 0), docketing(filed)];
        for deadline in set.into_iter().flatten() {
            assert!(listed.contains(&deadline.basis.code()), "{}", deadline.basis.code());
        }
    }
}
