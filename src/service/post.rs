//! Letters on their way out: taken with a lease, addressed, and recorded for what became of them.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    AccountId, EventId, LetterId, LetterPreference, LetterState, Locale, account, case, event, letter,
};
use serde_json::Value;

use super::{letter as letters, news};
use crate::{
    domain::backoff,
    error::Result,
    hub::Hub,
    mail::{Envelope, Template},
    store,
};

/// A letter that may go: addressed and dated, not yet worded.
#[derive(Clone, Debug)]
pub struct Due {
    /// The letter.
    pub id: LetterId,
    /// What it says to whom.
    pub envelope: Envelope,
    /// The recipient's host.
    pub host: String,
    /// When it was decided on: every attempt has the same date, and so the same bytes.
    pub date: DateTime<Utc>,
    /// This attempt included.
    pub attempts: u32,
}

impl Due {
    /// Whether somebody waits for it: letters about an account are few and keep to no pace.
    #[must_use]
    pub fn is_urgent(&self) -> bool {
        !self.envelope.template.yields_to_discretion()
    }

    /// When to try again after a failure now, or `None` to give up.
    #[must_use]
    pub fn next_attempt(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        backoff::next_attempt(self.id.as_str(), self.attempts, self.date, now)
    }
}

/// What became of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The next server took it.
    Sent,
    /// It was not tried, and waits.
    Later(DateTime<Utc>),
    /// It failed, and is tried again.
    Again {
        /// Not before.
        at: DateTime<Utc>,
        /// Why it failed; a code, never an address.
        reason: String,
    },
    /// It was given up.
    Failed {
        /// Why; a code, never an address.
        reason: String,
        /// The address, when it takes no letters at all.
        suppress: Option<String>,
    },
    /// It is not wanted.
    Suppressed(&'static str),
}

/// Takes up to `limit` letters that are due and addresses them; those that nobody wants are put aside.
///
/// They belong to the caller for `config.mail.lease_seconds`. A letter is either recorded by [`record`] in that
/// time or is due again after it.
///
/// # Errors
/// A fault only.
pub async fn take(hub: &Hub, limit: u64) -> Result<Vec<Due>> {
    let now = hub.now();
    // A look costs less than a write, and the worker looks often.
    if limit == 0 || !store::letter::is_due(&hub.db, now).await? {
        return Ok(Vec::new());
    }
    let lease = TimeDelta::seconds(hub.config.mail.lease_seconds.into());
    let rows = hub.write(async |tx| store::letter::take(tx, now, lease, limit).await).await?;
    let desk = Desk::open(hub, &rows).await?;
    let mut due = Vec::with_capacity(rows.len());
    let mut aside = Vec::new();
    let mut facts = HashMap::new();
    for row in rows {
        let id = row.id.clone();
        match desk.address(row, &mut facts) {
            Ok(letter) => due.push(letter),
            Err(fate) => aside.push((id, fate)),
        }
    }
    record(hub, &aside).await?;
    Ok(due)
}

/// Records what became of letters, all in one transaction.
///
/// # Errors
/// A fault only.
pub async fn record(hub: &Hub, fates: &[(LetterId, Fate)]) -> Result<()> {
    if fates.is_empty() {
        return Ok(());
    }
    let now = hub.now();
    let mut sent = Vec::new();
    let mut again: BTreeMap<(DateTime<Utc>, Option<&str>), Vec<LetterId>> = BTreeMap::new();
    let mut ended: BTreeMap<(LetterState, &str), Vec<LetterId>> = BTreeMap::new();
    let mut closed: BTreeMap<&str, &str> = BTreeMap::new();
    for (id, fate) in fates {
        match fate {
            Fate::Sent => sent.push(id.clone()),
            Fate::Later(at) => again.entry((*at, None)).or_default().push(id.clone()),
            Fate::Again { at, reason } => again.entry((*at, Some(reason))).or_default().push(id.clone()),
            Fate::Failed { reason, suppress } => {
                ended.entry((LetterState::Failed, reason)).or_default().push(id.clone());
                if let Some(address) = suppress {
                    closed.insert(address, reason);
                }
            }
            Fate::Suppressed(reason) => {
                ended.entry((LetterState::Suppressed, reason)).or_default().push(id.clone());
            }
        }
    }
    hub.write(async |tx| {
        store::letter::set_sent(tx, sent, now).await?;
        for ((at, reason), ids) in again {
            store::letter::set_again(tx, ids, at, reason).await?;
        }
        for ((state, reason), ids) in ended {
            store::letter::set_given_up(tx, ids, state, reason).await?;
        }
        for (address, reason) in closed {
            store::letter::suppress(tx, letters::address_index(hub, address), reason, now).await?;
        }
        Ok(())
    })
    .await
}

