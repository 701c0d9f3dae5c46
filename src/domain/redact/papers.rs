//! Passports, travel permits, identity cards of Hong Kong, Macau and Taiwan, number plates, company codes.

use std::sync::LazyLock;

use super::charset::CharSet;
use super::checksum::{hong_kong, number, taiwan, uscc};
use super::cue::Cue;
use super::kind::Kind;
use super::sheet::Sheet;

/// Keeps the firm's credit code and hides papers that their letters and shape give away.
pub(super) fn claim(sheet: &mut Sheet) {
    let mut i = 0;
    while i < sheet.len() {
        let c = sheet.at(i);
        if let Some(end) = plate(sheet, i) {
            sheet.hide(i, end, Kind::Plate);
            i = end;
        } else if c.is_ascii_alphanumeric() && !sheet.before(i).is_ascii_alphanumeric() && !sheet.taken(i) {
            i = set_apart(sheet, i).unwrap_or_else(|| word(sheet, i));
        } else {
            i += 1;
        }
    }
}

/// Judges the word of letters and digits at `start`; gives where it ends.
fn word(sheet: &mut Sheet, start: usize) -> usize {
    let length = sheet.chars[start..].iter().take_while(|c| c.is_ascii_alphanumeric()).count();
    let end = start + length;
    let cue = sheet.cue_before(start);
    if length == 18
        && uscc(&sheet.chars[start..end])
        && (cue == Some(Cue::Keep) || !all_digits(sheet, start, end))
    {
        sheet.keep(start, end);
    } else if cue != Some(Cue::Keep)
        && let Some((end, kind)) = paper(sheet, start, end, cue)
    {
        sheet.hide(start, end, kind);
    }
    end
}

fn all_digits(sheet: &Sheet, start: usize, end: usize) -> bool {
    sheet.chars[start..end].iter().all(char::is_ascii_digit)
}

fn paper(sheet: &Sheet, start: usize, end: usize, cue: Option<Cue>) -> Option<(usize, Kind)> {
    let letters = sheet.chars[start..end].iter().take_while(|c| c.is_ascii_alphabetic()).count();
    let digits = tail(sheet, start + letters, end);
    kind(sheet, &sheet.chars[start..start + letters], &digits, end, cue)
}

/// What letters and digits that end before `end` are, and where the whole number ends.
fn kind(
    sheet: &Sheet,
    letters: &[char],
    digits: &[u8],
    end: usize,
    cue: Option<Cue>,
) -> Option<(usize, Kind)> {
    let told = matches!(cue, Some(Cue::Passport | Cue::Permit | Cue::Identity));
    if letters.len() > 2 || (letters.is_empty() && digits.len() != 7) {
        return None;
    }
    let upper = letters.first().is_some_and(|c| c.is_ascii_uppercase());
    let head: Vec<char> = letters.iter().map(char::to_ascii_uppercase).collect();
    let kind = match (head.as_slice(), digits.len()) {
        (['E' | 'G'], 8) if told || upper => Kind::Passport,
        (['E', second], 7) if !matches!(second, 'I' | 'O') => Kind::Passport,
        (['D' | 'S' | 'P', _], 7) if told => Kind::Passport,
        (['C' | 'W' | 'L' | 'T' | 'H' | 'M'], 8) if told || (!day(digits) && upper) => Kind::Permit,
        (['C', _], 7) if told || letters[1].is_uppercase() => Kind::Permit,
        (['H' | 'M'], 10) if told || !day(&digits[..8]) => Kind::Permit,
        ([letter], 9) if matches!(digits[0], 1 | 2 | 8 | 9) && taiwan(*letter, digits) => Kind::Permit,
        ([_] | [_, _], 6) | ([], 7) => {
            return bracketed(sheet, &head, digits, end, told).map(|end| (end, Kind::Permit));
        }
        ([_], 7) if told && hong_kong(&head, &digits[..6], char::from(b'0' + digits[6])) => Kind::Permit,
        _ => return None,
    };
    Some((end, kind))
}

/// Most digits of a paper's number.
const LONGEST: usize = 11;

