//! A representative's mandate: who elected them and until when it lasts.

use sea_orm::entity::prelude::*;

use crate::{BallotId, CaseId, MandateEnding, MandateId, MemberId};

/// A representative's mandate. It speaks only for those who said yes in its ballot, or to a text that names it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mandates")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MandateId,
    /// Case id.
    pub case_id: CaseId,
    /// The representative.
    pub member_id: MemberId,
    /// The ballot that gave it.
    pub ballot_id: BallotId,
    /// Began at.
    pub began_at: DateTimeUtc,
    /// Ended at.
    pub ended_at: Option<DateTimeUtc>,
    /// Why it ended.
    pub ending: Option<MandateEnding>,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
