//! Files in the vault.

use chrono::{DateTime, Utc};
use entity::{AccountId, BlobId, BlobState, blob};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, LockType},
};

use crate::error::{Error, Result};

/// The file with this id.
pub async fn find(db: &impl ConnectionTrait, id: &BlobId) -> Result<Option<blob::Model>> {
    Ok(blob::Entity::find_by_id(id.clone()).one(db).await?)
}

/// Reads a file's row in order to change it.
pub async fn hold(tx: &DatabaseTransaction, id: &BlobId) -> Result<blob::Model> {
    let row = blob::Entity::find_by_id(id.clone()).lock(LockType::NoKeyUpdate).one(tx).await?;
    row.ok_or(Error::NotFound("upload"))
}

/// How many files of an account wait to be used.
pub async fn count_staged(db: &impl ConnectionTrait, owner: &AccountId) -> Result<u64> {
    Ok(blob::Entity::find()
        .filter(blob::Column::AccountId.eq(owner.clone()))
        .filter(blob::Column::State.is_in([BlobState::Open, BlobState::Whole]))
        .count(db)
        .await?)
}

/// Marks a file for deletion.
pub async fn doom(tx: &DatabaseTransaction, id: &BlobId) -> Result<()> {
    doom_where(tx, blob::Column::Id.eq(id.clone())).await
}

/// Marks all files of an account for deletion.
pub async fn doom_all(tx: &DatabaseTransaction, owner: &AccountId) -> Result<()> {
    doom_where(tx, blob::Column::AccountId.eq(owner.clone())).await
}

/// Marks files for deletion that were not used in time.
pub async fn doom_expired(tx: &DatabaseTransaction, now: DateTime<Utc>) -> Result<()> {
    doom_where(tx, blob::Column::ExpiresAt.lte(now)).await
}

/// Marks these files for deletion.
pub(super) async fn doom_where(
    tx: &DatabaseTransaction,
    which: sea_orm::sea_query::SimpleExpr,
) -> Result<()> {
    blob::Entity::update_many()
        .col_expr(blob::Column::State, Expr::value(BlobState::Doomed.as_str()))
        .col_expr(blob::Column::ExpiresAt, Expr::value(Option::<DateTime<Utc>>::None))
        .filter(which)
        .exec(tx)
        .await?;
    Ok(())
}

/// Files to be deleted; at most 100.
pub async fn doomed(db: &impl ConnectionTrait) -> Result<Vec<BlobId>> {
    Ok(blob::Entity::find()
        .select_only()
        .column(blob::Column::Id)
        .filter(blob::Column::State.eq(BlobState::Doomed))
        .order_by_asc(blob::Column::Id)
        .limit(100)
        .into_tuple()
        .all(db)
        .await?)
}

/// Forgets a file that is deleted.
pub async fn delete(tx: &DatabaseTransaction, id: &BlobId) -> Result<()> {
    blob::Entity::delete_by_id(id.clone()).exec(tx).await?;
    Ok(())
}

/// Those of these files that have a row.
pub async fn known(db: &impl ConnectionTrait, ids: &[BlobId]) -> Result<Vec<BlobId>> {
    Ok(blob::Entity::find()
        .select_only()
        .column(blob::Column::Id)
        .filter(blob::Column::Id.is_in(ids.iter().cloned()))
        .into_tuple()
        .all(db)
        .await?)
}

/// Files that evidence uses, in the order of their ids.
pub async fn kept_after(db: &impl ConnectionTrait, after: &str, limit: u64) -> Result<Vec<blob::Model>> {
    Ok(blob::Entity::find()
        .filter(blob::Column::State.eq(BlobState::Kept))
        .filter(blob::Column::Id.gt(after))
        .order_by_asc(blob::Column::Id)
        .limit(limit)
        .all(db)
        .await?)
}
