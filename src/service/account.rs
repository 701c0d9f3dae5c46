//! Accounts: asked for, proved by mail, changed and closed.
//!
//! An account is made only when its address was proved. Until then there is a token with the password that
//! was chosen, so that asking with a known and with an unknown address writes the same rows, takes the same
//! time and gets the same answer; only the letter differs.

use chrono::TimeDelta;
use entity::{AccountRole, LetterPreference, Locale, TokenPurpose, account};
use serde_json::json;

use super::{
    access::{Caller, Viewer},
    credential::{Mailed, prove, redeem},
    custody,
    letter::{self, To},
    member, password,
};
use crate::{
    domain::{self, email::Email, refusal::Refusal},
    error::Result,
    hub::Hub,
    limits::Door,
    mail::Template,
    store,
};

/// Hours in which an address can be proved.
pub(super) const PROOF_HOURS: i64 = 24;

/// Asks for an account; a letter says how to go on.
///
/// # Errors
/// A refusal about a field, or `RateLimited`.
pub async fn register(
    hub: &Hub,
    caller: &Caller,
    address: &str,
    password: &str,
    locale: Option<Locale>,
) -> Result<()> {
    let email = Email::parse("email", address)?;
    hub.limits.door(Door::Register, caller.ip, &email.address)?;
    domain::password::check(password, &email.address)?;
    let locale = locale.unwrap_or(caller.locale);
    let hash = password::hash(hub, password).await?;
    hub.write(async |tx| {
        let known = store::account::find_by_email(tx, &email.address).await?;
        let token = Mailed {
            purpose: TokenPurpose::SignUp,
            email: &email,
            account: None,
            password_hash: Some(hash.clone()),
            locale,
            life: TimeDelta::hours(PROOF_HOURS),
        }
        .issue(hub, tx)
        .await?;
        let (template, facts, locale) = match &known {
            None => {
                let url = letter::url(hub, &format!("/verify?token={token}"));
                (Template::VerifyEmail, json!({ "url": url, "valid_hours": PROOF_HOURS, "token": token }), locale)
            }
            Some(known) => {
                let facts = json!({ "sign_in_url": letter::url(hub, "/sign-in"), "reset_url": letter::url(hub, "/reset") });
                (Template::AlreadyRegistered, facts, known.locale)
            }
        };
        let to = To { account: None, address: Some(&email.address), host: &email.host, locale };
        letter::write(hub, tx, to, template, facts).await
    })
    .await
}

/// Makes the account whose address a mailed token proves.
///
/// # Errors
/// `TOKEN_INVALID` when it was used, is too old or unknown, or the address got an account meanwhile.
pub async fn verify(hub: &Hub, caller: &Caller, token: &str) -> Result<account::Model> {
    hub.limits.door(Door::MailToken, caller.ip, "")?;
    hub.write(async |tx| {
        let token = redeem(hub, tx, token, TokenPurpose::SignUp).await?;
        let known = store::account::find_by_email(tx, &token.email).await?;
        let (None, Some(password_hash)) = (known, token.password_hash) else {
            return Err(Refusal::TokenInvalid.into());
        };
        let email = Email::parse("email", &token.email)?;
        let row = fresh(hub, email, password_hash, token.locale, AccountRole::Consumer)?;
        // A proved address takes letters again, whatever bounced there before.
        store::letter::unsuppress(tx, &letter::address_index(hub, &row.email)).await?;
        store::insert(tx, row.clone()).await?;
        Ok(row)
    })
    .await
}

/// Makes an account without a letter, for whoever runs the hub.
///
/// # Errors
/// A refusal about a field, or `EMAIL_TAKEN`.
pub async fn create(
    hub: &Hub,
    address: &str,
    password: &str,
    locale: Locale,
    role: AccountRole,
) -> Result<account::Model> {
    let email = Email::parse("email", address)?;
    domain::password::check(password, &email.address)?;
    let hash = password::hash(hub, password).await?;
    enrol(hub, address, &hash, locale, role).await
}

