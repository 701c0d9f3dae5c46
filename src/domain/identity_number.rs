//! Numbers of resident identity cards (GB 11643-1999).
//!
//! A number has eighteen characters: six digits for the place, eight for the day of birth, three
//! for the order of registration and a check character, which may be X. The number says when its
//! owner was born, so it is kept sealed and appears in no message of this module.

use chrono::{Datelike, NaiveDate};
use unicode_normalization::UnicodeNormalization;

const LENGTH: usize = 18;

/// Weights of the first seventeen digits: powers of two modulo eleven.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/// Check characters by remainder.
const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

/// First digits of places: the six regions of the mainland, Taiwan, Hong Kong and Macao, and 9
/// for foreigners with permanent residence.
const REGIONS: std::ops::RangeInclusive<char> = '1'..='9';

/// Earliest year of birth that a living person's card can show.
const EARLIEST_YEAR: i32 = 1880;

/// A number whose check character and day of birth are right, with a capital X.
///
/// It has no `Debug` or `Display` that would show the number.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct IdentityNumber {
    number: String,
    birthday: NaiveDate,
}

/// Why a text is no identity number; says nothing of the text itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdentityNumberError {
    /// It has not eighteen characters; cards with fifteen have not been valid since 2013.
    #[error("an identity number has 18 characters")]
    Length,
    /// It contains something other than digits and a final X, or starts with no known place.
    #[error("an identity number consists of digits and may end in X")]
    Character,
    /// The day of birth does not exist or lies ahead.
    #[error("the identity number contains no possible day of birth")]
    Birthday,
    /// The last character does not fit the others: something is mistyped.
    #[error("the check character of the identity number is wrong")]
    Check,
}

impl IdentityNumber {
    /// Reads a number as people type it: full width, a small x, spaces and dashes are forgiven.
    ///
    /// `today` is the date in Beijing; nobody is born after it.
    ///
    /// # Errors
    /// What is wrong first: the length, a character, the check character, or the day of birth.
    pub fn parse(text: &str, today: NaiveDate) -> Result<Self, IdentityNumberError> {
        let tidy = text.nfkc().filter(|c| !c.is_whitespace() && *c != '-');
        let number: String = tidy.map(|c| c.to_ascii_uppercase()).collect();
        if number.chars().count() != LENGTH {
            return Err(IdentityNumberError::Length);
        }
        let (digits, check) =
            number.char_indices().nth(LENGTH - 1).map_or(("", ""), |(at, _)| number.split_at(at));
        if !digits.starts_with(|c| REGIONS.contains(&c)) {
            return Err(IdentityNumberError::Character);
        }
        let fitting = check_character(digits).ok_or(IdentityNumberError::Character)?;
        if !check.starts_with(CHECKS) {
            return Err(IdentityNumberError::Character);
        }
        if !check.starts_with(fitting) {
            return Err(IdentityNumberError::Check);
        }
        let birthday = number.get(6..14).and_then(|day| NaiveDate::parse_from_str(day, "%Y%m%d").ok());
        let possible = birthday.filter(|day| day.year() >= EARLIEST_YEAR && *day <= today);
        let birthday = possible.ok_or(IdentityNumberError::Birthday)?;
        Ok(Self { number, birthday })
    }

    /// The day of birth that the number contains.
    #[must_use]
    pub fn birthday(&self) -> NaiveDate {
        self.birthday
    }

    /// Whether its owner is eighteen or older on that day, and so may act alone (`cc-19`).
    #[must_use]
    pub fn is_adult(&self, on: NaiveDate) -> bool {
        on.years_since(self.birthday).is_some_and(|years| years >= 18)
    }

    /// The eighteen characters, for sealing and for a released filing only.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.number
    }
}

/// The character that completes seventeen digits (ISO 7064, MOD 11-2).
fn check_character(digits: &str) -> Option<char> {
    let products = digits.chars().zip(WEIGHTS).map(|(c, weight)| Some(c.to_digit(10)? * weight));
    let sum: u32 = products.sum::<Option<u32>>()?;
    CHECKS.iter().zip(0..).find(|(_, remainder)| *remainder == sum % 11).map(|(check, _)| *check)
}

impl std::fmt::Debug for IdentityNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("IdentityNumber(…)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn today() -> NaiveDate {
        "2026-11-22".parse().unwrap()
    }

    fn read(text: &str) -> Result<IdentityNumber, IdentityNumberError> {
        IdentityNumber::parse(text, today())
    }

    fn completed(body: &str) -> String {
        format!("{body}{}", check_character(body).unwrap())
    }

    #[test]
    fn numbers_are_read_and_tidied() {
        // The standard's own examples.
        let table = [
            ("11010519491231002X", "11010519491231002X"),
            ("11010519491231002x", "11010519491231002X"),
            ("110105 19491231 002X", "11010519491231002X"),
            ("１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"),
            ("440524188001010014", "440524188001010014"),
        ];
        for (text, number) in table {
            assert_eq!(read(text).unwrap().expose(), number, "{text}");
        }
    }

    #[test]
    fn faults_are_named() {
        use IdentityNumberError::{Birthday, Character, Check, Length};
        let table = [
            (String::new(), Length),
            ("110105491231002".to_owned(), Length),
            ("110105194912310021".to_owned(), Check),
            ("11010519491231002A".to_owned(), Character),
            ("1101051949123100XX".to_owned(), Character),
            ("身份证号码一二三四五六七八九十甲乙丙".to_owned(), Character),
            (completed("01010519491231002"), Character),
            (completed("11010519490229002"), Birthday),
            (completed("11010519491331002"), Birthday),
            (completed("11010520261123002"), Birthday),
            (completed("11010518791231002"), Birthday),
        ];
        for (text, fault) in table {
            assert_eq!(read(&text).unwrap_err(), fault, "{text}");
        }
        assert!(read(&completed("11010520240229002")).is_ok(), "a leap day");
        assert!(read(&completed("11010520261122002")).is_ok(), "born today");
    }

    #[test]
    fn people_come_of_age_on_their_birthday() {
        let number = read(&completed("11010520081122002")).unwrap();
        assert!(number.is_adult(today()));
        assert!(!number.is_adult(today().pred_opt().unwrap()));
    }

    #[test]
    fn debugging_shows_no_number() {
        let number = read("11010519491231002X").unwrap();
        assert_eq!(format!("{number:?}"), "IdentityNumber(…)");
    }

    proptest! {
        #[test]
        fn a_single_wrong_digit_is_noticed(order in 0u16..1000, at in 0usize..17, other in 0u8..10) {
            let number = completed(&format!("11010519491231{order:03}"));
            let mut wrong = number.clone().into_bytes();
            wrong[at] = b'0' + other;
            let wrong = String::from_utf8(wrong).unwrap();
            prop_assert!(wrong == number || read(&wrong).is_err());
        }

        #[test]
        fn any_text_is_answered(text in "\\PC{0,24}|[0-9xX]{18}") {
            let _ = read(&text);
        }
    }
}
