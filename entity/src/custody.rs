//! One link of the chain that says what was done with the evidence of a case.

use sea_orm::entity::prelude::*;

use crate::{CaseId, CustodyAct, EvidenceId, FilingId};

/// One link of the chain that says what was done with the evidence of a case.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "custody")]
pub struct Model {
    /// Case id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub case_id: CaseId,
    /// Its place in the chain, from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub place: i64,
    /// Evidence id.
    pub evidence_id: EvidenceId,
    /// Act.
    pub act: CustodyAct,
    /// What stands for the original, lower-case hex.
    #[sea_orm(column_name = "original_sha256")]
    pub original_digest: String,
    /// SHA-256 of the copy, lower-case hex.
    pub copy_sha256: Option<String>,
    /// The filing it was released for.
    pub filing_id: Option<FilingId>,
    /// Happened at.
    pub happened_at: DateTimeUtc,
    /// Hash of the link before, lower-case hex; zeros before the first.
    pub previous: String,
    /// Hash of this link, lower-case hex.
    pub hash: String,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
