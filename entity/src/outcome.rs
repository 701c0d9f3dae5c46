//! What one member really got of a filing; nobody else sees it.

use sea_orm::entity::prelude::*;

use crate::{CaseId, EvidenceId, FilingId, Got, MemberId};

/// What one member really got of a filing; nobody else sees it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outcomes")]
pub struct Model {
    /// Filing id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub filing_id: FilingId,
    /// Member id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
    /// The case of the filing.
    pub case_id: CaseId,
    /// What they got; `None` until they said so.
    pub got: Option<Got>,
    /// Fen they got.
    pub amount_fen: Option<i64>,
    /// Evidence of theirs that shows it.
    pub evidence_id: Option<EvidenceId>,
    /// When they said so, or last changed it.
    pub told_at: Option<DateTimeUtc>,
    /// How often they were asked.
    pub asked: i32,
    /// When they are asked next; `None` when they are not.
    pub next_at: Option<DateTimeUtc>,
    /// Whether the kept counts have it.
    pub counted: bool,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
