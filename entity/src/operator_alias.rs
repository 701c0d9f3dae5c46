//! Another name or a domain of an operator.

use sea_orm::entity::prelude::*;

use crate::{OperatorAliasId, OperatorId};

/// Another name or a domain of an operator.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "operator_aliases")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OperatorAliasId,
    /// Operator id.
    pub operator_id: OperatorId,
    /// As it was written.
    pub name: String,
    /// Is domain.
    pub is_domain: bool,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
