//! Values that are known beforehand: those of the case's people, and the merchant's own.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::digit;
use super::kind::Kind;
use super::run::separates;
use super::sheet::{Sheet, is_han};

/// Fewest characters of a known value; shorter ones would turn up by chance.
const FEWEST: usize = 2;

/// What is known before a text is read.
///
/// Values of people are hidden wherever they stand, in whatever disguise; the merchant's own values
/// (its name, hotline, service mailbox) stay, even where a rule would hide them.
#[derive(Debug, Default)]
pub struct Known {
    words: Option<AhoCorasick>,
    fates: Vec<Option<Kind>>,
}

impl Known {
    /// Nothing is known.
    #[must_use]
    pub fn nothing() -> Self {
        Self::default()
    }

    /// Values of people to hide, with their kind, and values of the merchant to keep.
    ///
    /// Values shorter than two characters, or numbers shorter than five digits, are left to the rules.
    #[must_use]
    pub fn of<'a>(
        people: impl IntoIterator<Item = (Kind, &'a str)>,
        merchant: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let hide = people.into_iter().map(|(kind, value)| (Some(kind), value));
        let keep = merchant.into_iter().map(|value| (None, value));
        // What stays is listed first, so that it wins over an equal value of a person.
        let listed = keep.chain(hide).filter_map(|(fate, value)| {
            let folded = fold_value(value);
            long_enough(&folded).then_some((fate, folded))
        });
        let (fates, words): (Vec<_>, Vec<String>) = listed.unzip();
        if words.is_empty() {
            return Self::nothing();
        }
        // Used for a few texts only: what is soonest built wins over what searches fastest.
        let words = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::NoncontiguousNFA))
            .build(words)
            .ok();
        Self { words, fates }
    }

    /// Claims every known value on the sheet.
    pub(super) fn claim(&self, sheet: &mut Sheet) {
        let Some(words) = &self.words else { return };
        let mut folded = String::with_capacity(sheet.len() * 2);
        let mut place: Vec<u32> = Vec::with_capacity(sheet.len() * 2);
        for (at, c) in (0u32..).zip(sheet.chars) {
            if let Some(c) = fold(*c) {
                folded.push(c);
                place.resize(folded.len(), at);
            }
        }
        for found in words.find_iter(&folded) {
            let (start, end) = (place[found.start()] as usize, place[found.end() - 1] as usize + 1);
            if cuts_a_word(sheet, start, end) {
                continue;
            }
            match self.fates[found.pattern().as_usize()] {
                Some(kind) => _ = sheet.hide(start, end, kind),
                None => sheet.keep(start, end),
            }
        }
    }
}

/// Whether a value that begins or ends in Latin letters or digits is only part of a longer word.
fn cuts_a_word(sheet: &Sheet, start: usize, end: usize) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric();
    (word(sheet.at(start)) && word(sheet.before(start))) || (word(sheet.at(end - 1)) && word(sheet.at(end)))
}

fn long_enough(folded: &str) -> bool {
    let plain = folded.chars().filter(|c| c.is_ascii()).count();
    let han = folded.chars().count() - plain;
    han * 3 + plain >= 5 && folded.chars().count() >= FEWEST
}

fn fold_value(value: &str) -> String {
    super::normalise::Plain::of(value).chars.into_iter().filter_map(fold).collect()
}

/// The character all its disguises share; separators have none.
fn fold(c: char) -> Option<char> {
    if separates(c) || c.is_whitespace() {
        return None;
    }
    if let Some(value) = digit::han(c) {
        return Some(char::from(b'0' + value));
    }
    Some(match c {
        'O' | 'o' => '0',
        'l' | 'I' | 'i' => '1',
        '。' | '点' => return None,
        c if is_han(c) => c,
        c => c.to_ascii_lowercase(),
    })
}
