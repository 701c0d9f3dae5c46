//! Merges and splits, and who objects to them.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use entity::{
    CaseId, JobId, MemberId, TransferId, TransferKind, TransferState, job, member, objection, transfer,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, JoinType, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, sea_query::LockType,
};

use crate::error::{Error, Result};

/// The states of a transfer that was agreed to and is not over.
pub const LIVE: [TransferState; 2] = [TransferState::Agreed, TransferState::Moving];

/// The most transfers of one case that are told of.
pub const MOST: u64 = 50;

/// The transfer with this id.
pub async fn find(db: &impl ConnectionTrait, id: &TransferId) -> Result<Option<transfer::Model>> {
    Ok(transfer::Entity::find_by_id(id.clone()).one(db).await?)
}

/// Reads a transfer in order to change it. Whoever holds cases as well holds them before.
pub async fn hold(tx: &DatabaseTransaction, id: &TransferId) -> Result<transfer::Model> {
    let row = transfer::Entity::find_by_id(id.clone()).lock(LockType::NoKeyUpdate).one(tx).await?;
    row.ok_or(Error::NotFound("transfer"))
}

fn concerns(cases: &[CaseId]) -> Condition {
    Condition::any()
        .add(transfer::Column::FromCaseId.is_in(cases.to_vec()))
        .add(transfer::Column::IntoCaseId.is_in(cases.to_vec()))
}

/// The transfers from or into a case in these states, newest first; at most [`MOST`].
pub async fn of_case(
    db: &impl ConnectionTrait,
    case: &CaseId,
    states: &[TransferState],
) -> Result<Vec<transfer::Model>> {
    Ok(transfer::Entity::find()
        .filter(concerns(std::slice::from_ref(case)))
        .filter(transfer::Column::State.is_in(states.iter().copied()))
        .order_by_desc(transfer::Column::Id)
        .limit(MOST)
        .all(db)
        .await?)
}

/// The transfers from or into these cases by which seats went, newest first.
pub async fn done_of(db: &impl ConnectionTrait, cases: &[CaseId]) -> Result<Vec<transfer::Model>> {
    Ok(transfer::Entity::find()
        .filter(concerns(cases))
        .filter(transfer::Column::State.is_in([TransferState::Moving, TransferState::Done]))
        .order_by_desc(transfer::Column::Id)
        .limit(20 * MOST)
        .all(db)
        .await?)
}

/// The last merge by which a case went on in another one.
pub async fn last_merge(db: &impl ConnectionTrait, from: &CaseId) -> Result<Option<transfer::Model>> {
    Ok(transfer::Entity::find()
        .filter(transfer::Column::FromCaseId.eq(from.clone()))
        .filter(transfer::Column::Kind.eq(TransferKind::Merge))
        .filter(transfer::Column::State.is_in([TransferState::Moving, TransferState::Done]))
        .order_by_desc(transfer::Column::Id)
        .one(db)
        .await?)
}

/// How many proposals of a seat's case wait for an answer.
pub async fn count_proposed(db: &impl ConnectionTrait, proposer: &CaseId) -> Result<u64> {
    Ok(transfer::Entity::find()
        .filter(concerns(std::slice::from_ref(proposer)))
        .filter(transfer::Column::State.eq(TransferState::Proposed))
        .filter(
            Condition::any()
                .add(transfer::Column::AskedCaseId.is_null())
                .add(transfer::Column::AskedCaseId.ne(proposer.clone())),
        )
        .count(db)
        .await?)
}

/// Transfers that the worker must look at.
pub async fn due(db: &impl ConnectionTrait, now: DateTime<Utc>, limit: u64) -> Result<Vec<transfer::Model>> {
    Ok(transfer::Entity::find()
        .filter(transfer::Column::NextAt.lte(now))
        .order_by_asc(transfer::Column::NextAt)
        .limit(limit)
        .all(db)
        .await?)
}

/// Whether a job still waits or is being done.
pub async fn is_waiting(db: &impl ConnectionTrait, id: &JobId) -> Result<bool> {
    let row = job::Entity::find_by_id(id.clone()).filter(job::Column::FailedAt.is_null()).one(db).await?;
    Ok(row.is_some())
}

/// Those of these seats whose holders object.
pub async fn objecting(
    db: &impl ConnectionTrait,
    id: &TransferId,
    seats: Vec<MemberId>,
) -> Result<HashSet<MemberId>> {
    let rows = objection::Entity::find()
        .filter(objection::Column::TransferId.eq(id.clone()))
        .filter(objection::Column::MemberId.is_in(seats))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.member_id).collect())
}

/// The objections of these seats to these transfers.
pub async fn objections_of(
    db: &impl ConnectionTrait,
    ids: Vec<TransferId>,
    seats: Vec<MemberId>,
) -> Result<HashSet<(TransferId, MemberId)>> {
    if ids.is_empty() || seats.is_empty() {
        return Ok(HashSet::new());
    }
    let rows = objection::Entity::find()
        .filter(objection::Column::TransferId.is_in(ids))
        .filter(objection::Column::MemberId.is_in(seats))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.transfer_id, row.member_id)).collect())
}

/// Takes an objection back; tells whether there was one.
pub async fn delete_objection(tx: &DatabaseTransaction, id: &TransferId, seat: &MemberId) -> Result<bool> {
    let done = objection::Entity::delete_by_id((id.clone(), seat.clone())).exec(tx).await?;
    Ok(done.rows_affected > 0)
}

/// The seat that objected first of those that are still in a case.
pub async fn first_to_object(
    db: &impl ConnectionTrait,
    id: &TransferId,
    case: &CaseId,
) -> Result<Option<member::Model>> {
    Ok(member::Entity::find()
        .join(
            JoinType::InnerJoin,
            member::Entity::belongs_to(objection::Entity)
                .from(member::Column::Id)
                .to(objection::Column::MemberId)
                .into(),
        )
        .filter(objection::Column::TransferId.eq(id.clone()))
        .filter(member::Column::CaseId.eq(case.clone()))
        .filter(member::Column::LeftAt.is_null())
        .order_by_asc(objection::Column::ObjectedAt)
        .order_by_asc(member::Column::Id)
        .one(db)
        .await?)
}
