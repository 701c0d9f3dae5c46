//! The timeline: every change writes an event, and what must be told is queued with it.

use entity::{CaseId, EventKind, MemberRole, event, member};
use sea_orm::DatabaseTransaction;
use serde_json::Value;

use super::{access, access::Caller, letter};
use crate::{
    error::Result,
    hub::Hub,
    store::{
        self,
        case::Tally,
        page::{Page, Slice},
    },
};

/// Something that happened.
pub struct Happening<'a> {
    /// Where.
    pub case: &'a CaseId,
    /// What.
    pub kind: EventKind,
    /// Who did it; `None` for the clock, moderators, and where saying so would tell who is who.
    pub actor: Option<&'a member::Model>,
    /// What its words are made from; nothing personal.
    pub facts: Value,
    /// What it adds to the case's kept counts.
    pub tally: Tally,
}

impl<'a> Happening<'a> {
    /// Something that changes no count.
    #[must_use]
    pub fn new(case: &'a CaseId, kind: EventKind, actor: Option<&'a member::Model>, facts: Value) -> Self {
        Self { case, kind, actor, facts, tally: Tally::default() }
    }

    /// The same, changing counts.
    #[must_use]
    pub fn counting(self, tally: Tally) -> Self {
        Self { tally, ..self }
    }
}

/// Writes an event and queues the letters about it.
pub(super) async fn record(
    hub: &Hub,
    tx: &DatabaseTransaction,
    happening: Happening<'_>,
) -> Result<event::Model> {
    let Happening { case, kind, actor, facts, tally } = happening;
    let small = |count: i64| i32::try_from(count).unwrap_or(i32::MAX);
    let row = event::Model {
        id: hub.mint(),
        case_id: case.clone(),
        kind,
        actor: actor.filter(|seat| seat.role == MemberRole::Organiser).map(|seat| seat.code.clone()),
        facts,
        members: small(tally.members),
        claimed_fen: tally.claimed_fen,
        evidence: small(tally.evidence),
        citations: small(tally.citations),
        counted: tally == Tally::default(),
        happened_at: hub.now(),
    };
    store::insert(tx, row.clone()).await?;
    if letter::audience(kind).is_some() {
        letter::announce(hub, tx, &row).await?;
    }
    Ok(row)
}

/// The timeline of a case the caller may see, newest first.
///
/// # Errors
/// `NotFound`.
pub async fn read(hub: &Hub, caller: &Caller, case: &CaseId, page: &Page) -> Result<Slice<event::Model>> {
    access::visible(&hub.db, caller, case).await?;
    store::event::timeline(&hub.db, case, page).await
}
