//! The closed vocabularies of typeset papers.

use std::fmt;

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// How far a typeset part of a complaint has come.
    PaperState {
        /// It waits for its turn.
        Waiting "waiting",
        /// It is there.
        Drawn "drawn",
        /// It cannot be made.
        Failed "failed",
    }
}
