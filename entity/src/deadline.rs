//! A day by which a channel must have done something.

use sea_orm::entity::prelude::*;

use crate::{CaseId, DeadlineId, DeadlineKind, FilingId};

/// A day by which a channel must have done something.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deadlines")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DeadlineId,
    /// Case id.
    pub case_id: CaseId,
    /// Filing id.
    pub filing_id: FilingId,
    /// Kind.
    pub kind: DeadlineKind,
    /// Beijing day; overdue when it has ended.
    pub due_on: Date,
    /// The provision or promise it rests on.
    pub basis: String,
    /// Whether the holiday calendar of that year was not out yet.
    pub provisional: bool,
    /// When the worker must look again; `None` when there is nothing left to tell.
    pub next_at: Option<DateTimeUtc>,
    /// Met at.
    pub met_at: Option<DateTimeUtc>,
    /// Told due.
    pub told_due: bool,
    /// Told overdue.
    pub told_overdue: bool,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
