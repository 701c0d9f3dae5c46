//! Tokens that were sent by mail.

use chrono::{DateTime, Utc};
use entity::mail_token;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect, sea_query::LockType};

use crate::error::Result;

/// Reads a token in order to use it up.
pub async fn hold(tx: &DatabaseTransaction, hash: &[u8]) -> Result<Option<mail_token::Model>> {
    Ok(mail_token::Entity::find_by_id(hash.to_vec()).lock(LockType::NoKeyUpdate).one(tx).await?)
}

/// Forgets tokens that expired before `until`.
pub async fn delete_expired(tx: &DatabaseTransaction, until: DateTime<Utc>) -> Result<()> {
    mail_token::Entity::delete_many().filter(mail_token::Column::ExpiresAt.lt(until)).exec(tx).await?;
    Ok(())
}
