//! How many members got what of a filing; kept by the worker.

use sea_orm::entity::prelude::*;

use crate::{FilingId, Got};

/// How many members got what of a filing; kept by the worker.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outcome_tallies")]
pub struct Model {
    /// Filing id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub filing_id: FilingId,
    /// What they got.
    #[sea_orm(primary_key, auto_increment = false)]
    pub got: Got,
    /// How many.
    pub people: i64,
    /// Fen they got in all.
    pub amount_fen: i64,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