/// Makes an account whose password was checked and hashed already: several may share one in an example world.
///
/// # Errors
/// A refusal about the address, or `EMAIL_TAKEN`.
pub async fn enrol(
    hub: &Hub,
    address: &str,
    password_hash: &str,
    locale: Locale,
    role: AccountRole,
) -> Result<account::Model> {
    let email = Email::parse("email", address)?;
    hub.write(async |tx| {
        if store::account::find_by_email(tx, &email.address).await?.is_some() {
            return Err(Refusal::EmailTaken.into());
        }
        let row = fresh(hub, email.clone(), password_hash.to_owned(), locale, role)?;
        store::insert(tx, row.clone()).await?;
        Ok(row)
    })
    .await
}

/// Whether anybody has an account.
///
/// # Errors
/// A fault only.
pub async fn is_anybody(hub: &Hub) -> Result<bool> {
    Ok(!store::account::keyed_after(&hub.db, None, 1).await?.is_empty())
}

/// Gives an account another role.
///
/// # Errors
/// `UNKNOWN` when nobody has the address.
pub async fn promote(hub: &Hub, address: &str, role: AccountRole) -> Result<()> {
    let email = Email::parse("email", address)?;
    hub.write(async |tx| {
        let known = store::account::find_by_email(tx, &email.address).await?;
        let known = known.ok_or(Refusal::Unknown { field: "email" })?;
        let mut row = store::account::hold(tx, &known.id).await?;
        row.role = role;
        store::save(tx, row).await
    })
    .await
}

pub(super) fn fresh(
    hub: &Hub,
    email: Email,
    password_hash: String,
    locale: Locale,
    role: AccountRole,
) -> Result<account::Model> {
    let id: entity::AccountId = hub.mint();
    Ok(account::Model {
        data_key: Some(hub.keys.new_data_key(id.as_str())?),
        id,
        email: email.address,
        mail_host: email.host,
        password_hash,
        role,
        locale,
        letters: LetterPreference::Every,
        discreet: false,
        created_at: hub.now(),
        closed_at: None,
    })
}

/// What an account prefers; `None` leaves it as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Preferences {
    /// The language.
    pub locale: Option<Locale>,
    /// Which news is mailed.
    pub letters: Option<LetterPreference>,
    /// Whether mails say only that there is news.
    pub discreet: Option<bool>,
}

/// Sets preferences.
///
/// # Errors
/// A fault only.
pub async fn set_preferences(hub: &Hub, viewer: &Viewer, wanted: Preferences) -> Result<account::Model> {
    hub.write(async |tx| {
        let mut row = store::account::hold(tx, viewer.id()).await?;
        row.locale = wanted.locale.unwrap_or(row.locale);
        row.letters = wanted.letters.unwrap_or(row.letters);
        row.discreet = wanted.discreet.unwrap_or(row.discreet);
        store::save(tx, row.clone()).await?;
        Ok(row)
    })
    .await
}

/// Closes an account: leaves its cases, ends its sessions and destroys its key, and with it all it sealed.
///
/// # Errors
/// `PASSWORD_WRONG`, or `LAST_ORGANISER` while it alone runs an open case.
pub async fn close(hub: &Hub, caller: &Caller, viewer: &Viewer, password: &str) -> Result<()> {
    prove(hub, caller, viewer, password).await?;
    let now = hub.now();
    hub.write(async |tx| {
        for seat in store::member::all_of(tx, viewer.id()).await? {
            if seat.left_at.is_none() {
                member::leave_seat(hub, tx, seat.clone(), member::Leaving::Account).await?;
            }
            custody::destroy(hub, tx, &seat).await?;
        }
        let mut row = store::account::hold(tx, viewer.id()).await?;
        let to = To { account: None, address: Some(&row.email), host: &row.mail_host, locale: row.locale };
        letter::write(hub, tx, to, Template::AccountClosed, json!({ "at": now.to_rfc3339() })).await?;
        store::session::revoke_all(tx, viewer.id(), None, now).await?;
        row.email = row.id.to_string();
        row.mail_host = String::new();
        row.password_hash = String::new();
        row.data_key = None;
        row.closed_at = Some(now);
        store::save(tx, row).await?;
        store::identity::delete(tx, viewer.id()).await?;
        // Without the key they say nothing any more; they are swept away as well.
        store::blob::doom_all(tx, viewer.id()).await?;
        store::app::revoke_all(tx, viewer.id(), now).await
    })
    .await
}
