//! Events of a timeline.

use super::words::EventKind;
use async_graphql::{ID, SimpleObject};
use chrono::{DateTime, Utc};
use entity::event;
use serde_json::Value;

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

/// The key of the words that tell an event: those of its kind, unless its facts are told in others.
fn words(row: &event::Model) -> String {
    let words = row.facts.get("words").and_then(Value::as_str);
    format!("event.{}", words.unwrap_or_else(|| row.kind.as_str()))
}

impl Event {
    pub(super) fn new(row: event::Model, locale: entity::Locale) -> Self {
        Self {
            id: row.id.to_string().into(),
            kind: row.kind.into(),
            text: locale::text(locale, &words(&row), &row.facts),
            actor: row.actor,
            happened_at: row.happened_at,
        }
    }
}
