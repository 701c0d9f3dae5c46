//! A piece of evidence: sealed original and anonymised copy.

use sea_orm::entity::prelude::*;

use crate::{CaseId, EvidenceId, EvidenceKind, EvidenceState, MemberId};

/// A piece of evidence: sealed original and anonymised copy.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "evidence")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EvidenceId,
    /// Case id.
    pub case_id: CaseId,
    /// Member id.
    pub member_id: MemberId,
    /// Kind.
    pub kind: EvidenceKind,
    /// Anonymised.
    pub title: String,
    /// State.
    pub state: EvidenceState,
    /// The original under the owner's data key.
    pub original_sealed: Vec<u8>,
    /// SHA-256 of the original, lower-case hex.
    pub original_sha256: String,
    /// The anonymised copy.
    #[sea_orm(column_type = "Text")]
    pub copy: String,
    /// SHA-256 of the copy, lower-case hex.
    pub copy_sha256: String,
    /// Captured on.
    pub captured_on: Option<Date>,
    /// Deposited at.
    pub deposited_at: DateTimeUtc,
    /// Confirmed at.
    pub confirmed_at: Option<DateTimeUtc>,
    /// Withdrawn at.
    pub withdrawn_at: Option<DateTimeUtc>,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
