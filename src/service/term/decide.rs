//! Deciding whether a sighting counts, and taking one back.

use entity::{SightingId, SightingState, sighting};
use sea_orm::DatabaseTransaction;

use crate::{
    domain::{refusal::Refusal, text},
    error::{Error, Result},
    hub::Hub,
    service::access::{self, Viewer},
    store,
};

/// Takes a sighting into the register.
///
/// # Errors
/// `NotFound` for who may not know of it, `ORGANISERS_ONLY`, `OWN_SIGHTING`, or `SIGHTING_DECIDED`.
pub async fn adopt(hub: &Hub, viewer: &Viewer, id: &SightingId) -> Result<sighting::Model> {
    hub.write(async |tx| {
        let row = held(tx, viewer, id).await?;
        match row.state {
            SightingState::Waiting => decide(hub, tx, viewer, row, SightingState::Adopted, None).await,
            _ => Err(Refusal::SightingDecided.into()),
        }
    })
    .await
}

/// Leaves a sighting out of the register, or drops one that was adopted; who submitted it reads the reason.
///
/// # Errors
/// As [`adopt`], `MODERATORS_ONLY` for one that was adopted, or a refusal about the reason.
pub async fn reject(hub: &Hub, viewer: &Viewer, id: &SightingId, reason: &str) -> Result<sighting::Model> {
    let reason = text::prose("reason", reason, 4, 500)?;
    hub.write(async |tx| {
        let row = held(tx, viewer, id).await?;
        match row.state {
            SightingState::Waiting => {}
            SightingState::Adopted => access::moderator(viewer)?,
            SightingState::Rejected | SightingState::Withdrawn => {
                return Err(Refusal::SightingDecided.into());
            }
        }
        decide(hub, tx, viewer, row, SightingState::Rejected, Some(reason.clone())).await
    })
    .await
}

/// Takes back a sighting that waits, for who submitted it.
///
/// # Errors
/// `NotFound` when it is not theirs, or `SIGHTING_DECIDED`.
pub async fn withdraw(hub: &Hub, viewer: &Viewer, id: &SightingId) -> Result<sighting::Model> {
    hub.write(async |tx| {
        let row = find(tx, id).await?;
        if row.submitted_by != *viewer.id() {
            return Err(Error::NotFound("sighting"));
        }
        match row.state {
            SightingState::Waiting => decide(hub, tx, viewer, row, SightingState::Withdrawn, None).await,
            _ => Err(Refusal::SightingDecided.into()),
        }
    })
    .await
}

/// A sighting whose term is held, so that nobody else decides about it meanwhile.
async fn find(tx: &DatabaseTransaction, id: &SightingId) -> Result<sighting::Model> {
    let absent = || Error::NotFound("sighting");
    let row = store::sighting::find(tx, id).await?.ok_or_else(absent)?;
    store::term::hold(tx, &row.term_id).await?;
    store::sighting::find(tx, id).await?.ok_or_else(absent)
}

/// A sighting that the viewer may decide about.
async fn held(tx: &DatabaseTransaction, viewer: &Viewer, id: &SightingId) -> Result<sighting::Model> {
    let row = find(tx, id).await?;
    let is_mine = row.submitted_by == *viewer.id();
    if !access::keeps_register(tx, viewer, &row.operator_id).await? {
        let knows = is_mine || row.state == SightingState::Adopted;
        return Err(if knows { Refusal::OrganisersOnly.into() } else { Error::NotFound("sighting") });
    }
    if is_mine && access::moderator(viewer).is_err() {
        return Err(Refusal::OwnSighting.into());
    }
    Ok(row)
}

/// Notes what became of a sighting, and on which days its term was seen from now on.
async fn decide(
    hub: &Hub,
    tx: &DatabaseTransaction,
    viewer: &Viewer,
    row: sighting::Model,
    state: SightingState,
    reason: Option<String>,
) -> Result<sighting::Model> {
    let row = sighting::Model {
        state,
        decided_by: Some(viewer.id().clone()),
        decided_at: Some(hub.now()),
        reason,
        ..row
    };
    store::save(tx, row.clone()).await?;
    let term = store::term::hold(tx, &row.term_id).await?;
    let days = store::sighting::days(tx, &term.id).await?;
    let term = store::term::set_seen(tx, term, days).await?;
    if days.is_none() && term.document.is_some() && !store::sighting::is_waiting(tx, &term.id).await? {
        store::term::delete_text(tx, &term.id).await?;
    }
    Ok(row)
}
