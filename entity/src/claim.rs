//! A member's own facts.

use sea_orm::entity::prelude::*;

use crate::{CaseId, ClaimId, MemberId, PaymentMethod, Remedy};

/// A member's own facts.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "claims")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ClaimId,
    /// Case id.
    pub case_id: CaseId,
    /// Unique.
    pub member_id: MemberId,
    /// The order number under the account's data key.
    pub order_sealed: Vec<u8>,
    /// The order number with its middle hidden.
    pub order_masked: String,
    /// Keyed hash of the order number within its case.
    pub order_index: Vec<u8>,
    /// Bought on.
    pub bought_on: Date,
    /// Anonymised.
    pub product: String,
    /// Amount fen.
    pub amount_fen: i64,
    /// Payment method.
    pub payment_method: PaymentMethod,
    /// Bought for own use, not to sell on (cpl-2).
    pub own_use: bool,
    /// What happened, in the member's words, under the account's data key.
    pub story_sealed: Vec<u8>,
    /// What happened, anonymised.
    #[sea_orm(column_type = "Text")]
    pub story: String,
    /// Remedy.
    pub remedy: Remedy,
    /// Wanted fen.
    pub wanted_fen: Option<i64>,
    /// Created at.
    pub created_at: DateTimeUtc,
    /// Updated at.
    pub updated_at: DateTimeUtc,
    /// Withdrawn at.
    pub withdrawn_at: Option<DateTimeUtc>,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
