//! Order numbers: the same one however it is written, and a form that shows whose it is to nobody else.

use unicode_normalization::UnicodeNormalization;

use super::{refusal::Refusal, text};

/// Reads an order number.
///
/// # Errors
/// `Required`, `TooLong` or `BadCharacters` about `orderNumber`.
pub fn parse(raw: &str) -> Result<String, Refusal> {
    const FIELD: &str = "orderNumber";
    let line = text::line(FIELD, raw, 1, 64)?;
    if canonical(&line).is_empty() { Err(Refusal::BadFormat { field: FIELD }) } else { Ok(line) }
}

/// The number as it is compared: letters and digits only, in one width and case.
#[must_use]
pub fn canonical(number: &str) -> String {
    number.nfkc().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// The number with its middle hidden: at most the first and last four characters of a long one stay.
#[must_use]
pub fn mask(number: &str) -> String {
    let characters: Vec<char> = number.nfkc().filter(|c| !c.is_whitespace()).collect();
    let shown = match characters.len() {
        0..=5 => 0,
        6..=9 => 1,
        10..=13 => 2,
        14..=15 => 3,
        _ => 4,
    };
    let (head, tail) = (&characters[..shown], &characters[characters.len() - shown..]);
    format!("{}****{}", head.iter().collect::<String>(), tail.iter().collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_is_hidden_and_writing_does_not_matter() {
        assert_eq!(mask("KM20261101123456"), "KM20****3456");
        assert_eq!(mask("12345"), "****");
        assert_eq!(mask("A1234567"), "A****7");
        assert_eq!(canonical("km-2026 １１０１"), canonical("KM20261101"));
        assert!(parse("——").is_err());
    }
}
