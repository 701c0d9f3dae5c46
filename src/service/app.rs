//! Third parties' apps: registered by an account, known by a secret that is shown once.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use entity::{AppId, app};
use sha2::{Digest, Sha256};

use super::access::{APP_SECRET_PREFIX, Scope, Viewer};
use crate::{
    domain::{refusal::Refusal, text},
    error::{Error, Result},
    hub::Hub,
    keys, store,
};

/// The most apps of one account.
const MOST: u64 = 20;

/// Registers an app; gives it and its secret.
///
/// # Errors
/// A refusal about a field, or `TOO_MANY_APPS`.
pub async fn register(
    hub: &Hub,
    viewer: &Viewer,
    name: &str,
    scopes: &[Scope],
) -> Result<(app::Model, String)> {
    let name = text::line("name", name, 1, 80)?;
    if scopes.is_empty() {
        return Err(Refusal::Required { field: "scopes" }.into());
    }
    let secret = format!("{APP_SECRET_PREFIX}{}", BASE64.encode(keys::random::<32>()));
    let mut names: Vec<_> = scopes.iter().map(|scope| scope.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let row = app::Model {
        id: hub.mint(),
        account_id: viewer.id().clone(),
        name,
        secret_hash: Sha256::digest(&secret).to_vec(),
        scopes: names.join(" "),
        created_at: hub.now(),
        revoked_at: None,
    };
    hub.write(async |tx| {
        store::account::hold(tx, viewer.id()).await?;
        if store::app::count_live(tx, viewer.id()).await? >= MOST {
            return Err(Refusal::TooManyApps { max: MOST }.into());
        }
        store::insert(tx, row.clone()).await
    })
    .await?;
    Ok((row, secret))
}

/// Revokes an app of the viewer.
///
/// # Errors
/// `NotFound` when it is not theirs.
pub async fn revoke(hub: &Hub, viewer: &Viewer, id: &AppId) -> Result<app::Model> {
    hub.write(async |tx| {
        let row = store::app::find(tx, id).await?;
        let row = row.filter(|row| row.account_id == *viewer.id()).ok_or(Error::NotFound("app"))?;
        store::app::revoke(tx, id, hub.now()).await?;
        Ok(app::Model { revoked_at: row.revoked_at.or(Some(hub.now())), ..row })
    })
    .await
}

/// The apps of the viewer.
///
/// # Errors
/// A fault only.
pub async fn list(hub: &Hub, viewer: &Viewer) -> Result<Vec<app::Model>> {
    store::app::list(&hub.db, viewer.id()).await
}