/// Hides a number whose letters and digits are set apart or in numerals: `G 7 1 6 0`, `W-87949405`.
fn set_apart(sheet: &mut Sheet, start: usize) -> Option<usize> {
    let mut letters = vec![sheet.at(start)];
    // `T 1333-2018` behind a stroke is the end of a standard.
    let inner = matches!(sheet.before(start), '/' | '-' | '.' | '_');
    if inner || !letters[0].is_ascii_alphabetic() || sheet.digit(start).is_some() {
        return None;
    }
    let mut digits = Vec::new();
    let mut end = start + 1;
    let mut joined = true;
    let mut stops = false;
    while digits.len() <= LONGEST {
        let next = end + (0..2).take_while(|n| apart(sheet.at(end + n))).count();
        if sheet.taken(next) {
            break;
        }
        if let Some(digit) = sheet.digit(next) {
            digits.push(digit.value);
        } else if digits.is_empty() && letters.len() == 1 && sheet.at(next).is_ascii_alphabetic() {
            letters.push(sheet.at(next));
        } else {
            break;
        }
        joined &= next == end && sheet.at(next).is_ascii();
        stops |= sheet.chars[end..next].contains(&'.');
        end = next + 1;
    }
    let cue = sheet.cue_before(start);
    let upper = letters.iter().all(char::is_ascii_uppercase);
    // `E122.34359` is a place on the map.
    let place = stops && !matches!(cue, Some(Cue::Passport | Cue::Permit | Cue::Identity));
    if joined || place || sheet.at(end).is_ascii_alphanumeric() || cue == Some(Cue::Keep) || !upper {
        return None;
    }
    let (end, kind) = kind(sheet, &letters, &digits, end, cue)?;
    sheet.hide(start, end, kind).then_some(end)
}

fn apart(c: char) -> bool {
    matches!(c, ' ' | '-' | '.' | '·' | '_')
}

/// The digits of the rest of a word; none if anything else is in it.
fn tail(sheet: &Sheet, start: usize, end: usize) -> Vec<u8> {
    (start..end).map(|i| sheet.digit(i).map(|d| d.value)).collect::<Option<_>>().unwrap_or_default()
}

/// Reads the check character in brackets of a Hong Kong or Macau card.
fn bracketed(sheet: &Sheet, head: &[char], digits: &[u8], end: usize, told: bool) -> Option<usize> {
    let end = end + usize::from(sheet.at(end) == ' ');
    let check = match sheet.digit(end + 1) {
        Some(digit) => char::from(b'0' + digit.value),
        None => sheet.at(end + 1).to_ascii_uppercase(),
    };
    if sheet.at(end) != '(' || sheet.at(end + 2) != ')' || !(check.is_ascii_digit() || check == 'A') {
        return None;
    }
    let macau = head.is_empty() && matches!(digits[0], 1 | 5 | 7) && check.is_ascii_digit();
    let known = if head.is_empty() { macau } else { told || hong_kong(head, digits, check) };
    known.then_some(end + 3)
}

/// Whether eight digits are a day, as in a batch number.
pub(super) fn day(digits: &[u8]) -> bool {
    digits.len() == 8
        && (2000..2040).contains(&number(&digits[..4]))
        && (1..=12).contains(&number(&digits[4..6]))
        && (1..=31).contains(&number(&digits[6..]))
}

static PROVINCES: LazyLock<CharSet> =
    LazyLock::new(|| CharSet::of("京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼".chars()));

/// Reads a number plate: province, letter, five or six characters, at least one of them a digit.
fn plate(sheet: &Sheet, start: usize) -> Option<usize> {
    if !PROVINCES.contains(sheet.at(start)) {
        return None;
    }
    let mut i = skip(sheet, start + 1);
    let letter = sheet.at(i).is_ascii_alphabetic() && !matches!(sheet.at(i), 'I' | 'i');
    if !letter {
        return None;
    }
    i += 1;
    let told = sheet.cue_before(start) == Some(Cue::Plate);
    let mut count = 0;
    let mut digits = 0;
    let mut spaced = true;
    let mut end = i;
    while count < 6 {
        let at = skip(sheet, end);
        let c = sheet.at(at);
        let numeral = sheet.numeral(at) && (told || digits > 0 || sheet.digit(at + 1).is_some());
        let special = count >= 4 && matches!(c, '挂' | '学' | '警' | '港' | '澳');
        spaced &= at > end;
        let goes_on = !spaced || sheet.at(at + 1).is_ascii_alphanumeric();
        let parted = at > end && count >= 5 && goes_on;
        if parted || !(c.is_ascii_alphanumeric() || numeral || special) {
            break;
        }
        count += 1;
        digits += usize::from(sheet.digit(at).is_some());
        end = at + 1;
        if special {
            break;
        }
    }
    let whole = count >= 5 && !(sheet.at(end).is_ascii_alphanumeric());
    let upper = told || sheet.chars[start..end].iter().all(|c| !c.is_ascii_lowercase());
    (whole && digits >= 1 && (upper || digits >= 3) && sheet.free(start, end)).then_some(end)
}

fn skip(sheet: &Sheet, start: usize) -> usize {
    start + (0..3).take_while(|n| apart(sheet.at(start + n))).count()
}
