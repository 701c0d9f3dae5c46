//! One e-mail to one person about one event.

use sea_orm::entity::prelude::*;

use crate::{AccountId, CaseId, EventId, LetterId, LetterState};

/// One e-mail to one person about one event.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "letters")]
pub struct Model {
    /// Its Message-ID is made from it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LetterId,
    /// To whom; `None` while there is no account yet.
    pub account_id: Option<AccountId>,
    /// Where to, when it is not the account's address.
    pub address: Option<String>,
    /// The address's domain, for pacing.
    pub host: String,
    /// Case id.
    pub case_id: Option<CaseId>,
    /// Event id.
    pub event_id: Option<EventId>,
    /// Template.
    pub template: String,
    /// Facts of a letter that is not about an event, sealed; gone once it is sent.
    pub facts_sealed: Option<Vec<u8>>,
    /// State.
    pub state: LetterState,
    /// Attempts.
    pub attempts: i32,
    /// Not before; while sending, the end of the lease.
    pub next_at: DateTimeUtc,
    /// Why the last attempt failed; a code, never an address.
    pub reason: Option<String>,
    /// Created at.
    pub created_at: DateTimeUtc,
    /// Sent at.
    pub sent_at: Option<DateTimeUtc>,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
