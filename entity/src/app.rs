//! A third party's app and what it may read.

use sea_orm::entity::prelude::*;

use crate::{AccountId, AppId};

/// A third party's app and what it may read.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "apps")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AppId,
    /// Who registered it.
    pub account_id: AccountId,
    /// Name.
    pub name: String,
    /// SHA-256 of the secret, which was shown once.
    pub secret_hash: Vec<u8>,
    /// Scopes with a space between them.
    pub scopes: String,
    /// Created at.
    pub created_at: DateTimeUtc,
    /// Revoked at.
    pub revoked_at: Option<DateTimeUtc>,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