/// What a batch of letters is about, loaded in one go.
struct Desk<'a> {
    hub: &'a Hub,
    accounts: HashMap<AccountId, account::Model>,
    events: HashMap<EventId, event::Model>,
    cases: HashMap<entity::CaseId, case::Model>,
    /// Addresses that take no letters, as keyed hashes.
    closed: HashSet<Vec<u8>>,
}

/// The facts of an event in one language: the same for all its readers.
type Facts = HashMap<(EventId, Locale), Value>;

impl<'a> Desk<'a> {
    async fn open(hub: &'a Hub, rows: &[letter::Model]) -> Result<Self> {
        let ids: HashSet<AccountId> = rows.iter().filter_map(|row| row.account_id.clone()).collect();
        let accounts = store::account::find_many(&hub.db, ids.into_iter().collect()).await?;
        let ids: HashSet<EventId> = rows.iter().filter_map(|row| row.event_id.clone()).collect();
        let events = store::event::find_many(&hub.db, ids.into_iter().collect()).await?;
        let ids: HashSet<_> = events.values().map(|event| event.case_id.clone()).collect();
        let cases = store::case::find_many(&hub.db, ids.into_iter().collect()).await?;
        let own = rows.iter().filter_map(|row| row.address.as_deref());
        let addresses = accounts.values().map(|account| account.email.as_str()).chain(own);
        let indexes = addresses.map(|address| letters::address_index(hub, address)).collect();
        let closed = store::letter::suppressed(&hub.db, indexes).await?;
        Ok(Self { hub, accounts, events, cases, closed })
    }

    /// Addresses one letter, or says why it does not go.
    fn address(&self, row: letter::Model, facts: &mut Facts) -> Result<Due, Fate> {
        let attempts = row.attempts.unsigned_abs();
        let put_off = |reason: &str| {
            let now = self.hub.now();
            let reason = reason.to_owned();
            match backoff::next_attempt(row.id.as_str(), attempts, row.created_at, now) {
                Some(at) => Fate::Again { at, reason },
                None => Fate::Failed { reason, suppress: None },
            }
        };
        // A newer release may have written it; it waits for a worker that knows its template.
        let template: Template = row.template.parse().map_err(|_| put_off("template"))?;
        let account = row.account_id.as_ref().and_then(|id| self.accounts.get(id));
        let to = match (&row.address, account) {
            (Some(address), _) => address.clone(),
            (None, Some(account)) if account.closed_at.is_none() => account.email.clone(),
            (None, _) => return Err(Fate::Suppressed("closed")),
        };
        if !is_always_tried(template) && self.closed.contains(&letters::address_index(self.hub, &to)) {
            return Err(Fate::Suppressed("address"));
        }
        let about_cases = template.yields_to_discretion();
        let preference = account.map(|account| account.letters);
        if about_cases && preference == Some(LetterPreference::None) {
            return Err(Fate::Suppressed("preference"));
        }
        let (locale, facts) = match (&row.facts_sealed, account) {
            (Some(sealed), _) => {
                let said = letters::unseal(self.hub, &row.id, sealed).map_err(|_| put_off("sealed"))?;
                (said.locale, said.facts)
            }
            (None, Some(account)) => {
                let facts = self.news(&row, account.locale, facts).ok_or(Fate::Suppressed("gone"))?;
                (account.locale, facts)
            }
            (None, None) => return Err(Fate::Suppressed("gone")),
        };
        let reply_to = facts["reply_to"].as_str().map(str::to_owned);
        let envelope = Envelope {
            letter_id: row.id.to_string(),
            to,
            locale,
            template,
            facts,
            unsubscribe_url: account.filter(|_| about_cases).map(|account| {
                let token = letters::unsubscribe_token(self.hub, &account.id);
                letters::url(self.hub, &format!("/unsubscribe/{token}"))
            }),
            reply_to,
            discreet: account.is_some_and(|account| account.discreet),
        };
        Ok(Due { id: row.id, envelope, host: row.host, date: row.created_at, attempts })
    }

    fn news(&self, row: &letter::Model, locale: Locale, made: &mut Facts) -> Option<Value> {
        let event = self.events.get(row.event_id.as_ref()?)?;
        let case = self.cases.get(&event.case_id)?;
        let facts = made
            .entry((event.id.clone(), locale))
            .or_insert_with(|| news::facts(&self.hub.config.server.public_url, locale, event, case));
        Some(facts.clone())
    }
}

/// Letters that go even where others came back: whoever asked for them waits, and the address may live again; or
/// they tell of something done to the account.
const fn is_always_tried(template: Template) -> bool {
    !matches!(
        template,
        Template::CaseChanged | Template::Digest | Template::AlreadyRegistered | Template::ResetUnknown
    )
}
