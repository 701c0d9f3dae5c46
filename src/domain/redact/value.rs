//! Reads the values that stand behind cues.

use super::checksum::luhn;
use super::date;
use super::group::{self, Groups};
use super::number::known_issuer;
use super::place::counted;
use super::sheet::{Sheet, is_han};
use super::spread;
use super::telephone::mainland_mobile;

/// Reads a value that begins at `start` and must not reach `limit`, where the next cue stands.
pub(super) struct Reader<'s, 'a> {
    pub sheet: &'s Sheet<'a>,
    pub start: usize,
    pub limit: usize,
}

impl Reader<'_, '_> {
    fn range(&self, end: usize) -> Option<(usize, usize)> {
        self.sheet.free(self.start, end).then_some((self.start, end))
    }

    /// An order, payment or waybill number of at least `fewest` characters.
    pub(super) fn serial(&self, fewest: usize) -> Option<(usize, usize)> {
        if date::at(self.sheet, self.start).is_some_and(|date| date.whole && !self.sheet.arabic(date.end)) {
            return None;
        }
        let groups = self.groups(|c| c == '-');
        let enough = groups.characters >= fewest && groups.digits >= 5 && groups.characters <= 64;
        let amount = groups.count == 1 && groups.characters < 12 && self.is_count(groups.end);
        let spread = self.digits(fewest.max(8), 40).map(|(end, _)| end).filter(|end| !self.is_count(*end));
        let told = (enough && !amount).then_some(groups.end);
        told.max(spread).and_then(|end| self.range(end))
    }

    /// The number behind a label that says no more than that it is one.
    pub(super) fn number(&self) -> Option<(usize, usize)> {
        let telephone = self.digits(11, 11).is_some_and(|(_, digits)| mainland_mobile(&digits));
        if telephone { None } else { self.serial(6) }
    }

    /// Digits from the start on, however they are set apart.
    fn digits(&self, fewest: usize, most: usize) -> Option<(usize, Vec<u8>)> {
        spread::read(self.sheet, self.start, fewest, most).filter(|(end, _)| *end <= self.limit)
    }

    fn is_count(&self, end: usize) -> bool {
        group::is_count(self.sheet, end)
    }

    /// The characters from the start on, in however many groups they are written.
    fn groups(&self, mark: impl Fn(char) -> bool + Copy) -> Groups {
        group::read(self.sheet, self.start, self.limit, mark)
    }

    /// A password or code.
    pub(super) fn secret(&self, firm: bool) -> Option<(usize, usize)> {
        let mark = |c| {
            matches!(
                c,
                '-' | '#' | '@' | '_' | '!' | '$' | '%' | '^' | '&' | '*' | '.' | '+' | '~' | '?' | '/'
            )
        };
        let groups = self.groups(mark);
        // `BMCRR-5YDCV` and `EZDXY-SJPNT`: capitals in groups of one size are printed on cards.
        let letters_only = groups.digits == 0 && !self.is_printed(groups.end);
        let value = &self.sheet.chars[self.start..groups.end];
        let capitals = groups.characters >= 8 && value.iter().all(char::is_ascii_uppercase);
        if groups.characters < 4 || (letters_only && !capitals && !(firm && groups.characters >= 6)) {
            return None;
        }
        if groups.characters <= 6 && letters_only || counted(self.sheet, groups.end) {
            return None;
        }
        self.range(groups.end)
    }

    /// Whether the value is written in two or more groups of capitals and digits, of one size.
    fn is_printed(&self, end: usize) -> bool {
        let value = &self.sheet.chars[self.start..end];
        let capital = |c: &char| c.is_ascii_uppercase() || c.is_ascii_digit();
        let sizes: Vec<usize> = value.split(|c| *c == '-').map(<[char]>::len).collect();
        let even = sizes.len() > 1 && sizes.iter().all(|size| (4..=6).contains(size) && *size == sizes[0]);
        even && value.iter().all(|c| *c == '-' || capital(c))
    }

    /// The code of a gift or game card behind a word for a card number.
    pub(super) fn card_code(&self) -> Option<(usize, usize)> {
        let groups = self.groups(|c| c == '-');
        let mixed = groups.digits < groups.characters && groups.characters >= 8;
        let value = &self.sheet.chars[self.start..groups.end];
        let capital = value.iter().all(|c| !c.is_ascii_lowercase());
        (mixed && (groups.digits >= 2 || self.is_printed(groups.end)) && capital)
            .then(|| self.range(groups.end))?
    }

    /// The number of an identity card, even if its check digit is wrong.
    pub(super) fn identity(&self) -> Option<(usize, usize)> {
        let groups = self.groups(|_| false);
        let papers = (8..=11).contains(&groups.characters) && groups.digits < groups.characters;
        (papers || matches!(groups.characters, 15 | 17..=19)).then(|| self.range(groups.end))?
    }

    /// The number of a passport or permit.
    pub(super) fn papers(&self) -> Option<(usize, usize)> {
        let groups = self.groups(|c| c == '(' || c == ')');
        let length = (7..=11).contains(&groups.characters) || groups.characters == 18;
        if length && groups.digits >= 6 {
            return self.range(groups.end);
        }
        self.digits(7, 10).and_then(|(end, _)| self.range(end))
    }

    pub(super) fn device(&self) -> Option<(usize, usize)> {
        if let Some((end, _)) = self.digits(14, 20) {
            return self.range(end);
        }
        let groups = self.groups(|c| c == '-' || c == ':');
        (groups.characters >= 8 && groups.digits >= 3).then(|| self.range(groups.end))?
    }

    pub(super) fn qq(&self) -> Option<(usize, usize)> {
        let (end, _) = self.digits(5, 11)?;
        (!self.sheet.at(end).is_ascii_alphanumeric() && !self.is_count(end)).then(|| self.range(end))?
    }

