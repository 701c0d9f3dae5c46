//! Names of persons: after a cue, beside a telephone number, before a title, and wherever they come again.

use std::collections::HashSet;

use super::cue::{Cue, Hit};
use super::date;
use super::kind::Kind;
use super::sheet::{Sheet, is_han};
use super::surname::{self, Surname};

/// Longest stretch of characters that is read for one name.
const LONGEST: usize = 18;

/// How much a place speaks for a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Trust {
    /// It only hints at one: the name must be clear and end where a sentence does.
    Hint,
    /// It asks for one: a label with a colon or a gap.
    Asked,
}

/// Endings that make a firm or an office of what began like a name.
const FIRMS: &[&str] = &[
    "公司",
    "店",
    "平台",
    "中心",
    "集团",
    "商行",
    "超市",
    "工作室",
    "厂",
    "局",
    "协会",
    "委员会",
    "银行",
    "医院",
    "学校",
    "大学",
    "法院",
    "商城",
    "驿站",
    "客服",
    "网",
    "部",
    "馆",
    "院",
    "所",
    "社",
    "俱乐部",
    "商贸",
    "科技",
    "口味",
    "牌",
];

/// Hides names that a cue, a telephone or a title gives away, then every repetition of them.
pub(super) fn claim(sheet: &mut Sheet, hits: &[Hit]) {
    for hit in hits {
        match hit.cue {
            Cue::NameLabel | Cue::NameHint | Cue::Speaker => after_cue(sheet, hit),
            Cue::Greeting => before(sheet, hit.start, Trust::Asked),
            _ => {}
        }
    }
    repetitions(sheet);
    beside_numbers(sheet, hits);
    before_titles(sheet);
    signatures(sheet);
    repetitions(sheet);
}

/// A stretch of Chinese characters, spaces between single ones left out.
struct Stretch {
    letters: Vec<char>,
    cells: Vec<usize>,
    /// Whether something that is no character ends it.
    closed: bool,
}

impl Stretch {
    fn forward(sheet: &Sheet, start: usize) -> Self {
        let mut stretch = Self { letters: Vec::new(), cells: Vec::new(), closed: true };
        let mut i = start;
        let mut group = 0;
        while stretch.letters.len() < LONGEST {
            let c = sheet.at(i);
            if (is_han(c) || (dot(c) && group > 0 && is_han(sheet.at(i + 1)))) && !sheet.taken(i) {
                stretch.letters.push(if dot(c) { '·' } else { c });
                stretch.cells.push(i);
                group += 1;
                i += 1;
            } else if c == ' ' && group > 0 && stretch.goes_on(sheet, i + 1, group) {
                group = 0;
                i += 1;
            } else {
                return stretch;
            }
        }
        stretch.closed = false;
        stretch
    }

    /// Whether the name goes on behind a space: `张 伟`, `欧阳 娜娜`, `王 小 明`.
    fn goes_on(&self, sheet: &Sheet, next: usize, group: usize) -> bool {
        let size = (0..4).take_while(|n| is_han(sheet.at(next + n)) && !sheet.taken(next + n)).count();
        let surname =
            surname::read(&[self.letters.as_slice(), &['某', '某']].concat()).map_or(0, |(length, _)| length);
        match size {
            1 => group == 1 && self.letters.len() < 4 || self.letters.len() == surname,
            2 => self.letters.len() == surname && group == surname,
            _ => false,
        }
    }

    fn backward(sheet: &Sheet, end: usize) -> Self {
        let han = |i: usize| is_han(sheet.at(i)) && !sheet.taken(i);
        let mut start = end;
        while start > 0 && end - start < LONGEST && han(start - 1) {
            start -= 1;
        }
        // `张 伟` and `王 小 明`: single characters set apart.
        while end - start < 5
            && start > 1
            && sheet.at(start - 1) == ' '
            && han(start - 2)
            && (start < 3 || !han(start - 3))
        {
            start -= 2;
        }
        let cells: Vec<usize> = (start..end).filter(|i| han(*i)).collect();
        let letters = cells.iter().map(|i| sheet.at(*i)).collect();
        Self { letters, cells, closed: end - start < LONGEST }
    }

