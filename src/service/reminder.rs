//! Reminders: whoever hands a filing in is asked to do so, and later how it stands; a few times, and then no more.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{FilingId, FilingStatus, Locale, filing};
use serde_json::json;

use super::{
    letter::{self, To},
    mandate,
};
use crate::{domain::filing as rules, error::Result, hub::Hub, locale, mail::Template, store};

/// How long after a step somebody is asked for the next one.
const AFTER: TimeDelta = TimeDelta::days(3);

/// How often somebody is asked without an answer.
const MOST: i32 = 4;

/// Filings seen to in one pass.
const BATCH: u64 = 50;

/// When somebody is asked for the first time.
pub(super) fn first(now: DateTime<Utc>) -> DateTime<Utc> {
    now + AFTER
}

/// The same filing after an answer, on which the asking begins anew, or ends.
pub(super) fn after_answer(row: filing::Model, now: DateTime<Utc>) -> filing::Model {
    let asks = row.submitted_by.is_some() && !rules::is_over(row.status);
    filing::Model { remind_at: asks.then(|| spaced(now, 0)), reminders: 0, ..row }
}

/// A filing that was handed in: from now on it is asked how it stands.
pub(super) fn handed_in(row: filing::Model, now: DateTime<Utc>) -> filing::Model {
    filing::Model { remind_at: Some(spaced(now, 0)), reminders: 0, ..row }
}

/// The next time, each twice as far off as the one before.
fn spaced(now: DateTime<Utc>, asked: i32) -> DateTime<Utc> {
    now + AFTER * (1 << asked.clamp(0, MOST))
}

/// Asks the representatives of filings of which nothing was heard for a while, or whoever filed where there are none; tells how many were looked at.
///
/// # Errors
/// A fault only.
pub async fn remind(hub: &Hub) -> Result<usize> {
    let due = store::filing::to_remind(&hub.db, hub.now(), BATCH).await?;
    for id in &due {
        one(hub, id).await?;
    }
    Ok(due.len())
}

async fn one(hub: &Hub, id: &FilingId) -> Result<()> {
    let now = hub.now();
    hub.write(async |tx| {
        let row = store::filing::hold(tx, id).await?;
        // Another worker was quicker.
        if row.remind_at.is_none_or(|at| at > now) {
            return Ok(());
        }
        let asked = row.reminders + 1;
        let is_over = rules::is_over(row.status);
        let next = (asked < MOST && !is_over).then(|| spaced(now, asked));
        let row = filing::Model { remind_at: next, reminders: asked, ..row };
        store::save(tx, row.clone()).await?;
        if is_over {
            return Ok(());
        }
        let Some(case) = store::case::find(tx, &row.case_id).await? else { return Ok(()) };
        let mut seats = mandate::representatives(tx, &row.case_id).await?;
        if seats.is_empty() {
            seats.extend(store::member::hold_seat(tx, &row.filed_by).await?);
        }
        let accounts = seats.into_iter().map(|seat| seat.account_id).collect();
        for account in store::account::find_many(tx, accounts).await?.into_values() {
            if account.closed_at.is_some() {
                continue;
            }
            let facts = json!({
                "case_number": case.number, "case_title": case.title, "event": "news",
                "lines": [line(account.locale, &row)],
                "url": letter::url(hub, &format!("/cases/{}", case.number)),
            });
            letter::write(hub, tx, To::account(&account), Template::CaseChanged, facts).await?;
        }
        Ok(())
    })
    .await
}

/// What is asked for.
fn line(locale: Locale, row: &filing::Model) -> String {
    let key = if row.status == FilingStatus::Prepared { "reminder.hand_in" } else { "reminder.report" };
    locale::text(locale, key, &json!({ "channel": format!("@channel.{}", row.channel.as_str()) }))
}
