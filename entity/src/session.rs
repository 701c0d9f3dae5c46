//! One sign-in on one device.

use sea_orm::entity::prelude::*;

use crate::{AccountId, SessionId};

/// One sign-in on one device.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SessionId,
    /// Account id.
    pub account_id: AccountId,
    /// What the device said of itself, shortened.
    pub device: String,
    /// Created at.
    pub created_at: DateTimeUtc,
    /// Refreshed at.
    pub refreshed_at: DateTimeUtc,
    /// Expires at.
    pub expires_at: DateTimeUtc,
    /// Revoked at.
    pub revoked_at: Option<DateTimeUtc>,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
