//! Data keys, wrapped.

use std::collections::HashMap;

use entity::{AccountId, data_key};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::LockType,
};

use crate::error::Result;

/// The data key of an account; `None` once it was destroyed.
pub async fn find(db: &impl ConnectionTrait, account: &AccountId) -> Result<Option<data_key::Model>> {
    Ok(data_key::Entity::find_by_id(account.clone()).one(db).await?)
}

/// The data keys of these accounts, of those that still have one.
pub async fn find_many(
    db: &impl ConnectionTrait,
    accounts: Vec<AccountId>,
) -> Result<HashMap<AccountId, data_key::Model>> {
    let rows = data_key::Entity::find().filter(data_key::Column::AccountId.is_in(accounts)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.account_id.clone(), row)).collect())
}

/// Reads a data key in order to change it.
pub async fn hold(tx: &DatabaseTransaction, account: &AccountId) -> Result<Option<data_key::Model>> {
    Ok(data_key::Entity::find_by_id(account.clone()).lock(LockType::NoKeyUpdate).one(tx).await?)
}

/// A page of data keys, in the order of their accounts.
pub async fn page_after(
    db: &impl ConnectionTrait,
    after: Option<&AccountId>,
    limit: u64,
) -> Result<Vec<data_key::Model>> {
    let mut query = data_key::Entity::find();
    if let Some(after) = after {
        query = query.filter(data_key::Column::AccountId.gt(after.clone()));
    }
    Ok(query.order_by_asc(data_key::Column::AccountId).limit(limit).all(db).await?)
}

/// Destroys a data key, and with it all that its account sealed.
pub async fn delete(tx: &DatabaseTransaction, account: &AccountId) -> Result<()> {
    data_key::Entity::delete_by_id(account.clone()).exec(tx).await?;
    Ok(())
}

/// Destroys every data key: only for a copy of the database.
pub async fn delete_all(db: &impl ConnectionTrait) -> Result<()> {
    data_key::Entity::delete_many().exec(db).await?;
    Ok(())
}
