//! The sheet the rules work on: a text in plain characters, its cue words, and who has claimed what.

use super::cue::{self, Cue, Hit};
use super::digit::{self, Digit, Script};
use super::kind::Kind;
use super::normalise::{Fold, behind};

/// Whether a character was spoken for by a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Claim {
    Free,
    Kept,
    Hidden(Kind),
}

/// How far from its cue a value may begin, tags included.
const FARTHEST: usize = 96;
/// Longest markup tag that is read over.
const LONGEST_TAG: usize = 40;

/// A text under examination. Earlier rules win: what one claims, no later one can.
pub(super) struct Sheet<'a> {
    pub(super) chars: &'a [char],
    pub(super) digits: Vec<Option<Digit>>,
    pub(super) hits: Vec<Hit>,
    claims: Vec<Claim>,
    found: Vec<Fold>,
}

impl<'a> Sheet<'a> {
    pub(super) fn of(chars: &'a [char]) -> Self {
        Self {
            chars,
            digits: digit::read(chars),
            hits: cue::find(chars),
            claims: vec![Claim::Free; chars.len()],
            found: Vec::new(),
        }
    }

    /// The character at `i`, or NUL beyond the end.
    pub(super) fn at(&self, i: usize) -> char {
        self.chars.get(i).copied().unwrap_or('\0')
    }

    /// The character just before `i`, or NUL at the start.
    pub(super) fn before(&self, i: usize) -> char {
        i.checked_sub(1).map_or('\0', |i| self.at(i))
    }

    pub(super) fn len(&self) -> usize {
        self.chars.len()
    }

    /// The digit at `i`, in whatever script.
    pub(super) fn digit(&self, i: usize) -> Option<Digit> {
        self.digits.get(i).copied().flatten()
    }

    /// Whether a digit 0 to 9 stands at `i`.
    pub(super) fn arabic(&self, i: usize) -> bool {
        self.at(i).is_ascii_digit()
    }

    /// Whether a Chinese numeral stands at `i`.
    pub(super) fn numeral(&self, i: usize) -> bool {
        self.digit(i).is_some_and(|d| d.script == Script::Han)
    }

    /// Whether no rule has claimed any of `start..end`, and nothing in it was hidden before.
    pub(super) fn free(&self, start: usize, end: usize) -> bool {
        end <= self.len()
            && self.claims[start..end].iter().all(|claim| *claim == Claim::Free)
            && self.chars[start..end].iter().all(|c| behind(*c).is_none())
    }

    /// Hides `start..end` unless some of it is claimed; tells whether it did.
    pub(super) fn hide(&mut self, start: usize, end: usize, kind: Kind) -> bool {
        if start >= end || !self.free(start, end) {
            return false;
        }
        self.claims[start..end].fill(Claim::Hidden(kind));
        self.found.push(Fold { start, end, kind });
        true
    }

    /// Hides a name of at least two letters, given by the cells they stand in.
    pub(super) fn hide_name(&mut self, cells: &[usize]) -> bool {
        match cells {
            [first, .., last] => self.hide(*first, last + 1, Kind::Name),
            _ => false,
        }
    }

    /// Keeps `start..end` readable, save what is hidden already.
    pub(super) fn keep(&mut self, start: usize, end: usize) {
        let end = end.min(self.len());
        for claim in &mut self.claims[start..end] {
            if *claim == Claim::Free {
                *claim = Claim::Kept;
            }
        }
    }

    /// What is hidden at `i`, by this examination or an earlier one.
    pub(super) fn hidden_at(&self, i: usize) -> Option<Kind> {
        if let Some(kind) = behind(self.at(i)) {
            return Some(kind);
        }
        match self.claims.get(i) {
            Some(Claim::Hidden(kind)) => Some(*kind),
            _ => None,
        }
    }

    /// Whether `i` was claimed or hidden.
    pub(super) fn taken(&self, i: usize) -> bool {
        self.claims.get(i).is_some_and(|claim| *claim != Claim::Free) || behind(self.at(i)).is_some()
    }

    /// What was found so far, in no order.
    pub(super) fn found(&self) -> &[Fold] {
        &self.found
    }

    /// What was found, in order.
    pub(super) fn into_found(mut self) -> Vec<Fold> {
        self.found.sort_unstable_by_key(|fold| fold.start);
        self.found
    }

    /// The cue whose value begins at `i`: the last one before it, with nothing but joints between.
    pub(super) fn cue_before(&self, i: usize) -> Option<Cue> {
        let last = self.hits.partition_point(|hit| hit.end <= i).checked_sub(1)?;
        let hit = &self.hits[last];
        (i - hit.end <= FARTHEST && self.joint(hit).end >= i).then_some(hit.cue)
    }

