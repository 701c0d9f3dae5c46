//! The register of terms: which operator says what, since when, with a snapshot as proof.
//!
//! **A sighting is what is submitted and decided.** Somebody saw a clause, or the whole text of a document, on a day,
//! and has a snapshot of it: a piece of evidence in a pool, or a file of which the register keeps the SHA-256 and the
//! address. A *term* is the clause or text itself; whoever submits what is known already adds a sighting to it. Its
//! first and last day are those of the sightings that count, so a sighting that is dropped takes its day along.
//!
//! **Who decides.** Moderators, and organisers of a public case against the operator; an organiser not their own
//! submission, since the register speaks in public about somebody. What was adopted is dropped by moderators only: who
//! opens a case against an operator to empty its register is refused. What counts for nothing keeps no text: whole
//! texts are deleted when nobody vouches for them.
//!
//! **What is shown.** Terms that were seen, to everybody; who submitted them, to nobody. Personal data in them is hidden
//! before they are kept.

mod decide;
mod submit;

use std::collections::HashMap;

use entity::{OperatorId, TermId, sighting, term};

pub use self::{
    decide::{adopt, reject, withdraw},
    submit::{Draft, submit},
};
pub use crate::{
    domain::term::{Change, ChangeKind},
    store::term::key,
};

use super::access::{self, Caller, Viewer};
use crate::{
    domain::term as rules,
    error::{Error, Result},
    hub::Hub,
    store::{
        self,
        page::{Page, Slice},
    },
};

/// Whether a term has a sighting that counts, and so may be seen by everybody.
#[must_use]
pub fn is_seen(row: &term::Model) -> bool {
    row.last_seen.is_some()
}

/// A term that everybody may see.
///
/// # Errors
/// `NotFound`.
pub async fn find(hub: &Hub, id: &TermId) -> Result<term::Model> {
    store::term::find(&hub.db, id).await?.filter(is_seen).ok_or(Error::NotFound("term"))
}

/// The terms with these ids, also those that nobody vouches for yet.
///
/// # Errors
/// A fault only.
pub async fn find_many(hub: &Hub, ids: Vec<TermId>) -> Result<HashMap<TermId, term::Model>> {
    store::term::find_many(&hub.db, ids).await
}

/// The clauses of an operator, or the whole texts of its documents, seen last first.
///
/// # Errors
/// `BadInput` for a cursor of another list.
pub async fn list(hub: &Hub, operator: &OperatorId, whole: bool, page: &Page) -> Result<Slice<term::Model>> {
    store::term::page(&hub.db, operator, whole, page).await
}

/// The sightings of a term that count, newest first.
///
/// # Errors
/// A fault only.
pub async fn sightings(hub: &Hub, id: &TermId, page: &Page) -> Result<Slice<sighting::Model>> {
    store::sighting::of_term(&hub.db, id, page).await
}

/// The sightings that the viewer submitted, newest first.
///
/// # Errors
/// A fault only.
pub async fn mine(hub: &Hub, viewer: &Viewer, page: &Page) -> Result<Slice<sighting::Model>> {
    store::sighting::of_account(&hub.db, viewer.id(), page).await
}

/// The sightings that wait for a decision of the caller, oldest first: of one operator, or for moderators of all.
/// Nothing waits for others.
///
/// # Errors
/// A fault only.
pub async fn waiting(
    hub: &Hub,
    caller: &Caller,
    operator: Option<&OperatorId>,
    page: &Page,
) -> Result<Slice<sighting::Model>> {
    let decides = match (caller.person(), operator) {
        (Err(_), _) => false,
        (Ok(viewer), Some(operator)) => access::keeps_register(&hub.db, viewer, operator).await?,
        (Ok(viewer), None) => access::moderator(viewer).is_ok(),
    };
    if !decides {
        return Ok(Slice { rows: Vec::new(), has_next: false, has_previous: false });
    }
    store::sighting::waiting(&hub.db, operator, page).await
}

/// The whole text of a document; `None` for a clause, and for a text that nobody vouches for any more.
///
/// # Errors
/// A fault only.
pub async fn text(hub: &Hub, row: &term::Model) -> Result<Option<String>> {
    match row.document {
        Some(_) => store::term::text(&hub.db, &row.id).await,
        None => Ok(None),
    }
}

/// The text of the same document that came before.
///
/// # Errors
/// A fault only.
pub async fn previous(hub: &Hub, row: &term::Model) -> Result<Option<term::Model>> {
    store::term::before(&hub.db, row).await
}

/// What changed in a document since an earlier text of it, or since the one before it; `None` for a clause, and
/// where there is nothing to compare with.
///
/// # Errors
/// `NotFound` for what is no text of a document of the same operator.
pub async fn changes(hub: &Hub, row: &term::Model, since: Option<&TermId>) -> Result<Option<Vec<Change>>> {
    let before = match since {
        Some(id) => Some(
            find(hub, id)
                .await
                .ok()
                .filter(|other| other.operator_id == row.operator_id && other.document.is_some())
                .ok_or(Error::NotFound("term"))?,
        ),
        None => previous(hub, row).await?,
    };
    let Some(before) = before else { return Ok(None) };
    let (Some(old), Some(new)) = (text(hub, &before).await?, text(hub, row).await?) else { return Ok(None) };
    let compare = move || rules::changes(&old, &new);
    tokio::task::spawn_blocking(compare).await.map(Some).map_err(Error::fault("comparing two texts"))
}

/// Whether a sighting was submitted by the caller.
#[must_use]
pub fn is_mine(caller: &Caller, row: &sighting::Model) -> bool {
    caller.person().is_ok_and(|viewer| *viewer.id() == row.submitted_by)
}
