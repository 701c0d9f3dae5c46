//! What members really got, and when they are asked.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use entity::{FilingStatus, Got};

use super::{calendar::start_of_beijing_day, claim::MOST_FEN, refusal::Refusal};

/// How long after asking somebody is reminded.
pub const AGAIN: TimeDelta = TimeDelta::days(7);

/// How often somebody is asked: once, and reminded twice.
pub const MOST: i32 = 3;

/// When payment can be expected where an offer names no day.
const USUAL: TimeDelta = TimeDelta::days(7);

/// When members are asked who settled at an instant: once the day has passed by which they were to be paid.
#[must_use]
pub fn asked_from(settled_at: DateTime<Utc>, pay_by: Option<NaiveDate>) -> DateTime<Utc> {
    pay_by.map_or(settled_at + USUAL, |day| start_of_beijing_day(day + Days::new(1)).max(settled_at))
}

/// Whether an end is one of which members are asked what they got. What was refused at the door or never arrived was
/// not handled, and goes elsewhere.
#[must_use]
pub fn asks(status: FilingStatus) -> bool {
    matches!(status, FilingStatus::EndedNoDeal | FilingStatus::Withdrawn)
}

/// The money that somebody got: needed where they were paid, and nothing elsewhere.
pub fn amount(got: Got, fen: Option<i64>) -> Result<Option<i64>, Refusal> {
    const FIELD: &str = "amountFen";
    match (got, fen) {
        (Got::PaidInFull | Got::PaidInPart, None) => Err(Refusal::Required { field: FIELD }),
        (Got::PaidInFull | Got::PaidInPart, Some(fen)) if (1..=MOST_FEN).contains(&fen) => Ok(Some(fen)),
        (Got::PaidInFull | Got::PaidInPart, Some(_)) => {
            Err(Refusal::OutOfRange { field: FIELD, min: 1, max: MOST_FEN })
        }
        _ => Ok(None),
    }
}

/// Whether what somebody got falls short of what they were promised.
#[must_use]
pub fn is_broken(got: Got) -> bool {
    matches!(got, Got::PaidInPart | Got::Refused | Got::NoAnswer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_was_paid_says_how_much_and_nobody_else_does() {
        for &got in Got::ALL {
            let is_paid = matches!(got, Got::PaidInFull | Got::PaidInPart);
            assert_eq!(amount(got, None).is_err(), is_paid, "{got:?}");
            assert_eq!(amount(got, Some(100)), Ok(is_paid.then_some(100)), "{got:?}");
            assert_eq!(amount(got, Some(0)).is_err(), is_paid, "{got:?}");
        }
    }

    #[test]
    fn one_is_asked_when_the_day_of_payment_has_passed() {
        let settled = "2026-11-28T02:00:00Z".parse().unwrap();
        let day = |day| NaiveDate::from_ymd_opt(2026, 12, day);
        assert_eq!(asked_from(settled, day(5)).to_rfc3339(), "2026-12-05T16:00:00+00:00");
        assert_eq!(asked_from(settled, None), settled + USUAL);
    }
}
