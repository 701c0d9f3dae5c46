//! Credentials: the password and the address of an account, changed by who proves that it is theirs.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use chrono::TimeDelta;
use entity::{Locale, TokenPurpose, account, mail_token};
use sea_orm::DatabaseTransaction;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{
    access::{Caller, Viewer},
    account::PROOF_HOURS,
    letter::{self, To},
    password,
};
use crate::{
    domain::{self, email::Email, refusal::Refusal},
    error::Result,
    hub::Hub,
    keys,
    limits::Door,
    mail::Template,
    store,
};

/// Minutes in which a password can be reset.
const RESET_MINUTES: i64 = 30;

/// Asks for a new password; a letter says how to go on, or that there is no account.
///
/// # Errors
/// A refusal about the address, or `RateLimited`.
pub async fn request_reset(hub: &Hub, caller: &Caller, address: &str) -> Result<()> {
    let email = Email::parse("email", address)?;
    hub.limits.door(Door::Reset, caller.ip, &email.address)?;
    hub.write(async |tx| {
        let known = store::account::find_by_email(tx, &email.address).await?;
        let locale = known.as_ref().map_or(caller.locale, |known| known.locale);
        let token = Mailed {
            purpose: TokenPurpose::Reset,
            email: &email,
            account: known.as_ref(),
            password_hash: None,
            locale,
            life: TimeDelta::minutes(RESET_MINUTES),
        }
        .issue(hub, tx)
        .await?;
        let (template, facts) = match known {
            Some(_) => {
                let url = letter::url(hub, &format!("/reset?token={token}"));
                (
                    Template::ResetPassword,
                    json!({ "url": url, "valid_minutes": RESET_MINUTES, "token": token }),
                )
            }
            None => (Template::ResetUnknown, json!({ "sign_up_url": letter::url(hub, "/register") })),
        };
        let to = To { account: None, address: Some(&email.address), host: &email.host, locale };
        letter::write(hub, tx, to, template, facts).await
    })
    .await
}

/// Sets a new password by a mailed token and ends every session.
///
/// # Errors
/// `TOKEN_INVALID`, or a refusal about the password.
pub async fn reset(hub: &Hub, caller: &Caller, token: &str, password: &str) -> Result<()> {
    hub.limits.door(Door::MailToken, caller.ip, "")?;
    domain::password::check(password, "")?;
    let hash = password::hash(hub, password).await?;
    hub.write(async |tx| {
        let token = redeem(hub, tx, token, TokenPurpose::Reset).await?;
        let account = token.account_id.ok_or(Refusal::TokenInvalid)?;
        let row = store::account::hold(tx, &account).await?;
        if row.closed_at.is_some() {
            return Err(Refusal::TokenInvalid.into());
        }
        set_password(hub, tx, row, hash.clone()).await?;
        store::session::revoke_all(tx, &account, None, hub.now()).await
    })
    .await
}

/// Sets a new password and ends every other session.
///
/// # Errors
/// `PASSWORD_WRONG`, or a refusal about the new one.
pub async fn change_password(
    hub: &Hub,
    caller: &Caller,
    viewer: &Viewer,
    old: &str,
    new: &str,
) -> Result<()> {
    prove(hub, caller, viewer, old).await?;
    domain::password::check(new, &viewer.account.email)?;
    let hash = password::hash(hub, new).await?;
    hub.write(async |tx| {
        let row = store::account::hold(tx, viewer.id()).await?;
        set_password(hub, tx, row, hash.clone()).await?;
        store::session::revoke_all(tx, viewer.id(), Some(&viewer.session), hub.now()).await
    })
    .await
}

async fn set_password(
    hub: &Hub,
    tx: &DatabaseTransaction,
    mut row: account::Model,
    hash: String,
) -> Result<()> {
    row.password_hash = hash;
    let facts = json!({ "at": hub.now().to_rfc3339(), "url": letter::url(hub, "/reset") });
    letter::write(hub, tx, To::account(&row), Template::PasswordChanged, facts).await?;
    store::save(tx, row).await
}

