//! Cases.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::{AccountId, CaseId, OperatorId, Stage, case, member, operator};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, JoinType,
    QueryFilter, QueryOrder, QuerySelect, Statement,
    sea_query::{Expr, ExprTrait, LockType},
};

use super::page::{Page, Slice, cursor};
use crate::error::{Error, Result};

/// The case with this id.
pub async fn find(db: &impl ConnectionTrait, id: &CaseId) -> Result<Option<case::Model>> {
    Ok(case::Entity::find_by_id(id.clone()).one(db).await?)
}

/// The case with this id and its operator, in one statement.
pub async fn find_with_operator(
    db: &impl ConnectionTrait,
    id: &CaseId,
) -> Result<Option<(case::Model, operator::Model)>> {
    let operator = case::Entity::belongs_to(operator::Entity)
        .from(case::Column::OperatorId)
        .to(operator::Column::Id)
        .into();
    let row = case::Entity::find_by_id(id.clone())
        .join(JoinType::InnerJoin, operator)
        .select_also(operator::Entity)
        .one(db)
        .await?;
    Ok(row.and_then(|(case, operator)| Some((case, operator?))))
}

/// The cases with these ids.
pub async fn find_many(db: &impl ConnectionTrait, ids: Vec<CaseId>) -> Result<HashMap<CaseId, case::Model>> {
    let rows = case::Entity::find().filter(case::Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id.clone(), row)).collect())
}

/// The ids of cases that changed behind a key of time and id, each with its time, in their order; with `only_open` only
/// of those that can be joined.
pub async fn changed(
    db: &impl ConnectionTrait,
    (at, id): &(DateTime<Utc>, String),
    only_open: bool,
    limit: u64,
) -> Result<Vec<(CaseId, DateTime<Utc>)>> {
    let behind =
        case::Column::UpdatedAt.gt(*at).or(case::Column::UpdatedAt.eq(*at).and(case::Column::Id.gt(id)));
    let mut query = case::Entity::find()
        .select_only()
        .column(case::Column::Id)
        .column(case::Column::UpdatedAt)
        .filter(Condition::all().add(behind));
    if only_open {
        query = query
            .filter(case::Column::PublishedAt.is_not_null())
            .filter(case::Column::HiddenReason.is_null())
            .filter(case::Column::Stage.is_not_in([Stage::Draft, Stage::Closed]));
    }
    Ok(query
        .order_by_asc(case::Column::UpdatedAt)
        .order_by_asc(case::Column::Id)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?)
}

/// The case with this number.
pub async fn find_by_number(db: &impl ConnectionTrait, number: &str) -> Result<Option<case::Model>> {
    Ok(case::Entity::find().filter(case::Column::Number.eq(number)).one(db).await?)
}

/// Reads a case in order to change it: nobody else may until `tx` ends. Joining is not held up by it.
pub async fn hold(tx: &DatabaseTransaction, id: &CaseId) -> Result<case::Model> {
    let row = case::Entity::find_by_id(id.clone()).lock(LockType::NoKeyUpdate).one(tx).await?;
    row.ok_or(Error::NotFound("case"))
}

/// Writes a held case, but for the counts, which are the worker's.
pub async fn save(tx: &DatabaseTransaction, row: case::Model) -> Result<()> {
    let mut active = row.into_active_model().reset_all();
    active.member_count.reset_to_not_set();
    active.claimed_fen.reset_to_not_set();
    active.evidence_count.reset_to_not_set();
    active.citation_count.reset_to_not_set();
    case::Entity::update(active).validate()?.exec(tx).await?;
    Ok(())
}

trait NotSet {
    fn reset_to_not_set(&mut self);
}

impl<V: Into<sea_orm::Value>> NotSet for sea_orm::ActiveValue<V> {
    fn reset_to_not_set(&mut self) {
        *self = Self::NotSet;
    }
}

/// What an event adds to the kept counts of its case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Members.
    pub members: i64,
    /// Claims in fen.
    pub claimed_fen: i64,
    /// Evidence in the pool.
    pub evidence: i64,
    /// Adopted citations.
    pub citations: i64,
}

/// Adds to the kept counts of a case.
pub async fn add(tx: &DatabaseTransaction, id: &CaseId, tally: Tally) -> Result<()> {
    case::Entity::update_many()
        .col_expr(case::Column::MemberCount, Expr::col(case::Column::MemberCount).add(tally.members))
        .col_expr(case::Column::ClaimedFen, Expr::col(case::Column::ClaimedFen).add(tally.claimed_fen))
        .col_expr(case::Column::EvidenceCount, Expr::col(case::Column::EvidenceCount).add(tally.evidence))
        .col_expr(case::Column::CitationCount, Expr::col(case::Column::CitationCount).add(tally.citations))
        .filter(case::Column::Id.eq(id.clone()))
        .exec(tx)
        .await?;
    Ok(())
}

