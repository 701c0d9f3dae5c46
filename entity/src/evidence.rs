//! A piece of evidence: sealed original and anonymised copy.

use sea_orm::entity::prelude::*;

use crate::{BlobId, CaseId, EvidenceId, EvidenceKind, EvidenceState, MemberId};

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
    /// Media type of the original.
    pub media: String,
    /// Bytes of the original.
    pub size: i64,
    /// A text under its owner's data key; `None` for a file.
    pub original_sealed: Option<Vec<u8>>,
    /// A file in the vault; `None` for a text, and once it is destroyed.
    pub original_blob: Option<BlobId>,
    /// SHA-256 of the original, lower-case hex.
    pub original_sha256: String,
    /// 32 random bytes in lower-case hex; for a text, which its hash alone would let others guess.
    pub original_salt: Option<String>,
    /// The anonymised copy of a text; `None` for a file.
    #[sea_orm(column_type = "Text", nullable)]
    pub copy: Option<String>,
    /// Media type of the copy.
    pub copy_media: String,
    /// The copy of a file in the vault; `None` for a text, and once it was taken back.
    pub copy_blob: Option<BlobId>,
    /// SHA-256 of the copy, lower-case hex.
    pub copy_sha256: String,
    /// The black boxes that its owner drew.
    pub boxes: Option<Json>,
    /// Width and height of each page of the copy, in pixels.
    pub pages: Option<Json>,
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
