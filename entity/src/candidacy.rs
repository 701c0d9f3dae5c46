//! A member who stands for representative.

use sea_orm::entity::prelude::*;

use crate::{CaseId, MemberId};

/// A member who stands for representative. Withdrawing deletes it; what a ballot was opened with stays in its subject.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "candidacies")]
pub struct Model {
    /// Case id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub case_id: CaseId,
    /// Who stands.
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
    /// Why one should elect them, anonymised.
    #[sea_orm(column_type = "Text")]
    pub statement: String,
    /// Since when.
    pub stood_at: DateTimeUtc,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
