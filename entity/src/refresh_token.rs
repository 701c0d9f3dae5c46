//! A refresh token that was handed out; a used one that comes again betrays a theft.

use sea_orm::entity::prelude::*;

use crate::SessionId;

/// A refresh token that was handed out; a used one that comes again betrays a theft.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "refresh_tokens")]
pub struct Model {
    /// SHA-256 of the token.
    #[sea_orm(primary_key, auto_increment = false)]
    pub hash: Vec<u8>,
    /// Session id.
    pub session_id: SessionId,
    /// Issued at.
    pub issued_at: DateTimeUtc,
    /// Used at.
    pub used_at: Option<DateTimeUtc>,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
