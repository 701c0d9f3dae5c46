//! Names of persons: after a cue, beside a telephone number, before a title, and wherever they come again.

use super::beside;
use super::chat;
use super::cue::{Cue, Hit};
use super::kind::Kind;
use super::repeat;
use super::sheet::Sheet;
use super::stretch::{Stretch, Trust};
use super::unlisted;

/// Hides names that a cue, a telephone or a title gives away, then every repetition of them.
pub(super) fn claim(sheet: &mut Sheet, hits: &[Hit]) {
    for hit in hits {
        match hit.cue {
            Cue::NameLabel | Cue::NameHint | Cue::Speaker => after_cue(sheet, hit, hits),
            Cue::Account | Cue::Nick => in_place_of_account(sheet, hit),
            Cue::Greeting => before(sheet, hit.start, Trust::Asked),
            _ => {}
        }
        if tells_of_a_person(hit.cue) {
            before_label(sheet, hit.start);
        }
        if sheet.before(hit.start) == '的' {
            owner(sheet, hit);
        }
    }
    unlisted::claim(sheet);
    repeat::claim(sheet);
    beside::claim(sheet, hits);
    chat::claim_names(sheet);
    repeat::claim(sheet);
}

pub(super) fn hide(sheet: &mut Sheet, cells: &[usize]) -> bool {
    sheet.hide_name(cells)
}

fn after_cue(sheet: &mut Sheet, hit: &Hit, hits: &[Hit]) {
    let joint = sheet.joint(hit);
    let between = hit.end..joint.end;
    let broken = between.clone().any(|i| sheet.at(i) == '\n');
    let label = hit.cue == Cue::NameLabel;
    let own_line = matches!(sheet.before(hit.start), '\0' | '\n');
    // `姓名、电话`: what follows is the next label.
    let next = hits.partition_point(|other| other.start < joint.end);
    let labelled = hits.get(next).is_some_and(|other| other.start == joint.end);
    if (broken && !(label && own_line))
        || (labelled && !matches!(hits[next].cue, Cue::NameHint | Cue::Speaker))
    {
        return;
    }
    let trust = match hit.cue {
        Cue::NameLabel if !between.is_empty() => Trust::Asked,
        Cue::NameLabel | Cue::NameHint => Trust::Said,
        _ => Trust::Hint,
    };
    let start = names(sheet, joint.end, trust, hits);
    if start == joint.end && trust == Trust::Asked {
        latin(sheet, start);
    }
}

/// Hides the names listed from `start` on: `张三、李四和王五`; gives where the first one not hidden begins.
fn names(sheet: &mut Sheet, start: usize, trust: Trust, hits: &[Hit]) -> usize {
    let mut start = start;
    let mut trust = trust;
    for _ in 0..40 {
        let stretch = Stretch::forward(sheet, start);
        let Some(length) = stretch.name(trust) else { break };
        let cells = &stretch.cells[..length];
        let end = stretch.cells[length - 1] + 1;
        // `销售韩束60粒`: a figure counts goods.
        let word = (0..6).take_while(|n| sheet.at(end + n).is_ascii_alphanumeric()).count();
        let counts = (1..6).contains(&word) && !sheet.taken(end) && sheet.at(end + word) != '岁';
        if trust < Trust::Asked && counts {
            break;
        }
        // `我是她女儿古丽·艾力`: the later cue stands nearer to the name.
        let nearer = hits.partition_point(|hit| hit.start < start);
        let dotted = stretch.letters.contains(&'·');
        if dotted && hits.get(nearer).is_some_and(|hit| hit.end < end && is_person(hit.cue)) {
            break;
        }
        if !hide(sheet, cells) {
            break;
        }
        start = end;
        if !matches!(sheet.at(end), '、' | '和' | '与' | '及' | '/') {
            break;
        }
        start = end + 1;
        trust = trust.min(Trust::Said);
    }
    start
}

fn is_person(cue: Cue) -> bool {
    matches!(cue, Cue::NameLabel | Cue::NameHint | Cue::Speaker)
}

/// Hides a clear name given for an account: `"userName":"张伟"`.
fn in_place_of_account(sheet: &mut Sheet, hit: &Hit) {
    let joint = sheet.joint(hit);
    let stretch = Stretch::forward(sheet, joint.end);
    if joint.firm && stretch.closed && stretch.is_clear() {
        hide(sheet, &stretch.cells);
    }
}

/// Whether what the cue announces is told of a person who may be named right before it.
fn tells_of_a_person(cue: Cue) -> bool {
    matches!(
        cue,
        Cue::Birth
            | Cue::Phone
            | Cue::Identity
            | Cue::Passport
            | Cue::Permit
            | Cue::Home
            | Cue::Qq
            | Cue::Wechat
    )
}

/// Hides a clear name and nothing else between two marks, then a label: `张伟，生日1990年`.
fn before_label(sheet: &mut Sheet, label: usize) {
    let gap = |c: char| matches!(c, ',' | ' ' | '、' | '\t' | '(' | ':' | ';' | '/');
    let end = label - (1..4).take_while(|n| *n <= label && gap(sheet.at(label - n))).count();
    if end == label {
        return;
    }
    let stretch = Stretch::backward(sheet, end);
    let name =
        if stretch.is_clear() { Some(stretch) } else { stretch.after_role().or_else(|| stretch.tail()) };
    if let Some(name) = name {
        hide(sheet, &name.cells);
    }
}

/// Hides whose mother or telephone is spoken of: `张伟的妈妈`.
fn owner(sheet: &mut Sheet, hit: &Hit) {
    let personal = is_person(hit.cue)
        || matches!(
            hit.cue,
            Cue::Phone
                | Cue::Identity
                | Cue::Passport
                | Cue::Permit
                | Cue::Card
                | Cue::Wechat
                | Cue::Qq
                | Cue::Home
        );
    let stretch = Stretch::backward(sheet, hit.start - 1);
    if personal && stretch.is_clear() {
        hide(sheet, &stretch.cells);
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
pub(super) fn before(sheet: &mut Sheet, end: usize, trust: Trust) {
    let stretch = Stretch::backward(sheet, end);
    if stretch.is_name(trust) {
        hide(sheet, &stretch.cells);
    }
}
