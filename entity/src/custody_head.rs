//! Where the custody chain of a case ends.

use sea_orm::entity::prelude::*;

use crate::CaseId;

/// Where the custody chain of a case ends.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "custody_heads")]
pub struct Model {
    /// Case id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub case_id: CaseId,
    /// The place of the last link.
    pub place: i64,
    /// Its hash, lower-case hex.
    pub hash: String,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
