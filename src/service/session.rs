//! Sessions: a short access token and a refresh token that is good once.
//!
//! A refresh token that comes a second time was stolen from one side or the other; its session ends, and the
//! account is told.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{SessionId, account, refresh_token, session};
use sea_orm::DatabaseTransaction;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{
    access::{Caller, Viewer},
    letter::{self, To},
    password,
};
use crate::{
    domain::{email::Email, refusal::Refusal},
    error::{Error, Result},
    hub::Hub,
    keys,
    limits::Door,
    mail::Template,
    store,
};

/// What a device needs to act for a person.
#[derive(Clone)]
pub struct Pass {
    /// The account.
    pub account: account::Model,
    /// The session.
    pub session: SessionId,
    /// The access token.
    pub access_token: String,
    /// When the access token ends.
    pub expires_at: DateTime<Utc>,
    /// The refresh token.
    pub refresh_token: String,
}

/// Two devices of one person may refresh at the same moment after a network fault; a token that comes again
/// within this time only fails.
const GRACE: TimeDelta = TimeDelta::seconds(10);

/// Signs in with address and password; `device` is what the device says of itself.
///
/// # Errors
/// `SIGN_IN_FAILED` whichever of the two is wrong, or `RateLimited`.
pub async fn sign_in(
    hub: &Hub,
    caller: &Caller,
    address: &str,
    password: &str,
    device: Option<&str>,
) -> Result<Pass> {
    let email = Email::parse("email", address)?;
    hub.limits.door(Door::SignIn, caller.ip, &email.address)?;
    let known = store::account::find_by_email(&hub.db, &email.address).await?;
    let fits =
        password::verify(hub, password, known.as_ref().map(|known| known.password_hash.as_str())).await?;
    let Some(account) = known.filter(|_| fits) else { return Err(Refusal::SignInFailed.into()) };
    let device: String = device.unwrap_or_default().chars().filter(|c| !c.is_control()).take(80).collect();
    hub.write(async |tx| {
        let now = hub.now();
        let row = session::Model {
            id: hub.mint(),
            account_id: account.id.clone(),
            device: device.clone(),
            created_at: now,
            refreshed_at: now,
            expires_at: now + life(hub),
            revoked_at: None,
        };
        store::insert(tx, row.clone()).await?;
        pass(hub, tx, account.clone(), row.id).await
    })
    .await
}

/// Trades a refresh token for a new pair.
///
/// # Errors
/// `SESSION_INVALID` when it is unknown, too old, or was used before.
pub async fn refresh(hub: &Hub, caller: &Caller, token: &str) -> Result<Pass> {
    let hash = Sha256::digest(token);
    if store::session::knows_refresh(&hub.db, &hash).await? {
        // A dormitory or an office comes from one address, so each token is counted for itself.
        hub.limits.token(&hash)?;
    } else {
        // Guesses are counted where they come from, and cost no transaction.
        hub.limits.door(Door::Refresh, caller.ip, "")?;
        return Err(Refusal::SessionInvalid.into());
    }
    let now = hub.now();
    let outcome = hub
        .write(async |tx| {
            let row = store::session::hold_refresh(tx, &hash).await?.ok_or(Refusal::SessionInvalid)?;
            let session = store::session::find(tx, &row.session_id).await?.ok_or(Refusal::SessionInvalid)?;
            let account = store::account::hold(tx, &session.account_id).await?;
            if session.revoked_at.is_some() || session.expires_at <= now || account.closed_at.is_some() {
                return Err(Refusal::SessionInvalid.into());
            }
            if let Some(used_at) = row.used_at {
                if now >= used_at + GRACE {
                    store::session::revoke(tx, &session.id, now).await?;
                    let facts = json!({ "at": now.to_rfc3339(), "url": letter::url(hub, "/sign-in") });
                    letter::write(hub, tx, To::account(&account), Template::SessionReuse, facts).await?;
                }
                // The revocation must stay, so this is no error yet.
                return Ok(None);
            }
            store::save(tx, refresh_token::Model { used_at: Some(now), ..row }).await?;
            let id = session.id.clone();
            store::save(tx, session::Model { refreshed_at: now, expires_at: now + life(hub), ..session })
                .await?;
            pass(hub, tx, account, id).await.map(Some)
        })
        .await?;
    outcome.ok_or_else(|| Refusal::SessionInvalid.into())
}

fn life(hub: &Hub) -> TimeDelta {
    TimeDelta::days(i64::from(hub.config.auth.refresh_days))
}

async fn pass(
    hub: &Hub,
    tx: &DatabaseTransaction,
    account: account::Model,
    session: SessionId,
) -> Result<Pass> {
    let refresh_token = BASE64.encode(keys::random::<32>());
    let row = refresh_token::Model {
        hash: Sha256::digest(&refresh_token).to_vec(),
        session_id: session.clone(),
        issued_at: hub.now(),
        used_at: None,
    };
    store::insert(tx, row).await?;
    let life = TimeDelta::minutes(i64::from(hub.config.auth.access_minutes));
    let access_token = hub.tokens.sign(&account.id, &session, hub.now(), life)?;
    Ok(Pass { account, session, access_token, expires_at: hub.now() + life, refresh_token })
}

/// Ends the session of the viewer.
///
/// # Errors
/// A fault only.
pub async fn sign_out(hub: &Hub, viewer: &Viewer) -> Result<()> {
    hub.write(async |tx| store::session::revoke(tx, &viewer.session, hub.now()).await).await
}

/// Ends a session of the viewer.
///
/// # Errors
/// `NotFound` when it is not theirs.
pub async fn revoke(hub: &Hub, viewer: &Viewer, id: &SessionId) -> Result<()> {
    hub.write(async |tx| {
        let row = store::session::find(tx, id).await?;
        row.filter(|row| row.account_id == *viewer.id()).ok_or(Error::NotFound("session"))?;
        store::session::revoke(tx, id, hub.now()).await
    })
    .await
}

/// The sessions of the viewer that still stand.
///
/// # Errors
/// A fault only.
pub async fn list(hub: &Hub, viewer: &Viewer) -> Result<Vec<session::Model>> {
    store::session::list(&hub.db, viewer.id(), hub.now()).await
}
