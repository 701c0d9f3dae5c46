//! An account's seat in a case.

use sea_orm::entity::prelude::*;

use crate::{AccountId, CaseId, MemberId, MemberRole};

/// An account's seat in a case.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "members")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MemberId,
    /// Case id.
    pub case_id: CaseId,
    /// Unique with the case.
    pub account_id: AccountId,
    /// Pseudonym, unique in the case and never reused.
    pub code: String,
    /// Role.
    pub role: MemberRole,
    /// Joined at.
    pub joined_at: DateTimeUtc,
    /// Left at.
    pub left_at: Option<DateTimeUtc>,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
