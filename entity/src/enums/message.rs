//! The closed vocabularies of what a case and an operator write to each other.

use std::fmt;

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// Who wrote a message.
    MessageAuthor {
        /// The operator.
        Operator "operator",
        /// An organiser or representative, for the case.
        Members "members",
    }
    /// How a message came.
    MessageVia {
        /// Through the link that the operator was mailed.
        Link "link",
        /// By mail to the case's reply address.
        Mail "mail",
        /// Written here.
        Hub "hub",
    }
    /// What a message is.
    MessageKind {
        /// An answer to the complaint.
        Reply "reply",
        /// A question about it.
        Question "question",
        /// Anything else.
        Note "note",
    }
}
