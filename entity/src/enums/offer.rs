//! The closed vocabularies of offers and of what came of them.

use std::fmt;

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// How an offer stands.
    OfferState {
        /// Members answer it.
        Open "open",
        /// Its end came; who accepted it settled.
        Closed "closed",
        /// Taken back before its end; nobody settled.
        Withdrawn "withdrawn",
    }
    /// Who put an offer on record.
    OfferSource {
        /// An organiser or representative, who tells what the operator proposed.
        Members "members",
        /// The operator itself.
        Operator "operator",
    }
}
