//! The operator's desk: whoever has the link of a filing's mail answers, asks and offers, without an account.
//!
//! What they see is the edition that they were mailed, what they and the case wrote to each other about it, and their own
//! offers: nothing else of the case.

use entity::{
    EventKind, FilingStatus, MessageAuthor, MessageId, MessageKind, MessageVia, OfferId, OfferSource, case,
    desk_link, filing, message, offer,
};
use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::{
    access::Caller,
    content, deadline, desk_link as links,
    message::{self as messages, LONGEST},
    offer::{self as offers, Draft},
    redaction::{self, Author},
    reminder,
    rendering::{self, Format},
    timeline::{self, Happening},
};
use crate::{
    domain::{complaint::Complaint, text},
    error::{Error, Result},
    hub::Hub,
    limits::Door,
    store::{
        self,
        page::{Page, Slice},
    },
};

/// What is behind a link.
pub struct Desk {
    /// The link.
    pub link: desk_link::Model,
    /// The filing.
    pub filing: filing::Model,
    /// Its case.
    pub case: case::Model,
    content: Complaint,
}

/// Finds what is behind a token.
///
/// # Errors
/// `NotFound` for one that was revoked, has expired or never was, or `RateLimited`.
pub async fn open(hub: &Hub, caller: &Caller, token: &str) -> Result<Desk> {
    let hash = links::hash(token);
    hub.limits.door(Door::OperatorDesk, caller.ip, &hex::encode(&hash))?;
    let gone = || Error::NotFound("link");
    let link = store::desk_link::by_token(&hub.db, &hash).await?.ok_or_else(gone)?;
    if !works(hub, &link) {
        return Err(gone());
    }
    let filing = store::filing::find(&hub.db, &link.filing_id).await?.ok_or_else(gone)?;
    let case = store::case::find(&hub.db, &filing.case_id).await?.ok_or_else(gone)?;
    let content = content::filed(hub, &filing)?;
    Ok(Desk { link, filing, case, content })
}

/// Somebody who was given an edition: the people in it are in the case under pseudonyms, and their names are hidden in
/// what comes back.
pub(super) fn reader(content: &Complaint) -> Author {
    let people = content.schedule.iter().filter_map(|entry| entry.identity.as_ref());
    Author::told(people.map(|person| (person.name.clone(), person.phone.clone())).collect())
}

fn works(hub: &Hub, link: &desk_link::Model) -> bool {
    link.revoked_at.is_none() && link.expires_at > hub.now()
}

impl Desk {
    /// What is asked for, in the words that were filed.
    #[must_use]
    pub fn demands(&self) -> Vec<String> {
        self.content.demands.iter().map(|demand| demand.text.clone()).collect()
    }

    /// The filed edition as plain text.
    ///
    /// # Errors
    /// A fault only.
    pub async fn text(&self, hub: &Hub) -> Result<String> {
        let bytes = rendering::of_complaint(hub, self.content.clone(), Format::Text).await?;
        String::from_utf8(bytes).map_err(Error::fault("reading a filing"))
    }

    /// Anonymises what the operator wrote.
    async fn anonymise<const N: usize>(&self, hub: &Hub, texts: [&str; N]) -> Result<[String; N]> {
        redaction::anonymise(hub, &self.case, &reader(&self.content), texts).await
    }

    /// Holds the case and the filing, and proves that the link still works.
    async fn hold(&self, hub: &Hub, tx: &DatabaseTransaction) -> Result<(case::Model, filing::Model)> {
        let case = store::case::hold(tx, &self.case.id).await?;
        let filing = store::filing::hold(tx, &self.filing.id).await?;
        let link = store::desk_link::by_token(tx, &self.link.token_hash).await?;
        link.filter(|link| works(hub, link)).ok_or(Error::NotFound("link"))?;
        Ok((case, filing))
    }

    async fn write(
        &self,
        hub: &Hub,
        (kind, asks_public): (MessageKind, bool),
        text: &str,
        answers: Option<MessageId>,
    ) -> Result<message::Model> {
        let text = text::prose("text", text, 2, LONGEST)?;
        let [body] = self.anonymise(hub, [&text]).await?;
        hub.write(async |tx| {
            let (_, filing) = self.hold(hub, tx).await?;
            let draft = messages::Draft {
                author: MessageAuthor::Operator,
                via: MessageVia::Link,
                kind,
                body: body.clone(),
                original: &text,
                answers: answers.clone(),
                is_verified: self.link.is_verified,
                asks_public,
                mail_id: None,
            };
            let row = messages::insert(hub, tx, &filing, draft).await?;
            if kind == MessageKind::Reply && replies(filing.status) {
                replied(hub, tx, filing, &body).await?;
            } else {
                messages::announce(hub, tx, &row).await?;
            }
            Ok(row)
        })
        .await
    }
}

