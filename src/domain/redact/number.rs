//! Numbers known by their own shape: identity cards, bank cards, telephones, devices.

use super::checksum::{id_body, id_check, id_old, luhn, number};
use super::cue::Cue;
use super::kind::Kind;
use super::party;
use super::run::{self, Atom, Edge};
use super::sheet::Sheet;

/// A number read in a run: how many atoms it takes, and any check letter behind them.
struct Verdict {
    atoms: usize,
    end: usize,
    kind: Kind,
    keep: bool,
}

/// A place in a run where a number may begin.
struct Place<'a> {
    sheet: &'a Sheet<'a>,
    atoms: &'a [Atom],
    at: usize,
    level: Edge,
    cue: Option<Cue>,
}

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

/// Walks every run of at least `fewest` digits, tight readings before loose ones.
fn scan(sheet: &mut Sheet, fewest: usize, judge: impl Fn(&Place) -> Option<Verdict>) {
    let mut atoms = Vec::new();
    let mut found = Vec::new();
    let mut i = 0;
    while i < sheet.len() {
        if sheet.digit(i).is_none() || sheet.taken(i) {
            i += 1;
            continue;
        }
        let end = run::read(sheet, i, &mut atoms);
        if atoms.len() >= fewest {
            judge_run(sheet, &atoms, &judge, &mut found);
        }
        i = end.max(i + 1);
    }
    for (start, end, kind, keep) in found {
        if keep {
            sheet.keep(start, end);
        } else {
            sheet.hide(start, end, kind);
        }
    }
}

fn judge_run(
    sheet: &Sheet,
    atoms: &[Atom],
    judge: &impl Fn(&Place) -> Option<Verdict>,
    found: &mut Vec<(usize, usize, Kind, bool)>,
) {
    let mut used = vec![false; atoms.len()];
    let loosest = run::loosest(atoms).max(Edge::Script);
    for level in [Edge::Script, Edge::Gap, Edge::Line] {
        if level > loosest {
            break;
        }
        let mut at = 0;
        while at < atoms.len() {
            if used[at] || !run::opens(atoms, at) {
                at += 1;
                continue;
            }
            let cue = sheet.cue_before(atoms[at].cell);
            let verdict = judge(&Place { sheet, atoms, at, level, cue });
            match verdict.filter(|v| !used[at..at + v.atoms].contains(&true)) {
                Some(verdict) => {
                    used[at..at + verdict.atoms].fill(true);
                    found.push((
                        start_of(sheet, atoms, at, verdict.kind),
                        verdict.end,
                        verdict.kind,
                        verdict.keep,
                    ));
                    at += verdict.atoms;
                }
                None => at += 1,
            }
        }
    }
}

/// Where a number begins: a telephone's plus sign, country code and bracket belong to it.
fn start_of(sheet: &Sheet, atoms: &[Atom], at: usize, kind: Kind) -> usize {
    let mut start = atoms[at].cell;
    if !matches!(kind, Kind::Mobile | Kind::Landline) {
        return start;
    }
    let values = |from: usize| atoms[from..at].iter().map(|atom| atom.value);
    let home = |code: &[u8]| at.checked_sub(code.len()).filter(|from| values(*from).eq(code.iter().copied()));
    if let Some(from) = home(&[0, 0, 8, 6]) {
        start = atoms[from].cell;
    } else if let Some(from) = home(&[8, 6]).filter(|from| sheet.before(atoms[*from].cell) == '+') {
        start = atoms[from].cell;
    }
    for mark in ['(', '+', '('] {
        if start > 0 && sheet.before(start) == mark && sheet.free(start - 1, start) {
            start -= 1;
        }
    }
    start
}

