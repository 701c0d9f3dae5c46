//! A file in the vault, sealed under its owner's data key.

use sea_orm::entity::prelude::*;

use crate::{AccountId, BlobId, BlobState};

/// A file in the vault, sealed under its owner's data key.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "blobs")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BlobId,
    /// Whose key seals it.
    pub account_id: AccountId,
    /// State.
    pub state: BlobState,
    /// How many bytes it has, or will have.
    pub length: i64,
    /// How many of them are in the vault: whole segments, and the last one.
    pub received: i64,
    /// Random; names the request that sends bytes now, so that one that was left behind can tell.
    pub holder: Option<String>,
    /// Where the hash of the bytes received so far stands.
    pub hash_state: Option<Vec<u8>>,
    /// SHA-256 of all its bytes, lower-case hex.
    pub sha256: Option<String>,
    /// Created at.
    pub created_at: DateTimeUtc,
    /// When it is deleted unless evidence uses it by then.
    pub expires_at: Option<DateTimeUtc>,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
