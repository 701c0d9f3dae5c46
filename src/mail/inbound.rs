//! Mail that comes in: what of it is read, and as plain text only.

use mail_parser::{Address, MessageParser};
use sha2::{Digest, Sha256};

/// Columns of a text made from HTML; wide, since it is shown again in lines of its own.
const WIDTH: usize = 200;

/// Addresses that are looked at for one of ours.
const MOST: usize = 50;

/// A mail as it came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incoming {
    /// The addresses it was sent to, as its headers name them.
    pub to: Vec<String>,
    /// Who says to have sent it.
    pub from: Option<String>,
    /// By which one mail is told from another: hash of its Message-ID, or of all of it where it has none.
    pub fingerprint: String,
    /// Its words.
    pub text: String,
}

/// Reads a raw mail (RFC 5322); `None` when it is none.
#[must_use]
pub fn read(raw: &[u8]) -> Option<Incoming> {
    let message = MessageParser::default().parse(raw)?;
    let mut to = Vec::new();
    for list in [message.to(), message.cc()].into_iter().flatten() {
        to.extend(addresses(list));
    }
    for header in ["Delivered-To", "X-Original-To", "Envelope-To"] {
        to.extend(message.header_raw(header).map(|value| bare(value).to_owned()));
    }
    to.truncate(MOST);
    let from = message.from().and_then(|list| addresses(list).into_iter().next());
    let fingerprint = match message.message_id() {
        Some(id) => hex::encode(Sha256::digest(id)),
        None => hex::encode(Sha256::digest(raw)),
    };
    let plain = message.text_bodies().next().is_some_and(mail_parser::MessagePart::is_text);
    let text = match (plain, message.body_text(0), message.body_html(0)) {
        (true, Some(text), _) => text.into_owned(),
        (_, _, Some(html)) => html2text::from_read(html.as_bytes(), WIDTH).ok()?,
        (_, Some(text), None) => text.into_owned(),
        (_, None, None) => String::new(),
    };
    Some(Incoming { to, from, fingerprint, text })
}

fn addresses(list: &Address<'_>) -> Vec<String> {
    list.iter().filter_map(|one| one.address()).map(|one| one.to_lowercase()).take(MOST).collect()
}

/// An address without what stands around it in a raw header.
fn bare(value: &str) -> &str {
    value.trim().trim_start_matches('<').trim_end_matches('>')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_text_and_a_mail_is_known_by_its_id() {
        let raw = b"From: Desk <Kefu@kamen.example>\r\nTo: r-1@in.example\r\nMessage-ID: <a@b>\r\n\
            Content-Type: text/html; charset=utf-8\r\n\r\n<p>\xe5\xb7\xb2\xe9\x80\x80\xe6\xac\xbe</p><script>x()</script>";
        let read = read(raw).unwrap();
        assert_eq!(read.text.trim(), "已退款");
        assert_eq!(
            (read.to, read.from.as_deref()),
            (vec!["r-1@in.example".to_owned()], Some("kefu@kamen.example"))
        );
        assert_eq!(read.fingerprint, hex::encode(Sha256::digest("a@b")));
    }
}
