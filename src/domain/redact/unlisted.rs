//! Names that no listed word announces: after roles, labels and verbs, in brackets, before what persons do.

use super::dotted::dot;
use super::sheet::{Sheet, is_han};
use super::stretch::{Stretch, Trust};
use super::surname::{self, ROLES};

/// Hides clear names that the words around them give away.
pub(super) fn claim(sheet: &mut Sheet) {
    after_roles(sheet);
    after_labels(sheet);
    between_words(sheet);
    addressed(sheet);
    speaking(sheet);
    in_brackets(sheet);
    mentioned(sheet);
    heads_line(sheet);
}

/// Hides clear names that a line of an exported chat begins with behind the number of a room: `3-2-101 石华：`.
fn heads_line(sheet: &mut Sheet) {
    for i in 3..sheet.len() {
        if sheet.at(i) != ':' || !is_han(sheet.at(i - 1)) {
            continue;
        }
        let stretch = Stretch::backward(sheet, i);
        let Some(&first) = stretch.cells.first() else { continue };
        let head = (0..first).rev().take(14).take_while(|at| sheet.at(*at) != '\n').count();
        let numbered = sheet.before(first) == ' ' && first > 1 && sheet.digit(first - 2).is_some();
        let dotted = stretch.letters.contains(&'·') && stretch.is_name(Trust::Hint);
        if numbered && (3..13).contains(&head) && (dotted || stretch.is_clear()) {
            sheet.hide_name(&stretch.cells);
        }
    }
}

/// Hides clear names that are called or thanked: `@王真：`, `助教-胡涵雅：`, `感谢项懿的大火箭`.
fn mentioned(sheet: &mut Sheet) {
    for i in 1..sheet.len() {
        let before = sheet.before(i);
        let thanked =
            matches!(before, '谢' | '喜') && i > 1 && matches!(sheet.at(i - 2), '感' | '谢' | '恭' | '多');
        let role = matches!(before, '-' | '_' | '/') && i > 1 && is_han(sheet.at(i - 2));
        if !(before == '@' || thanked || role) || !may_begin(sheet, i) {
            continue;
        }
        let stretch = Stretch::forward(sheet, i);
        let after = stretch.cells.last().map_or('\0', |last| sheet.at(last + 1));
        let whole = stretch.closed && stretch.is_clear();
        if whole && (before == '@' || thanked || after == ':') {
            sheet.hide_name(&stretch.cells);
        } else if thanked
            && let Some(length) = stretch.name(Trust::Said)
            && stretch.first(length).is_clear()
        {
            sheet.hide_name(&stretch.cells[..length]);
        }
    }
}

/// Whether the end of a role before `i` is the start of another word or of a compound surname: 主张, 官方, 长孙.
fn within_word(sheet: &Sheet, i: usize) -> bool {
    let last = sheet.before(i);
    let compound = surname::read(&[last, sheet.at(i), '某']).is_some_and(|(length, _)| length == 2);
    compound || matches!(last, '主' | '属' | '客' | '方' | '官' | '手')
}

/// Hides clear names after roles no list foresees: a word that ends like one, then a colon, a gap or nothing.
fn after_roles(sheet: &mut Sheet) {
    let gap = |c: char| matches!(c, ':' | ' ' | '\t' | '|' | '(' | '"' | '】' | ']');
    for i in 2..sheet.len() {
        if !ROLES.contains(sheet.before(i)) || !is_han(sheet.at(i - 2)) {
            continue;
        }
        let start = i + (0..4).take_while(|n| gap(sheet.at(i + n))).count();
        if !may_begin(sheet, start) {
            continue;
        }
        let told = (i..start).any(|at| sheet.at(at) == ':');
        let stretch = Stretch::forward(sheet, start);
        let name = match stretch.name(if told { Trust::Hint } else { Trust::Said }) {
            Some(_) if start == i && within_word(sheet, i) => None,
            Some(length) if start == i => Some(stretch.first(length)).filter(Stretch::is_clear),
            Some(_) if told => stretch.is_name(Trust::Hint).then_some(stretch),
            Some(_) => stretch.is_clear().then_some(stretch),
            None => None,
        };
        if let Some(name) = name.filter(|name| name.closed) {
            sheet.hide_name(&name.cells);
        }
    }
}

/// Last characters of labels that tell of goods or places, whose values only look like names.
const THINGS: &str = "户品牌名店铺商类型号质味器码格间期料款式地市区色态件额价费目由因法种系列果况段位向";

