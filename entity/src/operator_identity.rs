//! Something that an operator is known by.

use sea_orm::entity::prelude::*;

use crate::{KnownBy, OperatorId};

/// Something that an operator is known by.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "operator_identities")]
pub struct Model {
    /// Operator id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub operator_id: OperatorId,
    /// What sort of thing it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: KnownBy,
    /// Its place among those of its kind.
    #[sea_orm(primary_key, auto_increment = false)]
    pub place: i32,
    /// As it was written.
    pub value: String,
    /// Folded, so that what is written in another way is found.
    pub folded: String,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
