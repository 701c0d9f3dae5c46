//! Names that were found once are hidden wherever they come again.

use std::collections::HashSet;

use super::charset::CharSet;
use super::dotted::dot;
use super::kind::Kind;
use super::sheet::{Sheet, is_han};
use super::surname;

/// Hides every other place where a name that was found comes again, spaced or not.
pub(super) fn claim(sheet: &mut Sheet) {
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
