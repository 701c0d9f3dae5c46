//! A decision of the members on an exact hash.

use sea_orm::entity::prelude::*;

use crate::{BallotId, BallotKind, BallotState, CaseId, ComplaintId, MemberId};

/// A decision of the members on an exact hash.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ballots")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BallotId,
    /// Case id.
    pub case_id: CaseId,
    /// What kind of decision it is.
    pub kind: BallotKind,
    /// The version of the complaint it is on; `None` for other kinds.
    pub complaint_id: Option<ComplaintId>,
    /// What other kinds are on, as canonical JSON; `None` for a complaint, which is that itself.
    #[sea_orm(column_type = "Text", nullable)]
    pub subject: Option<String>,
    /// What is voted on, lower-case hex.
    pub sha256: String,
    /// State.
    pub state: BallotState,
    /// How many members may vote; fixed when it opens.
    pub electorate: i64,
    /// How many of them must say yes; fixed when it opens.
    pub quorum: i32,
    /// Opened by.
    pub opened_by: MemberId,
    /// Opened at.
    pub opened_at: DateTimeUtc,
    /// Closes at.
    pub closes_at: DateTimeUtc,
    /// Closed at.
    pub closed_at: Option<DateTimeUtc>,
    /// Counted when it closes.
    pub yes: i64,
    /// Counted when it closes.
    pub no: i64,
    /// Counted when it closes.
    pub abstain: i64,
    /// Hash of the list of receipts and votes, lower-case hex; set when it closes.
    pub tally_sha256: Option<String>,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
