//! The closed vocabularies of merges and splits.

use std::fmt;

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// How seats go from one case to another.
    TransferKind {
        /// All of them, into a case that is there.
        Merge "merge",
        /// Some of them, into a new case.
        Split "split",
    }
    /// How far a transfer has come.
    TransferState {
        /// Somebody is asked.
        Proposed "proposed",
        /// Members are told, and may object.
        Agreed "agreed",
        /// Seats are going.
        Moving "moving",
        /// Over.
        Done "done",
        /// Will not happen.
        Cancelled "cancelled",
    }
    /// Why a transfer will not happen.
    TransferNote {
        /// An organiser took it back, or did not want it.
        Withdrawn "withdrawn",
        /// Nobody answered in time.
        Expired "expired",
        /// The cases do not fit any more.
        Unfit "unfit",
        /// Who was to run the new case is gone or objects.
        NoOrganiser "no_organiser",
        /// Nobody would have gone.
        Nobody "nobody",
    }
}
