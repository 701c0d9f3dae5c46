//! Deadlines: set when a filing goes out, told when they come near and when they have passed.

use chrono::{DateTime, Days, NaiveDate, Utc};
use entity::{Channel, EventKind, FilingId, FilingStatus, deadline, filing};
use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::timeline::{self, Happening};
use crate::{
    domain::{
        calendar::{beijing_date, end_of_beijing_day, start_of_beijing_day},
        channel,
        deadline::{self as rules, DUE_SOON_DAYS, Deadline, DeadlineState, Promise},
        filing as filings,
    },
    error::{Error, Result},
    hub::Hub,
    store,
};

/// By when the channel must have answered a filing that goes out now; `None` where nothing says so.
pub(super) async fn first_due(hub: &Hub, row: &filing::Model) -> Result<Option<Deadline>> {
    let case = store::case::find(&hub.db, &row.case_id).await?.ok_or(Error::NotFound("case"))?;
    let operator =
        store::operator::find(&hub.db, &case.operator_id).await?.ok_or(Error::NotFound("operator"))?;
    let promise = operator.reply_days.and_then(|days| u16::try_from(days).ok()).map(Promise::Days);
    let from = beijing_date(row.sent_at.unwrap_or_else(|| hub.now()));
    Ok(channel::of(row.channel).first_deadline(from, promise))
}

/// Begins the time in which a channel does something.
pub(super) async fn begin(
    hub: &Hub,
    tx: &DatabaseTransaction,
    row: &filing::Model,
    due: Deadline,
) -> Result<()> {
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
    store::insert(tx, model).await
}

/// Meets what an answer meets, and begins the time that it sets: mediation ends sixty days after the regulator accepted
/// (`crm-23`).
pub(super) async fn answered(
    hub: &Hub,
    tx: &DatabaseTransaction,
    row: &filing::Model,
    at: DateTime<Utc>,
) -> Result<()> {
    store::deadline::meet(tx, &row.id, &filings::met_by(row.status), at).await?;
    let mediates = row.channel == Channel::RegulatorComplaint && row.status == FilingStatus::Accepted;
    let filed = beijing_date(row.sent_at.unwrap_or(row.filed_at));
    if mediates && let Some(due) = rules::mediation_end(filed, beijing_date(at), 0) {
        begin(hub, tx, row, due).await?;
    }
    Ok(())
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
