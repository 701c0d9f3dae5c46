//! Accounts.

use std::collections::HashMap;

use entity::{AccountId, account, data_key};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{LockType, Query},
};

use crate::error::{Error, Result};

/// The account with this id.
pub async fn find(db: &impl ConnectionTrait, id: &AccountId) -> Result<Option<account::Model>> {
    Ok(account::Entity::find_by_id(id.clone()).one(db).await?)
}

/// The accounts with these ids.
pub async fn find_many(
    db: &impl ConnectionTrait,
    ids: Vec<AccountId>,
) -> Result<HashMap<AccountId, account::Model>> {
    let rows = account::Entity::find().filter(account::Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id.clone(), row)).collect())
}

/// The account with this lower-cased address.
pub async fn find_by_email(db: &impl ConnectionTrait, email: &str) -> Result<Option<account::Model>> {
    Ok(account::Entity::find().filter(account::Column::Email.eq(email)).one(db).await?)
}

/// Reads an account in order to change it.
pub async fn hold(tx: &DatabaseTransaction, id: &AccountId) -> Result<account::Model> {
    let row = account::Entity::find_by_id(id.clone()).lock(LockType::NoKeyUpdate).one(tx).await?;
    row.ok_or(Error::NotFound("account"))
}

/// Whether there is any account.
pub async fn is_any(db: &impl ConnectionTrait) -> Result<bool> {
    Ok(account::Entity::find().one(db).await?.is_some())
}

/// Some accounts that are not closed though their data key is gone.
pub async fn keyless(db: &impl ConnectionTrait, limit: u64) -> Result<Vec<account::Model>> {
    let keyed = Query::select().column(data_key::Column::AccountId).from(data_key::Entity).to_owned();
    Ok(account::Entity::find()
        .filter(account::Column::ClosedAt.is_null())
        .filter(account::Column::Id.not_in_subquery(keyed))
        .order_by_asc(account::Column::Id)
        .limit(limit)
        .all(db)
        .await?)
}
