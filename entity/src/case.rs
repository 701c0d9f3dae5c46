//! A collective case: one operator and one kind of problem.

use sea_orm::entity::prelude::*;

use crate::{AccountId, CaseId, CaseOutcome, OperatorId, Stage};

/// A collective case: one operator and one kind of problem.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cases")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CaseId,
    /// `QS-2026-000123`; unique.
    pub number: String,
    /// Operator id.
    pub operator_id: OperatorId,
    /// Id of the problem category.
    pub category: String,
    /// Title.
    pub title: String,
    /// Summary.
    #[sea_orm(column_type = "Text")]
    pub summary: String,
    /// Stage.
    pub stage: Stage,
    /// Outcome.
    pub outcome: Option<CaseOutcome>,
    /// Why a moderator hid it; `None` while it is shown.
    pub hidden_reason: Option<String>,
    /// How many members a ballot needs to open.
    pub quorum: i32,
    /// Gather until.
    pub gather_until: Option<DateTimeUtc>,
    /// Number, title, summary and the operator's names, folded for search.
    #[sea_orm(column_type = "Text")]
    pub search: String,
    /// Kept by the worker from the events.
    pub member_count: i64,
    /// Kept by the worker from the events.
    pub claimed_fen: i64,
    /// Kept by the worker from the events.
    pub evidence_count: i64,
    /// Kept by the worker from the events.
    pub citation_count: i64,
    /// Opened by.
    pub opened_by: AccountId,
    /// Created at.
    pub created_at: DateTimeUtc,
    /// Published at.
    pub published_at: Option<DateTimeUtc>,
    /// Closed at.
    pub closed_at: Option<DateTimeUtc>,
    /// When its stage, words or citations last changed.
    pub updated_at: DateTimeUtc,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
