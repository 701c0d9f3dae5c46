//! Events of a timeline.

use super::words::EventKind;
use async_graphql::{ID, SimpleObject};
use chrono::{DateTime, Utc};
use entity::event;

use crate::locale;

/// Something that happened in a case.
#[derive(SimpleObject, Clone)]
pub struct Event {
    /// Id.
    id: ID,
    /// What happened.
    kind: EventKind,
    /// What happened, in the caller's language.
    text: String,
    /// Pseudonym of the organiser who did it; null for the clock, moderators and members.
    actor: Option<String>,
    /// When.
    happened_at: DateTime<Utc>,
}

impl Event {
    pub(super) fn new(row: event::Model, locale: entity::Locale) -> Self {
        Self {
            id: row.id.to_string().into(),
            kind: row.kind.into(),
            text: locale::text(locale, &format!("event.{}", row.kind.as_str()), &row.facts),
            actor: row.actor,
            happened_at: row.happened_at,
        }
    }
}
