//! Exported chats: who speaks, and the number or mailbox that stands with the name.

use super::kind::Kind;
use super::name::hide;
use super::run::separates;
use super::sheet::Sheet;
use super::spread;
use super::stretch::{Stretch, Trust};

/// Longest line that is taken for the head of a message.
const LONGEST_HEAD: usize = 80;

/// Words in the place of a speaker that name an office, not a person.
const OFFICES: &[&str] = &[
    "客服",
    "管理员",
    "系统",
    "机器人",
    "商家",
    "官方",
    "店小二",
    "群主",
    "助手",
    "平台",
    "买家",
    "卖家",
    "公告",
    "通知",
    "店",
    "公司",
];

/// A line of a text.
#[derive(Clone, Copy)]
struct Line {
    start: usize,
    end: usize,
}

fn lines(sheet: &Sheet) -> Vec<Line> {
    let breaks = (0..sheet.len()).filter(|i| matches!(sheet.at(*i), '\n' | '\r'));
    let mut start = 0;
    let mut lines = Vec::new();
    for end in breaks.chain([sheet.len()]) {
        lines.push(Line { start, end });
        start = end + 1;
    }
    lines.retain(|line| line.end > line.start && line.end - line.start < LONGEST_HEAD);
    lines
}

/// Hides QQ numbers that stand in brackets behind a speaker, and the name the speaker goes by.
pub(super) fn claim(sheet: &mut Sheet) {
    for line in lines(sheet) {
        if let Some(open) = bracket(sheet, line)
            && let Some(time) = clock(sheet, line)
        {
            number(sheet, open, line.end);
            nickname(sheet, line, time, open);
        }
    }
}

/// Hides names that speak: alone on their line with the time, before or behind it.
pub(super) fn claim_names(sheet: &mut Sheet) {
    let mut timed = false;
    for line in lines(sheet) {
        speaker(sheet, line);
        if timed {
            alone(sheet, line);
        }
        timed = (line.start..line.end).all(|i| of_time(sheet.at(i))) && clock(sheet, line).is_some();
    }
}

/// Where the bracket opens that the line ends with, its number or mailbox in it.
fn bracket(sheet: &Sheet, line: Line) -> Option<usize> {
    let open = (line.start + 1..line.end).find(|i| matches!(sheet.at(*i), '(' | '<'))?;
    let close = (open..line.end).rev().find(|i| matches!(sheet.at(*i), ')' | '>'))?;
    (close + 1..line.end).all(|i| of_time(sheet.at(i))).then_some(open)
}

/// Where a date and time of day that begins the line ends; its start if the time ends the line.
fn clock(sheet: &Sheet, line: Line) -> Option<usize> {
    let hour =
        (line.start..line.end).find(|i| sheet.at(*i) == ':' && sheet.arabic(i + 1) && sheet.arabic(i + 2))?;
    if !sheet.arabic(hour.checked_sub(1)?) {
        return None;
    }
    if sheet.arabic(line.start) {
        let end = (line.start..line.end).find(|i| !of_time(sheet.at(*i))).unwrap_or(line.end);
        return (line.start..end).rev().find(|i| sheet.arabic(*i)).map(|last| last + 1);
    }
    sheet.arabic(line.end - 1).then_some(line.start)
}

fn of_time(c: char) -> bool {
    c.is_ascii_digit()
        || matches!(
            c,
            ':' | '-' | '/' | '.' | ' ' | '年' | '月' | '日' | '上' | '下' | '午' | '晚' | '早' | '昨' | '天'
        )
}

fn number(sheet: &mut Sheet, open: usize, line: usize) {
    let start = (open + 1..line).find(|i| !separates(sheet.at(*i))).unwrap_or(line);
    if let Some((end, _)) = spread::read(sheet, start, 5, 11) {
        let closed =
            (end..line).find(|i| !separates(sheet.at(*i)) || sheet.at(*i) == ')' || sheet.at(*i) == '>');
        if closed.is_some_and(|i| matches!(sheet.at(i), ')' | '>')) {
            sheet.hide(start, end, Kind::Qq);
        }
    }
}

fn nickname(sheet: &mut Sheet, line: Line, time: usize, open: usize) {
    let mut start = time.max(line.start);
    while start < open && matches!(sheet.at(start), ' ' | '\t') {
        start += 1;
    }
    let mut end = open;
    while end > start && matches!(sheet.at(end - 1), ' ' | '\t') {
        end -= 1;
    }
    let name: String = sheet.chars[start..end].iter().collect();
    if !OFFICES.iter().any(|office| name.contains(office)) && (1..=20).contains(&(end - start)) {
        let kind = if Stretch::forward(sheet, start).is_clear() { Kind::Name } else { Kind::Account };
        sheet.hide(start, end, kind);
    }
}

/// Hides a name that has the line below a time to itself.
fn alone(sheet: &mut Sheet, line: Line) {
    let stretch = Stretch::forward(sheet, line.start);
    let whole = stretch.cells.last().is_some_and(|last| last + 1 == line.end);
    if whole && stretch.is_clear() {
        hide(sheet, &stretch.cells);
    }
}

fn speaker(sheet: &mut Sheet, line: Line) {
    let stretch = Stretch::forward(sheet, line.start);
    let after = stretch.cells.last().map_or(line.start, |last| last + 1);
    let timed = after < line.end
        && sheet.at(after) == ' '
        && (after..line.end).all(|i| of_time(sheet.at(i)))
        && sheet.arabic(line.end - 1);
    let office = || {
        let name: String = stretch.letters.iter().collect();
        OFFICES.iter().any(|office| name.contains(office))
    };
    if timed && stretch.is_name(Trust::Said) && !office() {
        hide(sheet, &stretch.cells);
        return;
    }
    let Some(time) = clock(sheet, line).filter(|time| *time > line.start) else { return };
    let name = (time..line.end).find(|i| !matches!(sheet.at(*i), ' ' | '\t')).unwrap_or(line.end);
    let stretch = Stretch::forward(sheet, name);
    let Some(last) = stretch.cells.last() else { return };
    let ends = matches!(sheet.at(last + 1), '\0' | '\n' | '\r' | ':' | '(' | '<');
    if ends && stretch.closed && stretch.is_clear() {
        hide(sheet, &stretch.cells);
    }
}
