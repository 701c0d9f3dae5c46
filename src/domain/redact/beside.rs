//! Names beside a telephone or identity number, before a title, and as signatures.

use super::cue::{Cue, Hit};
use super::date;
use super::given;
use super::kind::Kind;
use super::name::{before, hide};
use super::sheet::{Sheet, is_han};
use super::stretch::{Stretch, Trust};

/// Hides names that stand where only names do.
pub(super) fn claim(sheet: &mut Sheet, hits: &[Hit]) {
    beside_numbers(sheet, hits);
    entries(sheet);
    before_titles(sheet);
    signatures(sheet);
}

/// Hides names written beside a telephone or identity number without any cue.
fn beside_numbers(sheet: &mut Sheet, hits: &[Hit]) {
    let mut i = 0;
    while i < sheet.len() {
        let Some(kind) = sheet.hidden_at(i) else {
            i += 1;
            continue;
        };
        let start = i;
        i += 1;
        while sheet.hidden_at(i) == Some(kind) {
            i += 1;
        }
        match kind {
            Kind::Mobile | Kind::Landline | Kind::IdCard | Kind::Passport | Kind::Permit => {
                on_the_left(sheet, start, hits);
                on_the_right(sheet, i, false);
            }
            Kind::BankCard => {
                on_the_left(sheet, start, hits);
                on_the_right(sheet, i, false);
            }
            Kind::Address => on_the_right(sheet, i, true),
            _ => {}
        }
    }
}

/// Hides a name that begins a line with a telephone in it: `(4)张伟 40元 138…`.
fn entries(sheet: &mut Sheet) {
    let mut start = 0;
    while start < sheet.len() {
        let end = (start..sheet.len()).find(|i| sheet.at(*i) == '\n').unwrap_or(sheet.len());
        let told = |i| matches!(sheet.hidden_at(i), Some(Kind::Mobile | Kind::Address | Kind::IdCard));
        if (start..end).any(told) {
            let index = |c: char| {
                c.is_ascii_digit()
                    || matches!(c, ' ' | '(' | ')' | '.' | '、' | ',' | '#' | '\t' | '*' | '-' | '|')
            };
            let first = (start..end).find(|i| !index(sheet.at(*i))).unwrap_or(end);
            let stretch = Stretch::forward(sheet, first);
            let listed = first > start && sheet.at(first - 1) != '-' && stretch.is_name(Trust::Asked);
            if stretch.closed && (stretch.is_clear() || listed) {
                hide(sheet, &stretch.cells);
            }
        }
        start = end + 1;
    }
}

fn on_the_left(sheet: &mut Sheet, start: usize, hits: &[Hit]) {
    let mut end = start;
    let mut broken = false;
    for _ in 0..3 {
        while end > 0
            && start - end < 16
            && matches!(
                sheet.at(end - 1),
                ' ' | '\t' | ':' | ';' | ',' | '(' | '、' | '/' | '|' | '-' | '+' | '\n' | '"' | '\'' | '='
            )
        {
            broken |= sheet.at(end - 1) == '\n';
            end -= 1;
        }
        let index = hits.partition_point(|hit| hit.end <= end);
        match index.checked_sub(1).map(|last| hits[last]) {
            Some(hit) if hit.end == end && names_a_number(hit.cue) => end = hit.start,
            _ => break,
        }
    }
    let stretch = Stretch::backward(sheet, end);
    let own_line = stretch.cells.first().is_some_and(|first| matches!(sheet.before(*first), '\0' | '\n'));
    if broken && !own_line {
        return;
    }
    if stretch.is_name(Trust::Asked) {
        hide(sheet, &stretch.cells);
    } else if let Some(name) = stretch.last_group().filter(Stretch::is_clear) {
        hide(sheet, &name.cells);
    } else if let Some(name) = stretch.after_role().or_else(|| stretch.tail()) {
        hide(sheet, &name.cells);
    }
}

fn names_a_number(cue: Cue) -> bool {
    matches!(
        cue,
        Cue::Phone | Cue::Identity | Cue::Passport | Cue::Permit | Cue::Card | Cue::Account | Cue::Number
    )
}

