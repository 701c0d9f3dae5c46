//! Runs of digits with whatever separates them, and the numbers that may be read in them.

use super::digit::Script;
use super::sheet::Sheet;

/// How a digit of a run hangs on the one before it. Later ones hang looser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Edge {
    /// Right behind it, in the same script.
    Joined,
    /// Right behind it, in another script: `1三8`, or the end of a number and the start of a word.
    Script,
    /// After spaces, dashes, dots, brackets.
    Gap,
    /// After a mark that seldom stands in a number: commas, stars, plus signs.
    Far,
    /// After a line break.
    Line,
}

/// One digit of a run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Atom {
    pub(super) value: u8,
    pub(super) cell: usize,
    pub(super) edge: Edge,
}

/// Most characters that may separate two digits of one number.
const WIDEST: usize = 4;

/// Whether a character may separate the digits of one number.
pub(super) fn separates(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t'
            | '-'
            | '.'
            | '·'
            | '_'
            | '('
            | ')'
            | '['
            | ']'
            | '{'
            | '}'
            | '<'
            | '>'
            | '【'
            | '】'
            | '〔'
            | '〕'
            | '「'
            | '」'
            | '『'
            | '』'
            | '《'
            | '》'
            | '〈'
            | '〉'
            | '|'
            | '~'
            | '/'
            | '\n'
            | '\r'
            | '‖'
            | '–'
            | '—'
    )
}

/// Whether a character parts the digits of a number only where somebody hides it.
fn disguises(c: char) -> bool {
    matches!(
        c,
        ',' | '、' | '*' | '+' | '=' | '#' | '…' | '^' | '\'' | '`' | ':' | ';' | '&' | '×' | '★' | '☆'
    )
}

/// Reads the run that begins with the digit at `start` into `atoms`; gives where it ends.
pub(super) fn read(sheet: &Sheet, start: usize, atoms: &mut Vec<Atom>) -> usize {
    atoms.clear();
    let mut i = start;
    let mut edge = Edge::Line;
    let mut script = None;
    while let Some(digit) = sheet.digit(i).filter(|_| !sheet.taken(i)) {
        if edge == Edge::Joined && script != Some(digit.script) && !both_latin(script, digit.script) {
            edge = Edge::Script;
        }
        atoms.push(Atom { value: digit.value, cell: i, edge });
        script = Some(digit.script);
        i += 1;
        let parts = |c: char| separates(c) || disguises(c);
        let gap = (0..=WIDEST).take_while(|n| parts(sheet.at(i + n)) && !sheet.taken(i + n)).count();
        if gap > WIDEST {
            break;
        }
        let far = (0..gap).any(|n| disguises(sheet.at(i + n)));
        let lines = (0..gap).any(|n| matches!(sheet.at(i + n), '\n' | '\r'));
        edge = match gap {
            0 => Edge::Joined,
            _ if lines => Edge::Line,
            _ if far => Edge::Far,
            _ => Edge::Gap,
        };
        if sheet.digit(i + gap).is_none() || (far && lines) {
            break;
        }
        i += gap;
    }
    i
}

/// Letters among Arabic digits are those digits in disguise, not another script.
fn both_latin(one: Option<Script>, other: Script) -> bool {
    one != Some(Script::Han) && other != Script::Han
}

/// Whether a number may begin at atom `i`.
pub(super) fn opens(atoms: &[Atom], i: usize) -> bool {
    i == 0 || atoms[i].edge != Edge::Joined
}

/// Whether a number may end before atom `j`.
pub(super) fn closes(atoms: &[Atom], j: usize) -> bool {
    j == atoms.len() || (j < atoms.len() && atoms[j].edge != Edge::Joined)
}

/// The loosest edge inside `atoms`, which are one number.
pub(super) fn loosest(atoms: &[Atom]) -> Edge {
    atoms.iter().skip(1).map(|atom| atom.edge).max().unwrap_or(Edge::Joined)
}

/// The sizes of the groups a number is written in, at most eight.
pub(super) fn groups(atoms: &[Atom]) -> ([usize; 8], usize) {
    let mut sizes = [0; 8];
    let mut count = 0;
    for (i, atom) in atoms.iter().enumerate() {
        if i == 0 || atom.edge >= Edge::Gap {
            count += 1;
        }
        if let Some(size) = sizes.get_mut(count - 1) {
            *size += 1;
        }
    }
    (sizes, count)
}
