//! A record that a sealed identity was opened, shown to its owner.

use sea_orm::entity::prelude::*;

use crate::{AccountId, FilingId, MemberId, OpeningId};

/// A record that a sealed identity was opened, shown to its owner.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "openings")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OpeningId,
    /// Account id.
    pub account_id: AccountId,
    /// The filing it was opened for; `None` when its owner looked.
    pub filing_id: Option<FilingId>,
    /// Opened at.
    pub opened_at: DateTimeUtc,
    /// The representative who opened it; `None` when the filing was drawn up from it.
    pub opened_by: Option<MemberId>,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
