//! How often a kind of problem is met, with one operator or with all.

use sea_orm::entity::prelude::*;

/// How often a kind of problem is met, with one operator or with all. Written by the worker, out of published cases
/// with so many people that numbers about them may be shown.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "problems")]
pub struct Model {
    /// Id of the operator, or `all`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub scope: String,
    /// Id of the problem category.
    #[sea_orm(primary_key, auto_increment = false)]
    pub category: String,
    /// Cases.
    pub cases: i64,
    /// People in them.
    pub people: i64,
    /// What they claim, in fen.
    pub claimed_fen: i64,
    /// How many joined from when to when: a list of `{from, to, people}`, the oldest first.
    pub trend: Json,
    /// Complaints at the operator's own desk whose time is over, answered or not.
    pub asked: i64,
    /// How many of them were answered.
    pub answered: i64,
    /// Days in which half of them were answered; `None` when it was fewer than half.
    pub median_days: Option<i32>,
    /// How many said what they got, of the groups that may be told.
    pub told: i64,
    /// How many of them got money.
    pub paid: i64,
    /// Counted at.
    pub counted_at: DateTimeUtc,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
