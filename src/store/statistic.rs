//! How many joined which case when, and what is summed up of it.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    CaseId, Channel, DeadlineKind, EventId, FilingId, Got, OperatorId, Stage, case, case_month, deadline,
    event, filing, outcome_tally, problem,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait,
    FromQueryResult, IntoActiveModel, JoinType, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict},
};

use crate::{domain::published::FEWEST, error::Result};

/// The most answers that are looked at; the newest speak for an operator as it is now.
const ANSWERS: u64 = 1_000;

/// The most groups of members that are looked at: those of a thousand filings.
const GROUPS: u64 = 7_000;

/// Adds to the people who joined a case in a month.
pub async fn add(tx: &DatabaseTransaction, case: &CaseId, month: NaiveDate, people: i64) -> Result<()> {
    let row = case_month::Model { case_id: case.clone(), month, people };
    let kept = (case_month::Entity, case_month::Column::People);
    case_month::Entity::insert(row.into_active_model().reset_all())
        .on_conflict(
            OnConflict::columns([case_month::Column::CaseId, case_month::Column::Month])
                .value(case_month::Column::People, Expr::col(kept).add(people))
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// The operators of cases in which something happened whose event sorts behind `after`.
pub async fn touched(db: &impl ConnectionTrait, after: &EventId) -> Result<Vec<OperatorId>> {
    Ok(case::Entity::find()
        .select_only()
        .column(case::Column::OperatorId)
        .distinct()
        .filter(
            case::Column::Id.in_subquery(
                sea_orm::QuerySelect::query(
                    &mut event::Entity::find()
                        .select_only()
                        .column(event::Column::CaseId)
                        .filter(event::Column::Id.gt(after.clone())),
                )
                .to_owned(),
            ),
        )
        .into_tuple()
        .all(db)
        .await?)
}

/// A sum over the cases of a kind.
#[derive(Debug, FromQueryResult)]
pub struct Sum {
    /// Id of the problem category.
    pub category: String,
    /// Cases.
    pub cases: i64,
    /// People in them.
    pub people: i64,
    /// What they claim, in fen.
    pub claimed_fen: i64,
}

/// Cases that numbers may be told of, of one operator or of all.
fn told(operator: Option<&OperatorId>) -> Condition {
    Condition::all()
        .add(case::Column::MemberCount.gte(FEWEST))
        .add(case::Column::Stage.ne(Stage::Draft))
        .add(case::Column::PublishedAt.is_not_null())
        .add(case::Column::HiddenReason.is_null())
        .add_option(operator.map(|id| case::Column::OperatorId.eq(id.clone())))
}

/// Sums up the cases by kind of problem.
pub async fn sums(db: &impl ConnectionTrait, operator: Option<&OperatorId>) -> Result<Vec<Sum>> {
    Ok(case::Entity::find()
        .select_only()
        .column(case::Column::Category)
        .column_as(Expr::cust("COUNT(*)"), "cases")
        .column_as(Expr::cust("CAST(SUM(member_count) AS BIGINT)"), "people")
        .column_as(Expr::cust("CAST(SUM(claimed_fen) AS BIGINT)"), "claimed_fen")
        .filter(told(operator))
        .group_by(case::Column::Category)
        .into_model()
        .all(db)
        .await?)
}

/// The people who joined in each month, by kind of problem.
pub async fn months(
    db: &impl ConnectionTrait,
    operator: Option<&OperatorId>,
) -> Result<BTreeMap<String, BTreeMap<NaiveDate, i64>>> {
    let rows: Vec<(String, NaiveDate, i64)> = case_month::Entity::find()
        .select_only()
        .join(
            JoinType::InnerJoin,
            case_month::Entity::belongs_to(case::Entity)
                .from(case_month::Column::CaseId)
                .to(case::Column::Id)
                .into(),
        )
        .column(case::Column::Category)
        .column(case_month::Column::Month)
        .column_as(Expr::cust("CAST(SUM(people) AS BIGINT)"), "people")
        .filter(told(operator))
        .group_by(case::Column::Category)
        .group_by(case_month::Column::Month)
        .into_tuple()
        .all(db)
        .await?;
    let mut months: BTreeMap<String, BTreeMap<NaiveDate, i64>> = BTreeMap::new();
    for (category, month, people) in rows {
        months.entry(category).or_default().insert(month, people);
    }
    Ok(months)
}

/// A complaint at an operator's own desk.
#[derive(Debug, FromQueryResult)]
pub struct Asked {
    /// Id of the problem category.
    pub category: String,
    /// When it was filed.
    pub filed_at: DateTime<Utc>,
    /// When it was answered.
    pub met_at: Option<DateTime<Utc>>,
}

/// The newest complaints at operators' own desks that were answered, or whose time was over on a day.
pub async fn asked(
    db: &impl ConnectionTrait,
    operator: Option<&OperatorId>,
    today: NaiveDate,
) -> Result<Vec<Asked>> {
    Ok(deadline::Entity::find()
        .select_only()
        .join(
            JoinType::InnerJoin,
            deadline::Entity::belongs_to(filing::Entity)
                .from(deadline::Column::FilingId)
                .to(filing::Column::Id)
                .into(),
        )
        .join(
            JoinType::InnerJoin,
            filing::Entity::belongs_to(case::Entity).from(filing::Column::CaseId).to(case::Column::Id).into(),
        )
        .column(case::Column::Category)
        .column(filing::Column::FiledAt)
        .column(deadline::Column::MetAt)
        .filter(told(operator))
        .filter(filing::Column::Channel.eq(Channel::OperatorDesk))
        .filter(filing::Column::MemberCount.gte(FEWEST))
        .filter(deadline::Column::Kind.eq(DeadlineKind::OperatorReply))
        .filter(deadline::Column::MetAt.is_not_null().or(deadline::Column::DueOn.lt(today)))
        .order_by_desc(deadline::Column::Id)
        .limit(ANSWERS)
        .into_model()
        .all(db)
        .await?)
}

/// How many members of a filing got the same, by their own word.
#[derive(Debug, FromQueryResult)]
pub struct Told {
    /// Id of the problem category.
    pub category: String,
    /// The filing.
    pub filing_id: FilingId,
    /// How many members it speaks for.
    pub member_count: i64,
    /// What they got.
    pub got: Got,
    /// How many.
    pub people: i64,
}

/// What members of the newest filings got, the groups of each filing together.
pub async fn got(db: &impl ConnectionTrait, operator: Option<&OperatorId>) -> Result<Vec<Told>> {
    Ok(outcome_tally::Entity::find()
        .select_only()
        .join(
            JoinType::InnerJoin,
            outcome_tally::Entity::belongs_to(filing::Entity)
                .from(outcome_tally::Column::FilingId)
                .to(filing::Column::Id)
                .into(),
        )
        .join(
            JoinType::InnerJoin,
            filing::Entity::belongs_to(case::Entity).from(filing::Column::CaseId).to(case::Column::Id).into(),
        )
        .column(case::Column::Category)
        .column(outcome_tally::Column::FilingId)
        .column(filing::Column::MemberCount)
        .column(outcome_tally::Column::Got)
        .column(outcome_tally::Column::People)
        .filter(told(operator))
        .order_by_desc(outcome_tally::Column::FilingId)
        .order_by_asc(outcome_tally::Column::Got)
        .limit(GROUPS)
        .into_model()
        .all(db)
        .await?)
}

/// When something was last counted.
pub async fn counted_at(db: &impl ConnectionTrait) -> Result<Option<DateTime<Utc>>> {
    Ok(problem::Entity::find()
        .select_only()
        .column_as(problem::Column::CountedAt.max(), "at")
        .into_tuple::<Option<DateTime<Utc>>>()
        .one(db)
        .await?
        .flatten())
}

/// Writes what was counted for an operator, or for all, in the place of what was counted before.
pub async fn replace(tx: &DatabaseTransaction, scope: &str, rows: Vec<problem::Model>) -> Result<()> {
    problem::Entity::delete_many().filter(problem::Column::Scope.eq(scope)).exec(tx).await?;
    for row in rows {
        super::insert(tx, row).await?;
    }
    Ok(())
}

/// What was counted for an operator, or for all; the problem of the most people first.
pub async fn of(db: &impl ConnectionTrait, scope: &str) -> Result<Vec<problem::Model>> {
    Ok(problem::Entity::find()
        .filter(problem::Column::Scope.eq(scope))
        .order_by_desc(problem::Column::People)
        .order_by_asc(problem::Column::Category)
        .all(db)
        .await?)
}
