//! A submission that an operator's term was seen on a day, with the snapshot that proves it.

use sea_orm::entity::prelude::*;

use crate::{AccountId, EvidenceId, OperatorId, SightingId, SightingState, TermId};

/// A submission that an operator's term was seen on a day, with the snapshot that proves it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sightings")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SightingId,
    /// Term id.
    pub term_id: TermId,
    /// Operator id.
    pub operator_id: OperatorId,
    /// The day on which the snapshot was taken.
    pub seen_on: Date,
    /// Where the term was seen.
    pub url: Option<String>,
    /// Digest of the snapshot, lower-case hex.
    pub sha256: String,
    /// The piece of evidence that is the snapshot.
    pub evidence_id: Option<EvidenceId>,
    /// State.
    pub state: SightingState,
    /// Submitted by.
    pub submitted_by: AccountId,
    /// Submitted at.
    pub submitted_at: DateTimeUtc,
    /// Decided by.
    pub decided_by: Option<AccountId>,
    /// Decided at.
    pub decided_at: Option<DateTimeUtc>,
    /// Why it was rejected.
    pub reason: Option<String>,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
