//! Something that happened in a case.

use sea_orm::entity::prelude::*;

use crate::{CaseId, EventId, EventKind};

/// Something that happened in a case.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "events")]
pub struct Model {
    /// Ids sort by time.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventId,
    /// Case id.
    pub case_id: CaseId,
    /// Kind.
    pub kind: EventKind,
    /// Pseudonym of the member who did it; `None` for the clock or a moderator.
    pub actor: Option<String>,
    /// What the words of the event are made from; nothing personal.
    pub facts: Json,
    /// What it adds to the case's kept count of members.
    pub members: i32,
    /// What it adds to the kept sum of claims.
    pub claimed_fen: i64,
    /// What it adds to the kept count of evidence.
    pub evidence: i32,
    /// What it adds to the kept count of citations.
    pub citations: i32,
    /// Whether the kept counts have it.
    pub counted: bool,
    /// Happened at.
    pub happened_at: DateTimeUtc,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
