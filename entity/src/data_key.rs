//! The data key of an account: alone in a table of its own, so that a copy of the database can be made without it.

use sea_orm::entity::prelude::*;

use crate::AccountId;

/// The data key of an account, wrapped by a master key. Without its row, all that the account sealed is gone.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "data_keys")]
pub struct Model {
    /// Account id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    /// The key under a master key, with that key's number in front.
    pub wrapped: Vec<u8>,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
