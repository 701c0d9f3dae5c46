//! A provision that a case relies on.

use sea_orm::entity::prelude::*;

use crate::{CaseId, CitationId, CitationState, MemberId, TermId};

/// A provision that a case relies on.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "citations")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CitationId,
    /// Case id.
    pub case_id: CaseId,
    /// Provision id.
    pub provision_id: String,
    /// The provision's text on the day of the citation.
    #[sea_orm(column_type = "Text")]
    pub quote: String,
    /// The operator's own clause, quoted.
    pub clause: Option<String>,
    /// The entry of the register that the clause was taken from.
    pub term_id: Option<TermId>,
    /// Why it applies.
    #[sea_orm(column_type = "Text")]
    pub why: String,
    /// The day it speaks about.
    pub on_day: Date,
    /// State.
    pub state: CitationState,
    /// Proposed by.
    pub proposed_by: MemberId,
    /// Proposed at.
    pub proposed_at: DateTimeUtc,
    /// Decided by.
    pub decided_by: Option<MemberId>,
    /// Decided at.
    pub decided_at: Option<DateTimeUtc>,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