/// Hides clear names that are all the value of a label no list foresees: `入住：王芳`.
fn after_labels(sheet: &mut Sheet) {
    for i in 2..sheet.len() {
        let answer = matches!(sheet.before(i), '答' | '我') && !is_han(sheet.at(i - 2));
        let label = sheet.at(i) == ':' && is_han(sheet.at(i - 1)) && (answer || is_han(sheet.at(i - 2)));
        if !label || (THINGS.contains(sheet.at(i - 1)) && !(i + 3..i + 9).any(|i| dot(sheet.at(i)))) {
            continue;
        }
        let start = i + 1 + usize::from(sheet.at(i + 1) == ' ');
        let stretch = Stretch::forward(sheet, start);
        let ends = stretch.cells.last().is_some_and(|last| {
            matches!(sheet.at(last + 1), '\0' | '\n' | '\r' | ',' | '、' | ';' | '(' | '/' | '|' | '。' | ' ')
        });
        let dotted = stretch.letters.contains(&'·') && stretch.is_name(Trust::Hint);
        if ends && stretch.closed && (dotted || stretch.is_clear()) {
            sheet.hide_name(&stretch.cells);
        }
    }
}

/// Hides clear names that a text turns to: `【某某店】王芳，您的订单`.
fn addressed(sheet: &mut Sheet) {
    for i in 2..sheet.len() {
        if !matches!(sheet.at(i), ',' | ':' | '!') || !matches!(sheet.at(i + 1), '您' | '你') {
            continue;
        }
        let stretch = Stretch::backward(sheet, i);
        let opens = stretch.cells.first().is_some_and(|first| {
            matches!(sheet.before(*first), '\0' | '\n' | '】' | ']' | ' ' | '。' | ',' | '的')
        });
        let dotted = stretch.letters.contains(&'·') && stretch.is_name(Trust::Hint);
        if opens && (dotted || stretch.is_clear()) {
            sheet.hide_name(&stretch.cells);
        }
    }
}

/// What persons alone do, said right behind a name.
const DEEDS: &[&str] = &[
    "说",
    "接的",
    "接单",
    "收的",
    "加我",
    "加了我",
    "告诉我",
    "答应",
    "承诺",
    "让我",
    "骗我",
    "带我",
    "跟我",
    "找我",
    "联系我",
    "回复我",
    "打来",
    "签的",
    "反映",
    "来电",
    "诉称",
    "称:",
];

/// Hides clear names of three letters that do something, whatever stands before them: `门市谢楠加我微信`.
fn speaking(sheet: &mut Sheet) {
    for i in 3..sheet.len() {
        let says = |word: &&str| word.chars().enumerate().all(|(n, c)| sheet.at(i + n) == c);
        if matches!(
            sheet.at(i),
            '说' | '接'
                | '收'
                | '加'
                | '告'
                | '答'
                | '承'
                | '让'
                | '骗'
                | '带'
                | '跟'
                | '找'
                | '联'
                | '回'
                | '打'
                | '签'
                | '反'
                | '来'
                | '诉'
                | '称'
        ) && DEEDS.iter().any(says)
            && let Some(name) = Stretch::backward(sheet, i).tail()
        {
            sheet.hide_name(&name.cells);
        }
    }
}

/// Hides clear names that are all that stands in brackets, and those that somebody gives after 我.
fn in_brackets(sheet: &mut Sheet) {
    for i in 1..sheet.len() {
        let close = match sheet.before(i) {
            '(' => ')',
            '我' if matches!(i.checked_sub(2).map_or('\n', |i| sheet.at(i)), '\n' | ',' | '。' | ':') => {
                ','
            }
            _ => continue,
        };
        let stretch = Stretch::forward(sheet, i);
        let ends = stretch.cells.last().is_some_and(|last| sheet.at(last + 1) == close);
        if ends && stretch.is_clear() {
            sheet.hide_name(&stretch.cells);
        }
    }
}

/// Whether a name, perhaps of several parts, may begin at `start`.
fn may_begin(sheet: &Sheet, start: usize) -> bool {
    surname::may_begin(sheet.at(start)) || (start + 2..start + 9).any(|i| dot(sheet.at(i)))
}

/// Words that a name of the other side follows.
const TOWARDS: &str = "给向由替帮被找让请致约叫名受用";

/// Hides clear names between a word such as 向 and what was done: `向王芳付款`, `由李强派送`.
fn between_words(sheet: &mut Sheet) {
    for i in 0..sheet.len() {
        if !is_han(sheet.at(i)) || !surname::may_begin(sheet.at(i + 1)) || !TOWARDS.contains(sheet.at(i)) {
            continue;
        }
        let stretch = Stretch::forward(sheet, i + 1);
        let Some(length) = stretch.name(Trust::Hint) else { continue };
        let name = stretch.first(length);
        let whole = matches!(sheet.at(i), '叫' | '名') || (sheet.at(i) == '给' && length > 2);
        let after = stretch.cells.last().map_or('\0', |last| sheet.at(last + 1));
        let sought = sheet.at(i) == '找'
            && stretch.closed
            && matches!(i.checked_sub(1).map_or('\n', |i| sheet.at(i)), '\n' | ',' | '。' | ' ' | ';');
        let glossed = sheet.at(i) == '被' && stretch.closed && after == '(';
        let told = stretch.letters.len() > length || whole || sought || glossed;
        if name.is_clear() && told {
            sheet.hide_name(&name.cells);
        }
    }
}
