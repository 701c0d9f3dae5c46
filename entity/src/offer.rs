//! What an operator proposes in answer to a filing, put to its members.

use sea_orm::entity::prelude::*;

use crate::{CaseId, FilingId, MemberId, OfferId, OfferSource, OfferState};

/// What an operator proposes in answer to a filing, put to its members. Its words and terms never change.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "offers")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OfferId,
    /// Case id.
    pub case_id: CaseId,
    /// Filing id.
    pub filing_id: FilingId,
    /// State.
    pub state: OfferState,
    /// Source.
    pub source: OfferSource,
    /// What is proposed, anonymised.
    #[sea_orm(column_type = "Text")]
    pub terms: String,
    /// Fen for each member, where it is the same for all and about money.
    pub amount_fen: Option<i64>,
    /// Whether each member has an amount of their own.
    pub per_member: bool,
    /// The day by which it would be paid or done.
    pub pay_by: Option<Date>,
    /// Hash of the sheet without a member's own amount, lower-case hex.
    pub sha256: String,
    /// Who recorded it; `None` where the operator did.
    pub made_by: Option<MemberId>,
    /// Made at.
    pub made_at: DateTimeUtc,
    /// Closes at.
    pub closes_at: DateTimeUtc,
    /// Closed at.
    pub closed_at: Option<DateTimeUtc>,
    /// Why it was taken back.
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
    /// To how many members it was put.
    pub asked: i64,
    /// How many accepted; kept by the worker, exact once it is closed.
    pub accepted: i64,
    /// How many declined; kept by the worker, exact once it is closed.
    pub declined: i64,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
