//! The whole text of a document of an operator's terms; it is long, and lists do without it.

use sea_orm::entity::prelude::*;

use crate::TermId;

/// The whole text of a document of an operator's terms; it is long, and lists do without it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "term_texts")]
pub struct Model {
    /// The term that it is the text of.
    #[sea_orm(primary_key, auto_increment = false)]
    pub term_id: TermId,
    /// The text.
    #[sea_orm(column_type = "Text")]
    pub text: String,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