impl Place<'_> {
    /// The values of the next atoms, at most 32.
    fn values(&self) -> ([u8; 32], usize) {
        let mut values = [0; 32];
        let next = &self.atoms[self.at..];
        for (value, atom) in values.iter_mut().zip(next) {
            *value = atom.value;
        }
        (values, next.len().min(32))
    }

    /// Whether a number of `length` atoms may stand here at this level of looseness.
    fn fits(&self, length: usize) -> bool {
        let end = self.at + length;
        run::closes(self.atoms, end)
            && run::loosest(&self.atoms[self.at..end]) <= self.level
            && (self.level < Edge::Line || self.line_breaks_bearable(length))
    }

    /// A number broken over lines is believed after a cue, or in groups as people write them.
    fn line_breaks_bearable(&self, length: usize) -> bool {
        let (sizes, count) = run::groups(&self.atoms[self.at..self.at + length]);
        self.cue.is_some_and(|cue| cue != Cue::Keep)
            || count == length
            || count == 2
            || matches!(sizes, [3, 4, 4, 0, ..] | [6, 8, 4, 0, ..] | [6, 4, 4, 4, 0, ..] | [4, 4, 4, 4, ..])
    }

    fn end(&self, length: usize) -> usize {
        self.atoms[self.at + length - 1].cell + 1
    }

    fn first(&self) -> usize {
        self.atoms[self.at].cell
    }

    fn verdict(&self, length: usize, kind: Kind) -> Option<Verdict> {
        Some(Verdict { atoms: length, end: self.end(length), kind, keep: false })
    }

    /// Whether letters stand right against the number, as in an article code.
    fn glued(&self, length: usize) -> bool {
        let end = self.end(length);
        if self.sheet.at(end).is_ascii_alphabetic() && self.sheet.digit(end).is_none() {
            return true;
        }
        self.sheet.before(self.first()).is_ascii_alphabetic() && self.at == 0 && self.cue.is_none()
    }

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

    fn mobile(&self) -> Option<Verdict> {
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
        let plus = self.sheet.before(self.first()) == '+';
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
        let plausible = code == 0 || (2..=9).contains(&values[skip + code]);
        (told && plausible && !self.glued(length)).then(|| self.verdict(length, Kind::Mobile))?
    }

    fn landline(&self) -> Option<Verdict> {
        let (values, have) = self.values();
        let firm_number = |values: &[u8]| matches!(values, [4 | 8, 0, 0, ..]);
        let length = match values {
            [0, 1, 0, ..] | [0, 2, ..] => [11, 10],
            [0, 3..=9, ..] => [12, 11],
            _ if self.cue == Some(Cue::FixedLine) && !firm_number(&values) => [8, 7],
            _ => return None,
        }
        .into_iter()
        .find(|length| *length <= have && self.fits(*length))?;
        if self.glued(length) || self.cue == Some(Cue::Keep) || counted(self.sheet, self.end(length)) {
            return None;
        }
        let area = if length >= 11 && values[1] >= 3 { 4 } else { 3 };
        if length > 8 && values[area] == 0 {
            return None;
        }
        let mut verdict = self.verdict(length, Kind::Landline)?;
        let extension = &self.atoms[self.at + length..];
        let digits = 1 + extension.iter().skip(1).take_while(|atom| atom.edge == Edge::Joined).count();
        if self.sheet.at(verdict.end) == '-' && !extension.is_empty() && digits <= 4 {
            verdict.atoms += digits;
            verdict.end = extension[digits - 1].cell + 1;
        }
        verdict.keep = party::firm_line(self.sheet, self.first(), self.cue);
        Some(verdict)
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
        let alone = |at: usize| at == 0 || at >= self.atoms.len() || self.atoms[at].edge == Edge::Line;
        let before = alone(self.at) || self.cue == Some(Cue::Card);
        before
            && (alone(self.at + length)
                || self.at + length >= self.atoms.len()
                || self.cue == Some(Cue::Card))
    }

    /// Device numbers, Alipay accounts, payments and old identity numbers.
    fn other(&self) -> Option<Verdict> {
        let (values, have) = self.values();
        if self.cue == Some(Cue::Keep) {
            return None;
        }
        let shape = |length: usize| have >= length && self.fits(length) && !self.glued(length);
        if shape(28) && (matches!(values[..4], [4, 2, 0, 0] | [1, 0, 0, 0]) || matches!(values[..2], [2, 0]))
        {
            return self.verdict(28, Kind::PayNo);
        }
        if shape(16) && values[..4] == [2, 0, 8, 8] {
            return self.verdict(16, Kind::Account);
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

/// Whether a unit follows, so that the number is a count or an amount.
pub(super) fn counted(sheet: &Sheet, end: usize) -> bool {
    let at = if sheet.at(end) == ' ' { end + 1 } else { end };
    let next = sheet.at(at + 1);
    match sheet.at(at) {
        '次' | '元' | '块' | '%' | '万' | '亿' | '播' | '粉' => true,
        '人' => matches!(next, '次' | '民' | '看' | '观' | '浏' | '关'),
        '个' | '条' => matches!(next, '赞' | '粉' | '播' | '评'),
        _ => false,
    }
}