/// Whether a reply is news about a filing at this status.
fn replies(status: FilingStatus) -> bool {
    matches!(status, FilingStatus::Submitted | FilingStatus::Accepted | FilingStatus::InProcess)
}

/// Records a reply as the channel's answer, with its own word.
async fn replied(hub: &Hub, tx: &DatabaseTransaction, row: filing::Model, body: &str) -> Result<()> {
    let now = hub.now();
    let row = filing::Model {
        status: FilingStatus::Replied,
        channel_word: Some(body.to_owned()),
        answered_at: Some(now),
        updated_at: now,
        ..row
    };
    let row = reminder::after_answer(row, now);
    store::save(tx, row.clone()).await?;
    deadline::answered(hub, tx, &row, now).await?;
    let facts = json!({
        "status": format!("@filing.{}", row.status.as_str()), "status_code": row.status.as_str(),
        "channel": format!("@channel.{}", row.channel.as_str()),
    });
    timeline::record(hub, tx, Happening::new(&row.case_id, EventKind::FilingAnswered, None, facts)).await?;
    Ok(())
}

/// Answers the complaint, to the case or for everybody to read once a moderator looked at it.
///
/// # Errors
/// A refusal about the text, `TOO_MANY_MESSAGES`, or as [`open`].
pub async fn answer(
    hub: &Hub,
    caller: &Caller,
    token: &str,
    text: &str,
    is_public: bool,
    answers: Option<MessageId>,
) -> Result<message::Model> {
    open(hub, caller, token).await?.write(hub, (MessageKind::Reply, is_public), text, answers).await
}

/// Asks the case something.
///
/// # Errors
/// As [`answer`].
pub async fn ask(
    hub: &Hub,
    caller: &Caller,
    token: &str,
    text: &str,
    answers: Option<MessageId>,
) -> Result<message::Model> {
    open(hub, caller, token).await?.write(hub, (MessageKind::Question, false), text, answers).await
}

/// Puts an offer to the members of the filing.
///
/// # Errors
/// As [`super::offer::record`], or as [`open`].
pub async fn make_offer(hub: &Hub, caller: &Caller, token: &str, draft: Draft) -> Result<offer::Model> {
    let desk = open(hub, caller, token).await?;
    let draft = draft.check(hub.now())?;
    let [terms] = desk.anonymise(hub, [&draft.terms]).await?;
    let draft = Draft { terms, ..draft };
    hub.write(async |tx| {
        let (case, filing) = desk.hold(hub, tx).await?;
        offers::make(hub, tx, case, &filing.id, &draft, None).await
    })
    .await
}

/// Takes back an offer that was made here, before its end.
///
/// # Errors
/// `NotFound` for any other offer, a refusal about the reason, `OFFER_CLOSED`, or as [`open`].
pub async fn withdraw_offer(
    hub: &Hub,
    caller: &Caller,
    token: &str,
    id: &OfferId,
    reason: &str,
) -> Result<offer::Model> {
    let desk = open(hub, caller, token).await?;
    let found = store::offer::find(&hub.db, id).await?;
    let is_theirs =
        |row: &offer::Model| row.filing_id == desk.filing.id && row.source == OfferSource::Operator;
    found.filter(is_theirs).ok_or(Error::NotFound("offer"))?;
    let reason = text::prose("reason", reason, 4, 500)?;
    let [reason] = desk.anonymise(hub, [&reason]).await?;
    hub.write(async |tx| {
        let (case, _) = desk.hold(hub, tx).await?;
        offers::take_back(hub, tx, case, id, &reason, None).await
    })
    .await
}

/// The offers that were made here, newest first.
///
/// # Errors
/// A fault only.
pub async fn own_offers(hub: &Hub, desk: &Desk) -> Result<Vec<offer::Model>> {
    let mut rows = store::offer::list(&hub.db, &desk.filing.id).await?;
    rows.retain(|row| row.source == OfferSource::Operator);
    Ok(rows)
}

/// What the operator and the case wrote to each other, newest first.
///
/// # Errors
/// `BadInput` for a cursor that is not ours.
pub async fn correspondence(hub: &Hub, desk: &Desk, page: &Page) -> Result<Slice<message::Model>> {
    messages::list(hub, &desk.filing.id, true, page).await
}
