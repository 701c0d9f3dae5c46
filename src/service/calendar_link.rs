//! The calendar of an organiser: a secret link that calendar programs fetch, and that its owner can revoke.

use std::collections::BTreeSet;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use entity::{Locale, calendar_link};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{access::Viewer, letter};
use crate::{
    domain::agenda::{self, Entry},
    error::{Error, Result},
    hub::Hub,
    keys, locale, store,
};

/// Makes a link, in place of an earlier one, which no longer works; gives its address, which is shown only now.
///
/// # Errors
/// A fault only.
pub async fn make(hub: &Hub, viewer: &Viewer) -> Result<(calendar_link::Model, String)> {
    let token = BASE64.encode(keys::random::<32>());
    let row = calendar_link::Model {
        account_id: viewer.id().clone(),
        token_hash: hash(&token),
        made_at: hub.now(),
    };
    hub.write(async |tx| {
        store::account::hold(tx, viewer.id()).await?;
        store::calendar_link::delete(tx, viewer.id()).await?;
        store::insert(tx, row.clone()).await
    })
    .await?;
    Ok((row, letter::url(hub, &format!("/calendar/{token}.ics"))))
}

/// Revokes the link of the viewer; tells whether there was one.
///
/// # Errors
/// A fault only.
pub async fn revoke(hub: &Hub, viewer: &Viewer) -> Result<bool> {
    hub.write(async |tx| store::calendar_link::delete(tx, viewer.id()).await).await
}

/// When the viewer made the link that works now.
///
/// # Errors
/// A fault only.
pub async fn mine(hub: &Hub, viewer: &Viewer) -> Result<Option<calendar_link::Model>> {
    store::calendar_link::find(&hub.db, viewer.id()).await
}

/// A token is long and random: its hash is looked up, and tells nothing by how long that takes.
fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token).to_vec()
}

/// The deadlines of the cases that the owner of a link organises, as iCalendar.
///
/// # Errors
/// `NotFound` for a link that was revoked or never was, or whose owner closed their account.
pub async fn feed(hub: &Hub, token: &str) -> Result<String> {
    let gone = || Error::NotFound("link");
    let link = store::calendar_link::by_token(&hub.db, &hash(token)).await?.ok_or_else(gone)?;
    let account = store::account::find(&hub.db, &link.account_id).await?.ok_or_else(gone)?;
    if account.closed_at.is_some() {
        return Err(gone());
    }
    let rows = store::calendar_link::deadlines(&hub.db, &account.id).await?;
    let ids: BTreeSet<_> = rows.iter().map(|(row, _)| row.case_id.clone()).collect();
    let cases = store::case::find_many(&hub.db, ids.into_iter().collect()).await?;
    let words = |key: &str, facts| locale::text(account.locale, key, &facts);
    let entries: Vec<Entry> = rows
        .into_iter()
        .filter_map(|(row, filing)| {
            let (filing, case) = (filing?, cases.get(&row.case_id)?);
            let facts = json!({
                "number": case.number, "channel": format!("@channel.{}", filing.channel.as_str()),
                "deadline": format!("@deadline.{}", row.kind.as_str()),
            });
            let key = if row.met_at.is_some() { "calendar.met" } else { "calendar.due" };
            Some(Entry {
                id: row.id.to_string(),
                due_on: row.due_on,
                summary: words(key, facts),
                description: words("calendar.basis", json!({ "basis": basis(account.locale, &row.basis) })),
                url: letter::url(hub, &format!("/cases/{}", case.number)),
                changed_at: row.met_at.unwrap_or(filing.updated_at),
                is_provisional: row.provisional,
            })
        })
        .collect();
    let host = hub.config.server.public_url.split("://").last().unwrap_or_default();
    Ok(agenda::feed(&words("calendar.name", json!({})), host, &entries))
}

/// What a deadline rests on, in words.
fn basis(locale: Locale, code: &str) -> String {
    locale::word(locale, &format!("calendar.{}", code.replace('-', "_"))).unwrap_or(code).to_owned()
}
