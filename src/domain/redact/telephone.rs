//! Telephones: mobile numbers, those abroad, fixed lines.

use super::cue::Cue;
use super::kind::Kind;
use super::party;
use super::place::{Place, Verdict, counted};
use super::run::Edge;
use super::sheet::Sheet;

impl Place<'_> {
    /// A mobile number of the mainland, with or without its country code.
    pub(super) fn mobile(&self) -> Option<Verdict> {
        let (values, have) = self.values();
        let prefix = match values {
            [0, 0, 8, 6, 1, ..] => 4,
            [8, 6, 1, ..] => 2,
            [0, 1, ..] => 1,
            [1, ..] => 0,
            _ => return self.abroad(&values, have),
        };
        let length = prefix + 11;
        if have < length
            || !mainland_mobile(&values[prefix..length])
            || !self.fits(length)
            || self.glued(length)
            || self.in_thousands(length)
        {
            return None;
        }
        let told = matches!(self.cue, Some(Cue::Phone | Cue::ServicePhone | Cue::FixedLine));
        if !told && (self.cue == Some(Cue::Keep) || counted(self.sheet, self.end(length))) {
            return None;
        }
        self.verdict(length, Kind::Mobile)
    }

    /// Numbers of Hong Kong, Macau and Taiwan, and any written with a plus sign.
    fn abroad(&self, values: &[u8; 32], have: usize) -> Option<Verdict> {
        // `138+0013`: a plus sign between digits is a disguise.
        let within = self.first().checked_sub(2).is_some_and(|i| self.sheet.digit(i).is_some());
        let plus = self.sheet.before(self.first()) == '+' && !within;
        let skip = if values[..2] == [0, 0] { 2 } else { 0 };
        let (code, own) = match values[skip..skip + 3] {
            [8, 5, 2 | 3] => (3, 8..=8),
            [8, 8, 6] => (3, 9..=10),
            _ if plus => (0, 8..=15),
            _ => return None,
        };
        let parted = self.atoms.get(self.at + skip + code).is_some_and(|atom| atom.edge >= Edge::Gap);
        let told = plus || skip > 0 || parted || self.cue == Some(Cue::Phone);
        let length =
            own.rev().map(|own| skip + code + own).find(|length| *length <= have && self.fits(*length))?;
        let plausible = !self.disguised(length) && (code == 0 || (2..=9).contains(&values[skip + code]));
        (told && plausible && !self.glued(length)).then(|| self.verdict(length, Kind::Mobile))?
    }

    /// A fixed line with its area code, or without one after a cue.
    pub(super) fn landline(&self) -> Option<Verdict> {
        let (values, have) = self.values();
        let plus = self.sheet.before(self.first()) == '+';
        let firm_number = |values: &[u8]| matches!(values, [4 | 8, 0, 0, ..]);
        let length = match values {
            // `0086-21-…`: the country code stands in the place of the first nought.
            [0, 0, 8, 6, 1, 0, ..] | [0, 0, 8, 6, 2, ..] => [14, 13],
            [0, 0, 8, 6, 3..=9, ..] => [15, 14],
            [8, 6, 1, 0, ..] | [8, 6, 2, ..] if plus => [12, 11],
            [8, 6, 3..=9, ..] if plus => [13, 12],
            [0, 1, 0, ..] | [0, 2, ..] => [11, 10],
            [0, 3..=9, ..] => [12, 11],
            _ if self.cue == Some(Cue::FixedLine) && !firm_number(&values) => [8, 7],
            _ => return None,
        }
        .into_iter()
        .find(|length| *length <= have && self.fits(*length))?;
        if self.disguised(length)
            || self.glued(length)
            || self.cue == Some(Cue::Keep)
            || counted(self.sheet, self.end(length))
        {
            return None;
        }
        let part = self.level == Edge::Script
            && matches!(self.sheet.before(self.first()), ')' | ']' | '-' | '.' | '_' | '·');
        if part && self.cue.is_none() {
            return None;
        }
        let abroad = plus || matches!(values, [0, 0, 8, 6, ..]);
        let area = if length >= 11 && values[1] >= 3 { 4 } else { 3 };
        if length > 8 && !abroad && values[area] == 0 {
            return None;
        }
        let mut verdict = self.verdict(length, Kind::Landline)?;
        let extension = &self.atoms[self.at + length..];
        let digits = 1 + extension.iter().skip(1).take_while(|atom| atom.edge == Edge::Joined).count();
        if self.sheet.at(verdict.end) == '-' && !extension.is_empty() && digits <= 6 {
            verdict.atoms += digits;
            verdict.end = extension[digits - 1].cell + 1;
        } else if let Some(end) = extension_told(self.sheet, verdict.end) {
            verdict.end = end;
        }
        verdict.keep = party::firm_line(self.sheet, self.first(), self.cue);
        Some(verdict)
    }
}

/// Where an extension behind a word for it ends: `转2789`, ` 分机 801`, ` ext. 12`.
fn extension_told(sheet: &Sheet, end: usize) -> Option<usize> {
    let gap =
        |at: usize| at + (0..2).take_while(|n| matches!(sheet.at(at + n), ' ' | '.' | '-' | '(')).count();
    let start = gap(end);
    let word = ["转分机", "分机号", "分机", "转", "ext", "Ext", "EXT"]
        .into_iter()
        .find(|word| word.chars().enumerate().all(|(n, c)| sheet.at(start + n) == c))?;
    let from = gap(start + word.chars().count());
    let digits = (0..7).take_while(|n| sheet.digit(from + n).is_some()).count();
    (1..=6).contains(&digits).then_some(from + digits)
}

/// Whether eleven digits are a mobile number of the mainland.
pub(super) fn mainland_mobile(digits: &[u8]) -> bool {
    digits.len() == 11
        && digits[0] == 1
        && match digits[1] {
            3 | 8 => true,
            4 => matches!(digits[2], 5 | 7 | 0 | 1 | 4 | 6 | 8 | 9),
            5 => digits[2] != 4,
            6 => matches!(digits[2], 2 | 5..=7),
            7 => matches!(digits[2], 0..=8),
            9 => digits[2] != 4,
            _ => false,
        }
}
