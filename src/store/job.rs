//! The queue of jobs.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{JobId, job};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, ExprTrait, LockBehavior, LockType},
};

use crate::error::Result;

/// Takes jobs that are due, until the lease ends; a job whose worker vanished is due again then.
pub async fn take(
    tx: &DatabaseTransaction,
    now: DateTime<Utc>,
    lease: TimeDelta,
    limit: u64,
) -> Result<Vec<job::Model>> {
    let rows = job::Entity::find()
        .filter(job::Column::FailedAt.is_null())
        .filter(job::Column::RunAt.lte(now))
        .order_by_asc(job::Column::RunAt)
        .limit(limit)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .all(tx)
        .await?;
    if !rows.is_empty() {
        job::Entity::update_many()
            .col_expr(job::Column::RunAt, Expr::value(now + lease))
            .col_expr(job::Column::Attempts, Expr::col(job::Column::Attempts).add(1))
            .filter(job::Column::Id.is_in(rows.iter().map(|row| row.id.clone())))
            .exec(tx)
            .await?;
    }
    Ok(rows)
}

/// Whether a job is due.
pub async fn is_due(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<bool> {
    let found: Option<JobId> = job::Entity::find()
        .select_only()
        .column(job::Column::Id)
        .filter(job::Column::FailedAt.is_null())
        .filter(job::Column::RunAt.lte(now))
        .limit(1)
        .into_tuple()
        .one(db)
        .await?;
    Ok(found.is_some())
}

/// Moves the end of the lease of a job that is at this attempt; another attempt is somebody else's.
pub async fn renew(tx: &DatabaseTransaction, id: &JobId, attempts: i32, until: DateTime<Utc>) -> Result<()> {
    job::Entity::update_many()
        .col_expr(job::Column::RunAt, Expr::value(until))
        .filter(job::Column::Id.eq(id.clone()))
        .filter(job::Column::Attempts.eq(attempts))
        .exec(tx)
        .await?;
    Ok(())
}

/// Changes what a job has still to do.
pub async fn set_payload(tx: &DatabaseTransaction, id: &JobId, payload: serde_json::Value) -> Result<()> {
    job::Entity::update_many()
        .col_expr(job::Column::Payload, Expr::value(payload))
        .filter(job::Column::Id.eq(id.clone()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Removes a job that is done.
pub async fn delete(tx: &DatabaseTransaction, id: &JobId) -> Result<()> {
    job::Entity::delete_by_id(id.clone()).exec(tx).await?;
    Ok(())
}

/// Puts a job off, or gives it up when there is no time to try again.
pub async fn set_failure(
    tx: &DatabaseTransaction,
    id: &JobId,
    reason: &str,
    again_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<()> {
    let mut update = job::Entity::update_many().col_expr(job::Column::Reason, Expr::value(reason));
    update = match again_at {
        Some(at) => update.col_expr(job::Column::RunAt, Expr::value(at)),
        None => update.col_expr(job::Column::FailedAt, Expr::value(now)),
    };
    update.filter(job::Column::Id.eq(id.clone())).exec(tx).await?;
    Ok(())
}

/// How many jobs wait and how many were given up.
pub async fn count(db: &impl ConnectionTrait) -> Result<(u64, u64)> {
    let waiting = job::Entity::find().filter(job::Column::FailedAt.is_null()).count(db).await?;
    let failed = job::Entity::find().filter(job::Column::FailedAt.is_not_null()).count(db).await?;
    Ok((waiting, failed))
}
