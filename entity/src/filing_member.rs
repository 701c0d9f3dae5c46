//! A member who said yes to a filing and is in its schedule.

use sea_orm::entity::prelude::*;

use crate::{FilingId, MemberId};

/// A member who said yes to a filing and is in its schedule.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "filing_members")]
pub struct Model {
    /// Filing id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub filing_id: FilingId,
    /// Member id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
    /// When they took their part of it back.
    pub withdrawn_at: Option<DateTimeUtc>,
    /// When they settled; the filing goes on for the others.
    pub settled_at: Option<DateTimeUtc>,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
