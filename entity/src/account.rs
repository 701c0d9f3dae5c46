//! A person with a verified e-mail address.

use sea_orm::entity::prelude::*;

use crate::{AccountId, AccountRole, LetterPreference, Locale};

/// A person with a verified e-mail address.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "accounts")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AccountId,
    /// Lower-cased address; unique. Once closed, the account's id.
    pub email: String,
    /// The address's domain, for pacing letters.
    pub mail_host: String,
    /// PHC string of argon2id.
    pub password_hash: String,
    /// Role.
    pub role: AccountRole,
    /// Locale.
    pub locale: Locale,
    /// Letters.
    pub letters: LetterPreference,
    /// Whether mails say only that there is news.
    pub discreet: bool,
    /// Created at.
    pub created_at: DateTimeUtc,
    /// Closed at.
    pub closed_at: Option<DateTimeUtc>,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
