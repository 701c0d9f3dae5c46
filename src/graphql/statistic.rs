//! Frequent problems.

use async_graphql::{ComplexObject, Context, Object, Result, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use entity::OperatorId;

use super::{
    case::Category,
    payload::report,
    viewer::{caller, hub},
};
use crate::{
    domain::{category, statistic::Period},
    service,
};

/// How many people joined in a time; never fewer than five, and nothing is learnt by subtraction.
#[derive(SimpleObject)]
pub struct ProblemPeriod {
    /// The first day of its first month.
    from: NaiveDate,
    /// The first day of its last month.
    to: NaiveDate,
    /// People who joined, less those who left.
    people: i64,
}

impl From<Period> for ProblemPeriod {
    fn from(period: Period) -> Self {
        let Period { from, to, people } = period;
        Self { from, to, people }
    }
}

/// A kind of problem and how often it is met. Only cases of five and more people are in it.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Problem {
    /// The kind; null for one that is no longer told apart.
    category: Option<Category>,
    /// Cases.
    cases: i64,
    /// People in them.
    people: i64,
    /// What they claim in fen, rounded down.
    claimed_fen: i64,
    /// How many joined when, the oldest first.
    trend: Vec<ProblemPeriod>,
    /// Complaints at the operator's own desk that were answered or whose time is over, of the newest thousand.
    asked: i64,
    /// How many of them were answered.
    answered: i64,
    /// Days in which half of them were answered; null when it was fewer than half, or none was made.
    median_answer_days: Option<i32>,
    /// How many said what they got; groups of fewer than five are not in it.
    told: i64,
    /// How many of them got money back, all of it or a part.
    paid: i64,
    /// When it was counted.
    counted_at: DateTime<Utc>,
}

impl From<service::statistic::Problem> for Problem {
    fn from(problem: service::statistic::Problem) -> Self {
        let service::statistic::Problem { row, trend } = problem;
        Self {
            category: category::find(&row.category).map(Category::from),
            cases: row.cases,
            people: row.people,
            claimed_fen: row.claimed_fen,
            trend: trend.into_iter().map(Into::into).collect(),
            asked: row.asked,
            answered: row.answered,
            median_answer_days: row.median_days,
            told: row.told,
            paid: row.paid,
            counted_at: row.counted_at,
        }
    }
}

#[ComplexObject]
impl Problem {
    /// Of the complaints at the operator's own desk, how many were answered, in percent; null when none was made.
    async fn answered_percent(&self) -> Option<i64> {
        (self.asked > 0).then(|| self.answered * 100 / self.asked)
    }

    /// Of those who said what they got, how many got money back, in percent; null while nobody did.
    async fn paid_percent(&self) -> Option<i64> {
        (self.told > 0).then(|| self.paid * 100 / self.told)
    }
}

impl Problem {
    /// The frequent problems with an operator, or with all.
    pub(super) async fn of(ctx: &Context<'_>, operator: Option<&OperatorId>) -> Result<Vec<Self>> {
        let found = service::statistic::problems(hub(ctx), caller(ctx), operator).await;
        Ok(found.map_err(|error| report(ctx, error))?.into_iter().map(Self::from).collect())
    }
}

/// Reading statistics.
#[derive(Default)]
pub struct StatisticQuery;

#[Object]
impl StatisticQuery {
    /// The frequent problems with all operators, the one of the most people first. Counted every ten minutes.
    #[graphql(complexity = "5 + 10 * child_complexity")]
    async fn problems(&self, ctx: &Context<'_>) -> Result<Vec<Problem>> {
        Problem::of(ctx, None).await
    }
}
