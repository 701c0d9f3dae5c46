//! A secret link to the deadlines of the cases that somebody organises.

use sea_orm::entity::prelude::*;

use crate::AccountId;

/// A secret link to the deadlines of the cases that somebody organises; one an account.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calendar_links")]
pub struct Model {
    /// Whose it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    /// SHA-256 of the token, which was shown once.
    pub token_hash: Vec<u8>,
    /// Made at.
    pub made_at: DateTimeUtc,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