/// Asks to move the account to another address; a letter there says how to go on.
///
/// # Errors
/// `PASSWORD_WRONG`, or a refusal about the address.
pub async fn change_email(
    hub: &Hub,
    caller: &Caller,
    viewer: &Viewer,
    password: &str,
    address: &str,
) -> Result<()> {
    let email = Email::parse("email", address)?;
    prove(hub, caller, viewer, password).await?;
    hub.write(async |tx| {
        let known = store::account::find_by_email(tx, &email.address).await?;
        let locale = viewer.account.locale;
        let token = Mailed {
            purpose: TokenPurpose::EmailChange,
            email: &email,
            account: Some(&viewer.account),
            password_hash: None,
            locale,
            life: TimeDelta::hours(PROOF_HOURS),
        }
        .issue(hub, tx)
        .await?;
        let (template, facts) = if known.is_some() {
            let facts = json!({ "sign_in_url": letter::url(hub, "/sign-in"), "reset_url": letter::url(hub, "/reset") });
            (Template::AlreadyRegistered, facts)
        } else {
            let url = letter::url(hub, &format!("/confirm-email?token={token}"));
            (Template::EmailChangedConfirm, json!({ "url": url, "valid_hours": PROOF_HOURS, "token": token }))
        };
        let to = To { account: None, address: Some(&email.address), host: &email.host, locale };
        letter::write(hub, tx, to, template, facts).await
    })
    .await
}

/// Moves an account to the address that a mailed token proves, and tells the old one.
///
/// # Errors
/// `TOKEN_INVALID`.
pub async fn confirm_email(hub: &Hub, caller: &Caller, token: &str) -> Result<account::Model> {
    hub.limits.door(Door::MailToken, caller.ip, "")?;
    hub.write(async |tx| {
        let token = redeem(hub, tx, token, TokenPurpose::EmailChange).await?;
        let account = token.account_id.ok_or(Refusal::TokenInvalid)?;
        let mut row = store::account::hold(tx, &account).await?;
        let taken = store::account::find_by_email(tx, &token.email).await?.is_some();
        if taken || row.closed_at.is_some() {
            return Err(Refusal::TokenInvalid.into());
        }
        let email = Email::parse("email", &token.email)?;
        let to = To { address: Some(&row.email), host: &row.mail_host, account: None, locale: row.locale };
        let facts = json!({ "at": hub.now().to_rfc3339(), "url": letter::url(hub, "/") });
        letter::write(hub, tx, to, Template::EmailChangedNotice, facts).await?;
        store::letter::unsuppress(tx, &letter::address_index(hub, &email.address)).await?;
        row.email = email.address;
        row.mail_host = email.host;
        store::save(tx, row.clone()).await?;
        Ok(row)
    })
    .await
}

/// Checks the password of somebody who signed in, before something that cannot be undone.
pub(super) async fn prove(hub: &Hub, caller: &Caller, viewer: &Viewer, password: &str) -> Result<()> {
    hub.limits.door(Door::Confirm, caller.ip, viewer.id().as_str())?;
    if password::verify(hub, password, Some(&viewer.account.password_hash)).await? {
        Ok(())
    } else {
        Err(Refusal::PasswordWrong.into())
    }
}

/// A token that is about to be mailed.
pub(super) struct Mailed<'a> {
    pub(super) purpose: TokenPurpose,
    pub(super) email: &'a Email,
    pub(super) account: Option<&'a account::Model>,
    pub(super) password_hash: Option<String>,
    pub(super) locale: Locale,
    pub(super) life: TimeDelta,
}

impl Mailed<'_> {
    /// Writes its hash and gives the token, which is in no other place than the letter.
    pub(super) async fn issue(self, hub: &Hub, tx: &DatabaseTransaction) -> Result<String> {
        let token = BASE64.encode(keys::random::<32>());
        let row = mail_token::Model {
            hash: Sha256::digest(&token).to_vec(),
            purpose: self.purpose,
            email: self.email.address.clone(),
            account_id: self.account.map(|account| account.id.clone()),
            password_hash: self.password_hash,
            locale: self.locale,
            created_at: hub.now(),
            expires_at: hub.now() + self.life,
            used_at: None,
        };
        store::insert(tx, row).await?;
        Ok(token)
    }
}

/// Takes a mailed token, once.
pub(super) async fn redeem(
    hub: &Hub,
    tx: &DatabaseTransaction,
    token: &str,
    purpose: TokenPurpose,
) -> Result<mail_token::Model> {
    let row = store::mail_token::hold(tx, &Sha256::digest(token)).await?.ok_or(Refusal::TokenInvalid)?;
    if row.purpose != purpose || row.used_at.is_some() || row.expires_at <= hub.now() {
        return Err(Refusal::TokenInvalid.into());
    }
    store::save(tx, mail_token::Model { used_at: Some(hub.now()), ..row.clone() }).await?;
    Ok(row)
}