    pub(super) fn card(&self) -> Option<(usize, usize)> {
        if let Some(range) = self.telling() {
            return Some(range);
        }
        let groups = self.groups(|_| false);
        let digits: Vec<u8> =
            (self.start..groups.end).filter_map(|i| self.sheet.digit(i)).map(|d| d.value).take(32).collect();
        let number = groups.digits == groups.characters && (9..=25).contains(&groups.digits);
        let telephone = mainland_mobile(&digits);
        let date = groups.count == 1 && groups.digits < 12 && self.is_count(groups.end);
        (number && !telephone && !date && (known_issuer(&digits) || groups.digits >= 12 || groups.count == 1))
            .then(|| self.range(groups.end))?
    }

    /// A letter, then letters, digits, dashes and underscores; six to twenty in all.
    pub(super) fn wechat(&self, firm: bool) -> Option<(usize, usize)> {
        let mut end = self.start;
        while end < self.start + 33
            && end < self.sheet.len()
            && matches!(self.sheet.at(end), 'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | '-')
        {
            end += 1;
        }
        while end > self.start && self.sheet.at(end - 1) == '-' {
            end -= 1;
        }
        let word = &self.sheet.chars[self.start..end];
        let telling = word.iter().any(|c| !c.is_ascii_alphabetic());
        let letter = word.first().is_some_and(char::is_ascii_alphabetic);
        if let Some(end) = self.apart() {
            return self.range(end);
        }
        let long = word.len() >= 8 && word.iter().all(char::is_ascii_lowercase);
        if letter && (6..=32).contains(&word.len()) && (telling || firm || long) {
            return self.range(end);
        }
        // `v2.3.1` is a version.
        self.qq().filter(|(start, end)| !self.sheet.chars[*start..*end].contains(&'.'))
    }

    /// Where an id ends whose letters stand each by itself: `m o o n _ 7 7`.
    fn apart(&self) -> Option<usize> {
        let letter = |i: usize| {
            let c = self.sheet.at(i);
            c.is_ascii_alphanumeric() || matches!(c, '_' | '-')
        };
        let mut end = self.start + 1;
        let mut count = 1;
        while count < 24 && self.sheet.at(end) == ' ' && letter(end + 1) && !letter(end + 2) {
            end += 2;
            count += 1;
        }
        (letter(self.start) && count >= 6).then_some(end)
    }

    /// A member name or UID: Latin, digits, or a Chinese nickname where `nick` or a digit makes it sure.
    pub(super) fn account(&self, firm: bool, nick: bool) -> Option<(usize, usize)> {
        let s = self.sheet;
        if s.numeral(self.start)
            && let Some(range) = self.uid()
        {
            return Some(range);
        }
        let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.') || is_han(c);
        let mut end = self.start;
        while end < self.limit && end < self.start + 33 && word(s.at(end)) && !s.taken(end) {
            end += 1;
        }
        while end > self.start && matches!(s.at(end - 1), '-' | '.') {
            end -= 1;
        }
        let name = &s.chars[self.start..end];
        let first_han = name.iter().position(|c| is_han(*c));
        match first_han {
            Some(0) => {
                let bare = nick && firm && (2..=8).contains(&name.len()) && !is_han(s.at(end));
                let Some(last) = name.iter().rposition(char::is_ascii_alphanumeric) else {
                    return bare.then(|| self.range(end))?;
                };
                let tail = name.len() - last - 1;
                let mixed = name[..=last].iter().any(|c| matches!(c, '_' | '-'))
                    && name[..last].iter().filter(|c| is_han(**c)).count() <= 8;
                if mixed && (firm || last < 12) && tail <= 8 {
                    return self.range(self.start + last + 1);
                }
                bare.then(|| self.range(end))?
            }
            Some(at) if s.digits[self.start..self.start + at].iter().all(Option::is_some) => self.uid(),
            Some(at) => self.latin(self.start + at, firm),
            None if name.is_empty() => None,
            None if s.digits[self.start..end].iter().all(Option::is_some) => self.uid(),
            None => self.latin(end, firm),
        }
    }

    /// An account in Latin letters, where a card was asked for.
    pub(super) fn handle(&self, firm: bool) -> Option<(usize, usize)> {
        let letter = self.sheet.at(self.start).is_ascii_lowercase();
        if firm && letter { self.account(true, false) } else { None }
    }

    fn latin(&self, end: usize, firm: bool) -> Option<(usize, usize)> {
        let name = &self.sheet.chars[self.start..end];
        let digits = name.iter().any(|c| c.is_ascii_digit());
        let key = self.sheet.at(end) == ':' || name.first() == Some(&'_');
        let enough = !key && name.len() >= 4 && (digits || name.contains(&'_') || (firm && name.len() >= 5));
        enough.then(|| self.range(end))?
    }

    /// A mobile number or a bank card, however it is set apart.
    fn telling(&self) -> Option<(usize, usize)> {
        let exact = |length: usize| spread::read(self.sheet, self.start, length, length);
        let mobile = exact(11).filter(|(_, digits)| mainland_mobile(digits));
        let right = |digits: &[u8]| known_issuer(digits) && luhn(digits);
        let card = || [19, 16, 18, 17].into_iter().filter_map(exact).find(|(_, digits)| right(digits));
        mobile.or_else(card).and_then(|(end, _)| self.range(end))
    }

    fn uid(&self) -> Option<(usize, usize)> {
        if let Some(range) = self.telling() {
            return Some(range);
        }
        let (end, _) = self.digits(5, 24)?;
        (!self.sheet.at(end).is_ascii_alphanumeric() && !self.is_count(end)).then(|| self.range(end))?
    }
}