    /// Reads over what may stand between a cue and its value: colons, 是, 号码, quotes, tags, one line break.
    pub(super) fn joint(&self, hit: &Hit) -> Joint {
        let mut joint = Joint { end: self.note_after(self.index_after(hit)), firm: false };
        if matches!(hit.cue, Cue::Account | Cue::Card) && self.opens_line(hit.start) {
            joint.firm = matches!(self.at(joint.end), ' ' | '\t');
        }
        let mut broke = false;
        for _ in 0..12 {
            let next = joint.end + 1;
            joint.end = match self.at(joint.end) {
                ' ' | '\t' | '-' | '>' | '|' | '"' | '“' | '”' | '\'' | '‘' | '’' | '「' | '」' | '『'
                | '』' | '(' | ')' | '[' | ']' | '】' | '》' | '*' | '\\' | '号' | '码' | '號' | '碼'
                | '叫' | '分' | '别' | '❤' | '♥' | '➕' | '→' | '~' => next,
                ':' | '=' | '是' | '为' | '為' | '【' | '《' => {
                    joint.firm = true;
                    next
                }
                '<' => match self.tag(joint.end) {
                    Some(end) => {
                        joint.firm = true;
                        end
                    }
                    None => next,
                },
                ',' if joint.end == hit.end && self.opens_line(hit.start) => next,
                '.' if self.before(joint.end).is_ascii_alphabetic() => next,
                '编' if matches!(self.at(next), '号' | '码') => next,
                '就' | '便' if matches!(self.at(next), '是' | '为') => next,
                'i' if self.says_is(joint.end) => {
                    joint.firm = true;
                    next + 1
                }
                '\n' | '\r' if !broke || self.before(joint.end) == '\r' => {
                    broke = true;
                    next
                }
                _ => break,
            };
        }
        joint
    }

    /// Where a note in brackets ends that a colon follows: `姓名（必填）：`.
    fn note_after(&self, i: usize) -> usize {
        let close = (i + 1..i + 12).find(|at| self.at(*at) == ')' || self.arabic(*at));
        match close {
            Some(at) if self.at(i) == '(' && self.at(at) == ')' && self.at(at + 1) == ':' => at + 1,
            _ => i,
        }
    }

    /// Whether a field that opens its line begins at `i`, as in a file of comma-separated values.
    fn opens_line(&self, i: usize) -> bool {
        matches!(self.before(i), '\0' | '\n' | '\r')
    }

    /// Whether the word `is` stands at `i`.
    fn says_is(&self, i: usize) -> bool {
        self.before(i) == ' ' && self.at(i + 1) == 's' && matches!(self.at(i + 2), ' ' | ':')
    }

    /// Where the markup tag that opens at `i` ends.
    fn tag(&self, i: usize) -> Option<usize> {
        let name = if self.at(i + 1) == '/' { i + 2 } else { i + 1 };
        if !self.at(name).is_ascii_alphabetic() {
            return None;
        }
        (name..name + LONGEST_TAG)
            .take_while(|at| !matches!(self.at(*at), '\0' | '\n' | '<'))
            .find(|at| self.at(*at) == '>')
            .map(|at| at + 1)
    }

    /// Where the index of a person ends: `旅客1 `, `联系人二：`, `乘客A，`.
    fn index_after(&self, hit: &Hit) -> usize {
        if !matches!(hit.cue, Cue::NameLabel | Cue::NameHint) {
            return hit.end;
        }
        let bracket = usize::from(matches!(self.at(hit.end), '(' | '#'));
        let mut i = hit.end + bracket;
        let digits = (0..3).take_while(|n| self.arabic(i + n)).count();
        i += match self.at(i) {
            _ if digits > 0 => digits,
            'A'..='H' | '甲' | '乙' | '丙' => 1,
            c if c == '十' || self.numeral(i) => 1,
            _ => return hit.end,
        };
        i += usize::from(bracket > 0 && self.at(i) == ')');
        let parted = matches!(self.at(i), ' ' | '\t' | ':' | ',' | '、' | '|' | '.' | '\n' | '"');
        if digits >= 3 || !parted || self.arabic(i + 1) {
            return hit.end;
        }
        i + usize::from(matches!(self.at(i), ',' | '、' | '.'))
    }
}

/// What stands between a cue and its value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Joint {
    /// Where the value begins.
    pub(super) end: usize,
    /// Whether a colon or 是 says outright that a value follows.
    pub(super) firm: bool,
}

/// Whether a character is a Chinese one.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '〇' | '\u{3400}'..='\u{4DBF}' | '\u{20000}'..='\u{3FFFF}' | '\u{F900}'..='\u{FAFF}')
}
