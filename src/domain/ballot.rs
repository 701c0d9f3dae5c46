//! When a ballot may be held, and what its result is.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{BallotState, Choice};

use super::refusal::Refusal;

/// A ballot shorter than this is a slip of the hand. A short one harms nobody who misses it: only those who say yes
/// are in the filing, and the others join the next version.
pub const SHORTEST: TimeDelta = TimeDelta::minutes(1);

/// A ballot that never ends decides nothing.
pub const LONGEST: TimeDelta = TimeDelta::days(30);

/// Checks the end of a ballot that begins now.
pub fn closes_at(now: DateTime<Utc>, closes_at: DateTime<Utc>) -> Result<(), Refusal> {
    const FIELD: &str = "closesAt";
    if closes_at < now + SHORTEST {
        Err(Refusal::DeadlineTooSoon { field: FIELD, minutes: SHORTEST.num_minutes() })
    } else if closes_at > now + LONGEST {
        Err(Refusal::DeadlineTooFar { field: FIELD, days: LONGEST.num_days() })
    } else {
        Ok(())
    }
}

/// A vote counts while the ballot is open and its end has not come, even when nobody has closed it yet.
pub fn takes_votes(state: BallotState, closes_at: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), Refusal> {
    if state == BallotState::Open && now < closes_at { Ok(()) } else { Err(Refusal::BallotClosed) }
}

/// Nobody is in a filing without having agreed that it carries their identity.
pub fn release(choice: Choice, release: bool) -> Result<bool, Refusal> {
    match (choice, release) {
        (Choice::Yes, false) => Err(Refusal::ReleaseNeeded { field: "releaseIdentity" }),
        (Choice::Yes, true) => Ok(true),
        (Choice::No | Choice::Abstain, _) => Ok(false),
    }
}

/// Carried when more say yes than no, and at least as many say yes as the case asked for (or everybody, in a
/// smaller electorate).
#[must_use]
pub fn result(yes: i64, no: i64, quorum: i64, electorate: i64) -> BallotState {
    if yes > no && yes >= quorum.min(electorate).max(1) { BallotState::Passed } else { BallotState::Rejected }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_majority_that_is_large_enough_carries() {
        for (yes, no, quorum, electorate, state) in [
            (2, 1, 2, 10, BallotState::Passed),
            (2, 2, 2, 10, BallotState::Rejected),
            (1, 0, 2, 10, BallotState::Rejected),
            (1, 0, 5, 1, BallotState::Passed),
            (0, 0, 0, 0, BallotState::Rejected),
        ] {
            assert_eq!(result(yes, no, quorum, electorate), state, "{yes} {no} {quorum} {electorate}");
        }
    }

    #[test]
    fn a_yes_needs_the_release_and_nothing_else_grants_it() {
        assert!(release(Choice::Yes, false).is_err());
        assert_eq!(release(Choice::Yes, true), Ok(true));
        assert_eq!(release(Choice::No, true), Ok(false));
    }
}
