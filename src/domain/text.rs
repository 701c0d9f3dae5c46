//! Text that people type: tidied, bounded, and without characters that deceive the eye.

use unicode_normalization::UnicodeNormalization;

use super::refusal::Refusal;

/// Characters that a text may never hold: NUL and other controls, and marks that turn the reading direction
/// around, with which a text could show another order than it has (CVE-2021-42574).
fn deceives(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fff9}'..='\u{fffb}')
        || (c.is_control() && !matches!(c, '\n' | '\t' | '\r'))
}

/// The text in normal form C, without white space at its ends, if it has between `min` and `max` characters.
///
/// # Errors
/// `Required`, `TooShort`, `TooLong` or `BadCharacters` about `field`.
pub fn prose(field: &'static str, raw: &str, min: usize, max: usize) -> Result<String, Refusal> {
    // Bytes first: nothing is normalised that cannot fit.
    if raw.len() > max.saturating_mul(8) {
        return Err(Refusal::TooLong { field, max });
    }
    let text: String = raw.nfc().filter(|c| *c != '\r').collect();
    let text = text.trim();
    if text.chars().any(deceives) {
        return Err(Refusal::BadCharacters { field });
    }
    match text.chars().count() {
        0 if min > 0 => Err(Refusal::Required { field }),
        count if count < min => Err(Refusal::TooShort { field, min }),
        count if count > max => Err(Refusal::TooLong { field, max }),
        _ => Ok(text.to_owned()),
    }
}

/// Like [`prose`], on one line.
///
/// # Errors
/// As [`prose`].
pub fn line(field: &'static str, raw: &str, min: usize, max: usize) -> Result<String, Refusal> {
    let text = prose(field, raw, min, max)?;
    if text.contains(['\n', '\t']) { Err(Refusal::BadCharacters { field }) } else { Ok(text) }
}

/// A [`line`] that may be left out; an empty one counts as left out.
///
/// # Errors
/// As [`line`].
pub fn optional_line(field: &'static str, raw: Option<&str>, max: usize) -> Result<Option<String>, Refusal> {
    match raw.map(str::trim) {
        None | Some("") => Ok(None),
        Some(raw) => line(field, raw, 1, max).map(Some),
    }
}

/// Text folded for search: compatibility forms and case are evened out, runs of white space become one space.
#[must_use]
pub fn fold(text: &str) -> String {
    let folded = text.nfkc().flat_map(char::to_lowercase).collect::<String>();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The folded words of a search; at most eight, at most 50 characters each.
#[must_use]
pub fn words(query: &str) -> Vec<String> {
    let bounded: String = query.chars().filter(|c| !deceives(*c)).take(400).collect();
    fold(&bounded)
        .split(' ')
        .filter(|word| !word.is_empty())
        .take(8)
        .map(|word| word.chars().take(50).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_deceives_is_refused_and_what_is_only_unusual_is_kept() {
        for (raw, expected) in [
            ("  正文 ", Ok("正文")),
            ("👨‍👩‍👧 ok", Ok("👨‍👩‍👧 ok")),
            ("两行\r\n正文", Ok("两行\n正文")),
            ("", Err(Refusal::Required { field: "f" })),
            ("nul\0", Err(Refusal::BadCharacters { field: "f" })),
            ("abc\u{202e}cba", Err(Refusal::BadCharacters { field: "f" })),
            ("12345678901", Err(Refusal::TooLong { field: "f", max: 10 })),
        ] {
            assert_eq!(prose("f", raw, 1, 10).as_deref(), expected.as_ref().map(|text| *text), "{raw:?}");
        }
    }

    proptest! {
        #[test]
        fn a_text_that_was_taken_is_taken_again_unchanged(raw in "\\PC{0,40}") {
            if let Ok(text) = prose("f", &raw, 0, 60) {
                prop_assert_eq!(prose("f", &text, 0, 60), Ok(text.clone()));
            }
        }
    }
}
