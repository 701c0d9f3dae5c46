//! Reads the values that stand behind cues.

use super::date;
use super::number::known_issuer;
use super::place::counted;
use super::run::separates;
use super::sheet::{Sheet, is_han};
use super::telephone::mainland_mobile;

/// Reads a value that begins at `start` and must not reach `limit`, where the next cue stands.
pub(super) struct Reader<'s, 'a> {
    pub sheet: &'s Sheet<'a>,
    pub start: usize,
    pub limit: usize,
}

/// A value in one or several groups of characters.
#[derive(Default)]
struct Groups {
    end: usize,
    characters: usize,
    digits: usize,
    count: usize,
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
        (enough && !amount).then(|| self.range(groups.end))?
    }

    fn is_count(&self, end: usize) -> bool {
        counted(self.sheet, end)
            || matches!(
                self.sheet.at(end),
                '.' | '天' | '月' | '年' | '日' | '个' | '件' | '号' | '笔' | '单' | '张' | '人'
            )
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
        let letters_only = groups.digits == 0;
        if groups.characters < 4 || (letters_only && !(firm && groups.characters >= 6)) {
            return None;
        }
        if groups.characters <= 6 && letters_only || counted(self.sheet, groups.end) {
            return None;
        }
        self.range(groups.end)
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
        ((7..=11).contains(&groups.characters) || groups.characters == 18).then_some(())?;
        (groups.digits >= 6).then(|| self.range(groups.end))?
    }

    pub(super) fn device(&self) -> Option<(usize, usize)> {
        let groups = self.groups(|c| c == '-' || c == ':');
        (groups.characters >= 8 && groups.digits >= 3).then(|| self.range(groups.end))?
    }

    pub(super) fn qq(&self) -> Option<(usize, usize)> {
        let groups = self.groups(|_| false);
        let number = groups.digits == groups.characters && (5..=11).contains(&groups.digits);
        (number && !self.is_count(groups.end)).then(|| self.range(groups.end))?
    }

    pub(super) fn card(&self) -> Option<(usize, usize)> {
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
        if (6..=32).contains(&word.len()) && (telling || firm) {
            return self.range(end);
        }
        let groups = self.groups(|_| false);
        let number = groups.digits == groups.characters && (5..=11).contains(&groups.digits);
        (number && !self.is_count(groups.end)).then(|| self.range(groups.end))?
    }

    /// A member name or UID: Latin, digits, or a Chinese nickname where `nick` or a digit makes it sure.
    pub(super) fn account(&self, firm: bool, nick: bool) -> Option<(usize, usize)> {
        let s = self.sheet;
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

    fn latin(&self, end: usize, firm: bool) -> Option<(usize, usize)> {
        let name = &self.sheet.chars[self.start..end];
        let digits = name.iter().any(|c| c.is_ascii_digit());
        let enough = name.len() >= 4 && (digits || name.contains(&'_') || (firm && name.len() >= 5));
        enough.then(|| self.range(end))?
    }

    fn uid(&self) -> Option<(usize, usize)> {
        let groups = self.groups(|_| false);
        let number = (5..=24).contains(&groups.digits) && groups.digits == groups.characters;
        (number && !self.is_count(groups.end)).then(|| self.range(groups.end))?
    }

    /// Reads groups of letters and digits; short ones may be set apart, as disguises do.
    fn groups(&self, mark: impl Fn(char) -> bool + Copy) -> Groups {
        let mut groups = Groups { end: self.start, ..Groups::default() };
        let mut start = self.start;
        let mut last = usize::MAX;
        while groups.characters < 80 {
            let end = self.word(start, mark);
            let digits = (start..end).filter(|i| self.sheet.digit(*i).is_some()).count();
            let characters = (start..end).filter(|i| self.sheet.at(*i).is_alphanumeric()).count();
            let belongs = groups.count == 0 || (digits == characters && digits <= 6);
            if characters == 0 || !belongs {
                break;
            }
            if groups.count > 0 && groups.count < 3 && self.is_count(end) && !separates(self.sheet.at(end)) {
                break;
            }
            groups.end = end;
            groups.characters += characters;
            groups.digits += digits;
            groups.count += 1;
            let gap = (0..4).take_while(|n| separates(self.sheet.at(end + n))).count();
            let dashed = gap == 1 && matches!(self.sheet.at(end), '-' | '_' | '.') && characters >= 4;
            if gap == 0 || gap > 3 || (last.min(characters) > 6 && !dashed) || end + gap >= self.limit {
                break;
            }
            if date::at(self.sheet, end + gap).is_some() || self.sheet.taken(end + gap) {
                break;
            }
            last = characters;
            start = end + gap;
        }
        groups
    }

    /// Where the group that begins at `start` ends.
    fn word(&self, start: usize, mark: impl Fn(char) -> bool) -> usize {
        let s = self.sheet;
        let mut end = start;
        while end < s.len() && end < start + 80 && !s.taken(end) {
            let c = s.at(end);
            let run = s.numeral(end)
                && (s.digit(end + 1).is_some() || (end > start + 1 && s.numeral(end - 1)))
                && (end > start || s.digit(end + 2).is_some());
            let inner =
                mark(c) && end > start && (s.at(end + 1).is_ascii_alphanumeric() || mark(s.at(end + 1)));
            if !(c.is_ascii_alphanumeric() || run || inner) {
                break;
            }
            end += 1;
        }
        while end > start
            && !s.at(end - 1).is_alphanumeric()
            && !matches!(s.at(end - 1), '!' | '#' | '$' | ')')
        {
            end -= 1;
        }
        end
    }
}
