//! Check digits and the shape of numbers that carry them.

/// Whether the last digit makes the sum right (ISO/IEC 7812-1, used by bank cards and IMEI).
pub(super) fn luhn(digits: &[u8]) -> bool {
    let doubled = |d: u8| if d > 4 { 2 * d - 9 } else { 2 * d };
    let weigh = |(i, d): (usize, &u8)| u32::from(if i % 2 == 1 { doubled(*d) } else { *d });
    digits.iter().rev().enumerate().map(weigh).sum::<u32>().is_multiple_of(10)
}

const ID_WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const ID_CHECKS: &[u8; 11] = b"10X98765432";

/// Whether 17 digits begin a resident identity number: a known province and a possible birth date.
pub(super) fn id_body(digits: &[u8]) -> bool {
    digits.len() >= 17
        && province(digits)
        && date(number(&digits[6..10]), digits[10..14].try_into().unwrap_or([9; 4]))
}

/// The check character of a resident identity number (GB 11643): a digit, or `X`.
pub(super) fn id_check(body: &[u8]) -> u8 {
    let sum: u32 = body.iter().zip(ID_WEIGHTS).map(|(d, w)| u32::from(*d) * w).sum();
    ID_CHECKS[sum as usize % 11]
}

/// Whether 15 digits have the shape of an identity number issued before 1999, which has no check digit.
pub(super) fn id_old(digits: &[u8]) -> bool {
    digits.len() == 15
        && province(digits)
        && date(1900 + number(&digits[6..8]), digits[8..12].try_into().unwrap_or([9; 4]))
}

fn province(digits: &[u8]) -> bool {
    matches!(
        digits[0] * 10 + digits[1],
        11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83 | 91
    )
}

fn date(year: u32, month_day: [u8; 4]) -> bool {
    let (month, day) = (number(&month_day[..2]), number(&month_day[2..]));
    (1900..2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day)
}

/// The number written by a few digits.
pub(super) fn number(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |sum, d| sum * 10 + u32::from(*d))
}

/// Whether 13 digits are an article number (EAN-13) with the right check digit.
pub(super) fn ean13(digits: &[u8]) -> bool {
    let weigh = |(i, d): (usize, &u8)| u32::from(*d) * if i % 2 == 1 { 3 } else { 1 };
    digits.len() == 13 && digits.iter().enumerate().map(weigh).sum::<u32>().is_multiple_of(10)
}

/// Who registers: the first character of a credit code.
const DEPARTMENTS: &[char] = &['1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'N', 'Y'];
const USCC_LETTERS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Whether 18 characters are a company's unified social credit code (GB 32100) with the right check character.
pub(super) fn uscc(code: &[char]) -> bool {
    let value = |c: &char| {
        let upper = u8::try_from(c.to_ascii_uppercase()).ok()?;
        USCC_LETTERS.iter().position(|known| *known == upper)
    };
    let Some(values) = code.iter().map(value).collect::<Option<Vec<_>>>() else { return false };
    let shape = |at: usize, known: &[char]| known.contains(&code[at].to_ascii_uppercase());
    let area = values.get(2..8).is_some_and(|area| area.iter().all(|v| *v < 10));
    if values.len() != 18 || !area || !shape(0, DEPARTMENTS) || !shape(1, &['1', '2', '3', '4', '5', '9']) {
        return false;
    }
    let mut weight = 1;
    let mut sum = 0;
    for value in &values[..17] {
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    (31 - sum % 31) % 31 == values[17]
}

/// Whether letters, six digits and a check character are a Hong Kong identity card number.
pub(super) fn hong_kong(letters: &[char], digits: &[u8], check: char) -> bool {
    let letter = |c: &char| (*c as u32).wrapping_sub('A' as u32) + 10;
    let (first, second) = match letters {
        [only] => (36, letter(only)),
        [first, second] => (letter(first), letter(second)),
        _ => return false,
    };
    let digits: u32 = digits.iter().zip([7, 6, 5, 4, 3, 2]).map(|(d, w)| u32::from(*d) * w).sum();
    let check = if check == 'A' { 10 } else { check.to_digit(10).unwrap_or(11) };
    (first * 9 + second * 8 + digits + check).is_multiple_of(11)
}

const TAIWAN_LETTERS: &str = "ABCDEFGHJKLMNPQRSTUVXYWZIO";

/// Whether a letter and nine digits are a Taiwan identity number with the right check digit.
pub(super) fn taiwan(letter: char, digits: &[u8]) -> bool {
    let Some(place) = TAIWAN_LETTERS.chars().position(|known| known == letter) else { return false };
    let area = place as u32 + 10;
    let weights = [8, 7, 6, 5, 4, 3, 2, 1, 1];
    let body: u32 = digits.iter().zip(weights).map(|(d, w)| u32::from(*d) * w).sum();
    digits.len() == 9 && (area / 10 + area % 10 * 9 + body).is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(text: &str) -> Vec<u8> {
        text.bytes().map(|b| b - b'0').collect()
    }

    #[test]
    fn known_good_numbers_pass() {
        assert!(luhn(&digits("6222620844693378")));
        assert!(luhn(&digits("863289759605871")));
        assert!(id_body(&digits("43010419730519690")));
        assert_eq!(id_check(&digits("43010419730519690")), b'9');
        assert_eq!(id_check(&digits("44060419780823008")), b'X');
        assert!(id_old(&digits("110105491231002")));
        assert!(ean13(&digits("6950962255342")));
        let code: Vec<char> = "91310115MA14843GGA".chars().collect();
        assert!(uscc(&code));
        assert!(hong_kong(&['A'], &digits("123456"), '3'));
        assert!(taiwan('A', &digits("123456789")));
    }

    #[test]
    fn one_wrong_digit_fails() {
        assert!(!luhn(&digits("6222620844693379")));
        assert!(!ean13(&digits("6950962255343")));
        assert!(!hong_kong(&['A'], &digits("123456"), '4'));
        assert!(!taiwan('A', &digits("123456788")));
        assert!(!id_body(&digits("43010419731319690")));
    }
}
