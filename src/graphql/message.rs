//! Messages between a case and an operator.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::message;

use super::{
    connection::{Connected, by_id, connection, cost},
    payload::{payload, report, settle},
    viewer::{key, signed_in},
};
use crate::service::{self, page::Page};

/// Who wrote a message.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::MessageAuthor")]
pub enum MessageAuthor {
    /// The operator.
    Operator,
    /// An organiser or representative, for the case.
    Members,
}

/// How a message came.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::MessageVia")]
pub enum MessageVia {
    /// Through the link that the operator was mailed.
    Link,
    /// By mail to the case's reply address.
    Mail,
    /// Written here.
    Hub,
}

/// What a message is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::MessageKind")]
pub enum MessageKind {
    /// An answer to the complaint.
    Reply,
    /// A question about it.
    Question,
    /// Anything else.
    Note,
}

/// What a case and an operator write to each other about a filing, anonymised.
#[derive(SimpleObject)]
pub struct Message {
    /// Id.
    id: ID,
    /// Who wrote it.
    author: MessageAuthor,
    /// How it came.
    via: MessageVia,
    /// What it is.
    kind: MessageKind,
    /// Its words, anonymised.
    text: String,
    /// Whether its author reads mail at a domain of the operator's.
    verified: bool,
    /// The message it answers.
    answers_id: Option<ID>,
    /// Whether the operator wants everybody to read it.
    asks_public: bool,
    /// When a moderator let everybody read it.
    published_at: Option<DateTime<Utc>>,
    /// Why a moderator did not; for members and moderators.
    refused_reason: Option<String>,
    /// When it was written.
    written_at: DateTime<Utc>,
}

impl Message {
    pub(super) fn new(row: message::Model, is_inside: bool) -> Self {
        Self {
            id: row.id.to_string().into(),
            author: row.author.into(),
            via: row.via.into(),
            kind: row.kind.into(),
            text: row.body,
            verified: row.is_verified,
            answers_id: row.answers.map(|id| id.to_string().into()),
            asks_public: row.asks_public,
            published_at: row.published_at,
            refused_reason: row.refused_reason.filter(|_| is_inside),
            written_at: row.written_at,
        }
    }
}

/// A message to the operator.
#[derive(InputObject)]
struct WriteToOperatorInput {
    /// The filing it is about; one that went out by mail.
    filing_id: ID,
    /// The message, 2 to 5,000 characters; sent anonymised.
    text: String,
    /// The message it answers.
    answers: Option<ID>,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The message, queued.
    WriteToOperatorPayload {
        /// The message.
        message: Message,
    }
}

/// What a moderator decides about a reply.
#[derive(InputObject)]
struct DecideReplyInput {
    /// The message.
    message_id: ID,
    /// Why not everybody is to read it, 4 to 500 characters; left out, everybody may.
    refused_reason: Option<String>,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The reply as it stands.
    DecideReplyPayload {
        /// The message.
        message: Message,
    }
}

/// The filing whose links are revoked.
#[derive(InputObject)]
struct RevokeOperatorLinkInput {
    /// The filing.
    filing_id: ID,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The links are revoked.
    RevokeOperatorLinkPayload {
        /// Whether there was one that worked.
        revoked: bool,
    }
}

/// Reading replies that wait.
#[derive(Default)]
pub struct MessageQuery;

#[Object]
impl MessageQuery {
    /// Replies that operators want everybody to read and that wait for a moderator, newest first; for moderators.
    #[graphql(complexity = "cost(first, child_complexity)")]
    async fn waiting_replies(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Connected<Message> {
        let (hub, viewer) = signed_in(ctx)?;
        let slice = async {
            let page = Page::new(first, after.as_deref())?;
            service::message::waiting(hub, viewer, &page).await
        };
        let slice = slice.await.map_err(|error| report(ctx, error))?;
        Ok(connection(slice, |row| by_id(row.id.as_str()), |row| Message::new(row, true)))
    }
}

/// Writing to operators, and deciding about their replies.
#[derive(Default)]
pub struct MessageMutation;

#[Object]
impl MessageMutation {
    /// Writes to the operator about a filing that went out by mail, with a link to answer by; for organisers and
    /// representatives.
    async fn write_to_operator(
        &self,
        ctx: &Context<'_>,
        input: WriteToOperatorInput,
    ) -> Result<WriteToOperatorPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.filing_id, "filing")?;
        let answers = input.answers.as_ref().map(|id| key(ctx, id, "message")).transpose()?;
        let (row, user_errors) =
            settle(ctx, service::message::write(hub, viewer, &id, &input.text, answers).await)?;
        Ok(WriteToOperatorPayload { message: row.map(|row| Message::new(row, true)), user_errors })
    }

    /// Lets everybody read an operator's reply, or says why not; for moderators.
    async fn decide_reply(&self, ctx: &Context<'_>, input: DecideReplyInput) -> Result<DecideReplyPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.message_id, "message")?;
        let decided = service::message::decide(hub, viewer, &id, input.refused_reason.as_deref()).await;
        let (row, user_errors) = settle(ctx, decided)?;
        Ok(DecideReplyPayload { message: row.map(|row| Message::new(row, true)), user_errors })
    }

    /// Revokes the links by which the operator answers a filing; the next message to it carries a new one. For organisers.
    async fn revoke_operator_link(
        &self,
        ctx: &Context<'_>,
        input: RevokeOperatorLinkInput,
    ) -> Result<RevokeOperatorLinkPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.filing_id, "filing")?;
        let (revoked, user_errors) = settle(ctx, service::desk_link::revoke(hub, viewer, &id).await)?;
        Ok(RevokeOperatorLinkPayload { revoked, user_errors })
    }
}
