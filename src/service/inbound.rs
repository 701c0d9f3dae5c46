//! Mail that comes in to the reply address of a filing: shown to its case as a message, once.

use entity::{MessageAuthor, MessageKind, MessageVia};

use super::{
    content, desk,
    message::{self as messages, LONGEST},
    operator, redaction, reply_address,
};
use crate::{
    error::{Error, Result},
    hub::Hub,
    mail, store,
};

/// Takes a raw mail in; tells whether it is a new one.
///
/// # Errors
/// `BadInput` when it is no mail, `NotFound` when it is for none of our addresses, or `TOO_MANY_MESSAGES`.
pub async fn receive(hub: &Hub, raw: &[u8]) -> Result<bool> {
    let incoming = mail::incoming(raw).ok_or(Error::BadInput("this is no mail"))?;
    let filing = incoming.to.iter().find_map(|address| reply_address::read(hub, address));
    let filing = filing.ok_or(Error::NotFound("filing"))?;
    let row = store::filing::find(&hub.db, &filing).await?.ok_or(Error::NotFound("filing"))?;
    if store::message::is_known(&hub.db, &incoming.fingerprint).await? {
        return Ok(false);
    }
    let case = store::case::find(&hub.db, &row.case_id).await?.ok_or(Error::NotFound("case"))?;
    let text = plain(&incoming.text);
    let author = desk::reader(&content::filed(hub, &row)?);
    let [body] = redaction::anonymise(hub, &case, &author, [&text]).await?;
    // The address was mailed to the operator alone; who writes from its domain as well is taken for it.
    let is_verified = match &incoming.from {
        Some(from) => {
            operator::owns(&hub.db, &case.operator_id, from).await?
                && operator::owns(&hub.db, &case.operator_id, &row.recipient).await?
        }
        None => false,
    };
    hub.write(async |tx| {
        store::case::hold(tx, &case.id).await?;
        let row = store::filing::hold(tx, &filing).await?;
        if store::message::is_known(tx, &incoming.fingerprint).await? {
            return Ok(false);
        }
        let draft = messages::Draft {
            author: MessageAuthor::Operator,
            via: MessageVia::Mail,
            kind: MessageKind::Note,
            body: body.clone(),
            original: &text,
            answers: None,
            is_verified,
            asks_public: false,
            mail_id: Some(incoming.fingerprint.clone()),
        };
        let written = messages::insert(hub, tx, &row, draft).await?;
        messages::announce(hub, tx, &written).await?;
        Ok(true)
    })
    .await
}

/// A text without characters that nobody sees, and no longer than a message may be.
fn plain(text: &str) -> String {
    let seen = text.chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control());
    let text: String = seen
        .filter(|c| !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .take(LONGEST)
        .collect();
    let text = text.trim();
    if text.is_empty() { "—".to_owned() } else { text.to_owned() }
}
