//! Messages between a case and the operator about a filing.

use entity::{
    EventKind, FilingId, Locale, MessageAuthor, MessageId, MessageKind, MessageVia, Stage, case, filing,
    message,
};
use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::{
    access::{self, Member, Viewer},
    desk_link,
    letter::{self, To},
    mandate::{self, Hand},
    redaction::{self, Author},
    reply_address,
    timeline::{self, Happening},
};
use crate::{
    domain::{email::Email, refusal::Refusal, text},
    error::{Error, Result},
    hub::Hub,
    mail::Template,
    store::{
        self,
        page::{Page, Slice},
    },
};

/// The most messages about one filing.
pub const MOST: u64 = 500;

/// The longest message.
pub const LONGEST: usize = 5_000;

/// A message that is about to be written.
pub(super) struct Draft<'a> {
    /// Who writes it.
    pub author: MessageAuthor,
    /// How it came.
    pub via: MessageVia,
    /// What it is.
    pub kind: MessageKind,
    /// Its words, anonymised.
    pub body: String,
    /// Its words as they came.
    pub original: &'a str,
    /// The message it answers.
    pub answers: Option<MessageId>,
    /// Whether its author reads mail at a domain of the operator's.
    pub is_verified: bool,
    /// Whether the operator wants everybody to read it.
    pub asks_public: bool,
    /// Hash of the Message-ID of the mail it came as.
    pub mail_id: Option<String>,
}

/// Writes a message about a held filing.
pub(super) async fn insert(
    hub: &Hub,
    tx: &DatabaseTransaction,
    row: &filing::Model,
    draft: Draft<'_>,
) -> Result<message::Model> {
    if store::message::count(tx, &row.id).await? >= MOST {
        return Err(Refusal::TooManyMessages { max: MOST }.into());
    }
    if let Some(answers) = &draft.answers {
        let known = store::message::find(tx, answers).await?.filter(|known| known.filing_id == row.id);
        known.ok_or(Refusal::Unknown { field: "answers" })?;
    }
    let id: MessageId = hub.mint();
    let row = message::Model {
        original_sealed: hub.keys.seal_own(draft.original.as_bytes(), id.as_str())?,
        id,
        case_id: row.case_id.clone(),
        filing_id: row.id.clone(),
        author: draft.author,
        via: draft.via,
        kind: draft.kind,
        body: draft.body,
        written_by: None,
        answers: draft.answers,
        is_verified: draft.is_verified,
        asks_public: draft.asks_public,
        published_at: None,
        refused_reason: None,
        mail_id: draft.mail_id,
        written_at: hub.now(),
    };
    store::insert(tx, row.clone()).await?;
    Ok(row)
}

/// Tells the members that the operator wrote.
pub(super) async fn announce(hub: &Hub, tx: &DatabaseTransaction, row: &message::Model) -> Result<()> {
    let facts = json!({ "kind": format!("@message.{}", row.kind.as_str()) });
    timeline::record(hub, tx, Happening::new(&row.case_id, EventKind::MessageReceived, None, facts)).await?;
    Ok(())
}

