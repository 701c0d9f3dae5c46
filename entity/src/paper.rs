//! A part of a complaint that is typeset by itself, in the background.

use sea_orm::entity::prelude::*;

use crate::{ComplaintId, FilingId, PaperId, PaperState};

/// A part of a complaint that is typeset by itself, in the background: the main part or a volume of annexes.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "papers")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PaperId,
    /// The version it is a part of.
    pub complaint_id: ComplaintId,
    /// The filing it is a part of; `None` for the edition that members vote on.
    pub filing_id: Option<FilingId>,
    /// 0 is the main part; volumes are counted from 1.
    pub number: i32,
    /// How many volumes there are.
    pub volumes: i32,
    /// Line of its first member in the schedule.
    pub first_row: i32,
    /// Line of its last member.
    pub last_row: i32,
    /// How far it has come.
    pub state: PaperState,
    /// Pages, once it is drawn.
    pub pages: Option<i32>,
    /// Bytes, once it is drawn.
    pub size: Option<i64>,
    /// SHA-256 of its bytes, lower-case hex, once it is drawn.
    pub sha256: Option<String>,
    /// When it was ordered.
    pub ordered_at: DateTimeUtc,
    /// When it was drawn.
    pub drawn_at: Option<DateTimeUtc>,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
