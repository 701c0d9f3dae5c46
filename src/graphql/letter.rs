//! Letters, as their reader sees which were sent.

use super::words::LetterState;
use async_graphql::{ID, SimpleObject};
use chrono::{DateTime, Utc};
use entity::letter;

/// One e-mail to the viewer.
#[derive(SimpleObject)]
pub struct Letter {
    /// Id; its Message-ID is made from it.
    id: ID,
    /// Which letter it is, as `verify-email` or `case-changed`.
    template: String,
    /// The case it is about.
    case_id: Option<ID>,
    /// How far it has come.
    state: LetterState,
    /// How often it was tried.
    attempts: i32,
    /// When it was written.
    created_at: DateTime<Utc>,
    /// When the receiving server took it.
    sent_at: Option<DateTime<Utc>>,
}

impl From<letter::Model> for Letter {
    fn from(row: letter::Model) -> Self {
        Self {
            id: row.id.to_string().into(),
            template: row.template,
            case_id: row.case_id.map(|id| id.to_string().into()),
            state: row.state.into(),
            attempts: row.attempts,
            created_at: row.created_at,
            sent_at: row.sent_at,
        }
    }
}