    /// How many of the letters are a name that begins the stretch.
    fn name(&self, trust: Trust) -> Option<usize> {
        let letters = &self.letters;
        if letters.contains(&'·') {
            return self.name_with_dot();
        }
        if self.is_firm() {
            return None;
        }
        let Some((surname, clear)) = surname::read(letters) else {
            let plain = trust == Trust::Asked && self.closed && (2..=4).contains(&letters.len());
            return (plain && surname::is_given(letters) && !surname::is_filler(letters))
                .then_some(letters.len());
        };
        if trust == Trust::Hint && surname::is_word(letters) {
            return None;
        }
        let longest = if trust == Trust::Asked && self.closed && surname == 1 { 3 } else { 2 };
        let given = |length: usize| letters.get(surname..surname + length).is_some_and(surname::is_given);
        if let Some(length) =
            letters.len().checked_sub(surname).filter(|length| self.closed && (1..=longest).contains(length))
        {
            let fair = trust == Trust::Asked || clear == Surname::Clear || length == 2;
            if given(length) && fair && !surname::is_filler(letters) {
                return Some(letters.len());
            }
        }
        let followed = |length: &usize| {
            let end = surname + length;
            given(*length)
                && !surname::ends_loosely(&letters[surname..end])
                && letters.len() > end
                && surname::follows_name(&letters[end..])
        };
        if trust == Trust::Hint && (clear == Surname::Doubtful || surname::is_word(letters)) {
            return None;
        }
        if let Some(length) = [2, 1].into_iter().find(followed) {
            return Some(surname + length);
        }
        if trust < Trust::Asked || surname::is_word(letters) {
            return None;
        }
        [2, 1].into_iter().find(|length| given(*length)).map(|length| surname + length)
    }

    /// A name of several parts, as 阿卜杜拉·买买提.
    fn name_with_dot(&self) -> Option<usize> {
        let last = self.letters.iter().rposition(|c| *c == '·')?;
        let rest = &self.letters[last + 1..];
        let stop = (1..rest.len()).find(|i| surname::follows_name(&rest[*i..]));
        let length = stop.unwrap_or(rest.len());
        (length <= 10 && last <= 12).then_some(last + 1 + length)
    }

    /// Whether the stretch is the name of a firm.
    fn is_firm(&self) -> bool {
        let text: String = self.letters.iter().collect();
        FIRMS.iter().any(|firm| {
            text.find(firm).is_some_and(|at| at >= 12 && firm.len() > 3)
                || (text.ends_with(firm) && self.letters.len() > 3)
        })
    }
}

fn dot(c: char) -> bool {
    matches!(c, '·' | '.')
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
    if (2..=4).contains(&stretch.letters.len()) && stands_for_a_name(&stretch, trust) {
        hide(sheet, &stretch.cells);
    }
}

fn stands_for_a_name(stretch: &Stretch, trust: Trust) -> bool {
    let Some((_, clear)) = surname::read(&stretch.letters) else { return false };
    let fair = clear == Surname::Clear || trust == Trust::Asked;
    fair && !surname::is_word(&stretch.letters)
        && !surname::is_filler(&stretch.letters)
        && stretch.name(Trust::Hint) == Some(stretch.letters.len())
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
        if matches!(kind, Kind::Mobile | Kind::Landline | Kind::IdCard | Kind::Passport) {
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
    let own_line =
        stretch.cells.first().is_some_and(|first| matches!(sheet.before(*first), '\0' | '\n' | ' '));
    if (2..=4).contains(&stretch.letters.len())
        && (!broken || own_line)
        && stands_for_a_name(&stretch, Trust::Asked)
    {
        hide(sheet, &stretch.cells);
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
    if (2..=4).contains(&stretch.letters.len()) && stretch.closed && stands_for_a_name(&stretch, Trust::Hint)
    {
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
        if (dated || (last && thanks_before(sheet, i)))
            && (2..=4).contains(&stretch.letters.len())
            && stands_for_a_name(&stretch, Trust::Hint)
        {
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
    let mut firsts: HashSet<char> = HashSet::new();
    let mut longest = 0;
    for fold in sheet.found().iter().filter(|fold| fold.kind == Kind::Name) {
        let letters: Vec<char> =
            sheet.chars[fold.start..fold.end].iter().copied().filter(|c| is_han(*c) || dot(*c)).collect();
        if letters.len() < 2 || (letters.len() == 2 && surname::is_word(&letters)) {
            continue;
        }
        firsts.insert(letters[0]);
        longest = longest.max(letters.len());
        names.insert(letters.into_iter().collect());
    }
    let mut i = 0;
    while i < sheet.len() {
        if !firsts.contains(&sheet.at(i)) || sheet.taken(i) {
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
