//! A piece of evidence in the manifest of a filing.

use sea_orm::entity::prelude::*;

use crate::{EvidenceId, FilingId};

/// A piece of evidence in the manifest of a filing.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "filing_evidence")]
pub struct Model {
    /// Filing id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub filing_id: FilingId,
    /// Its place in the manifest, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub place: i32,
    /// Evidence id.
    pub evidence_id: EvidenceId,
    /// What stands for the original, lower-case hex.
    #[sea_orm(column_name = "original_sha256")]
    pub original_digest: String,
    /// SHA-256 of the copy, lower-case hex.
    pub copy_sha256: String,
    /// Its leaf of the Merkle tree, lower-case hex.
    pub leaf: String,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
