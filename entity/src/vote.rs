//! What one member said in one ballot.

use sea_orm::entity::prelude::*;

use crate::{BallotId, Choice, MemberId};

/// What one member said in one ballot.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "votes")]
pub struct Model {
    /// Ballot id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub ballot_id: BallotId,
    /// Member id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
    /// Choice.
    pub choice: Choice,
    /// The hash the member had before their eyes.
    pub sha256: String,
    /// Whether the member lets the filing carry their identity.
    pub release: bool,
    /// Codes of the candidates that an election's vote is for, as a JSON list.
    #[sea_orm(column_type = "Text", nullable)]
    pub candidates: Option<String>,
    /// By which its owner finds it in the published list, and nobody else; 32 hex digits.
    pub receipt: Option<String>,
    /// Cast at.
    pub cast_at: DateTimeUtc,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
