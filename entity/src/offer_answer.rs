//! What one member says to an offer; nobody else sees it.

use sea_orm::entity::prelude::*;

use crate::{MemberId, OfferId};

/// What one member says to an offer; nobody else sees it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "offer_answers")]
pub struct Model {
    /// Offer id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub offer_id: OfferId,
    /// Member id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
    /// Whether they accept.
    pub accepts: bool,
    /// Hash of the sheet they had before their eyes, lower-case hex.
    pub sha256: String,
    /// Fen that the sheet names for them.
    pub amount_fen: Option<i64>,
    /// When it was given or last changed.
    pub answered_at: DateTimeUtc,
    /// Whether the kept counts have it.
    pub counted: bool,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
