//! Accounts.

use std::collections::HashMap;

use entity::{AccountId, account};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::LockType,
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

/// A page of accounts that have a data key, in order of their ids.
pub async fn keyed_after(
    db: &impl ConnectionTrait,
    after: Option<&AccountId>,
    limit: u64,
) -> Result<Vec<account::Model>> {
    let mut query = account::Entity::find().filter(account::Column::DataKey.is_not_null());
    if let Some(after) = after {
        query = query.filter(account::Column::Id.gt(after.clone()));
    }
    Ok(query.order_by_asc(account::Column::Id).limit(limit).all(db).await?)
}
