//! Names of persons: after a cue, beside a telephone number, before a title, and wherever they come again.

use std::collections::HashSet;

use super::charset::CharSet;
use super::cue::{Cue, Hit};
use super::date;
use super::kind::Kind;
use super::sheet::{Sheet, is_han};
use super::stretch::{ROLES, Stretch, Trust, dot};
use super::surname;

/// Hides names that a cue, a telephone or a title gives away, then every repetition of them.
pub(super) fn claim(sheet: &mut Sheet, hits: &[Hit]) {
    for hit in hits {
        match hit.cue {
            Cue::NameLabel | Cue::NameHint | Cue::Speaker => after_cue(sheet, hit),
            Cue::Greeting => before(sheet, hit.start, Trust::Asked),
            _ => {}
        }
    }
    after_roles(sheet);
    repetitions(sheet);
    beside_numbers(sheet, hits);
    before_titles(sheet);
    signatures(sheet);
    repetitions(sheet);
}

fn hide(sheet: &mut Sheet, cells: &[usize]) -> bool {
    match cells {
        [first, .., last] => sheet.hide(*first, last + 1, Kind::Name),
        _ => false,
    }
}

fn after_cue(sheet: &mut Sheet, hit: &Hit) {
    let joint = sheet.joint(hit.end);
    let between = hit.end..joint.end;
    let broken = between.clone().any(|i| sheet.at(i) == '\n');
    let label = hit.cue == Cue::NameLabel;
    let own_line = matches!(sheet.before(hit.start), '\0' | '\n');
    if broken && !(label && own_line) {
        return;
    }
    let asked = (label && !between.is_empty()) || (hit.cue == Cue::NameHint && joint.firm);
    let trust = if asked { Trust::Asked } else { Trust::Hint };
    let mut start = joint.end;
    for round in 0..40 {
        let stretch = Stretch::forward(sheet, start);
        let trust = if round == 0 { trust } else { Trust::Hint };
        let Some(length) = stretch.name(trust) else { break };
        let cells = &stretch.cells[..length];
        let end = cells[length - 1] + 1;
        if !hide(sheet, cells) {
            break;
        }
        // `张三、李四和王五`
        if !matches!(sheet.at(end), '、' | '和' | '与' | '及' | '/') {
            return;
        }
        start = end + 1;
    }
    if start == joint.end && asked {
        latin(sheet, start);
    }
}

/// Hides clear names after roles no list foresees: a word that ends like one, and a colon.
fn after_roles(sheet: &mut Sheet) {
    for i in 2..sheet.len() {
        if sheet.at(i) != ':' || !ROLES.contains(sheet.before(i)) || !is_han(sheet.at(i - 2)) {
            continue;
        }
        let start = if sheet.at(i + 1) == ' ' { i + 2 } else { i + 1 };
        let stretch = Stretch::forward(sheet, start);
        if stretch.closed && stretch.is_name(Trust::Hint) {
            hide(sheet, &stretch.cells);
        }
    }
}

/// Hides a name in Latin letters after a label: `姓名：Zhang Wei`.
fn latin(sheet: &mut Sheet, start: usize) {
    let mut end = start;
    let mut words = 0;
    while words < 3 && sheet.at(end).is_ascii_uppercase() {
        let length = (0..16).take_while(|n| sheet.at(end + n).is_ascii_alphabetic()).count();
        end += length;
        words += 1;
        if !matches!(sheet.at(end), ' ' | '/' | ',') || !sheet.at(end + 1).is_ascii_uppercase() {
            break;
        }
        end += 1;
    }
    if words >= 2 && !sheet.at(end).is_ascii_alphanumeric() {
        sheet.hide(start, end, Kind::Name);
    }
}

