//! Turns a letter into the exact bytes that travel: headers, text, HTML, attachments.

use std::fmt;
use std::time::SystemTime;

use chrono::{DateTime, Utc};
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, MultiPart, MultiPartKind, SinglePart};
use lettre::{Address, address::Envelope as Route};

use super::fault::{Reason, SendFault};
use super::letter::{Attachment, Envelope};
use super::render::{self, Rendered};
use super::word;

/// What every letter of the house has in common; made once from the configuration.
#[derive(Clone)]
pub struct Stationery {
    from: Mailbox,
    reply_to: Option<Mailbox>,
    bounces: Option<Address>,
    site_url: String,
}

/// Why a letter could not be made. Its text names no address.
#[derive(Debug, thiserror::Error)]
pub enum ComposeFault {
    /// An address that cannot be one.
    #[error("the {0} address is not valid")]
    Address(&'static str),
    /// A letter id with characters that do not belong into a Message-ID.
    #[error("the letter id is not valid")]
    LetterId,
    /// A URL that cannot stand in a header.
    #[error("the {0} URL is not valid")]
    Url(&'static str),
    /// An attachment of no known kind of content.
    #[error("attachment {0} has no valid content type")]
    ContentType(usize),
    /// The template and the facts do not fit together.
    #[error("template {name} could not be rendered")]
    Words {
        /// Which template.
        name: &'static str,
        /// What did not fit.
        #[source]
        source: minijinja::Error,
    },
    /// A part that came out neither as ASCII nor as UTF-8.
    #[error("the message is not text")]
    Encoding,
    /// The parts could not be put together.
    #[error("the message could not be assembled")]
    Assembly(#[source] lettre::error::Error),
}

impl ComposeFault {
    /// What this means for the letter: a bad recipient stays bad, our own mistakes get mended.
    #[must_use]
    pub fn verdict(&self) -> SendFault {
        match self {
            Self::Address("recipient") => SendFault::Never { code: 553, suppress: true },
            _ => SendFault::again(Reason::Wording),
        }
    }
}

impl Stationery {
    /// Reads the addresses of the house.
    ///
    /// `from` may carry a name (`齐声 <hub@example.org>`); its domain is the one in each Message-ID, so
    /// changing it makes letters that are sent twice across the change look like two. `bounces` receives
    /// what could not be delivered, as `local+{letter_id}@domain`, so that a bounce names its letter;
    /// without it bounces go to `from`. `site_url` is the address of the pages, without a slash at its end.
    ///
    /// # Errors
    /// [`ComposeFault::Address`] or [`ComposeFault::Url`], for the configuration check.
    pub fn new(
        from: &str,
        reply_to: Option<&str>,
        bounces: Option<&str>,
        site_url: &str,
    ) -> Result<Self, ComposeFault> {
        Ok(Self {
            from: from.parse().map_err(|_| ComposeFault::Address("sender"))?,
            reply_to: reply_to.map(|a| a.parse().map_err(|_| ComposeFault::Address("reply"))).transpose()?,
            bounces: bounces.map(|a| a.parse().map_err(|_| ComposeFault::Address("bounce"))).transpose()?,
            site_url: plain_url(site_url, "site")?.trim_end_matches('/').to_owned(),
        })
    }

    /// Puts a letter into words, e.g. to show it on a page.
    ///
    /// # Errors
    /// [`ComposeFault::Words`] when a fact is missing.
    pub fn render(&self, envelope: &Envelope) -> Result<Rendered, ComposeFault> {
        let name = envelope.template.as_str();
        render::render(envelope, &self.site_url).map_err(|source| ComposeFault::Words { name, source })
    }

    /// Makes the bytes of a letter, dated `date`: the same arguments make the same bytes.
    ///
    /// Pass the day the letter was decided on, not the day of the attempt, and a letter sent twice is
    /// the same letter. Attachments are for filings.
    ///
    /// # Errors
    /// See [`ComposeFault`]; [`ComposeFault::verdict`] says what becomes of the letter.
    pub fn compose(
        &self,
        envelope: &Envelope,
        attachments: &[Attachment],
        date: DateTime<Utc>,
    ) -> Result<Message, ComposeFault> {
        let id = envelope.letter_id.as_str();
        let valid = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
        if id.is_empty() || id.len() > 64 || !id.bytes().all(valid) {
            return Err(ComposeFault::LetterId);
        }
        let to: Address = envelope.to.parse().map_err(|_| ComposeFault::Address("recipient"))?;
        let words = self.render(envelope)?;
        let sender = self.return_path(id)?;

        let mut builder = lettre::Message::builder()
            .date(SystemTime::from(date))
            .from(self.from.clone())
            .to(Mailbox::new(None, to.clone()))
            .subject(words.subject)
            .raw_header(verbatim("Message-ID", format!("<{id}@{}>", self.from.email.domain())));
        if let Some(mailbox) = reply_to(envelope)?.or_else(|| self.reply_to.clone()) {
            builder = builder.reply_to(mailbox);
        }
        if envelope.template.is_notice() {
            builder = builder.raw_header(verbatim("Auto-Submitted", "auto-generated".to_owned()));
        }
        if let Some(url) = &envelope.unsubscribe_url {
            let url = plain_url(url, "unsubscribe")?;
            let one_click = "List-Unsubscribe=One-Click".to_owned();
            builder = builder
                .raw_header(verbatim("List-Unsubscribe", format!("<{url}>")))
                .raw_header(verbatim("List-Unsubscribe-Post", one_click));
        }
        let route = Route::new(Some(sender.clone()), vec![to.clone()]).map_err(ComposeFault::Assembly)?;
        let message = builder
            .envelope(route)
            .multipart(body(id, words.text, words.html, attachments)?)
            .map_err(ComposeFault::Assembly)?;
        let text = String::from_utf8(message.formatted()).map_err(|_| ComposeFault::Encoding)?;
        Ok(Message { letter_id: id.to_owned(), sender, to, text })
    }

    fn return_path(&self, letter_id: &str) -> Result<Address, ComposeFault> {
        let Some(bounces) = &self.bounces else { return Ok(self.from.email.clone()) };
        let user = format!("{}+{letter_id}", bounces.user());
        Address::new(user, bounces.domain()).map_err(|_| ComposeFault::Address("bounce"))
    }
}

/// A letter as it travels.
#[derive(Clone)]
pub struct Message {
    letter_id: String,
    sender: Address,
    to: Address,
    text: String,
}

impl Message {
    /// Which letter this is.
    #[must_use]
    pub fn letter_id(&self) -> &str {
        &self.letter_id
    }

    /// The recipient's host, for [`crate::domain::pace`].
    #[must_use]
    pub fn host(&self) -> &str {
        self.to.domain()
    }

    /// The message, CRLF line ends, ASCII throughout unless an address is not.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) const fn sender(&self) -> &Address {
        &self.sender
    }

    pub(super) const fn to(&self) -> &Address {
        &self.to
    }
}

impl fmt::Debug for Message {
    /// Names the letter, not the person: this ends up in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message").field("letter_id", &self.letter_id).finish_non_exhaustive()
    }
}

fn reply_to(envelope: &Envelope) -> Result<Option<Mailbox>, ComposeFault> {
    let parsed = envelope.reply_to.as_deref().map(str::parse);
    parsed.transpose().map_err(|_| ComposeFault::Address("reply"))
}

/// Text and HTML side by side, with the attachments after them.
///
/// The boundaries are made of the letter's id, not drawn: `=_` cannot occur in an encoded part, and the
/// bytes stay the same from one attempt to the next.
fn body(id: &str, text: String, html: String, attachments: &[Attachment]) -> Result<MultiPart, ComposeFault> {
    let alternative = MultiPart::builder()
        .kind(MultiPartKind::Alternative)
        .boundary(format!("=_{id}_words"))
        .singlepart(SinglePart::plain(text))
        .singlepart(SinglePart::html(html));
    if attachments.is_empty() {
        return Ok(alternative);
    }
    let mixed = MultiPart::builder().kind(MultiPartKind::Mixed).boundary(format!("=_{id}_files"));
    let files = attachments.iter().enumerate().map(|(i, file)| {
        let kind = ContentType::parse(&file.content_type).map_err(|_| ComposeFault::ContentType(i))?;
        // Always base64: a file must arrive byte for byte, its line ends included.
        let body = Body::new_with_encoding(file.bytes.clone(), ContentTransferEncoding::Base64)
            .map_err(|_| ComposeFault::Encoding)?;
        Ok(lettre::message::Attachment::new(word::tidy(&file.name)).body(body, kind))
    });
    files.into_iter().try_fold(mixed.multipart(alternative), |all, file| Ok(all.singlepart(file?)))
}

/// A header whose value is known to be short, printable ASCII.
///
/// The encoder would fold or encode long words, which breaks URLs and ids for some readers.
fn verbatim(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::dangerous_new_pre_encoded(HeaderName::new_from_ascii_str(name), value.clone(), value)
}

/// Lets a URL through if it can stand in a header as it is.
fn plain_url<'a>(url: &'a str, which: &'static str) -> Result<&'a str, ComposeFault> {
    let scheme = url.starts_with("https://") || url.starts_with("http://");
    let plain = url.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'<' | b'>' | b'"' | b'\\'));
    if scheme && plain && url.len() <= 900 { Ok(url) } else { Err(ComposeFault::Url(which)) }
}

#[cfg(test)]
mod tests;
