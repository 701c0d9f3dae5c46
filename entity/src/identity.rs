//! A sealed identity: real name, phone, ID and address of an account.

use sea_orm::entity::prelude::*;

use crate::AccountId;

/// A sealed identity: real name, phone, ID and address of an account.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "identities")]
pub struct Model {
    /// Account id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    /// The identity under the account's data key.
    pub sealed: Vec<u8>,
    /// Keyed hash of the normalised phone number.
    pub phone_index: Vec<u8>,
    /// Keyed hash of the normalised postal address.
    pub address_index: Option<Vec<u8>>,
    /// Whether it has all a filing needs.
    pub complete: bool,
    /// Updated at.
    pub updated_at: DateTimeUtc,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
