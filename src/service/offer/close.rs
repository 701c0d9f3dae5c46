//! Offers end: by the clock, also when nobody was there at that minute. Who accepted has settled, and nobody else.

use chrono::{DateTime, Utc};
use entity::{EventKind, FilingStatus, OfferId, OfferState, case, filing, offer};
use sea_orm::DatabaseTransaction;
use serde_json::{Value, json};

use super::{channel, restage};
use crate::{
    domain::{filing as filings, offer as rules, published},
    error::Result,
    hub::Hub,
    service::{
        outcome,
        timeline::{self, Happening},
    },
    store,
};

/// Closes offers whose end has come; tells how many.
///
/// # Errors
/// A fault only.
pub async fn close_ended(hub: &Hub) -> Result<usize> {
    let ended = store::offer::ended(&hub.db, hub.now()).await?;
    for found in &ended {
        hub.write(async |tx| {
            let case = store::case::hold(tx, &found.case_id).await?;
            let filing = store::filing::hold(tx, &found.filing_id).await?;
            let row = store::offer::hold(tx, &found.id).await?;
            if row.state == OfferState::Open { close(hub, tx, case, filing, row).await } else { Ok(()) }
        })
        .await?;
    }
    Ok(ended.len())
}

async fn close(
    hub: &Hub,
    tx: &DatabaseTransaction,
    case: case::Model,
    filing: filing::Model,
    row: offer::Model,
) -> Result<()> {
    let now = hub.now();
    let row = offer::Model { state: OfferState::Closed, closed_at: Some(now), ..row };
    store::save(tx, row.clone()).await?;
    let settled = store::offer::settle(tx, &row, now).await?;
    let declined = store::offer::count_answers(tx, &row.id, false).await?;
    store::offer::set_counted(tx, &row.id).await?;
    let row = offer::Model { accepted: settled, declined, ..row };
    store::save(tx, row.clone()).await?;
    let status = rules::after(settled, store::filing::goes_on(tx, &filing.id).await?);
    let filing = filing::Model { status, updated_at: now, ..filing };
    store::save(tx, filing.clone()).await?;
    outcome::ask_settled(tx, &row, now).await?;
    store::deadline::meet(tx, &filing.id, &filings::met_by(status), now).await?;
    let silent = (row.asked - settled - declined).max(0);
    let is_told = published::is_told(&[settled, declined, silent]);
    let told = |people: i64| if is_told { Value::from(people) } else { Value::from("@count.untold") };
    let facts = json!({
        "channel": channel(filing.channel), "offer": row.id, "status": format!("@filing.{}", status.as_str()),
        "agreed": status == FilingStatus::Agreed,
        "accepted": told(settled), "declined": told(declined), "silent": told(silent),
    });
    timeline::record(hub, tx, Happening::new(&case.id, EventKind::OfferClosed, None, facts)).await?;
    restage(hub, tx, case).await?;
    Ok(())
}

/// Ends a held offer without anybody having settled.
pub(super) async fn void(
    tx: &DatabaseTransaction,
    row: offer::Model,
    reason: Option<&str>,
    now: DateTime<Utc>,
) -> Result<offer::Model> {
    let row = offer::Model {
        state: OfferState::Withdrawn,
        closed_at: Some(now),
        reason: reason.map(str::to_owned),
        ..row
    };
    store::save(tx, row.clone()).await?;
    Ok(row)
}

/// Brings the kept counts of open offers up to date; tells how many offers had news.
///
/// # Errors
/// A fault only.
pub async fn recount(hub: &Hub) -> Result<usize> {
    let waiting = store::offer::uncounted(&hub.db).await?;
    for id in &waiting {
        hub.write(async |tx| one(tx, id).await).await?;
    }
    Ok(waiting.len())
}

async fn one(tx: &DatabaseTransaction, id: &OfferId) -> Result<()> {
    let row = store::offer::hold(tx, id).await?;
    store::offer::set_counted(tx, id).await?;
    if row.state != OfferState::Open {
        return Ok(());
    }
    let accepted = store::offer::count_answers(tx, id, true).await?;
    let declined = store::offer::count_answers(tx, id, false).await?;
    store::save(tx, offer::Model { accepted, declined, ..row }).await
}
