//! The bytes of a typeset part of a complaint, apart from its row, so that a list does not read them.

use sea_orm::entity::prelude::*;

use crate::PaperId;

/// The bytes of a typeset part of a complaint.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "paper_contents")]
pub struct Model {
    /// Which.
    #[sea_orm(primary_key, auto_increment = false)]
    pub paper_id: PaperId,
    /// The PDF under the hub's own key, bound to the paper.
    pub sealed: Vec<u8>,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
