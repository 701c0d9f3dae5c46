//! Ballots.

use chrono::{DateTime, Utc};
use entity::{BallotId, BallotKind, BallotState, CaseId, ComplaintId, MemberId, ballot, complaint_member};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, sea_query::LockType,
};

use crate::error::{Error, Result};

/// The ballot with this id.
pub async fn find(db: &impl ConnectionTrait, id: &BallotId) -> Result<Option<ballot::Model>> {
    Ok(ballot::Entity::find_by_id(id.clone()).one(db).await?)
}

/// Reads a ballot in order to change it.
pub async fn hold(tx: &DatabaseTransaction, id: &BallotId) -> Result<ballot::Model> {
    let row = ballot::Entity::find_by_id(id.clone()).lock(LockType::NoKeyUpdate).one(tx).await?;
    row.ok_or(Error::NotFound("ballot"))
}

/// Reads a ballot and keeps it from being closed until `tx` ends; several voters may do so at once.
pub async fn share(tx: &DatabaseTransaction, id: &BallotId) -> Result<ballot::Model> {
    let row = ballot::Entity::find_by_id(id.clone()).lock(LockType::Share).one(tx).await?;
    row.ok_or(Error::NotFound("ballot"))
}

/// The ballots of a case, newest first; at most 100.
pub async fn list(db: &impl ConnectionTrait, case: &CaseId) -> Result<Vec<ballot::Model>> {
    Ok(ballot::Entity::find()
        .filter(ballot::Column::CaseId.eq(case.clone()))
        .order_by_desc(ballot::Column::Id)
        .limit(100)
        .all(db)
        .await?)
}

/// The open ballot of this kind in a case.
pub async fn open_of(
    db: &impl ConnectionTrait,
    case: &CaseId,
    kind: BallotKind,
) -> Result<Option<ballot::Model>> {
    Ok(ballot::Entity::find()
        .filter(ballot::Column::CaseId.eq(case.clone()))
        .filter(ballot::Column::Kind.eq(kind))
        .filter(ballot::Column::State.eq(BallotState::Open))
        .one(db)
        .await?)
}

/// Whether any ballot of a case is open.
pub async fn is_open(db: &impl ConnectionTrait, case: &CaseId) -> Result<bool> {
    let open = ballot::Entity::find()
        .filter(ballot::Column::CaseId.eq(case.clone()))
        .filter(ballot::Column::State.eq(BallotState::Open));
    Ok(open.one(db).await?.is_some())
}

/// Whether a seat may vote in a ballot of its case that is open.
pub async fn binds(db: &impl ConnectionTrait, seat: &MemberId) -> Result<bool> {
    let row = ballot::Entity::find()
        .join(
            JoinType::InnerJoin,
            ballot::Entity::belongs_to(complaint_member::Entity)
                .from(ballot::Column::ComplaintId)
                .to(complaint_member::Column::ComplaintId)
                .into(),
        )
        .filter(complaint_member::Column::MemberId.eq(seat.clone()))
        .filter(ballot::Column::State.eq(BallotState::Open))
        .one(db)
        .await?;
    Ok(row.is_some())
}

/// Open ballots whose end has come; at most 100.
pub async fn ended(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<ballot::Model>> {
    Ok(ballot::Entity::find()
        .filter(ballot::Column::State.eq(BallotState::Open))
        .filter(ballot::Column::ClosesAt.lte(now))
        .order_by_asc(ballot::Column::ClosesAt)
        .limit(100)
        .all(db)
        .await?)
}

/// The ballots on a version, newest first.
pub async fn of_complaint(db: &impl ConnectionTrait, id: &ComplaintId) -> Result<Vec<ballot::Model>> {
    Ok(ballot::Entity::find()
        .filter(ballot::Column::ComplaintId.eq(id.clone()))
        .order_by_desc(ballot::Column::Id)
        .limit(100)
        .all(db)
        .await?)
}
