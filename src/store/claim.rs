//! Claims and contact logs.

use std::collections::HashMap;

use entity::{CaseId, ClaimId, FilingId, MemberId, claim, contact, member};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, JoinType, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, LockType},
};

use crate::error::Result;

/// The claim of a seat.
pub async fn of_member(db: &impl ConnectionTrait, seat: &MemberId) -> Result<Option<claim::Model>> {
    Ok(claim::Entity::find().filter(claim::Column::MemberId.eq(seat.clone())).one(db).await?)
}

/// The claims of these seats.
pub async fn of_members(
    db: &impl ConnectionTrait,
    seats: &[MemberId],
) -> Result<HashMap<MemberId, claim::Model>> {
    let rows = claim::Entity::find().filter(claim::Column::MemberId.is_in(seats.to_vec())).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.member_id.clone(), row)).collect())
}

/// Reads the claim of a seat in order to change it.
pub async fn hold(tx: &DatabaseTransaction, seat: &MemberId) -> Result<Option<claim::Model>> {
    Ok(claim::Entity::find()
        .filter(claim::Column::MemberId.eq(seat.clone()))
        .lock(LockType::NoKeyUpdate)
        .one(tx)
        .await?)
}

/// Whether another claim of the case has the same order number.
pub async fn has_twin(db: &impl ConnectionTrait, case: &CaseId, index: &[u8], but: &ClaimId) -> Result<bool> {
    let twin = claim::Entity::find()
        .filter(claim::Column::CaseId.eq(case.clone()))
        .filter(claim::Column::OrderIndex.eq(index.to_vec()))
        .filter(claim::Column::WithdrawnAt.is_null())
        .filter(claim::Column::Id.ne(but.clone()))
        .one(db)
        .await?;
    Ok(twin.is_some())
}

/// A page of the claims that stand, with their seats, in order of the pseudonyms; of nobody who settled, and of nobody for
/// whom one of these filings speaks.
pub async fn standing_after(
    db: &impl ConnectionTrait,
    case: &CaseId,
    but_in: &[FilingId],
    after: Option<&str>,
    limit: u64,
) -> Result<Vec<(claim::Model, member::Model)>> {
    let mut query = claim::Entity::find()
        .join(
            JoinType::InnerJoin,
            claim::Entity::belongs_to(member::Entity)
                .from(claim::Column::MemberId)
                .to(member::Column::Id)
                .into(),
        )
        .select_also(member::Entity)
        .filter(member::Column::CaseId.eq(case.clone()))
        .filter(member::Column::LeftAt.is_null())
        .filter(claim::Column::WithdrawnAt.is_null())
        .filter(super::offer::has_settled().not());
    if !but_in.is_empty() {
        query = query.filter(Expr::exists(super::filing::spoken_for(but_in)).not());
    }
    if let Some(after) = after {
        query = query.filter(member::Column::Code.gt(after));
    }
    let rows = query.order_by_asc(member::Column::Code).limit(limit).all(db).await?;
    Ok(rows.into_iter().filter_map(|(claim, seat)| seat.map(|seat| (claim, seat))).collect())
}

/// How many claims of members stand in a case. It reads them all: for the opening of a ballot, not for pages.
pub async fn count_standing(db: &impl ConnectionTrait, case: &CaseId) -> Result<i64> {
    let count = claim::Entity::find()
        .join(
            JoinType::InnerJoin,
            claim::Entity::belongs_to(member::Entity)
                .from(claim::Column::MemberId)
                .to(member::Column::Id)
                .into(),
        )
        .filter(member::Column::CaseId.eq(case.clone()))
        .filter(member::Column::LeftAt.is_null())
        .filter(claim::Column::WithdrawnAt.is_null())
        .count(db)
        .await?;
    Ok(i64::try_from(count).unwrap_or(i64::MAX))
}

/// The contact logs of these seats, oldest contact first.
pub async fn contacts(
    db: &impl ConnectionTrait,
    seats: &[MemberId],
) -> Result<HashMap<MemberId, Vec<contact::Model>>> {
    let rows = contact::Entity::find()
        .filter(contact::Column::MemberId.is_in(seats.to_vec()))
        .order_by_asc(contact::Column::HappenedOn)
        .order_by_asc(contact::Column::Id)
        .all(db)
        .await?;
    let mut by_seat: HashMap<_, Vec<_>> = HashMap::new();
    for row in rows {
        by_seat.entry(row.member_id.clone()).or_default().push(row);
    }
    Ok(by_seat)
}
