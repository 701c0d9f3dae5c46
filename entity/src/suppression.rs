//! An address that takes no more letters.

use sea_orm::entity::prelude::*;

/// An address that takes no more letters.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "suppressions")]
pub struct Model {
    /// Keyed hash of the address.
    #[sea_orm(primary_key, auto_increment = false)]
    pub address_index: Vec<u8>,
    /// Reason.
    pub reason: String,
    /// Created at.
    pub created_at: DateTimeUtc,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
