//! The timeline: every change writes an event, and what must be told is queued with it.

use entity::{CaseId, EventId, EventKind, JobId, MemberRole, event, member};
use sea_orm::DatabaseTransaction;
use serde_json::Value;

use super::{access::Seen, letter};
use crate::{
    domain::published,
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
    Ok(tell(hub, tx, happening).await?.0)
}

/// As [`record`]; gives the job as well that writes the letters, where there are any.
pub(super) async fn tell(
    hub: &Hub,
    tx: &DatabaseTransaction,
    happening: Happening<'_>,
) -> Result<(event::Model, Option<JobId>)> {
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
    let job = match letter::audience(kind) {
        Some(_) => Some(letter::announce(hub, tx, &row).await?),
        None => None,
    };
    Ok((row, job))
}

/// The timeline of a case, newest first. Strangers do not see who came, went or brought evidence when, since
/// from that the numbers that are not published could be counted.
///
/// # Errors
/// A fault only.
pub async fn read(hub: &Hub, seen: &Seen, page: &Page) -> Result<Slice<event::Model>> {
    let kinds = if seen.seat.is_some() { EventKind::ALL } else { PUBLIC };
    let mut slice = store::event::timeline(&hub.db, &seen.case.id, kinds, page).await?;
    if seen.seat.is_none() {
        slice.rows.iter_mut().for_each(blur);
    }
    Ok(slice)
}

/// Those of these events that the caller may see, oldest first.
///
/// # Errors
/// A fault only.
pub async fn of(hub: &Hub, seen: &Seen, ids: Vec<EventId>) -> Result<Vec<event::Model>> {
    let mut rows: Vec<_> = store::event::find_many(&hub.db, ids).await?.into_values().collect();
    rows.sort_by(|one, other| one.id.cmp(&other.id));
    if seen.seat.is_none() {
        rows.retain(|row| PUBLIC.contains(&row.kind));
        rows.iter_mut().for_each(blur);
    }
    Ok(rows)
}

/// What strangers see of a published case.
const PUBLIC: &[EventKind] = &[
    EventKind::CaseOpened,
    EventKind::CaseEdited,
    EventKind::CasePublished,
    EventKind::CaseClosed,
    EventKind::CaseReopened,
    EventKind::CaseHidden,
    EventKind::CaseRestored,
    EventKind::CitationAdopted,
    EventKind::CitationDropped,
    EventKind::ComplaintCompiled,
    EventKind::BallotOpened,
    EventKind::BallotClosed,
    EventKind::FilingQueued,
    EventKind::FilingSent,
    EventKind::FilingFailed,
    EventKind::FilingAnswered,
    EventKind::OfferMade,
    EventKind::OfferClosed,
    EventKind::OfferWithdrawn,
    EventKind::ReplyPublished,
    EventKind::DeadlineDue,
    EventKind::DeadlineOverdue,
    EventKind::MergeAgreed,
    EventKind::SplitAgreed,
    EventKind::TransferCancelled,
    EventKind::CaseMerged,
    EventKind::CaseSplit,
    EventKind::CaseContinued,
];

/// Takes counts of people out of an event when too few are behind it.
fn blur(row: &mut event::Model) {
    let Value::Object(facts) = &mut row.facts else { return };
    let people = ["electorate", "members"].iter().find_map(|key| facts.get(*key)?.as_i64());
    if people.is_some_and(|people| published::count(people).is_none()) {
        for key in ["members", "electorate", "yes", "no", "abstain"] {
            if let Some(fact) = facts.get_mut(key) {
                *fact = "@count.few".into();
            }
        }
    }
}
