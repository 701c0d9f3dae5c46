//! Daily digests: one letter in place of those that were held for it.

use std::collections::HashSet;

use entity::{AccountId, LetterPreference, LetterState, letter};
use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::{
    letter::{self as letters, To},
    news,
};
use crate::{error::Result, hub::Hub, mail::Template, store};

/// Accounts whose digests are written before the caller sees to other things.
const SOME: u64 = 500;

/// Writes digests that are due, each in a transaction of its own; tells how many accounts it saw to.
///
/// # Errors
/// A fault only, while nothing is written yet; one that is about a single digest is logged, and the others go on.
pub async fn write_due(hub: &Hub) -> Result<usize> {
    let mut written = 0;
    for account in store::letter::digests_due(&hub.db, hub.now(), SOME).await? {
        match hub.write(async |tx| write(hub, tx, &account).await).await {
            Ok(()) => written += 1,
            Err(error) => {
                tracing::error!(account.id = %account, ?error, "the digest of {account} could not be written");
            }
        }
    }
    Ok(written)
}

/// Writes the digest of one account; the letters that were held for it are put aside with it.
///
/// Its reader may have changed their mind since they were held: whoever wants no letters any more gets none, and
/// whoever wants only results gets a digest of those.
async fn write(hub: &Hub, tx: &DatabaseTransaction, id: &AccountId) -> Result<()> {
    let held = store::letter::held(tx, id, hub.now()).await?;
    let account = store::account::find(tx, id).await?.filter(|account| account.closed_at.is_none());
    let Some(account) = account else { return put_aside(tx, &held, "closed").await };
    if account.letters == LetterPreference::None {
        return put_aside(tx, &held, "preference").await;
    }
    let ids: HashSet<_> = held.iter().filter_map(|row| row.event_id.clone()).collect();
    let events = store::event::find_many(tx, ids.into_iter().collect()).await?;
    let ids: HashSet<_> = events.values().map(|event| event.case_id.clone()).collect();
    let cases = store::case::find_many(tx, ids.into_iter().collect()).await?;
    let items: Vec<_> = held
        .iter()
        .filter_map(|row| events.get(row.event_id.as_ref()?))
        .filter(|event| {
            account.letters != LetterPreference::Results || letters::audience(event.kind) == Some(true)
        })
        .filter_map(|event| {
            let case = cases.get(&event.case_id)?;
            Some(news::facts(&hub.config.server.public_url, account.locale, event, case))
        })
        .collect();
    if items.is_empty() {
        return put_aside(tx, &held, "preference").await;
    }
    let facts = json!({ "items": items, "url": letters::url(hub, "/me/letters") });
    letters::write(hub, tx, To::account(&account), Template::Digest, facts).await?;
    put_aside(tx, &held, "digest").await
}

async fn put_aside(tx: &DatabaseTransaction, held: &[letter::Model], reason: &str) -> Result<()> {
    let ids = held.iter().map(|row| row.id.clone()).collect();
    store::letter::set_given_up(tx, ids, LetterState::Suppressed, reason).await
}
