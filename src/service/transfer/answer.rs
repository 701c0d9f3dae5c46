//! Answering merges and splits: agreed to, taken back, or objected to.

use entity::{TransferId, TransferNote, TransferState, objection, transfer};

use super::{agree, cancel, fits, hold, prove};
use crate::{
    domain::refusal::Refusal,
    error::{Error, Result},
    hub::Hub,
    service::access::{self, Member, Viewer},
    store,
};

/// Agrees to a proposal.
///
/// # Errors
/// `NOT_ASKED`, `TRANSFER_NOT_OPEN` when it was answered already, why the cases do not fit any more, or `NotFound` for
/// who is not told of it.
pub async fn accept(hub: &Hub, viewer: &Viewer, id: &TransferId) -> Result<transfer::Model> {
    let found = store::transfer::find(&hub.db, id).await?.ok_or(Error::NotFound("transfer"))?;
    hub.write(async |tx| {
        let sides = prove(tx, viewer, &found).await?;
        let (row, from, into) = hold(tx, &found).await?;
        if row.state != TransferState::Proposed {
            return Err(Refusal::TransferNotOpen.into());
        }
        if !sides.is_asked(&row) {
            return Err(Refusal::NotAsked.into());
        }
        fits(tx, &from, into.as_ref()).await?;
        agree(hub, tx, row, &from, into.as_ref(), viewer.id()).await
    })
    .await
}

/// Takes back or turns down what has not begun: for the organisers of both sides, and for who was asked to run a new
/// case.
///
/// # Errors
/// `TRANSFER_NOT_OPEN` when seats are going or it is over, `NOT_MEMBER` or `ORGANISERS_ONLY` for others, or `NotFound`.
pub async fn withdraw(hub: &Hub, viewer: &Viewer, id: &TransferId) -> Result<transfer::Model> {
    let found = store::transfer::find(&hub.db, id).await?.ok_or(Error::NotFound("transfer"))?;
    hub.write(async |tx| {
        prove(tx, viewer, &found).await?;
        let (row, from, into) = hold(tx, &found).await?;
        if !matches!(row.state, TransferState::Proposed | TransferState::Agreed) {
            return Err(Refusal::TransferNotOpen.into());
        }
        cancel(hub, tx, row, TransferNote::Withdrawn, &from, into.as_ref(), Some(viewer.id())).await
    })
    .await
}

/// Says that the viewer's seat is to stay where it is.
///
/// # Errors
/// `TRANSFER_NOT_OPEN` before it is agreed to and after the time to object, `NOTHING_TO_CHANGE` when they object
/// already, or as [`access::member`] of the case that seats leave.
pub async fn object(hub: &Hub, viewer: &Viewer, id: &TransferId) -> Result<transfer::Model> {
    say(hub, viewer, id, true).await
}

/// Takes an objection back.
///
/// # Errors
/// As [`object`]; `NOTHING_TO_CHANGE` when there is none.
pub async fn withdraw_objection(hub: &Hub, viewer: &Viewer, id: &TransferId) -> Result<transfer::Model> {
    say(hub, viewer, id, false).await
}

async fn say(hub: &Hub, viewer: &Viewer, id: &TransferId, objects: bool) -> Result<transfer::Model> {
    let found = store::transfer::find(&hub.db, id).await?.ok_or(Error::NotFound("transfer"))?;
    hub.write(async |tx| {
        if found.agreed_at.is_none() {
            prove(tx, viewer, &found).await?;
        }
        let seat = access::member(tx, viewer, &found.from_case_id).await;
        let Member { seat, .. } = seat.map_err(|error| error.about("transfer"))?;
        let row = store::transfer::hold(tx, id).await?;
        let now = hub.now();
        if row.state != TransferState::Agreed || row.objects_until.is_some_and(|until| until <= now) {
            return Err(Refusal::TransferNotOpen.into());
        }
        let is_news = if objects {
            let objection =
                objection::Model { transfer_id: id.clone(), member_id: seat.id, objected_at: now };
            store::insert_if_free(tx, objection).await?
        } else {
            store::transfer::delete_objection(tx, id, &seat.id).await?
        };
        if !is_news {
            return Err(Refusal::NothingToChange.into());
        }
        let change = if objects { 1 } else { -1 };
        let row = transfer::Model { objections: row.objections + change, ..row };
        store::save(tx, row.clone()).await?;
        Ok(row)
    })
    .await
}
