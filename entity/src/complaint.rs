//! A version of the consolidated complaint, frozen by its hash.

use sea_orm::entity::prelude::*;

use crate::{CaseId, ComplaintId, MemberId};

/// A version of the consolidated complaint, frozen by its hash.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "complaints")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ComplaintId,
    /// Case id.
    pub case_id: CaseId,
    /// Version.
    pub version: i32,
    /// The pool edition as canonical JSON; its SHA-256 is what members vote on.
    #[sea_orm(column_type = "Text")]
    pub content: String,
    /// Lower-case hex.
    pub sha256: String,
    /// The report that goes with it as canonical JSON, whose hash the content names; `None` where it has none.
    #[sea_orm(column_type = "Text", nullable)]
    pub report: Option<String>,
    /// Member count.
    pub member_count: i64,
    /// Claimed fen.
    pub claimed_fen: i64,
    /// Compiled by.
    pub compiled_by: MemberId,
    /// Compiled at.
    pub compiled_at: DateTimeUtc,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
