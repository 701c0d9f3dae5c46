//! An attempt of a member to settle with the operator.

use sea_orm::entity::prelude::*;

use crate::{CaseId, ContactChannel, ContactId, ContactResult, MemberId};

/// An attempt of a member to settle with the operator.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contacts")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ContactId,
    /// Case id.
    pub case_id: CaseId,
    /// Member id.
    pub member_id: MemberId,
    /// Happened on.
    pub happened_on: Date,
    /// Channel.
    pub channel: ContactChannel,
    /// What was said, under the account's data key.
    pub said_sealed: Vec<u8>,
    /// What was said, anonymised.
    #[sea_orm(column_type = "Text")]
    pub said: String,
    /// Result.
    pub result: ContactResult,
    /// Created at.
    pub created_at: DateTimeUtc,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