/// Hides a name right of a number; right of an address (`sent`) only one that parcels go to.
fn on_the_right(sheet: &mut Sheet, end: usize, sent: bool) {
    let mut start = end;
    while start < end + 3 && matches!(sheet.at(start), ' ' | '\t' | ',' | '(' | '、' | '/' | '|' | '-' | ':')
    {
        start += 1;
    }
    // `（户主王芳）`
    let label = sheet.hits.get(sheet.hits.partition_point(|hit| hit.start < start));
    if let Some(hit) = label.filter(|hit| hit.start == start && hit.cue == Cue::NameLabel && start > end) {
        start = hit.end;
    }
    let mut stretch = Stretch::forward(sheet, start);
    if start == end {
        // `13800138000张伟杭州市…`
        let name = stretch.name(Trust::Hint).map(|length| stretch.first(length));
        if let Some(name) = name.filter(Stretch::is_clear) {
            hide(sheet, &name.cells);
        }
        return;
    }
    let receives = stretch.letters.len() > 2 && stretch.letters.last() == Some(&'收');
    if receives {
        stretch.letters.pop();
        stretch.cells.pop();
    }
    let phone = sheet.hidden_at(stretch.cells.last().map_or(start, |last| last + 2)) == Some(Kind::Mobile);
    if stretch.closed && stretch.is_name(Trust::Hint) && (!sent || receives || phone || stretch.is_clear()) {
        hide(sheet, &stretch.cells);
    }
}

/// Hides full names before a form of address; a mere surname stays.
fn before_titles(sheet: &mut Sheet) {
    for i in 2..sheet.len() {
        let polite = matches!((sheet.at(i), sheet.at(i + 1)), ('先', '生') | ('女', '士') | ('小', '姐'));
        if polite {
            before(sheet, i, Trust::Hint);
        }
        let title = polite
            || matches!(
                (sheet.at(i), sheet.at(i + 1)),
                ('师', '傅')
                    | ('老', '师')
                    | ('同', '学')
                    | ('医', '生')
                    | ('律', '师')
                    | ('教', '练')
                    | ('阿', '姨')
            );
        // `王芳 妈妈 138…`: whose mother somebody is.
        let kin = matches!(
            (sheet.at(i), sheet.at(i + 1)),
            ('妈', '妈')
                | ('爸', '爸')
                | ('奶', '奶')
                | ('爷', '爷')
                | ('家', '长')
                | ('同', '学')
                | ('外', '婆')
        );
        let end = i - usize::from(sheet.before(i) == ' ');
        if kin {
            let before = Stretch::backward(sheet, end);
            let name = before.last_group().unwrap_or(before);
            if name.is_clear() {
                hide(sheet, &name.cells);
            }
        }
        if title
            && given::is_common(&[sheet.at(i - 1)])
            && let Some(name) = Stretch::backward(sheet, i).tail()
        {
            hide(sheet, &name.cells);
        }
    }
}

/// Hides a name that has a line to itself, with a date or nothing after it.
fn signatures(sheet: &mut Sheet) {
    let mut i = 0;
    while i < sheet.len() {
        let starts = is_han(sheet.at(i)) && matches!(sheet.before(i), '\n' | ' ' | '\r');
        if !starts {
            i += 1;
            continue;
        }
        let stretch = Stretch::forward(sheet, i);
        let end = stretch.cells.last().map_or(i, |last| last + 1);
        let mut next = end;
        while next < end + 8 && matches!(sheet.at(next), ' ' | '\n' | '\r') {
            next += 1;
        }
        let broken = (end..next).any(|at| sheet.at(at) == '\n');
        let dated = date::at(sheet, next).is_some() && (broken || matches!(sheet.before(i), '\n'));
        let last = next >= sheet.len();
        if (dated || (last && thanks_before(sheet, i))) && stretch.is_name(Trust::Hint) {
            hide(sheet, &stretch.cells);
        }
        i = end.max(i + 1);
    }
}

/// Whether a letter's closing words stand shortly before.
fn thanks_before(sheet: &Sheet, start: usize) -> bool {
    let before: String = sheet.chars[start.saturating_sub(24)..start].iter().collect();
    ["此致", "敬礼", "谢谢", "感谢", "顺祝", "祝好"].iter().any(|word| before.contains(word))
}
