//! Deadlines of filings.

use chrono::{DateTime, Utc};
use entity::{DeadlineId, DeadlineKind, FilingId, deadline};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LockType},
};

use crate::error::Result;

/// The deadlines of a filing, in the order they were set.
pub async fn list(db: &impl ConnectionTrait, filing: &FilingId) -> Result<Vec<deadline::Model>> {
    Ok(deadline::Entity::find()
        .filter(deadline::Column::FilingId.eq(filing.clone()))
        .order_by_asc(deadline::Column::Id)
        .limit(100)
        .all(db)
        .await?)
}

/// Reads a deadline in order to change it.
pub async fn hold(tx: &DatabaseTransaction, id: &DeadlineId) -> Result<Option<deadline::Model>> {
    Ok(deadline::Entity::find_by_id(id.clone()).lock(LockType::NoKeyUpdate).one(tx).await?)
}

/// Deadlines that must be looked at; at most 100.
pub async fn waiting(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<deadline::Model>> {
    Ok(deadline::Entity::find()
        .filter(deadline::Column::NextAt.lte(now))
        .order_by_asc(deadline::Column::NextAt)
        .limit(100)
        .all(db)
        .await?)
}

/// Marks the open deadlines of a filing that are of these kinds as met.
pub async fn meet(
    tx: &DatabaseTransaction,
    filing: &FilingId,
    kinds: &[DeadlineKind],
    at: DateTime<Utc>,
) -> Result<()> {
    deadline::Entity::update_many()
        .col_expr(deadline::Column::MetAt, Expr::value(at))
        .col_expr(deadline::Column::NextAt, Expr::value(Option::<DateTime<Utc>>::None))
        .filter(deadline::Column::FilingId.eq(filing.clone()))
        .filter(deadline::Column::Kind.is_in(kinds.iter().copied()))
        .filter(deadline::Column::MetAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}
