//! Third parties' apps.

use chrono::{DateTime, Utc};
use entity::{AccountId, AppId, app};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::Expr,
};

use crate::error::Result;

/// The app with this id.
pub async fn find(db: &impl ConnectionTrait, id: &AppId) -> Result<Option<app::Model>> {
    Ok(app::Entity::find_by_id(id.clone()).one(db).await?)
}

/// The app with this secret, if it was not revoked.
pub async fn find_by_secret(db: &impl ConnectionTrait, hash: &[u8]) -> Result<Option<app::Model>> {
    Ok(app::Entity::find()
        .filter(app::Column::SecretHash.eq(hash.to_vec()))
        .filter(app::Column::RevokedAt.is_null())
        .one(db)
        .await?)
}

/// The apps of an account, newest first.
pub async fn list(db: &impl ConnectionTrait, account: &AccountId) -> Result<Vec<app::Model>> {
    Ok(app::Entity::find()
        .filter(app::Column::AccountId.eq(account.clone()))
        .order_by_desc(app::Column::Id)
        .limit(100)
        .all(db)
        .await?)
}

/// How many apps of an account are not revoked.
pub async fn count_live(db: &impl ConnectionTrait, account: &AccountId) -> Result<u64> {
    Ok(app::Entity::find()
        .filter(app::Column::AccountId.eq(account.clone()))
        .filter(app::Column::RevokedAt.is_null())
        .count(db)
        .await?)
}

/// Revokes an app.
pub async fn revoke(tx: &DatabaseTransaction, id: &AppId, now: DateTime<Utc>) -> Result<()> {
    app::Entity::update_many()
        .col_expr(app::Column::RevokedAt, Expr::value(now))
        .filter(app::Column::Id.eq(id.clone()))
        .filter(app::Column::RevokedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// Revokes all apps of an account.
pub async fn revoke_all(tx: &DatabaseTransaction, account: &AccountId, now: DateTime<Utc>) -> Result<()> {
    app::Entity::update_many()
        .col_expr(app::Column::RevokedAt, Expr::value(now))
        .filter(app::Column::AccountId.eq(account.clone()))
        .filter(app::Column::RevokedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}
