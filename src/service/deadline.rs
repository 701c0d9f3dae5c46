//! Deadlines: set when a filing goes out, told when they come near and when they have passed.

use chrono::{DateTime, Days, NaiveDate, Utc};
use entity::{EventKind, FilingId, deadline, filing};
use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::timeline::{self, Happening};
use crate::{
    domain::{
        calendar::{beijing_date, end_of_beijing_day, start_of_beijing_day},
        deadline::{self as rules, DUE_SOON_DAYS, Deadline, DeadlineState, Promise},
    },
    error::{Error, Result},
    hub::Hub,
    store,
};

/// By when the operator must have answered a filing that goes out now.
pub(super) async fn reply_due(hub: &Hub, row: &filing::Model) -> Result<Deadline> {
    let case = store::case::find(&hub.db, &row.case_id).await?.ok_or(Error::NotFound("case"))?;
    let operator =
        store::operator::find(&hub.db, &case.operator_id).await?.ok_or(Error::NotFound("operator"))?;
    let promise = operator.reply_days.and_then(|days| u16::try_from(days).ok()).map(Promise::Days);
    Ok(rules::operator_reply(beijing_date(row.sent_at.unwrap_or_else(|| hub.now())), promise))
}

/// Begins the time in which the operator answers; gives its last day.
pub(super) async fn begin_reply(
    hub: &Hub,
    tx: &DatabaseTransaction,
    row: &filing::Model,
) -> Result<NaiveDate> {
    let due = reply_due(hub, row).await?;
    let model = deadline::Model {
        id: hub.mint(),
        case_id: row.case_id.clone(),
        filing_id: row.id.clone(),
        kind: due.kind,
        due_on: due.due.date,
        basis: due.basis.code().to_owned(),
        provisional: due.due.provisional,
        next_at: Some(near(due.due.date)),
        met_at: None,
        told_due: false,
        told_overdue: false,
    };
    store::insert(tx, model).await?;
    Ok(due.due.date)
}

/// When a deadline comes near.
fn near(due: NaiveDate) -> DateTime<Utc> {
    start_of_beijing_day(due - Days::new(DUE_SOON_DAYS))
}

/// Tells of deadlines that came near or passed; tells how many were looked at.
///
/// # Errors
/// A fault only.
pub async fn tell(hub: &Hub) -> Result<usize> {
    let now = hub.now();
    let waiting = store::deadline::waiting(&hub.db, now).await?;
    for found in &waiting {
        hub.write(async |tx| {
            let Some(row) = store::deadline::hold(tx, &found.id).await? else { return Ok(()) };
            if row.met_at.is_some() || row.next_at.is_none_or(|next| next > now) {
                return Ok(());
            }
            let (kind, row) = match rules::state(row.due_on, now) {
                DeadlineState::Overdue => (
                    (!row.told_overdue).then_some(EventKind::DeadlineOverdue),
                    deadline::Model { told_due: true, told_overdue: true, next_at: None, ..row },
                ),
                DeadlineState::Pending | DeadlineState::DueSoon => (
                    (!row.told_due).then_some(EventKind::DeadlineDue),
                    deadline::Model { told_due: true, next_at: Some(end_of_beijing_day(row.due_on)), ..row },
                ),
            };
            store::save(tx, row.clone()).await?;
            if let Some(kind) = kind {
                let facts = json!({
                    "deadline": format!("@deadline.{}", row.kind.as_str()), "due": row.due_on.to_string(),
                });
                timeline::record(hub, tx, Happening::new(&row.case_id, kind, None, facts)).await?;
            }
            Ok(())
        })
        .await?;
    }
    Ok(waiting.len())
}

/// The deadlines of a filing.
///
/// # Errors
/// A fault only.
pub async fn list(hub: &Hub, filing: &FilingId) -> Result<Vec<deadline::Model>> {
    store::deadline::list(&hub.db, filing).await
}

/// Whether a deadline has passed without being met; computed, never stored.
#[must_use]
pub fn is_overdue(row: &deadline::Model, now: DateTime<Utc>) -> bool {
    row.met_at.is_none() && rules::state(row.due_on, now) == DeadlineState::Overdue
}
