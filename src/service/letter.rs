//! Letters: one to a person now, or one to each member about an event.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{AccountId, EventKind, JobId, LetterState, Locale, account, event, letter};
use sea_orm::DatabaseTransaction;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::access::Viewer;
use crate::{
    domain::calendar,
    error::{Error, Result},
    hub::Hub,
    mail::Template,
    store::{
        self,
        page::{Page, Slice},
    },
};

/// Where a letter goes that is about an account.
pub struct To<'a> {
    /// The account, if there is one.
    pub account: Option<AccountId>,
    /// The address, when it is not the account's own.
    pub address: Option<&'a str>,
    /// The address's host.
    pub host: &'a str,
    /// The language.
    pub locale: Locale,
}

impl<'a> To<'a> {
    /// To the address of an account.
    #[must_use]
    pub fn account(account: &'a account::Model) -> Self {
        Self {
            account: Some(account.id.clone()),
            address: None,
            host: &account.mail_host,
            locale: account.locale,
        }
    }
}

/// What a letter about an account says, as it is sealed.
#[derive(Serialize, Deserialize)]
pub struct Said {
    /// The language.
    pub locale: Locale,
    /// What its words are made from.
    pub facts: Value,
}

/// By how much a letter about an account is ahead of those about cases: letters go in the order in which they
/// became due, and an announcement to 100,000 members must not hold up the reset of a password.
const AHEAD: TimeDelta = TimeDelta::days(1);

/// Writes a letter in the transaction of what it is about.
///
/// # Errors
/// A fault only.
pub async fn write(
    hub: &Hub,
    tx: &DatabaseTransaction,
    to: To<'_>,
    template: Template,
    facts: Value,
) -> Result<()> {
    let id: entity::LetterId = hub.mint();
    let said =
        serde_json::to_vec(&Said { locale: to.locale, facts }).map_err(Error::fault("writing a letter"))?;
    let row = letter::Model {
        facts_sealed: Some(hub.keys.seal_own(&said, id.as_str())?),
        id,
        account_id: to.account,
        address: to.address.map(str::to_owned),
        host: to.host.to_owned(),
        case_id: None,
        event_id: None,
        template: template.as_str().to_owned(),
        state: LetterState::Queued,
        attempts: 0,
        next_at: if template.yields_to_discretion() { hub.now() } else { hub.now() - AHEAD },
        reason: None,
        created_at: hub.now(),
        sent_at: None,
    };
    store::insert(tx, row).await
}

/// What a letter about an account says.
///
/// # Errors
/// A fault when the seal is broken.
pub fn unseal(hub: &Hub, id: &entity::LetterId, sealed: &[u8]) -> Result<Said> {
    let said = hub.keys.open_own(sealed, id.as_str())?;
    serde_json::from_slice(&said).map_err(Error::fault("reading a letter"))
}

/// A job: writes the letters about an event, page by page, so that the case is not held meanwhile.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Announce {
    /// The event.
    pub event: entity::EventId,
    /// The account behind which the next page begins.
    pub after: String,
}

impl Announce {
    /// The name of this kind of job.
    pub const KIND: &'static str = "announce";
}

/// Accounts per page of an announcement; each page is one transaction.
const PAGE: u64 = 5_000;

/// Queues the letters about an event in its transaction; gives the job that writes them.
pub(super) async fn announce(hub: &Hub, tx: &DatabaseTransaction, event: &event::Model) -> Result<JobId> {
    let payload = Announce { event: event.id.clone(), after: String::new() };
    enqueue(hub, tx, Announce::KIND, &payload).await
}

/// Puts a job into the queue in the transaction that makes it necessary.
///
/// # Errors
/// A fault only.
pub async fn enqueue(
    hub: &Hub,
    tx: &DatabaseTransaction,
    kind: &str,
    payload: &impl Serialize,
) -> Result<JobId> {
    let id: JobId = hub.mint();
    let row = entity::job::Model {
        id: id.clone(),
        kind: kind.to_owned(),
        payload: serde_json::to_value(payload).map_err(Error::fault("writing a job"))?,
        run_at: hub.now(),
        attempts: 0,
        reason: None,
        failed_at: None,
        created_at: hub.now(),
    };
    store::insert(tx, row).await?;
    Ok(id)
}

