//! Seats that go from one case to another: a merge or a split, from its proposal to its end.

use sea_orm::entity::prelude::*;

use crate::{CaseId, JobId, MemberId, TransferId, TransferKind, TransferNote, TransferState};

/// Seats that go from one case to another: a merge or a split, from its proposal to its end.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "transfers")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TransferId,
    /// Kind.
    pub kind: TransferKind,
    /// The case that the seats leave.
    pub from_case_id: CaseId,
    /// The case they go to; of a split `None` until the first seat goes.
    pub into_case_id: Option<CaseId>,
    /// State.
    pub state: TransferState,
    /// Why it was cancelled.
    pub note: Option<TransferNote>,
    /// For how many hours members may object.
    pub hours: i32,
    /// The case whose organisers are asked; `None` when nobody is.
    pub asked_case_id: Option<CaseId>,
    /// The seat that is to run what a split makes; `None` when the proposer does.
    pub organiser_id: Option<MemberId>,
    /// Title of the case that a split makes.
    pub title: Option<String>,
    /// Id of the problem category of the case that a split makes.
    pub category: Option<String>,
    /// Which seats a split takes.
    pub criterion: Option<Json>,
    /// Proposed by.
    pub proposed_by: MemberId,
    /// Proposed at.
    pub proposed_at: DateTimeUtc,
    /// Agreed at.
    pub agreed_at: Option<DateTimeUtc>,
    /// The job that writes the letters from which on members may object.
    pub telling: Option<JobId>,
    /// Until when members may object; `None` until all letters are written.
    pub objects_until: Option<DateTimeUtc>,
    /// How many members object.
    pub objections: i32,
    /// When the first seats could go.
    pub begun_at: Option<DateTimeUtc>,
    /// When the pass over the seats that is under way began.
    pub pass_at: Option<DateTimeUtc>,
    /// The account up to which that pass has come.
    pub reached: String,
    /// Seats that left, so far.
    pub left_members: i64,
    /// Seats that came, so far; fewer where somebody had one in both cases.
    pub came_members: i64,
    /// Fen of the claims that left, so far.
    pub left_fen: i64,
    /// Fen of the claims that came, so far; less where one order was claimed in both cases.
    pub came_fen: i64,
    /// Evidence that went from pool to pool, so far.
    pub pooled: i64,
    /// When the worker must look again; `None` when there is nothing left to do.
    pub next_at: Option<DateTimeUtc>,
    /// Ended at.
    pub ended_at: Option<DateTimeUtc>,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
