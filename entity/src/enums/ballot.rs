//! The closed vocabularies of votes and mandates.

use std::fmt;

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// How a ballot stands.
    BallotState {
        /// Votes are taken.
        Open "open",
        /// Carried.
        Passed "passed",
        /// Lost, or too few voted.
        Rejected "rejected",
    }
    /// What a member said in a ballot.
    Choice {
        /// In favour, and into the filing.
        Yes "yes",
        /// Against.
        No "no",
        /// Neither.
        Abstain "abstain",
    }
    /// What a ballot decides.
    BallotKind {
        /// Whether a version of the complaint is filed, for those who say yes.
        Complaint "complaint",
        /// Who represents those who vote: two at most.
        Election "election",
        /// Whether one representative takes the place of another, for those who say yes.
        Replacement "replacement",
        /// Whether those who say yes take their part of a filing back.
        Withdrawal "withdrawal",
    }
    /// Why a representative's mandate ended.
    MandateEnding {
        /// They gave it back.
        Resigned "resigned",
        /// Members put somebody else in their place.
        Replaced "replaced",
        /// They left the case.
        Left "left",
    }
}
