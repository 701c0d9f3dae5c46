//! How many people joined a case in a month, less those who left.

use sea_orm::entity::prelude::*;

use crate::CaseId;

/// How many people joined a case in a month, less those who left.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "case_months")]
pub struct Model {
    /// Case id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub case_id: CaseId,
    /// The first day of the month, in Beijing.
    #[sea_orm(primary_key, auto_increment = false)]
    pub month: Date,
    /// Kept by the worker from the events.
    pub people: i64,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
