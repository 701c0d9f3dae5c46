//! Mobile numbers of the mainland, written one way.
//!
//! A complaint may be refused when several people give the same number (`crm-17`), so equal
//! numbers must be found though only a keyed hash of each is kept. What is hashed is the form
//! made here.

use unicode_normalization::UnicodeNormalization;

/// Digits of a mobile number of the mainland.
const LENGTH: usize = 11;

/// A mobile number: eleven digits, the first of them 1.
///
/// It has no `Display`, and its `Debug` shows no digit.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Mobile(String);

/// Why a text is no mobile number; says nothing of the text itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MobileError {
    /// It contains something other than digits and the marks people put between them.
    #[error("a mobile number consists of digits")]
    Character,
    /// It has not eleven digits, or does not begin as mobile numbers do.
    #[error("a mobile number has 11 digits and begins with 13 to 19")]
    Number,
}

impl Mobile {
    /// Reads a number as people type it: full width, with spaces, dots, dashes and brackets, with
    /// or without +86, 0086 or 86 before it.
    ///
    /// # Errors
    /// [`MobileError`] for landlines, foreign numbers and anything else.
    pub fn parse(text: &str) -> Result<Self, MobileError> {
        let folded: String = text.nfkc().filter(|c| !is_mark(*c)).collect();
        let international = folded.strip_prefix('+').or_else(|| folded.strip_prefix("00"));
        let digits = match international {
            Some(number) => number.strip_prefix("86").ok_or(MobileError::Number)?,
            None => folded.strip_prefix("86").unwrap_or(&folded),
        };
        if !digits.chars().all(|c| c.is_ascii_digit()) {
            return Err(MobileError::Character);
        }
        let mobile = digits.len() == LENGTH && matches!(digits.as_bytes(), [b'1', b'3'..=b'9', ..]);
        if mobile { Ok(Self(digits.to_owned())) } else { Err(MobileError::Number) }
    }

    /// The eleven digits, for the blind index, for sealing and for a released filing only.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Mobile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Mobile(…)")
    }
}

/// Marks between digits; compatibility folding leaves these dashes and invisible marks alone.
fn is_mark(c: char) -> bool {
    let invisible = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}');
    c.is_whitespace() || invisible || matches!(c, '-' | '.' | '(' | ')' | '·' | '‐'..='―' | '−')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_number_is_one_form() {
        let table = [
            "13800138000",
            "138 0013 8000",
            "138-0013-8000",
            "138–0013–8000",
            "+86 138 0013 8000",
            "+86-13800138000",
            "(+86)13800138000",
            "0086 13800138000",
            "8613800138000",
            "１３８００１３８０００",
            "＋８６　１３８００１３８０００",
            "\u{202d}13800138000\u{202c}",
        ];
        for text in table {
            assert_eq!(Mobile::parse(text).unwrap().expose(), "13800138000", "{text}");
        }
    }

    #[test]
    fn other_numbers_are_refused() {
        let table = [
            ("", MobileError::Number),
            ("1380013800", MobileError::Number),
            ("138001380000", MobileError::Number),
            ("12800138000", MobileError::Number),
            ("010-88886666", MobileError::Number),
            ("+852 5123 4567", MobileError::Number),
            ("12315", MobileError::Number),
            ("1380013800o", MobileError::Character),
            ("一三八零零一三八零零零", MobileError::Character),
        ];
        for (text, fault) in table {
            assert_eq!(Mobile::parse(text), Err(fault), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_mobile_number_is_read_back(digits in "1[3-9][0-9]{9}") {
            let mobile = Mobile(digits.clone());
            prop_assert_eq!(Mobile::parse(&format!("+86 {digits}")), Ok(mobile.clone()));
            prop_assert_eq!(Mobile::parse(&digits), Ok(mobile));
        }

        #[test]
        fn any_text_is_answered(text in "\\PC{0,20}|[+0-9 -]{0,20}") {
            let _ = Mobile::parse(&text);
        }
    }
}
