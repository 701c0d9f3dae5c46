//! What an operator's terms say: one clause, or the whole text of a document.

use sea_orm::entity::prelude::*;

use crate::{OperatorId, TermId};

/// What an operator's terms say: one clause, or the whole text of a document.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "terms")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TermId,
    /// Operator id.
    pub operator_id: OperatorId,
    /// The clause; `None` for a whole text, which is kept apart.
    pub clause: Option<String>,
    /// Name of the document that it is the whole text of; `None` for a clause.
    pub document: Option<String>,
    /// What tells it from the other terms of the operator.
    pub fingerprint: String,
    /// The first day on which it was seen, of the sightings that count; `None` while none does.
    pub first_seen: Option<Date>,
    /// The last such day.
    pub last_seen: Option<Date>,
    /// Created at.
    pub created_at: DateTimeUtc,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
