//! What a case and an operator write to each other about a filing.

use sea_orm::entity::prelude::*;

use crate::{CaseId, FilingId, MemberId, MessageAuthor, MessageId, MessageKind, MessageVia};

/// What a case and an operator write to each other about a filing.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "messages")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MessageId,
    /// Case id.
    pub case_id: CaseId,
    /// Filing id.
    pub filing_id: FilingId,
    /// Author.
    pub author: MessageAuthor,
    /// Via.
    pub via: MessageVia,
    /// Kind.
    pub kind: MessageKind,
    /// Its words, anonymised.
    #[sea_orm(column_type = "Text")]
    pub body: String,
    /// Its words as they came, under the hub's key.
    pub original_sealed: Vec<u8>,
    /// Who wrote it for the case.
    pub written_by: Option<MemberId>,
    /// The message it answers.
    pub answers: Option<MessageId>,
    /// Whether its author reads mail at a domain of the operator's.
    pub is_verified: bool,
    /// Whether the operator wants everybody to read it.
    pub asks_public: bool,
    /// When a moderator let everybody read it.
    pub published_at: Option<DateTimeUtc>,
    /// Why a moderator did not.
    #[sea_orm(column_type = "Text", nullable)]
    pub refused_reason: Option<String>,
    /// Hash of the Message-ID of the mail it came as; unique.
    pub mail_id: Option<String>,
    /// Written at.
    pub written_at: DateTimeUtc,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
