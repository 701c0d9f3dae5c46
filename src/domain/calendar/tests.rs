use chrono::TimeZone;
use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn the_embedded_calendar_covers_its_official_years() {
    let calendar = Calendar::prc();
    assert_eq!(calendar.official_years, BTreeSet::from([2024, 2025, 2026]));
    let stray = calendar.exceptions.keys().find(|day| !calendar.official_years.contains(&day.year()));
    assert_eq!(stray, None);
}

#[test]
fn make_up_days_are_always_weekends() {
    for (day, kind) in &Calendar::prc().exceptions {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        assert!(*kind == Kind::Holiday || weekend, "{day} is a working day anyway");
    }
}

#[test]
fn working_days_follow_the_notices() {
    let table = [
        ("2026-02-13", true, "Friday before the holiday"),
        ("2026-02-14", true, "Saturday worked for the Spring Festival"),
        ("2026-02-15", false, "first day of the Spring Festival holiday"),
        ("2026-02-23", false, "its last day, a Monday"),
        ("2026-02-24", true, "back at work"),
        ("2026-02-28", true, "second Saturday worked"),
        ("2026-03-01", false, "plain Sunday"),
        ("2026-09-20", true, "Sunday worked for National Day"),
        ("2026-09-25", false, "Mid-Autumn, a Friday"),
        ("2026-10-07", false, "last day of National Day"),
        ("2026-10-08", true, "Thursday after it"),
        ("2026-10-10", true, "Saturday worked"),
        ("2026-11-22", false, "plain Sunday"),
    ];
    for (date, working, why) in table {
        assert_eq!(Calendar::prc().is_working_day(day(date)), working, "{date}: {why}");
    }
}

#[test]
fn working_days_are_counted_from_the_next_day() {
    let table = [
        ("2026-03-02", 0, "2026-03-02", false, "nothing to count"),
        ("2026-03-02", 1, "2026-03-03", false, "the day itself is not counted"),
        ("2026-03-06", 1, "2026-03-09", false, "over a weekend"),
        ("2026-02-12", 7, "2026-02-28", false, "over Spring Festival, both Saturdays worked"),
        ("2026-02-18", 1, "2026-02-24", false, "begun within the holiday"),
        ("2026-09-24", 7, "2026-10-12", false, "over Mid-Autumn and National Day"),
        ("2026-09-30", 2, "2026-10-09", false, "over National Day"),
        ("2026-09-30", 3, "2026-10-10", false, "the Saturday worked counts"),
        ("2026-12-22", 3, "2026-12-25", false, "before New Year's holiday can reach back"),
        ("2026-12-24", 4, "2026-12-30", true, "the notice for 2027 may still touch December"),
        ("2026-12-31", 1, "2027-01-01", true, "a year without a notice"),
        ("2024-12-30", 2, "2025-01-02", false, "both years known"),
        ("2023-12-29", 1, "2024-01-02", true, "begun in a year without data"),
    ];
    for (from, n, date, provisional, why) in table {
        let due = Calendar::prc().add_working_days(day(from), n);
        assert_eq!(due, Due { date: day(date), provisional }, "{from} + {n}: {why}");
    }
}

#[test]
fn natural_days_end_as_the_statute_says() {
    use PeriodEnd::{AfterHoliday, AsCounted, NextWorkingDay};
    let table = [
        ("2026-08-04", 60, AsCounted, "2026-10-03", false, "an agreed period"),
        ("2026-08-04", 60, AfterHoliday, "2026-10-08", false, "National Day"),
        ("2026-08-04", 60, NextWorkingDay, "2026-10-08", false, "National Day"),
        ("2025-12-20", 60, AfterHoliday, "2026-02-24", false, "Spring Festival"),
        ("2026-05-13", 60, AfterHoliday, "2026-07-12", false, "a plain Sunday is no public holiday"),
        ("2026-05-13", 60, NextWorkingDay, "2026-07-13", false, "a plain Sunday is a day off"),
        ("2026-08-11", 60, NextWorkingDay, "2026-10-10", false, "a Saturday worked"),
        ("2026-11-22", 60, AfterHoliday, "2027-01-21", true, "a year without a notice"),
        ("2026-11-22", 60, AsCounted, "2027-01-21", false, "no notice can move an agreed day"),
    ];
    for (from, n, end, date, provisional, why) in table {
        let due = Calendar::prc().add_days(day(from), n, end);
        assert_eq!(due, Due { date: day(date), provisional }, "{from} + {n}: {why}");
    }
}

#[test]
fn the_end_of_time_is_no_fault() {
    let calendar = Calendar::prc();
    assert_eq!(calendar.add_working_days(NaiveDate::MAX, 7).date, NaiveDate::MAX);
    assert_eq!(calendar.add_days(NaiveDate::MAX, 7, PeriodEnd::AfterHoliday).date, NaiveDate::MAX);
    assert_eq!(end_of_beijing_day(NaiveDate::MAX), DateTime::<Utc>::MAX_UTC);
    assert_eq!(start_of_beijing_day(NaiveDate::MIN), DateTime::<Utc>::MIN_UTC);
    assert_eq!(end_of_beijing_day(NaiveDate::MIN).date_naive(), NaiveDate::MIN);
}

#[test]
fn a_beijing_day_begins_at_four_in_the_afternoon_of_london() {
    let last = Utc.with_ymd_and_hms(2026, 4, 14, 15, 59, 59).unwrap();
    let first = Utc.with_ymd_and_hms(2026, 4, 14, 16, 0, 0).unwrap();
    assert_eq!(beijing_date(last), day("2026-04-14"));
    assert_eq!(beijing_date(first), day("2026-04-15"));
    assert_eq!(end_of_beijing_day(day("2026-04-14")), first);
    assert_eq!(start_of_beijing_day(day("2026-04-15")), first);
}

proptest! {
    #[test]
    fn the_nth_working_day_is_worked_and_has_n_before_it(offset in 0u64..1400, n in 1u16..90) {
        let calendar = Calendar::prc();
        let from = day("2024-01-01") + Days::new(offset);
        let due = calendar.add_working_days(from, n).date;
        let counted = from.iter_days().skip(1).take_while(|day| *day <= due);
        prop_assert!(calendar.is_working_day(due));
        prop_assert_eq!(counted.filter(|day| calendar.is_working_day(*day)).count(), usize::from(n));
    }

    #[test]
    fn a_later_start_is_never_due_earlier(offset in 0u64..1400, n in 0u16..90) {
        let calendar = Calendar::prc();
        let from = day("2024-01-01") + Days::new(offset);
        let next = from + Days::new(1);
        prop_assert!(calendar.add_working_days(from, n).date <= calendar.add_working_days(next, n).date);
        let end = PeriodEnd::AfterHoliday;
        prop_assert!(calendar.add_days(from, n, end).date <= calendar.add_days(next, n, end).date);
    }
}
