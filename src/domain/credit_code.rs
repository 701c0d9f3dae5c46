//! Unified social credit codes of organisations (GB 32100-2015).
//!
//! A code has eighteen characters: one for the registering authority, one for the category, six
//! digits for the place, nine for the organisation and a check character. The letters I, O, S, V
//! and Z are not used, so that none is taken for a digit.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

/// The characters of a code in the order of their values, 0 to 30.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

const LENGTH: usize = 18;

/// A well-formed code whose check character is right, in capitals and without spaces.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CreditCode(String);

/// Why a text is no unified social credit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CreditCodeError {
    /// It has not eighteen characters.
    #[error("a credit code has 18 characters, this has {0}")]
    Length(usize),
    /// It contains a character that codes do not use, or a letter within the place.
    #[error("character {0} of a credit code cannot be {1:?}")]
    Character(usize, char),
    /// The last character does not fit the others: something is mistyped.
    #[error("the check character of the credit code is wrong")]
    Check,
}

impl CreditCode {
    /// Reads a code as people type it: full width, small letters, spaces and dashes are forgiven.
    ///
    /// # Errors
    /// What is wrong first: the length, a character, or the check character.
    pub fn parse(text: &str) -> Result<Self, CreditCodeError> {
        let tidy = text.nfkc().filter(|c| !c.is_whitespace() && *c != '-');
        let code: String = tidy.map(|c| c.to_ascii_uppercase()).collect();
        let length = code.chars().count();
        if length != LENGTH {
            return Err(CreditCodeError::Length(length));
        }

        let (mut sum, mut weight, mut last) = (0, 1, 0);
        for (at, c) in code.chars().enumerate() {
            let place = (2..8).contains(&at);
            let value = value(c).filter(|value| !place || *value < 10);
            let value = value.ok_or(CreditCodeError::Character(at + 1, c))?;
            last = value;
            if at + 1 < LENGTH {
                sum += value * weight;
                // The weights are the powers of three modulo 31.
                weight = weight * 3 % 31;
            }
        }
        if last == (31 - sum % 31) % 31 { Ok(Self(code)) } else { Err(CreditCodeError::Check) }
    }

    /// The eighteen characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn value(c: char) -> Option<usize> {
    ALPHABET.iter().position(|known| char::from(*known) == c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn completed(body: &str) -> String {
        let code = |check: &u8| format!("{body}{}", char::from(*check));
        let mut fitting = ALPHABET.iter().map(code).filter(|code| CreditCode::parse(code).is_ok());
        let first = fitting.next().expect("some check character fits");
        assert_eq!(fitting.next(), None, "just one check character fits");
        first
    }

    #[test]
    fn codes_are_read_and_tidied() {
        let table = [
            ("91350100M000100Y43", "91350100M000100Y43"),
            ("91350100m000100y43", "91350100M000100Y43"),
            (" 91350100 M000100Y-43 ", "91350100M000100Y43"),
            ("９１３５０１００Ｍ０００１００Ｙ４３", "91350100M000100Y43"),
        ];
        for (text, code) in table {
            assert_eq!(CreditCode::parse(text).unwrap().as_str(), code, "{text}");
        }
    }

    #[test]
    fn faults_are_named() {
        let table = [
            ("", CreditCodeError::Length(0)),
            ("91350100M000100Y4", CreditCodeError::Length(17)),
            ("91350100M000100Y433", CreditCodeError::Length(19)),
            ("91350100M000100Y44", CreditCodeError::Check),
            ("91350100M000100YI3", CreditCodeError::Character(17, 'I')),
            ("9135A100M000100Y43", CreditCodeError::Character(5, 'A')),
            ("91350100M000100Y4号", CreditCodeError::Character(18, '号')),
        ];
        for (text, fault) in table {
            assert_eq!(CreditCode::parse(text), Err(fault), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_single_wrong_character_is_noticed(
            body in "[1-9A-HJ-NP-RTUWXY][1-9][0-9]{6}[0-9A-HJ-NP-RTUWXY]{9}",
            at in 0usize..18,
            other in 0usize..31,
        ) {
            let code = completed(&body);
            let mut wrong = code.clone().into_bytes();
            wrong[at] = ALPHABET[other];
            let wrong = String::from_utf8(wrong).unwrap();
            prop_assert!(wrong == code || CreditCode::parse(&wrong).is_err());
        }

        #[test]
        fn two_swapped_neighbours_are_noticed(
            body in "[1-9][1-9][0-9]{6}[0-9A-HJ-NP-RTUWXY]{9}",
            at in 0usize..17,
        ) {
            let code = completed(&body);
            let mut wrong = code.clone().into_bytes();
            wrong.swap(at, at + 1);
            let wrong = String::from_utf8(wrong).unwrap();
            prop_assert!(wrong == code || CreditCode::parse(&wrong).is_err());
        }

        #[test]
        fn any_text_is_answered(text in "\\PC{0,24}") {
            let _ = CreditCode::parse(&text);
        }
    }
}
