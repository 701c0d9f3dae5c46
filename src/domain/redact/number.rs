//! Numbers known by their own shape: identity cards, bank cards, payments, devices.

use super::checksum::{id_body, id_check, id_old, luhn, number};
use super::cue::Cue;
use super::kind::Kind;
use super::place::{Place, Verdict, counted, scan};
use super::run::{self, Edge};
use super::sheet::Sheet;

/// Hides resident identity numbers and the like whose check character is right.
pub(super) fn claim_identities(sheet: &mut Sheet) {
    scan(sheet, 15, |place| place.identity());
}

/// Hides bank cards, telephones and device numbers.
pub(super) fn claim_numbers(sheet: &mut Sheet) {
    scan(sheet, 7, |place| {
        place.mobile().or_else(|| place.landline()).or_else(|| place.card()).or_else(|| place.other())
    });
}

impl Place<'_> {
    fn identity(&self) -> Option<Verdict> {
        let (values, have) = self.values();
        if have < 17 || !(1..=9).contains(&values[0]) || !id_body(&values[..17]) {
            return None;
        }
        let check = id_check(&values[..17]);
        let kind = if matches!(values[..2], [8, 1..=3]) { Kind::Permit } else { Kind::IdCard };
        if check == b'X' {
            let mut end = self.end(17);
            while run::separates(self.sheet.at(end)) && end < self.end(17) + 3 {
                end += 1;
            }
            let marked = matches!(self.sheet.at(end), 'x' | 'X');
            return (marked && self.fits(17)).then(|| Verdict { atoms: 17, end: end + 1, kind, keep: false });
        }
        (have >= 18 && values[17] + b'0' == check && self.fits(18)).then(|| self.verdict(18, kind))?
    }

    fn card(&self) -> Option<Verdict> {
        let (values, have) = self.values();
        if self.cue == Some(Cue::Keep) {
            return None;
        }
        let told = self.cue == Some(Cue::Card);
        let card = |length: &usize| {
            let digits = &values[..*length];
            *length <= have
                && known_issuer(digits)
                && (luhn(digits) || (told && digits[0] == 6))
                && self.fits(*length)
                && (self.level < Edge::Gap || self.stands_apart(*length))
        };
        let length = [19, 16, 17, 18, 15, 14, 13].into_iter().find(card)?;
        (!self.glued(length)).then(|| self.verdict(length, Kind::BankCard))?
    }

    /// Whether a grouped number is not just a stretch of a longer one.
    fn stands_apart(&self, length: usize) -> bool {
        let told = self.cue == Some(Cue::Card);
        let alone = |at: usize| told || at == 0 || at >= self.atoms.len() || self.atoms[at].edge >= Edge::Far;
        let after = self.at + length;
        (alone(self.at) || self.parts(self.at, after)) && (alone(after) || self.parts(after, after))
    }

    /// Whether the gap before atom `at` parts the number that ends before `after` from what is beside it.
    fn parts(&self, at: usize, after: usize) -> bool {
        let gap = |at: usize| &self.sheet.chars[self.atoms[at - 1].cell + 1..self.atoms[at].cell];
        let inside = &self.sheet.chars[self.first()..self.atoms[after - 1].cell];
        let count = |mark: char| inside.iter().filter(|c| **c == mark).count();
        let edge = gap(at);
        let closes = at == after && edge.contains(&')') && count('(') == count(')');
        let mut gaps = (self.at + 1..after).map(gap).filter(|gap| !gap.is_empty());
        let foreign = !edge.is_empty() && gaps.all(|gap| gap != edge);
        // Digits each by itself end where a longer group begins.
        let single = |at: usize| self.atoms.get(at + 1).is_none_or(|atom| atom.edge >= Edge::Gap);
        let apart = (self.at..after - 1).all(single) && at == after && !single(after);
        closes || apart || (foreign && count('(') == 0)
    }

    /// A long number read out in numerals is nothing but somebody's.
    fn numerals(&self, values: &[u8; 32], have: usize) -> Option<Verdict> {
        let run = &self.atoms[self.at..];
        let length = 1 + run.iter().skip(1).take_while(|atom| atom.edge <= Edge::Script).count();
        let read_out = self.sheet.numeral(self.first()) && (12..=32).contains(&length) && length <= have;
        let parted = |at: usize| self.atoms.get(at).is_none_or(|atom| atom.edge >= Edge::Far);
        let alone = (self.at == 0 || parted(self.at)) && parted(self.at + length);
        let varied = values[..length.min(32)].iter().any(|value| *value != values[0]);
        (read_out && alone && varied && self.fits(length) && !counted(self.sheet, self.end(length)))
            .then(|| self.verdict(length, Kind::OrderNo))?
    }

    /// Device numbers, Alipay accounts, payments and old identity numbers.
    fn other(&self) -> Option<Verdict> {
        let (values, have) = self.values();
        if self.cue == Some(Cue::Keep) {
            return None;
        }
        let shape = |length: usize| {
            have >= length && self.fits(length) && !self.glued(length) && !self.disguised(length)
        };
        if shape(28) && (matches!(values[..4], [4, 2, 0, 0] | [1, 0, 0, 0]) || matches!(values[..2], [2, 0]))
        {
            return self.verdict(28, Kind::PayNo);
        }
        if shape(16) && values[..4] == [2, 0, 8, 8] {
            return self.verdict(16, Kind::Account);
        }
        if let Some(verdict) = self.numerals(&values, have) {
            return Some(verdict);
        }
        if !shape(15) {
            return None;
        }
        let imei = matches!(values[..2], [3, 5] | [8, 6] | [0, 1] | [9, 9]) || self.cue == Some(Cue::Device);
        if imei && luhn(&values[..15]) {
            return self.verdict(15, Kind::DeviceId);
        }
        let told = self.cue == Some(Cue::Identity);
        (id_old(&values[..15]) && (told || self.level == Edge::Script))
            .then(|| self.verdict(15, Kind::IdCard))?
    }
}

/// Whether digits begin like a bank card and have a length its issuer uses.
pub(super) fn known_issuer(digits: &[u8]) -> bool {
    let two = digits[0] * 10 + digits[1];
    match digits.len() {
        16..=19 if matches!(two, 62 | 60 | 81) => true,
        13..=15 if two == 62 => true,
        19 => number(&digits[..4]) == 9558 || number(&digits[..4]) == 4367,
        16 => digits[0] == 4 || matches!(two, 50..=58 | 35) || (2221..=2720).contains(&number(&digits[..4])),
        15 => matches!(two, 34 | 37),
        14 => matches!(two, 36 | 38 | 30),
        13 => digits[0] == 4,
        _ => false,
    }
}