/// Writes to the operator about a filing that went out by mail; for organisers and representatives. It is mailed to where
/// the filing went, with a link to answer by.
///
/// # Errors
/// A refusal about the text, `NOT_SUBMITTED` for a filing that did not go out by mail, `TOO_MANY_MESSAGES`, `CASE_NOT_OPEN`,
/// or as [`mandate::hand`].
pub async fn write(
    hub: &Hub,
    viewer: &Viewer,
    id: &FilingId,
    text: &str,
    answers: Option<MessageId>,
) -> Result<message::Model> {
    let found = store::filing::find(&hub.db, id).await?.ok_or(Error::NotFound("filing"))?;
    let Member { case, .. } =
        access::member(&hub.db, viewer, &found.case_id).await.map_err(|error| error.about("filing"))?;
    let text = text::prose("text", text, 2, LONGEST)?;
    let author = Author::of(hub, viewer).await?;
    let [body] = redaction::anonymise(hub, &case, &author, [&text]).await?;
    hub.write(async |tx| {
        let Hand { case, seat } =
            mandate::hand(tx, viewer, &found.case_id).await.map_err(|error| error.about("filing"))?;
        if case.stage == Stage::Closed {
            return Err(Refusal::CaseNotOpen.into());
        }
        let row = store::filing::hold(tx, id).await?;
        let draft = Draft {
            author: MessageAuthor::Members,
            via: MessageVia::Hub,
            kind: MessageKind::Note,
            body: body.clone(),
            original: &text,
            answers: answers.clone(),
            is_verified: false,
            asks_public: false,
            mail_id: None,
        };
        let written = insert(hub, tx, &row, draft).await?;
        let written = message::Model { written_by: Some(seat.id.clone()), ..written };
        store::save(tx, written.clone()).await?;
        mail(hub, tx, &case, &row, &written).await?;
        timeline::record(hub, tx, Happening::new(&case.id, EventKind::MessageSent, Some(&seat), json!({})))
            .await?;
        Ok(written)
    })
    .await
}

/// Mails a message to where its filing went.
async fn mail(
    hub: &Hub,
    tx: &DatabaseTransaction,
    case: &case::Model,
    row: &filing::Model,
    written: &message::Model,
) -> Result<()> {
    let to = Email::parse("recipient", &row.recipient).ok().filter(|_| row.sent_at.is_some());
    let to = to.ok_or(Refusal::NotSubmitted)?;
    let link = desk_link::live(hub, tx, row).await?;
    let lines: Vec<&str> = written.body.lines().filter(|line| !line.trim().is_empty()).collect();
    let facts = json!({
        "case_number": case.number, "lines": lines, "url": desk_link::url(hub, &link),
        "reply_to": reply_address::of(hub, &row.id),
    });
    let to = To { account: None, address: Some(&to.address), host: &to.host, locale: Locale::ZhCn };
    letter::write(hub, tx, to, Template::DeskMessage, facts).await
}

/// The messages about a filing, newest first: for members all, for everybody else those that were let through.
///
/// # Errors
/// `BadInput` for a cursor that is not ours.
pub async fn list(hub: &Hub, id: &FilingId, is_inside: bool, page: &Page) -> Result<Slice<message::Model>> {
    store::message::page(&hub.db, id, is_inside, page).await
}

/// The replies that wait for a moderator, newest first.
///
/// # Errors
/// `MODERATORS_ONLY`, or `BadInput` for a cursor that is not ours.
pub async fn waiting(hub: &Hub, viewer: &Viewer, page: &Page) -> Result<Slice<message::Model>> {
    access::moderator(viewer)?;
    store::message::waiting(&hub.db, page).await
}

/// Lets everybody read a reply, or says why not; for moderators.
///
/// # Errors
/// `MODERATORS_ONLY`, `NotFound`, `REPLY_DECIDED`, or a refusal about the reason.
pub async fn decide(
    hub: &Hub,
    viewer: &Viewer,
    id: &MessageId,
    refused_reason: Option<&str>,
) -> Result<message::Model> {
    access::moderator(viewer)?;
    let reason = refused_reason.map(|reason| text::prose("reason", reason, 4, 500)).transpose()?;
    let found = store::message::find(&hub.db, id).await?.ok_or(Error::NotFound("message"))?;
    hub.write(async |tx| {
        let case = store::case::hold(tx, &found.case_id).await?;
        let row = store::message::hold(tx, id).await?;
        if !row.asks_public || row.published_at.is_some() || row.refused_reason.is_some() {
            return Err(Refusal::ReplyDecided.into());
        }
        let row = match &reason {
            Some(reason) => message::Model { refused_reason: Some(reason.clone()), ..row },
            None => message::Model { published_at: Some(hub.now()), ..row },
        };
        store::save(tx, row.clone()).await?;
        if row.published_at.is_some() {
            let happening = Happening::new(&case.id, EventKind::ReplyPublished, None, json!({}));
            timeline::record(hub, tx, happening).await?;
        }
        Ok(row)
    })
    .await
}
