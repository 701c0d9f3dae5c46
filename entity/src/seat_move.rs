//! Where a seat came from: one row for each time that it went to another case.

use sea_orm::entity::prelude::*;

use crate::{CaseId, MemberId, TransferId};

/// Where a seat came from: one row for each time that it went to another case.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "seat_moves")]
pub struct Model {
    /// Transfer id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub transfer_id: TransferId,
    /// The seat in the old case, which its votes and filings name.
    #[sea_orm(primary_key, auto_increment = false)]
    pub from_member_id: MemberId,
    /// The old case.
    pub from_case_id: CaseId,
    /// The pseudonym there.
    pub from_code: String,
    /// The seat as it is now: the same one, or the one that its holder had in the new case already.
    pub member_id: MemberId,
    /// Moved at.
    pub moved_at: DateTimeUtc,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