/// Whether an event sends letters, and whether also to those who want only ballots, answers and results.
#[must_use]
pub fn audience(kind: EventKind) -> Option<bool> {
    match kind {
        EventKind::BallotOpened
        | EventKind::BallotClosed
        | EventKind::ResolutionOpened
        | EventKind::ResolutionClosed
        | EventKind::FilingSent
        | EventKind::FilingAnswered
        | EventKind::OfferMade
        | EventKind::OfferClosed
        | EventKind::OfferWithdrawn
        | EventKind::CaseClosed
        | EventKind::MergeAgreed
        | EventKind::SplitAgreed
        | EventKind::TransferCancelled
        | EventKind::CaseMerged
        | EventKind::CaseSplit
        | EventKind::CaseContinued => Some(true),
        EventKind::CaseReopened
        | EventKind::MessageReceived
        | EventKind::ReplyPublished
        | EventKind::MandateEnded
        | EventKind::FilingFailed
        | EventKind::DeadlineOverdue
        | EventKind::DeadlineDue => Some(false),
        _ => None,
    }
}

/// Writes the next page of an announcement; tells whether there may be another.
///
/// # Errors
/// A fault only.
pub async fn announce_page(hub: &Hub, job: &JobId, announce: &Announce) -> Result<Option<Announce>> {
    let Some(event) = store::event::find(&hub.db, &announce.event).await? else { return Ok(None) };
    let Some(end) = store::letter::page_end(&hub.db, &event.case_id, &announce.after, PAGE).await? else {
        return Ok(None);
    };
    let now = hub.now();
    let news = store::letter::Announcement {
        event: event.id.clone(),
        case: event.case_id.clone(),
        template: Template::CaseChanged.as_str(),
        is_result: audience(event.kind).unwrap_or(false),
        now,
        digest_at: next_digest(now),
    };
    let next = Announce { event: event.id, after: end.to_string() };
    hub.write(async |tx| {
        store::letter::fan_out(tx, &news, &announce.after, &end).await?;
        let payload = serde_json::to_value(&next).map_err(Error::fault("writing a job"))?;
        store::job::set_payload(tx, job, payload).await
    })
    .await?;
    Ok(Some(next))
}

/// When the next daily digest goes out: at 19:00 in Beijing.
#[must_use]
pub fn next_digest(now: DateTime<Utc>) -> DateTime<Utc> {
    let today = calendar::start_of_beijing_day(calendar::beijing_date(now)) + TimeDelta::hours(19);
    if today > now { today } else { today + TimeDelta::days(1) }
}

/// The letters to the viewer, newest first.
///
/// # Errors
/// A fault only.
pub async fn mine(hub: &Hub, viewer: &Viewer, page: &Page) -> Result<Slice<letter::Model>> {
    store::letter::of_account(&hub.db, viewer.id(), page).await
}

/// The token by which a reader stops letters without signing in (RFC 8058).
#[must_use]
pub fn unsubscribe_token(hub: &Hub, account: &AccountId) -> String {
    use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
    let signature = hub.keys.sign_link(&format!("unsubscribe/{account}"));
    format!("{account}.{}", BASE64.encode(signature))
}

/// Stops the letters about cases to the account that a token names. What concerns the account itself, such as a
/// password reset that its owner asked for, is still sent.
///
/// # Errors
/// `NotFound` when the token is not one of ours.
pub async fn unsubscribe(hub: &Hub, token: &str) -> Result<()> {
    use subtle::ConstantTimeEq;
    let gone = || Error::NotFound("link");
    let (account, _) = token.split_once('.').ok_or_else(gone)?;
    let account: AccountId = super::access::id(account, "link")?;
    let expected = unsubscribe_token(hub, &account);
    if !bool::from(expected.as_bytes().ct_eq(token.as_bytes())) {
        return Err(gone());
    }
    hub.write(async |tx| {
        let mut row = store::account::hold(tx, &account).await?;
        row.letters = entity::LetterPreference::None;
        store::save(tx, row).await
    })
    .await
}

/// The keyed hash under which an address is closed to letters.
#[must_use]
pub fn address_index(hub: &Hub, address: &str) -> Vec<u8> {
    hub.keys.index("address", address)
}

/// SHA-256 in lower-case hex.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// An absolute address on this hub.
#[must_use]
pub fn url(hub: &Hub, path: &str) -> String {
    format!("{}{path}", hub.config.server.public_url)
}
