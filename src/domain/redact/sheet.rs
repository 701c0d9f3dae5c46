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
        (i - hit.end <= 12 && self.joint(hit.end).end >= i).then_some(hit.cue)
    }

    /// Reads over what may stand between a cue and its value: colons, 是, 号码, quotes, one line break.
    pub(super) fn joint(&self, start: usize) -> Joint {
        let mut joint = Joint { end: start, firm: false };
        let mut broke = false;
        while joint.end - start < 12 {
            match self.at(joint.end) {
                ' ' | '\t' | '-' | '>' | '|' | '"' | '“' | '”' | '\'' | '‘' | '’' | '「' | '『' | '('
                | ')' | '[' | ']' | '<' | '*' | '号' | '码' | '叫' | '分' | '别' | '❤' | '♥' | '➕' =>
                    {}
                ':' | '=' | '是' | '为' | '【' | '《' => joint.firm = true,
                '\n' | '\r' if !broke || self.before(joint.end) == '\r' => broke = true,
                _ => break,
            }
            joint.end += 1;
        }
        joint
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
