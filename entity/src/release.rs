//! That a member lets a filing name them to one receiver.

use sea_orm::entity::prelude::*;

use crate::{BallotId, Channel, MemberId};

/// That a member lets a filing name them to one receiver, and whether they took that back.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "releases")]
pub struct Model {
    /// The ballot whose text would be filed.
    #[sea_orm(primary_key, auto_increment = false)]
    pub ballot_id: BallotId,
    /// Who lets themself be named.
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
    /// Where it would be filed.
    #[sea_orm(primary_key, auto_increment = false)]
    pub channel: Channel,
    /// Hash of what they were told, lower-case hex; `None` for a vote from before receivers were told apart.
    pub statement_sha256: Option<String>,
    /// When they agreed.
    pub given_at: DateTimeUtc,
    /// When they took it back.
    pub withdrawn_at: Option<DateTimeUtc>,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
