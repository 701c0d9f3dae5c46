//! Sessions and the refresh tokens that were handed out for them.

use chrono::{DateTime, Utc};
use entity::{AccountId, SessionId, account, refresh_token, session};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, LockType},
};

use crate::error::Result;

/// The account and session that an access token names, if both still stand.
pub async fn live(
    db: &impl ConnectionTrait,
    id: &SessionId,
    now: DateTime<Utc>,
) -> Result<Option<account::Model>> {
    // One statement, since every signed-in request asks it.
    let row = account::Entity::find()
        .join(
            JoinType::InnerJoin,
            account::Entity::belongs_to(session::Entity)
                .from(account::Column::Id)
                .to(session::Column::AccountId)
                .into(),
        )
        .filter(session::Column::Id.eq(id.clone()))
        .filter(session::Column::RevokedAt.is_null())
        .filter(session::Column::ExpiresAt.gt(now))
        .filter(account::Column::ClosedAt.is_null())
        .one(db)
        .await?;
    Ok(row)
}

/// The session with this id.
pub async fn find(db: &impl ConnectionTrait, id: &SessionId) -> Result<Option<session::Model>> {
    Ok(session::Entity::find_by_id(id.clone()).one(db).await?)
}

/// The sessions of an account that still stand, newest first.
pub async fn list(
    db: &impl ConnectionTrait,
    account: &AccountId,
    now: DateTime<Utc>,
) -> Result<Vec<session::Model>> {
    Ok(session::Entity::find()
        .filter(session::Column::AccountId.eq(account.clone()))
        .filter(session::Column::RevokedAt.is_null())
        .filter(session::Column::ExpiresAt.gt(now))
        .order_by_desc(session::Column::Id)
        .limit(100)
        .all(db)
        .await?)
}

/// Ends a session.
pub async fn revoke(tx: &DatabaseTransaction, id: &SessionId, now: DateTime<Utc>) -> Result<()> {
    session::Entity::update_many()
        .col_expr(session::Column::RevokedAt, Expr::value(now))
        .filter(session::Column::Id.eq(id.clone()))
        .filter(session::Column::RevokedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// Ends all sessions of an account, but for one that is kept.
pub async fn revoke_all(
    tx: &DatabaseTransaction,
    account: &AccountId,
    but: Option<&SessionId>,
    now: DateTime<Utc>,
) -> Result<()> {
    let mut update = session::Entity::update_many()
        .col_expr(session::Column::RevokedAt, Expr::value(now))
        .filter(session::Column::AccountId.eq(account.clone()))
        .filter(session::Column::RevokedAt.is_null());
    if let Some(but) = but {
        update = update.filter(session::Column::Id.ne(but.clone()));
    }
    update.exec(tx).await?;
    Ok(())
}

/// Whether a refresh token was ever given out.
pub async fn knows_refresh(db: &impl ConnectionTrait, hash: &[u8]) -> Result<bool> {
    Ok(refresh_token::Entity::find_by_id(hash.to_vec()).one(db).await?.is_some())
}

/// Reads a refresh token in order to use it up.
pub async fn hold_refresh(tx: &DatabaseTransaction, hash: &[u8]) -> Result<Option<refresh_token::Model>> {
    Ok(refresh_token::Entity::find_by_id(hash.to_vec()).lock(LockType::NoKeyUpdate).one(tx).await?)
}
