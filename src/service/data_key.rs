//! Data keys: what each account seals under. Whoever destroys one destroys all that was sealed under it, wherever
//! copies of that lie; so copies of the keys themselves are kept apart from all other copies.

use std::collections::{HashMap, HashSet};

use entity::{AccountId, data_key};

use super::account;
use crate::{
    error::{Error, Result},
    hub::Hub,
    keys::Key,
    store,
};

/// Keys read or written in one go.
const PAGE: u64 = 500;

/// The data key of an account.
///
/// # Errors
/// A fault when it was destroyed.
pub(super) async fn of(hub: &Hub, account: &AccountId) -> Result<Key> {
    let row = store::data_key::find(&hub.db, account).await?;
    let row = row.ok_or_else(|| Error::fault("opening a data key")("it was destroyed"))?;
    hub.keys.data_key(&row.wrapped, account.as_str())
}

/// The data keys of those of these accounts whose key was not destroyed.
///
/// # Errors
/// A fault when one cannot be opened.
pub(super) async fn many(hub: &Hub, accounts: Vec<AccountId>) -> Result<HashMap<AccountId, Key>> {
    let rows = store::data_key::find_many(&hub.db, accounts).await?;
    let open = |row: data_key::Model| {
        let key = hub.keys.data_key(&row.wrapped, row.account_id.as_str())?;
        Ok((row.account_id, key))
    };
    rows.into_values().map(open).collect()
}

/// A fresh data key for an account.
///
/// # Errors
/// Never in practice; a cipher's failure is passed on.
pub(super) fn fresh(hub: &Hub, account: &AccountId) -> Result<data_key::Model> {
    let wrapped = hub.keys.new_data_key(account.as_str())?;
    Ok(data_key::Model { account_id: account.clone(), wrapped })
}

/// Wraps every data key under the current master key; can be stopped and run again.
///
/// # Errors
/// A fault when a key cannot be opened.
pub async fn rewrap(hub: &Hub) -> Result<usize> {
    let mut done = 0;
    let mut after = None;
    loop {
        let rows = page(hub, after.as_ref()).await?;
        let Some(last) = rows.last() else { return Ok(done) };
        after = Some(last.account_id.clone());
        done += hub
            .write(async |tx| {
                let mut changed = 0;
                for row in &rows {
                    let Some(row) = store::data_key::hold(tx, &row.account_id).await? else { continue };
                    if let Some(wrapped) = hub.keys.rewrap(&row.wrapped, row.account_id.as_str())? {
                        store::save(tx, data_key::Model { wrapped, ..row }).await?;
                        changed += 1;
                    }
                }
                Ok(changed)
            })
            .await?;
    }
}

/// The wrapped keys of the accounts behind `after`, some at a time; none behind the last.
///
/// # Errors
/// A fault only.
pub async fn page(hub: &Hub, after: Option<&AccountId>) -> Result<Vec<data_key::Model>> {
    store::data_key::page_after(&hub.db, after, PAGE).await
}

/// What came of putting keys back.
pub struct PutBack {
    /// Accounts that have their key again.
    pub kept: usize,
    /// Accounts that were closed since the copy was made, and are closed again.
    pub closed: usize,
}

/// Makes the keys of a restored database those that are given, and closes the accounts that have none: they were
/// closed after the database was copied, and must not come back with it.
///
/// # Errors
/// A fault only; then nothing of the keys was changed.
pub async fn put_back(hub: &Hub, keys: Vec<data_key::Model>) -> Result<PutBack> {
    let kept = hub
        .write(async |tx| {
            store::data_key::delete_all(tx).await?;
            let mut kept = 0;
            for some in keys.chunks(usize::try_from(PAGE).unwrap_or(usize::MAX)) {
                let accounts = some.iter().map(|key| key.account_id.clone()).collect();
                let known: HashSet<AccountId> =
                    store::account::find_many(tx, accounts).await?.into_keys().collect();
                for key in some.iter().filter(|key| known.contains(&key.account_id)) {
                    store::insert(tx, key.clone()).await?;
                    kept += 1;
                }
            }
            Ok(kept)
        })
        .await?;
    Ok(PutBack { kept, closed: account::close_keyless(hub).await? })
}