/// Hides a name that ends right before `end`, if nothing else stands with it.
fn before(sheet: &mut Sheet, end: usize, trust: Trust) {
    let stretch = Stretch::backward(sheet, end);
    if stretch.is_name(trust) {
        hide(sheet, &stretch.cells);
    }
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
        if matches!(kind, Kind::Mobile | Kind::Landline | Kind::IdCard | Kind::Passport | Kind::Permit) {
            on_the_left(sheet, start, hits);
            on_the_right(sheet, i);
        }
    }
}

fn on_the_left(sheet: &mut Sheet, start: usize, hits: &[Hit]) {
    let mut end = start;
    let mut broken = false;
    for _ in 0..3 {
        while end > 0
            && start - end < 16
            && matches!(sheet.at(end - 1), ' ' | '\t' | ':' | ',' | '(' | '、' | '/' | '|' | '-' | '+' | '\n')
        {
            broken |= sheet.at(end - 1) == '\n';
            end -= 1;
        }
        let index = hits.partition_point(|hit| hit.end <= end);
        match index.checked_sub(1).map(|last| hits[last]) {
            Some(hit) if hit.end == end && matches!(hit.cue, Cue::Phone | Cue::Identity | Cue::Passport) => {
                end = hit.start
            }
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
    } else if let Some(name) = stretch.after_role() {
        hide(sheet, &name.cells);
    }
}

fn on_the_right(sheet: &mut Sheet, end: usize) {
    let mut start = end;
    while start < end + 3 && matches!(sheet.at(start), ' ' | '\t' | ',' | '(' | '、' | '/' | '|' | '-' | ':')
    {
        start += 1;
    }
    if start == end {
        return;
    }
    let mut stretch = Stretch::forward(sheet, start);
    if stretch.letters.len() > 2 && stretch.letters.last() == Some(&'收') {
        stretch.letters.pop();
        stretch.cells.pop();
    }
    if stretch.closed && stretch.is_name(Trust::Hint) {
        hide(sheet, &stretch.cells);
    }
}

/// Hides full names before 先生, 女士, 小姐; a mere surname stays.
fn before_titles(sheet: &mut Sheet) {
    for i in 2..sheet.len() {
        let title = matches!((sheet.at(i), sheet.at(i + 1)), ('先', '生') | ('女', '士') | ('小', '姐'));
        if title {
            before(sheet, i, Trust::Hint);
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

/// Hides every other place where a name that was found comes again, spaced or not.
fn repetitions(sheet: &mut Sheet) {
    let mut names: HashSet<String> = HashSet::new();
    let mut firsts: Vec<char> = Vec::new();
    let mut longest = 0;
    for fold in sheet.found().iter().filter(|fold| fold.kind == Kind::Name) {
        let letters: Vec<char> =
            sheet.chars[fold.start..fold.end].iter().copied().filter(|c| is_han(*c) || dot(*c)).collect();
        if letters.len() < 2 || (letters.len() == 2 && surname::is_word(&letters)) {
            continue;
        }
        firsts.push(letters[0]);
        longest = longest.max(letters.len());
        names.insert(letters.into_iter().collect());
    }
    if names.is_empty() {
        return;
    }
    let firsts = CharSet::of(firsts);
    let mut i = 0;
    while i < sheet.len() {
        if !firsts.contains(sheet.at(i)) || sheet.taken(i) {
            i += 1;
            continue;
        }
        match again(sheet, i, longest, &names) {
            Some(end) => {
                sheet.hide(i, end, Kind::Name);
                i = end;
            }
            None => i += 1,
        }
    }
}

/// Where a known name that begins at `start` ends; the longest one counts.
fn again(sheet: &Sheet, start: usize, longest: usize, names: &HashSet<String>) -> Option<usize> {
    let mut name = String::new();
    let mut end = None;
    let mut i = start;
    for _ in 0..longest {
        if sheet.at(i) == ' ' && i > start {
            i += 1;
        }
        let c = sheet.at(i);
        if !(is_han(c) || dot(c)) || sheet.taken(i) {
            break;
        }
        name.push(c);
        i += 1;
        if names.contains(&name) {
            end = Some(i);
        }
    }
    end
}
