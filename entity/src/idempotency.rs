//! The answer to a mutation that carried an idempotency key.

use sea_orm::entity::prelude::*;

/// The answer to a mutation that carried an idempotency key.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency_keys")]
pub struct Model {
    /// Whose key it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub scope: String,
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// Keyed hash of the mutation and its input.
    pub input_hash: Vec<u8>,
    /// The sealed answer; `None` until it was given.
    pub answer: Option<Vec<u8>>,
    /// Created at.
    pub created_at: DateTimeUtc,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
