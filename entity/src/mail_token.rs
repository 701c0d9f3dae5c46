//! A token that was sent to an address, good for one purpose once.

use sea_orm::entity::prelude::*;

use crate::{AccountId, Locale, TokenPurpose};

/// A token that was sent to an address, good for one purpose once.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mail_tokens")]
pub struct Model {
    /// SHA-256 of the token.
    #[sea_orm(primary_key, auto_increment = false)]
    pub hash: Vec<u8>,
    /// Purpose.
    pub purpose: TokenPurpose,
    /// The address it was sent to, lower-cased.
    pub email: String,
    /// Whom it concerns; `None` for a sign-up and for a reset of an address nobody has.
    pub account_id: Option<AccountId>,
    /// For a sign-up, the password that was chosen.
    pub password_hash: Option<String>,
    /// Locale.
    pub locale: Locale,
    /// Created at.
    pub created_at: DateTimeUtc,
    /// Expires at.
    pub expires_at: DateTimeUtc,
    /// Used at.
    pub used_at: Option<DateTimeUtc>,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
