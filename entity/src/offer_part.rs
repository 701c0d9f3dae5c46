//! The amount that an offer names for one member.

use sea_orm::entity::prelude::*;

use crate::{MemberId, OfferId};

/// The amount that an offer names for one member.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "offer_parts")]
pub struct Model {
    /// Offer id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub offer_id: OfferId,
    /// Member id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
    /// Fen.
    pub amount_fen: i64,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
