//! When a ballot may be held, and what its result is.
//!
//! A majority decides that something is done; for whom it is done each of them decides alone. No kind of ballot files,
//! settles or gives up anything for a member who did not say yes to its exact hash (`crm-12`, `cpc-56`).

mod subject;
mod tally;

use chrono::{DateTime, TimeDelta, Utc};
use entity::{BallotKind, BallotState, Choice};

pub use self::{
    subject::{Candidate, Subject, sha256},
    tally::{Ranking, Receipt, Tally},
};
use super::refusal::Refusal;

/// How many representatives a case may have (`crm-12`).
pub const REPRESENTATIVES: usize = 2;

/// What carries a ballot of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// How many must say yes.
    pub quorum: Quorum,
    /// Whether more must say yes than no.
    pub majority: bool,
}

/// How many must say yes for a ballot to carry; never more than may vote, and never nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quorum {
    /// As many as the case asks for.
    OfCase,
    /// One: what is decided concerns only those who say yes.
    Anybody,
}

/// What carries a ballot of this kind.
#[must_use]
pub const fn rule(kind: BallotKind) -> Rule {
    match kind {
        BallotKind::Complaint | BallotKind::Replacement => Rule { quorum: Quorum::OfCase, majority: true },
        // A vote there is for candidates or for nobody; there is no against.
        BallotKind::Election => Rule { quorum: Quorum::OfCase, majority: false },
        BallotKind::Withdrawal => Rule { quorum: Quorum::Anybody, majority: false },
    }
}

impl Quorum {
    /// The number that must say yes, where the case asks for `of_case`.
    #[must_use]
    pub fn number(self, of_case: i32) -> i32 {
        match self {
            Self::OfCase => of_case,
            Self::Anybody => 1,
        }
    }
}

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

/// Nobody is in a filing without having agreed that it carries their identity; other kinds release nothing.
pub fn release(kind: BallotKind, choice: Choice, release: bool) -> Result<bool, Refusal> {
    match (kind, choice, release) {
        (BallotKind::Complaint, Choice::Yes, false) => {
            Err(Refusal::ReleaseNeeded { field: "releaseIdentity" })
        }
        (BallotKind::Complaint, Choice::Yes, true) => Ok(true),
        _ => Ok(false),
    }
}

/// The candidates that a vote is for: in an election one or two of those who stand for a yes, and none for anything
/// else.
pub fn choose(subject: Option<&Subject>, choice: Choice, codes: &[String]) -> Result<Vec<String>, Refusal> {
    const FIELD: &str = "candidates";
    let standing = subject.map(Subject::candidates).unwrap_or_default();
    let mut chosen: Vec<String> = Vec::new();
    for code in codes.iter().take(REPRESENTATIVES + 1).map(|code| code.trim().to_uppercase()) {
        if !standing.iter().any(|candidate| candidate.code == code) {
            return Err(Refusal::Unknown { field: FIELD });
        }
        if !chosen.contains(&code) {
            chosen.push(code);
        }
    }
    match (matches!(subject, Some(Subject::Election { .. })), choice) {
        (true, Choice::Yes) if chosen.is_empty() => Err(Refusal::Required { field: FIELD }),
        (true, Choice::Yes) if codes.len() > REPRESENTATIVES => {
            Err(Refusal::TooMany { field: FIELD, max: REPRESENTATIVES })
        }
        (true, Choice::Yes) => Ok(chosen),
        // In an election there is nobody to vote against.
        (true, Choice::No) => Err(Refusal::AbstainInstead { field: "choice" }),
        (_, Choice::Abstain) | (false, _) => Ok(Vec::new()),
    }
}

/// Carried when as many say yes as the rule asks for (or everybody, in a smaller electorate), and more than say no
/// where the rule asks for that too.
#[must_use]
pub fn result(kind: BallotKind, yes: i64, no: i64, quorum: i64, electorate: i64) -> BallotState {
    let enough = yes >= quorum.min(electorate).max(1);
    if enough && (yes > no || !rule(kind).majority) { BallotState::Passed } else { BallotState::Rejected }
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
            for kind in [BallotKind::Complaint, BallotKind::Replacement] {
                assert_eq!(
                    result(kind, yes, no, quorum, electorate),
                    state,
                    "{yes} {no} {quorum} {electorate}"
                );
            }
        }
    }

    #[test]
    fn what_concerns_only_those_who_say_yes_needs_no_majority() {
        for (kind, yes, no, quorum, state) in [
            (BallotKind::Withdrawal, 1, 9, 1, BallotState::Passed),
            (BallotKind::Withdrawal, 0, 9, 1, BallotState::Rejected),
            (BallotKind::Election, 2, 0, 2, BallotState::Passed),
            (BallotKind::Election, 1, 0, 2, BallotState::Rejected),
        ] {
            assert_eq!(result(kind, yes, no, quorum, 10), state, "{kind:?} {yes}");
        }
        assert_eq!(rule(BallotKind::Withdrawal).quorum.number(50), 1);
        assert_eq!(rule(BallotKind::Election).quorum.number(50), 50);
    }

    #[test]
    fn a_yes_needs_the_release_and_nothing_else_grants_it() {
        assert!(release(BallotKind::Complaint, Choice::Yes, false).is_err());
        assert_eq!(release(BallotKind::Complaint, Choice::Yes, true), Ok(true));
        assert_eq!(release(BallotKind::Complaint, Choice::No, true), Ok(false));
        assert_eq!(release(BallotKind::Election, Choice::Yes, true), Ok(false));
    }
}
