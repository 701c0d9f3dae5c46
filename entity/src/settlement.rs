//! What one member agreed to with the operator.

use sea_orm::entity::prelude::*;

use crate::{FilingId, MemberId, OfferId};

/// What one member agreed to with the operator: made of their own yes to the exact sheet, and of nothing else.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "settlements")]
pub struct Model {
    /// Offer id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub offer_id: OfferId,
    /// Member id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
    /// Filing id.
    pub filing_id: FilingId,
    /// Hash of the sheet they accepted, lower-case hex.
    pub sha256: String,
    /// Fen that were promised.
    pub amount_fen: Option<i64>,
    /// When they accepted.
    pub accepted_at: DateTimeUtc,
    /// When the offer ended, and bound.
    pub settled_at: DateTimeUtc,
    /// When its holder said that what was promised did not come, and went on with their claim.
    pub broken_at: Option<DateTimeUtc>,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
