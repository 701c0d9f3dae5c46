//! The number that a hidden value has within its case.

use sea_orm::entity::prelude::*;

use crate::CaseId;

/// The number that a hidden value has within its case.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "placeholders")]
pub struct Model {
    /// Case id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub case_id: CaseId,
    /// Kind.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    /// Keyed hash of the value within its case.
    #[sea_orm(primary_key, auto_increment = false)]
    pub value_index: Vec<u8>,
    /// Number.
    pub number: i32,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
