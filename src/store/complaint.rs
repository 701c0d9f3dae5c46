//! Versions of the consolidated complaint.

use entity::{CaseId, ComplaintId, MemberId, complaint, complaint_member};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
};

use crate::error::Result;

/// The version with this id.
pub async fn find(db: &impl ConnectionTrait, id: &ComplaintId) -> Result<Option<complaint::Model>> {
    Ok(complaint::Entity::find_by_id(id.clone()).one(db).await?)
}

/// The newest version of a case.
pub async fn newest(db: &impl ConnectionTrait, case: &CaseId) -> Result<Option<complaint::Model>> {
    Ok(complaint::Entity::find()
        .filter(complaint::Column::CaseId.eq(case.clone()))
        .order_by_desc(complaint::Column::Version)
        .one(db)
        .await?)
}

/// The version before another.
pub async fn before(db: &impl ConnectionTrait, row: &complaint::Model) -> Result<Option<complaint::Model>> {
    Ok(complaint::Entity::find()
        .filter(complaint::Column::CaseId.eq(row.case_id.clone()))
        .filter(complaint::Column::Version.lt(row.version))
        .order_by_desc(complaint::Column::Version)
        .one(db)
        .await?)
}

/// The versions of a case, newest first; at most 100.
pub async fn list(db: &impl ConnectionTrait, case: &CaseId) -> Result<Vec<complaint::Model>> {
    Ok(complaint::Entity::find()
        .filter(complaint::Column::CaseId.eq(case.clone()))
        .order_by_desc(complaint::Column::Version)
        .limit(100)
        .all(db)
        .await?)
}

/// Records whose claims are in a version.
pub async fn insert_members(tx: &DatabaseTransaction, id: &ComplaintId, seats: &[MemberId]) -> Result<()> {
    for some in seats.chunks(1_000) {
        let rows = some.iter().map(|seat| complaint_member::ActiveModel {
            complaint_id: Set(id.clone()),
            member_id: Set(seat.clone()),
        });
        complaint_member::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Whether the claim of a seat is in a version.
pub async fn has_member(db: &impl ConnectionTrait, id: &ComplaintId, seat: &MemberId) -> Result<bool> {
    Ok(complaint_member::Entity::find_by_id((id.clone(), seat.clone())).one(db).await?.is_some())
}

/// How many claims are in a version.
pub async fn count_members(db: &impl ConnectionTrait, id: &ComplaintId) -> Result<u64> {
    Ok(complaint_member::Entity::find()
        .filter(complaint_member::Column::ComplaintId.eq(id.clone()))
        .count(db)
        .await?)
}
