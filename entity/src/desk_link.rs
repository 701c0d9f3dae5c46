//! The secret link in a filing's mail, through which the operator answers without an account.

use sea_orm::entity::prelude::*;

use crate::{DeskLinkId, FilingId};

/// The secret link in a filing's mail, through which the operator answers without an account.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "desk_links")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DeskLinkId,
    /// Filing id.
    pub filing_id: FilingId,
    /// SHA-256 of the token; unique.
    pub token_hash: Vec<u8>,
    /// Whether it was mailed to an address at a domain of the operator's: whoever has it reads mail there.
    pub is_verified: bool,
    /// Made at.
    pub made_at: DateTimeUtc,
    /// Expires at.
    pub expires_at: DateTimeUtc,
    /// Revoked at.
    pub revoked_at: Option<DateTimeUtc>,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
