//! Values that only their cue gives away: orders, payments, parcels, card codes, accounts, contacts.

use super::cue::{Cue, Hit};
use super::date;
use super::kind::Kind;
use super::number::{counted, known_issuer, mainland_mobile};
use super::run::separates;
use super::sheet::{Joint, Sheet, is_han};

/// Hides (or keeps) the value behind each cue word.
pub(super) fn claim(sheet: &mut Sheet, hits: &[Hit]) {
    for (i, hit) in hits.iter().enumerate() {
        if sheet.taken(hit.start) {
            continue;
        }
        let joint = sheet.joint(hit.end);
        let limit = hits.get(i + 1).map_or(sheet.len(), |next| next.start.max(joint.end));
        let reader = Reader { sheet, start: joint.end, limit };
        match hit.cue {
            Cue::Keep => keep(sheet, joint.end),
            Cue::Order => hide_list(sheet, joint, limit, Kind::OrderNo),
            Cue::Pay => hide_list(sheet, joint, limit, Kind::PayNo),
            Cue::Tracking => hide_list(sheet, joint, limit, Kind::TrackingNo),
            Cue::Secret => hide_some(sheet, reader.secret(joint.firm), Kind::Secret),
            Cue::Identity => hide_some(sheet, reader.identity(), Kind::IdCard),
            Cue::Passport => hide_some(sheet, reader.papers(), Kind::Passport),
            Cue::Permit => hide_some(sheet, reader.papers(), Kind::Permit),
            Cue::Device => hide_some(sheet, reader.device(), Kind::DeviceId),
            Cue::Qq => hide_some(sheet, reader.qq(), Kind::Qq),
            Cue::Card => hide_some(sheet, reader.card(), Kind::BankCard),
            Cue::Wechat => hide_some(sheet, reader.wechat(joint.firm), Kind::Wechat),
            Cue::Account => hide_some(sheet, reader.account(joint.firm, false), Kind::Account),
            Cue::Nick => hide_some(sheet, reader.account(joint.firm, true), Kind::Account),
            _ => {}
        }
    }
}

/// Hides codes told after the number: `548538是您的验证码`.
pub(super) fn claim_told_after(sheet: &mut Sheet, hits: &[Hit]) {
    for hit in hits.iter().filter(|hit| hit.cue == Cue::Secret) {
        let mut end = hit.start;
        while end > 0
            && hit.start - end < 10
            && matches!(
                sheet.at(end - 1),
                '是' | '为'
                    | '您'
                    | '你'
                    | '的'
                    | '本'
                    | '次'
                    | '('
                    | ','
                    | ' '
                    | '登'
                    | '录'
                    | '注'
                    | '册'
                    | '支'
                    | '付'
                    | '短'
                    | '信'
            )
        {
            end -= 1;
        }
        let digits = (0..end).rev().take(9).take_while(|i| sheet.arabic(*i)).count();
        if end < hit.start && (4..=8).contains(&digits) && !sheet.before(end - digits).is_ascii_alphanumeric()
        {
            sheet.hide(end - digits, end, Kind::Secret);
        }
    }
}

fn hide_some(sheet: &mut Sheet, range: Option<(usize, usize)>, kind: Kind) {
    let Some((start, end)) = range else { return };
    let digits: Vec<u8> = (start..end).filter_map(|i| sheet.digit(i)).map(|d| d.value).collect();
    let only_digits = (start..end).all(|i| sheet.digit(i).is_some() || separates(sheet.at(i)));
    let kind = match kind {
        Kind::Account | Kind::Wechat | Kind::Qq if only_digits && mainland_mobile(&digits) => Kind::Mobile,
        _ => kind,
    };
    sheet.hide(start, end, kind);
}

/// Hides a number and those listed with it: `订单号：A、B和C`.
fn hide_list(sheet: &mut Sheet, joint: Joint, limit: usize, kind: Kind) {
    let mut next = joint.end;
    let mut limit = limit;
    for round in 0..50 {
        let reader = Reader { sheet, start: next, limit };
        let fewest = if round == 0 { 6 } else { 9 };
        let Some((start, end)) = reader.serial(fewest) else { return };
        sheet.hide(start, end, kind);
        next = end;
        while matches!(sheet.at(next), '、' | ',' | '和' | '及' | '与' | '/' | ' ' | ';') && next < end + 4
        {
            next += 1;
        }
        if next == end {
            return;
        }
        limit = limit.max(sheet.len().min(next + 48));
    }
}

/// Keeps the number of an article, a licence, a version from later rules.
fn keep(sheet: &mut Sheet, start: usize) {
    let mut end = start;
    while end < start + 40
        && (sheet.at(end).is_ascii_alphanumeric() || matches!(sheet.at(end), '-' | '.' | '/' | '_'))
    {
        end += 1;
    }
    sheet.keep(start, end);
}

/// Reads a value that begins at `start` and must not reach `limit`, where the next cue stands.
struct Reader<'s, 'a> {
    sheet: &'s Sheet<'a>,
    start: usize,
    limit: usize,
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
    fn serial(&self, fewest: usize) -> Option<(usize, usize)> {
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
    fn secret(&self, firm: bool) -> Option<(usize, usize)> {
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
    fn identity(&self) -> Option<(usize, usize)> {
        let groups = self.groups(|_| false);
        let papers = (8..=11).contains(&groups.characters) && groups.digits < groups.characters;
        (papers || matches!(groups.characters, 15 | 17..=19)).then(|| self.range(groups.end))?
    }

    /// The number of a passport or permit.
    fn papers(&self) -> Option<(usize, usize)> {
        let groups = self.groups(|c| c == '(' || c == ')');
        ((7..=11).contains(&groups.characters) || groups.characters == 18).then_some(())?;
        (groups.digits >= 6).then(|| self.range(groups.end))?
    }

    fn device(&self) -> Option<(usize, usize)> {
        let groups = self.groups(|c| c == '-' || c == ':');
        (groups.characters >= 8 && groups.digits >= 3).then(|| self.range(groups.end))?
    }

    fn qq(&self) -> Option<(usize, usize)> {
        let groups = self.groups(|_| false);
        let number = groups.digits == groups.characters && (5..=11).contains(&groups.digits);
        (number && !self.is_count(groups.end)).then(|| self.range(groups.end))?
    }

    fn card(&self) -> Option<(usize, usize)> {
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
    fn wechat(&self, firm: bool) -> Option<(usize, usize)> {
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
    fn account(&self, firm: bool, nick: bool) -> Option<(usize, usize)> {
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
                let last = name.iter().rposition(|c| c.is_ascii_alphanumeric())?;
                let tail = name.len() - last - 1;
                let mixed = name[..=last].iter().any(|c| matches!(c, '_' | '-'))
                    && name[..last].iter().filter(|c| is_han(**c)).count() <= 8;
                if mixed && (firm || last < 12) && tail <= 8 {
                    return self.range(self.start + last + 1);
                }
                (nick && firm && name.len() <= 8 && !is_han(s.at(end))).then(|| self.range(end))?
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
