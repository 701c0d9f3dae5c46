//! Hides what tells who somebody is, and leaves what a complaint is worth: amounts, dates, the firm.
//!
//! A text is read in plain characters ([`normalise`]): full-width and circled digits, Chinese numerals,
//! keycaps, invisible characters and separators make no difference. Rules then claim stretches of it
//! one after another, the surer ones first; what one rule claims no later one can. What must stay is
//! claimed in the same way. The rounds are repeated, with everything found folded into one mark, until
//! nothing more turns up: a text redacted once is therefore not changed by being redacted again.
//!
//! Each rule looks a bounded distance around itself, so that time and memory grow with the length of
//! the text and no faster, whatever is in it.

mod address;
mod beside;
mod canonical;
mod carry;
mod charset;
mod chat;
mod checksum;
mod code;
mod contact;
mod cue;
mod cue_values;
mod cue_words;
mod date;
mod digit;
mod dotted;
mod geo;
mod given;
mod group;
mod house;
mod kind;
mod known;
mod link;
mod mail;
mod name;
mod network;
mod normalise;
mod number;
mod numbering;
mod papers;
mod party;
mod place;
mod placeholder;
mod repeat;
mod run;
mod serial;
mod sheet;
mod spread;
mod stretch;
mod suffix;
mod surname;
mod table;
mod telephone;
#[cfg(test)]
mod tests;
mod unlisted;
mod value;

use std::fmt;

use serde::Serialize;

pub use kind::Kind;
pub use known::Known;
pub use numbering::{InOrder, Numbering};

use normalise::{Fold, Plain};
use sheet::Sheet;

/// Most rounds a text gets; what people write needs two or three.
const ROUNDS: usize = 12;

/// A stretch of a text that must be hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first code point of the stretch, counted from the start of the original text.
    pub start: usize,
    /// The code point behind its last one.
    pub end: usize,
    /// What it is.
    pub kind: Kind,
}

/// Text that no longer says who anybody is. Only [`redact`] makes one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Redacted(String);

impl Redacted {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text itself.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Display for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text after redaction, and what was hidden in the original.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redaction {
    /// The text with placeholders such as `【手机1】`.
    pub text: Redacted,
    /// What they stand for, in order and apart.
    pub spans: Vec<Span>,
}

/// Finds what must be hidden in `text`, in order and apart.
///
/// Placeholders that the text holds already are left alone. Spans cover whole values; of an order
/// number [`redact`] shows the ends again.
#[must_use]
pub fn find(text: &str, known: &Known) -> Vec<Span> {
    examine(text, known).into_iter().map(|found| found.span).collect()
}

/// Replaces what must be hidden in `text` with placeholders numbered by `numbering`.
///
/// The same value gets the same placeholder however it is written. Redacting the result again
/// changes nothing.
#[must_use]
pub fn redact(text: &str, known: &Known, numbering: &mut dyn Numbering) -> Redaction {
    let found = examine(text, known);
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars();
    let mut at = 0;
    for Found { span, canonical } in &found {
        out.extend(rest.by_ref().take(span.start - at));
        let number = numbering.number(span.kind, canonical);
        placeholder::write(&mut out, span.kind, canonical, number);
        // Not `nth`: it would swallow one character too many of an empty stretch.
        rest.by_ref().take(span.end - span.start).for_each(drop);
        at = span.end;
    }
    out.extend(rest);
    Redaction { text: Redacted(out), spans: found.into_iter().map(|found| found.span).collect() }
}

/// A span and the value in it without its disguise.
struct Found {
    span: Span,
    canonical: String,
}

fn examine(text: &str, known: &Known) -> Vec<Found> {
    let mut plain = Plain::of(text);
    let mut found = Vec::new();
    for _ in 0..ROUNDS {
        let folds = round(&plain, known);
        if folds.is_empty() {
            break;
        }
        found.extend(folds.iter().map(|fold| Found {
            span: Span {
                start: plain.from[fold.start] as usize,
                end: plain.to[fold.end - 1] as usize,
                kind: fold.kind,
            },
            canonical: canonical::of(fold.kind, &plain.chars[fold.start..fold.end]),
        }));
        plain = plain.fold(&folds);
    }
    found.sort_by_key(|found| found.span.start);
    found.dedup_by(|later, earlier| later.span.start < earlier.span.end);
    found
}

/// One round of all rules over a text, the surest first.
fn round(plain: &Plain, known: &Known) -> Vec<Fold> {
    let mut sheet = Sheet::of(&plain.chars);
    known.claim(&mut sheet);
    mail::claim(&mut sheet);
    link::claim(&mut sheet);
    table::claim(&mut sheet);
    papers::claim(&mut sheet);
    number::claim_identities(&mut sheet);
    network::claim(&mut sheet);
    date::claim(&mut sheet);
    geo::claim(&mut sheet);
    let hits = sheet.hits.clone();
    code::claim(&mut sheet, &hits);
    code::claim_told_after(&mut sheet, &hits);
    code::claim_vouchers(&mut sheet);
    number::claim_numbers(&mut sheet);
    contact::claim(&mut sheet);
    chat::claim(&mut sheet);
    serial::claim(&mut sheet);
    address::claim(&mut sheet, &hits);
    name::claim(&mut sheet, &hits);
    carry::claim(&mut sheet);
    sheet.into_found()
}
