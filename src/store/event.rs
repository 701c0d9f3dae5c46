//! The timeline, and the kept counts that are rolled up from it.

use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike, NaiveDate};
use entity::{CaseId, EventId, EventKind, event};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LockBehavior, LockType},
};

use super::{
    case::{self, Tally},
    page::{Page, Slice},
    statistic,
};
use crate::{domain::calendar::beijing_date, error::Result};

/// The event with this id.
pub async fn find(db: &impl ConnectionTrait, id: &EventId) -> Result<Option<event::Model>> {
    Ok(event::Entity::find_by_id(id.clone()).one(db).await?)
}

/// The events with these ids.
pub async fn find_many(
    db: &impl ConnectionTrait,
    ids: Vec<EventId>,
) -> Result<HashMap<EventId, event::Model>> {
    let rows = event::Entity::find().filter(event::Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id.clone(), row)).collect())
}

/// The timeline of a case, newest first.
pub async fn timeline(
    db: &impl ConnectionTrait,
    case: &CaseId,
    kinds: &[EventKind],
    page: &Page,
) -> Result<Slice<event::Model>> {
    let mut query = of_kinds(case, kinds);
    if let Some(after) = page.after_id() {
        query = query.filter(event::Column::Id.lt(after));
    }
    let rows = query.order_by_desc(event::Column::Id).limit(page.first + 1).all(db).await?;
    Ok(page.slice(rows))
}

/// The ids of a case's events that sort behind `after`, in their order.
pub async fn ids_after(db: &impl ConnectionTrait, case: &CaseId, after: &EventId) -> Result<Vec<EventId>> {
    Ok(event::Entity::find()
        .select_only()
        .column(event::Column::Id)
        .filter(event::Column::CaseId.eq(case.clone()))
        .filter(event::Column::Id.gt(after.clone()))
        .order_by_asc(event::Column::Id)
        .into_tuple()
        .all(db)
        .await?)
}

fn of_kinds(case: &CaseId, kinds: &[EventKind]) -> sea_orm::Select<event::Entity> {
    let query = event::Entity::find().filter(event::Column::CaseId.eq(case.clone()));
    if kinds.len() == EventKind::ALL.len() {
        query
    } else {
        query.filter(event::Column::Kind.is_in(kinds.iter().copied()))
    }
}

/// The newest event of a case.
pub async fn newest(db: &impl ConnectionTrait, case: &CaseId) -> Result<Option<event::Model>> {
    Ok(event::Entity::find()
        .filter(event::Column::CaseId.eq(case.clone()))
        .order_by_desc(event::Column::Id)
        .one(db)
        .await?)
}

/// The cases among these in which something happened whose event sorts behind `after`, as (event, case).
pub async fn since(
    db: &impl ConnectionTrait,
    cases: &[CaseId],
    after: &EventId,
) -> Result<Vec<(EventId, CaseId)>> {
    let mut found = Vec::new();
    for some in cases.chunks(500) {
        let rows: Vec<(EventId, CaseId)> = event::Entity::find()
            .select_only()
            .column(event::Column::Id)
            .column(event::Column::CaseId)
            .filter(event::Column::CaseId.is_in(some.iter().cloned()))
            .filter(event::Column::Id.gt(after.clone()))
            .into_tuple()
            .all(db)
            .await?;
        found.extend(rows);
    }
    Ok(found)
}

/// Whether an event waits to be counted.
pub async fn is_uncounted(db: &impl ConnectionTrait) -> Result<bool> {
    let found: Option<EventId> = event::Entity::find()
        .select_only()
        .column(event::Column::Id)
        .filter(Expr::cust("NOT counted"))
        .limit(1)
        .into_tuple()
        .one(db)
        .await?;
    Ok(found.is_some())
}

/// Adds events that are not counted yet to the kept counts of their cases; tells how many there were.
pub async fn roll_up(tx: &DatabaseTransaction, limit: u64) -> Result<usize> {
    let rows = event::Entity::find()
        .filter(Expr::cust("NOT counted"))
        .order_by_asc(event::Column::Id)
        .limit(limit)
        .lock_with_behavior(LockType::NoKeyUpdate, LockBehavior::SkipLocked)
        .all(tx)
        .await?;
    let mut tallies: BTreeMap<CaseId, Tally> = BTreeMap::new();
    for row in &rows {
        let tally = tallies.entry(row.case_id.clone()).or_default();
        tally.members += i64::from(row.members);
        tally.claimed_fen += row.claimed_fen;
        tally.evidence += i64::from(row.evidence);
        tally.citations += i64::from(row.citations);
    }
    let mut months: BTreeMap<(CaseId, NaiveDate), i64> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.members != 0) {
        let day = beijing_date(row.happened_at);
        let month = day.with_day(1).unwrap_or(day);
        *months.entry((row.case_id.clone(), month)).or_default() += i64::from(row.members);
    }
    // In the order of the ids, so that two workers cannot wait for each other.
    for (id, tally) in tallies.into_iter().filter(|(_, tally)| *tally != Tally::default()) {
        case::add(tx, &id, tally).await?;
    }
    for ((id, month), people) in months {
        statistic::add(tx, &id, month, people).await?;
    }
    let ids: Vec<EventId> = rows.iter().map(|row| row.id.clone()).collect();
    event::Entity::update_many()
        .col_expr(event::Column::Counted, Expr::value(true))
        .filter(event::Column::Id.is_in(ids))
        .exec(tx)
        .await?;
    Ok(rows.len())
}
