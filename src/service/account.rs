//! Accounts: asked for, proved by mail, changed and closed.
//!
//! An account is made only when its address was proved. Until then there is a token with the password that
//! was chosen, so that asking with a known and with an unknown address writes the same rows, takes the same
//! time and gets the same answer; only the letter differs.

use chrono::TimeDelta;
use entity::{AccountId, AccountRole, LetterPreference, Locale, TokenPurpose, account};
use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::{
    access::{Caller, Viewer},
    credential::{Mailed, prove, redeem},
    custody, data_key,
    letter::{self, To},
    member, password,
};
use crate::{
    domain::{self, email::Email, refusal::Refusal},
    error::{Error, Result},
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
        let row = fresh(hub, email, password_hash, token.locale, AccountRole::Consumer);
        // A proved address takes letters again, whatever bounced there before.
        store::letter::unsuppress(tx, &letter::address_index(hub, &row.email)).await?;
        insert(hub, tx, &row).await?;
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
        let row = fresh(hub, email.clone(), password_hash.to_owned(), locale, role);
        insert(hub, tx, &row).await?;
        Ok(row)
    })
    .await
}

/// Whether anybody has an account.
///
/// # Errors
/// A fault only.
pub async fn is_anybody(hub: &Hub) -> Result<bool> {
    store::account::is_any(&hub.db).await
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

fn fresh(
    hub: &Hub,
    email: Email,
    password_hash: String,
    locale: Locale,
    role: AccountRole,
) -> account::Model {
    account::Model {
        id: hub.mint(),
        email: email.address,
        mail_host: email.host,
        password_hash,
        role,
        locale,
        letters: LetterPreference::Every,
        discreet: false,
        created_at: hub.now(),
        closed_at: None,
    }
}

/// Writes a new account and the key it seals under.
async fn insert(hub: &Hub, tx: &DatabaseTransaction, row: &account::Model) -> Result<()> {
    store::insert(tx, row.clone()).await?;
    store::insert(tx, data_key::fresh(hub, &row.id)?).await
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
    hub.write(async |tx| {
        let row = store::account::find(tx, viewer.id()).await?.ok_or(Error::NotFound("account"))?;
        let to = To { account: None, address: Some(&row.email), host: &row.mail_host, locale: row.locale };
        let facts = json!({ "at": hub.now().to_rfc3339() });
        letter::write(hub, tx, to, Template::AccountClosed, facts).await?;
        shut(hub, tx, viewer.id(), member::Leaving::Account).await
    })
    .await
}

/// Closes every account whose key is gone; tells how many there were.
///
/// # Errors
/// A fault only; what was closed stays closed.
pub(super) async fn close_keyless(hub: &Hub) -> Result<usize> {
    let mut closed = 0;
    loop {
        let some = store::account::keyless(&hub.db, 100).await?;
        if some.is_empty() {
            return Ok(closed);
        }
        for row in &some {
            hub.write(async |tx| shut(hub, tx, &row.id, member::Leaving::Restored).await).await?;
        }
        closed += some.len();
    }
}

async fn shut(hub: &Hub, tx: &DatabaseTransaction, id: &AccountId, why: member::Leaving) -> Result<()> {
    let now = hub.now();
    for listed in store::member::all_of(tx, id).await? {
        // Held first: it may have gone on in another case since it was listed.
        let Some(seat) = store::member::hold_seat(tx, &listed.id).await? else { continue };
        if seat.left_at.is_none() {
            member::leave_seat(hub, tx, seat.clone(), why).await?;
        }
        custody::destroy(hub, tx, &seat).await?;
    }
    let mut row = store::account::hold(tx, id).await?;
    store::session::revoke_all(tx, id, None, now).await?;
    row.email = row.id.to_string();
    row.mail_host = String::new();
    row.password_hash = String::new();
    row.closed_at = Some(now);
    store::save(tx, row).await?;
    store::data_key::delete(tx, id).await?;
    store::identity::delete(tx, id).await?;
    // Without the key they say nothing any more; they are swept away as well.
    store::blob::doom_all(tx, id).await?;
    store::app::revoke_all(tx, id, now).await
}
