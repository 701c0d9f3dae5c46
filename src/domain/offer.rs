//! When an offer may be made and answered, and what follows from the answers.
//!
//! A member answers a sheet: the terms as they are meant for them, with their own amount. Its hash is what they say yes to,
//! and only such a yes settles anything (`crm-12`, `cpc-56`): neither a majority, nor silence, nor an organiser does.

use chrono::{DateTime, Months, NaiveDate, SubsecRound, TimeDelta, Utc};
use entity::{FilingStatus, OfferState};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{calendar::beijing_date, claim::MOST_FEN, refusal::Refusal};

/// An offer that is over sooner gives nobody time to think.
pub const SHORTEST: TimeDelta = TimeDelta::hours(1);

/// An offer that never ends binds nobody.
pub const LONGEST: TimeDelta = TimeDelta::days(60);

/// The most members with an amount of their own in one offer.
pub const MOST_PARTS: usize = 2_000;

/// An offer as one member reads and answers it. Its fields stand in a fixed order, so that the same sheet always makes the
/// same bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sheet {
    /// Number of the case.
    pub case: String,
    /// Id of the filing.
    pub filing: String,
    /// Hash of what was filed, lower-case hex.
    pub filed_sha256: String,
    /// What is proposed.
    pub terms: String,
    /// Fen for this member, where it is about money.
    pub amount_fen: Option<i64>,
    /// The day by which it would be paid or done.
    pub pay_by: Option<NaiveDate>,
    /// Until when it can be answered.
    pub closes_at: String,
}

impl Sheet {
    /// The canonical bytes, as text.
    #[must_use]
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).expect("strings and numbers always become JSON")
    }

    /// The hash of the canonical text, in lower-case hex.
    #[must_use]
    pub fn sha256(&self) -> String {
        hex::encode(Sha256::digest(self.to_text()))
    }
}

/// Checks the end of an offer that is made now; gives it to the second, as every database keeps it.
pub fn closes_at(now: DateTime<Utc>, closes_at: DateTime<Utc>) -> Result<DateTime<Utc>, Refusal> {
    const FIELD: &str = "closesAt";
    let closes_at = closes_at.trunc_subsecs(0);
    if closes_at < now + SHORTEST {
        Err(Refusal::DeadlineTooSoon { field: FIELD, minutes: SHORTEST.num_minutes() })
    } else if closes_at > now + LONGEST {
        Err(Refusal::DeadlineTooFar { field: FIELD, days: LONGEST.num_days() })
    } else {
        Ok(closes_at)
    }
}

/// Checks the day by which it would be paid: not before it can be accepted, and within a year.
pub fn pay_by(day: NaiveDate, closes_at: DateTime<Utc>) -> Result<(), Refusal> {
    const FIELD: &str = "payBy";
    let earliest = beijing_date(closes_at);
    if day < earliest {
        return Err(Refusal::TooEarly { field: FIELD, earliest: earliest.to_string() });
    }
    if day > earliest + Months::new(12) {
        return Err(Refusal::DeadlineTooFar { field: FIELD, days: 365 });
    }
    Ok(())
}

/// Checks an amount.
pub fn amount(field: &'static str, fen: i64) -> Result<(), Refusal> {
    if (1..=MOST_FEN).contains(&fen) {
        Ok(())
    } else {
        Err(Refusal::OutOfRange { field, min: 1, max: MOST_FEN })
    }
}

/// Something can be proposed while a filing is with its channel.
pub fn make(status: FilingStatus) -> Result<(), Refusal> {
    use FilingStatus::*;
    match status {
        Submitted | Accepted | InProcess | Replied | Offered => Ok(()),
        Prepared => Err(Refusal::NotSubmitted),
        ScreenedOut | Agreed | EndedNoDeal | Withdrawn => Err(Refusal::FilingOver),
    }
}

/// An answer counts while the offer is open and its end has not come, even when nobody has closed it yet.
pub fn takes_answers(state: OfferState, closes_at: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), Refusal> {
    if state == OfferState::Open && now < closes_at { Ok(()) } else { Err(Refusal::OfferClosed) }
}

/// Where a filing stands when an offer is over: agreed when nobody is left for whom it goes on, and otherwise answered.
#[must_use]
pub fn after(settled: i64, is_anybody_left: bool) -> FilingStatus {
    if settled > 0 && !is_anybody_left { FilingStatus::Agreed } else { FilingStatus::Replied }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        Sheet {
            case: "QS-2026-000001".to_owned(),
            filing: "fil_01".to_owned(),
            filed_sha256: "ab".repeat(32),
            terms: "退还八成货款".to_owned(),
            amount_fen: Some(39_040),
            pay_by: None,
            closes_at: "2026-12-01T00:00:00Z".to_owned(),
        }
    }

    #[test]
    fn whatever_changes_in_a_sheet_changes_its_hash() {
        let hash = sheet().sha256();
        assert_eq!(hash, sheet().sha256());
        for other in [
            Sheet { terms: "退还七成货款".to_owned(), ..sheet() },
            Sheet { amount_fen: Some(39_041), ..sheet() },
            Sheet { amount_fen: None, ..sheet() },
            Sheet { pay_by: NaiveDate::from_ymd_opt(2026, 12, 5), ..sheet() },
            Sheet { closes_at: "2026-12-01T00:00:01Z".to_owned(), ..sheet() },
            Sheet { filed_sha256: "cd".repeat(32), ..sheet() },
        ] {
            assert_ne!(hash, other.sha256(), "{other:?}");
        }
    }

    #[test]
    fn an_offer_is_made_while_a_filing_is_with_its_channel_and_leaves_it_there_or_agreed() {
        for &status in FilingStatus::ALL {
            let is_there = !super::super::filing::is_over(status) && status != FilingStatus::Prepared;
            assert_eq!(make(status).is_ok(), is_there, "{status:?}");
        }
        for (settled, left, status) in [
            (0, true, FilingStatus::Replied),
            (0, false, FilingStatus::Replied),
            (3, true, FilingStatus::Replied),
            (3, false, FilingStatus::Agreed),
        ] {
            assert_eq!(after(settled, left), status, "{settled} {left}");
        }
    }

    #[test]
    fn an_answer_counts_until_the_end_and_not_at_it() {
        let end = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let before = end - TimeDelta::milliseconds(1);
        assert!(takes_answers(OfferState::Open, end, before).is_ok());
        assert!(takes_answers(OfferState::Open, end, end).is_err());
        assert!(takes_answers(OfferState::Withdrawn, end, before).is_err());
    }
}
