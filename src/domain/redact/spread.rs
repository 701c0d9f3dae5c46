//! Numbers of free length behind a cue, however their digits are set apart: `5252[85]`, `9 9 2 3 1`.

use super::date;
use super::run::{self, Atom, Edge};
use super::sheet::{Sheet, is_han};
use super::telephone::mainland_mobile;

/// Most digits a group has that carries on a number long enough without it.
const SHORT: usize = 6;
/// Most digits of the groups that long numbers are read out in.
const FOUR: usize = 4;

/// Reads a number of `fewest` to `most` digits that begins at `start`; gives where it ends and its digits.
pub(super) fn read(sheet: &Sheet, start: usize, fewest: usize, most: usize) -> Option<(usize, Vec<u8>)> {
    let mut atoms = Vec::new();
    if sheet.digit(start).is_none() || sheet.taken(start) {
        return None;
    }
    run::read(sheet, start, &mut atoms);
    let far = |atom: &Atom| atom.edge == Edge::Far;
    let near = atoms.iter().skip(1).position(far).map_or(atoms.len(), |at| at + 1);
    atoms.truncate(near);
    let apart = atoms.iter().skip(1).take(fewest).all(|atom| atom.edge >= Edge::Gap);
    let mut length = group(&atoms, 0);
    let mut widest = length;
    let mut first = 0;
    while length < atoms.len() {
        let size = group(&atoms, length);
        let next = &atoms[length..length + size];
        let even = widest <= FOUR && size <= FOUR;
        let gap = |at: usize| &sheet.chars[atoms[at - 1].cell + 1..atoms[at].cell];
        let alike = even && first > 0 && gap(length) == gap(first);
        // A short number such as QQ has few groups, whatever their size.
        let even = even || (most <= 11 && length + size <= most && first == 0);
        let more = length < fewest || carries_on(sheet, &atoms[length - 1], next, apart, even, alike);
        if length + size > most || !more {
            break;
        }
        widest = widest.max(size);
        first = if first == 0 { length } else { first };
        length += size;
    }
    let read = &atoms[..length];
    let end = read.last()?.cell + 1;
    (fewest..=most).contains(&length).then(|| (end, read.iter().map(|atom| atom.value).collect()))
}

/// How many atoms stand together from `at` on.
fn group(atoms: &[Atom], at: usize) -> usize {
    1 + atoms[at + 1..].iter().take_while(|atom| atom.edge < Edge::Gap).count()
}

/// Whether a number that is long enough already goes on with the group `next`.
///
/// `apart` says that every digit so far stands by itself, `even` that no group has more than four,
/// `alike` that the gap is the one between the first two groups.
fn carries_on(sheet: &Sheet, last: &Atom, next: &[Atom], apart: bool, even: bool, alike: bool) -> bool {
    let (from, to) = (last.cell + 1, next[0].cell);
    let gap = &sheet.chars[from..to];
    let digits: Vec<u8> = next.iter().map(|atom| atom.value).collect();
    let spaced = gap.iter().any(|c| matches!(c, ' ' | '\t' | '/' | '|' | '~'));
    let long = next.len() > SHORT && (spaced || gap.len() > 1);
    if date::at(sheet, to).is_some() || mainland_mobile(&digits) || long {
        return false;
    }
    if apart {
        return next.len() == 1;
    }
    if gap.iter().any(|c| matches!(c, '\n' | '\r')) {
        let after = sheet.at(next[next.len() - 1].cell + 1);
        return next.len() > 1 && !after.is_alphanumeric() && !is_han(after) && after != '.';
    }
    let after = sheet.at(next[next.len() - 1].cell + 1);
    !spaced
        || (alike && !is_han(after) && after != '.')
        || (even && matches!(gap, [' '] | [' ', ' ']) && !is_han(after) && after != '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(text: &str, wanted: &str) {
        let chars: Vec<char> = text.chars().collect();
        let read = read(&Sheet::of(&chars), 0, 5, 11).map(|(end, _)| chars[..end].iter().collect::<String>());
        assert_eq!(read.unwrap_or_default(), wanted, "{text}");
    }

    #[test]
    fn groups_are_one_number() {
        reads("5252[85]。", "5252[85");
        reads("5-9-5-7-3-5-8 6", "5-9-5-7-3-5-8 6");
        reads("1234 5678 今天", "1234 5678");
        reads("4081 5715 40。", "4081 5715 40");
        reads("105[4923]2442", "105[4923]2442");
        reads("123456\n789\n", "123456\n789");
    }

    #[test]
    fn what_follows_is_not_part_of_it() {
        reads("123456 2024-01-02", "123456");
        reads("123456 13800138000", "123456");
        reads("123456\n789元", "123456");
        reads("1234 5678 3件", "1234 5678");
        reads("1234", "");
    }
}
