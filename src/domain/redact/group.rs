//! Codes written in groups: `M202 5011 3440`, `DD20(2504)2331`, or broken by the end of a line.

use super::date;
use super::place::counted;
use super::run::separates;
use super::sheet::{Sheet, is_han};
use super::telephone::mainland_mobile;

/// Longest code that is read.
const LONGEST: usize = 80;
/// Longest group that may be followed by another one after a space.
const SHORT: usize = 6;

/// A value in one or several groups of characters.
#[derive(Default)]
pub(super) struct Groups {
    pub end: usize,
    /// Letters and digits.
    pub characters: usize,
    /// Those that can be read as digits.
    pub digits: usize,
    pub count: usize,
}

/// One group.
#[derive(Clone, Copy)]
struct Word {
    start: usize,
    end: usize,
    characters: usize,
    digits: usize,
}

/// Reads groups of letters and digits from `start`, not beyond `limit`; `mark` may stand within one.
pub(super) fn read(sheet: &Sheet, start: usize, limit: usize, mark: impl Fn(char) -> bool + Copy) -> Groups {
    let first = word(sheet, start, mark);
    let mut groups = Groups { end: start, ..Groups::default() };
    if first.characters == 0 {
        return groups;
    }
    let mut last = first;
    loop {
        groups.end = last.end;
        groups.characters += last.characters;
        groups.digits += last.digits;
        groups.count += 1;
        let gap = (0..4).take_while(|n| separates(sheet.at(last.end + n))).count();
        let start = last.end + gap;
        if !(1..4).contains(&gap) || start >= limit || sheet.taken(start) || groups.characters >= LONGEST {
            return groups;
        }
        let next = word(sheet, start, mark);
        let counts = groups.count < 3 && is_count(sheet, next.end) && !separates(sheet.at(next.end));
        let fits = next.characters > 0 && !counts && date::at(sheet, start).is_none();
        if !fits || !joins(sheet, &groups, last, next) {
            return groups;
        }
        last = next;
    }
}

/// Whether `next` belongs to the code whose last group so far is `last`.
fn joins(sheet: &Sheet, groups: &Groups, last: Word, next: Word) -> bool {
    let gap = &sheet.chars[last.end..next.start];
    let numeric = next.digits == next.characters;
    // `4HFM ZDJ4 9P4N`: groups of one size, as they are printed on cards.
    let printed = groups.count * next.characters == groups.characters
        && (4..=5).contains(&next.characters)
        && (next.start..next.end).all(|i| !sheet.at(i).is_ascii_lowercase())
        && groups.digits > 0;
    if !numeric {
        return printed && gap == [' '];
    }
    match gap {
        ['-' | '_' | '.'] if last.characters >= 4 => true,
        ['('] => {
            sheet.at(next.end) == ')'
                && sheet.at(next.end + 1).is_ascii_alphanumeric()
                && !is_mobile(sheet, next)
        }
        [')'] if groups.count > 1 => true,
        ['\n'] if last.characters.max(next.characters) > SHORT => {
            groups.count == 1 && wraps(sheet, last, next)
        }
        _ => next.digits <= SHORT && (last.characters <= SHORT || (groups.count > 1 && next.digits <= 4)),
    }
}

/// Whether a code broken by the end of a line goes on with `next`.
fn wraps(sheet: &Sheet, last: Word, next: Word) -> bool {
    let usual = |length: usize| matches!(length, 12 | 15..=21 | 28);
    let after = sheet.at(next.end);
    let alone = !after.is_alphanumeric() && !is_han(after) && after != '.';
    let whole = usual(last.characters + next.characters) && !usual(last.characters);
    alone && whole && next.digits >= 2 && !is_mobile(sheet, next)
}

fn is_mobile(sheet: &Sheet, word: Word) -> bool {
    let digits: Vec<u8> = (word.start..word.end).filter_map(|i| sheet.digit(i)).map(|d| d.value).collect();
    mainland_mobile(&digits)
}

/// Whether a unit follows, so that what went before is a count, an amount or a day.
pub(super) fn is_count(sheet: &Sheet, end: usize) -> bool {
    counted(sheet, end)
        || matches!(
            sheet.at(end),
            '.' | '天' | '月' | '年' | '日' | '个' | '件' | '号' | '笔' | '单' | '张' | '人'
        )
}

/// Reads the group that begins at `start`.
fn word(sheet: &Sheet, start: usize, mark: impl Fn(char) -> bool) -> Word {
    let mut end = start;
    let mut numerals = false;
    while end < sheet.len() && end < start + LONGEST && !sheet.taken(end) {
        let c = sheet.at(end);
        // A single numeral at the end is a word of its own (一共), unless the code is written in them.
        let bound = end > start
            && matches!(
                c,
                '零' | '〇' | '幺' | '壹' | '贰' | '叁' | '肆' | '伍' | '陆' | '柒' | '捌' | '玖' | '拐'
            );
        let numeral = sheet.numeral(end)
            && (bound || numerals || sheet.digit(end + 1).is_some())
            && (end > start || sheet.digit(end + 2).is_some());
        let next = sheet.at(end + 1);
        let inner = mark(c) && end > start && (next.is_ascii_alphanumeric() || mark(next));
        if !(c.is_ascii_alphanumeric() || numeral || inner) {
            break;
        }
        numerals |= numeral;
        end += 1;
    }
    while end > start
        && !sheet.at(end - 1).is_alphanumeric()
        && !matches!(sheet.at(end - 1), '!' | '#' | '$' | ')')
    {
        end -= 1;
    }
    let count = |fits: &dyn Fn(usize) -> bool| (start..end).filter(|i| fits(*i)).count();
    let characters = count(&|i| sheet.at(i).is_alphanumeric());
    Word { start, end, characters, digits: count(&|i| sheet.digit(i).is_some()) }
}