/// The next number of a sequence, beginning with 1.
pub async fn next(tx: &DatabaseTransaction, sequence: &str) -> Result<i64> {
    let backend = tx.get_database_backend();
    let sql = match backend {
        sea_orm::DatabaseBackend::Postgres => {
            "INSERT INTO sequences (name, value) VALUES ($1, 1) \
             ON CONFLICT (name) DO UPDATE SET value = sequences.value + 1 RETURNING value"
        }
        _ => {
            "INSERT INTO sequences (name, value) VALUES (?, 1) \
             ON CONFLICT (name) DO UPDATE SET value = sequences.value + 1 RETURNING value"
        }
    };
    let row = tx.query_one_raw(Statement::from_sql_and_values(backend, sql, [sequence.into()])).await?;
    let row = row.ok_or_else(|| Error::fault("counting")("the sequence gave no number"))?;
    Ok(row.try_get("", "value")?)
}

/// In which order cases are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The newest first.
    Newest,
    /// The one that changed last first.
    Updated,
    /// The one with the most members first.
    Largest,
}

/// Which cases are listed.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Of this operator.
    pub operator: Option<OperatorId>,
    /// Of this problem category.
    pub category: Option<String>,
    /// In one of these stages.
    pub stages: Vec<Stage>,
    /// Whose folded text holds all these words.
    pub words: Vec<String>,
}

/// The key of a row in an order, as its cursor says it.
#[must_use]
pub fn key(row: &case::Model, order: Order) -> String {
    match order {
        Order::Newest => cursor(&[row.id.as_str()]),
        Order::Updated => cursor(&[&row.updated_at.to_rfc3339(), row.id.as_str()]),
        Order::Largest => cursor(&[&row.member_count.to_string(), row.id.as_str()]),
    }
}

/// Published cases that are not hidden.
pub async fn page(
    db: &impl ConnectionTrait,
    filter: &Filter,
    order: Order,
    page: &Page,
) -> Result<Slice<case::Model>> {
    let mut query = case::Entity::find()
        .filter(case::Column::PublishedAt.is_not_null())
        .filter(case::Column::HiddenReason.is_null());
    if let Some(operator) = &filter.operator {
        query = query.filter(case::Column::OperatorId.eq(operator.clone()));
    }
    if let Some(category) = &filter.category {
        query = query.filter(case::Column::Category.eq(category));
    }
    if !filter.stages.is_empty() {
        query = query.filter(case::Column::Stage.is_in(filter.stages.iter().copied()));
    }
    for word in &filter.words {
        query = query.filter(super::operator::contains(case::Column::Search, word));
    }
    let bad = Error::BadInput("this cursor is of another order");
    if let Some(id) = page.after_id() {
        let behind = match (order, page.after_key()) {
            (Order::Newest, None) => case::Column::Id.lt(id),
            (Order::Updated, Some(key)) => {
                let at: DateTime<Utc> = key.parse().map_err(|_| bad)?;
                behind(case::Column::UpdatedAt, at, id)
            }
            (Order::Largest, Some(key)) => {
                let count: i64 = key.parse().map_err(|_| bad)?;
                behind(case::Column::MemberCount, count, id)
            }
            _ => return Err(bad),
        };
        query = query.filter(Condition::all().add(behind));
    }
    query = match order {
        Order::Newest => query,
        Order::Updated => query.order_by_desc(case::Column::UpdatedAt),
        Order::Largest => query.order_by_desc(case::Column::MemberCount),
    };
    let rows = query.order_by_desc(case::Column::Id).limit(page.first + 1).all(db).await?;
    Ok(page.slice(rows))
}

fn behind<V: Into<sea_orm::Value> + Clone>(column: case::Column, value: V, id: &str) -> Expr {
    column.lt(value.clone()).or(column.eq(value).and(case::Column::Id.lt(id)))
}

/// The cases in which an account has a seat, newest seat first, with the seat.
pub async fn of_account(
    db: &impl ConnectionTrait,
    account: &AccountId,
    page: &Page,
) -> Result<Slice<(member::Model, case::Model)>> {
    let mut query = member::Entity::find()
        .filter(member::Column::AccountId.eq(account.clone()))
        .filter(member::Column::LeftAt.is_null());
    if let Some(after) = page.after_id() {
        query = query.filter(member::Column::Id.lt(after));
    }
    let seats = query.order_by_desc(member::Column::Id).limit(page.first + 1).all(db).await?;
    let mut cases = find_many(db, seats.iter().map(|seat| seat.case_id.clone()).collect()).await?;
    let rows =
        seats.into_iter().filter_map(|seat| cases.remove(&seat.case_id).map(|case| (seat, case))).collect();
    Ok(page.slice(rows))
}

/// Sets the stage of a held case.
pub async fn set_stage(
    tx: &DatabaseTransaction,
    mut row: case::Model,
    stage: Stage,
    now: DateTime<Utc>,
) -> Result<case::Model> {
    row.stage = stage;
    row.updated_at = now;
    let active = case::ActiveModel {
        id: sea_orm::ActiveValue::Unchanged(row.id.clone()),
        stage: Set(stage),
        updated_at: Set(now),
        ..Default::default()
    };
    case::Entity::update(active).validate()?.exec(tx).await?;
    Ok(row)
}
