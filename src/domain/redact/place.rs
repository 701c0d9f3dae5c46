//! Places in runs of digits where a number may begin, and the walk over all of them.

use super::cue::Cue;
use super::kind::Kind;
use super::run::{self, Atom, Edge};
use super::sheet::Sheet;

/// A number read in a run: how many atoms it takes, and any check letter behind them.
pub(super) struct Verdict {
    pub atoms: usize,
    pub end: usize,
    pub kind: Kind,
    pub keep: bool,
}

/// A place in a run where a number may begin.
pub(super) struct Place<'a> {
    pub sheet: &'a Sheet<'a>,
    pub atoms: &'a [Atom],
    pub at: usize,
    pub level: Edge,
    pub cue: Option<Cue>,
}

/// Walks every run of at least `fewest` digits, tight readings before loose ones.
pub(super) fn scan(sheet: &mut Sheet, fewest: usize, judge: impl Fn(&Place) -> Option<Verdict>) {
    let mut atoms = Vec::new();
    let mut found = Vec::new();
    let mut i = 0;
    while i < sheet.len() {
        if sheet.digit(i).is_none() || sheet.taken(i) {
            i += 1;
            continue;
        }
        let end = run::read(sheet, i, &mut atoms);
        if atoms.len() >= fewest {
            judge_run(sheet, &atoms, fewest, &judge, &mut found);
        }
        i = end.max(i + 1);
    }
    for (start, end, kind, keep) in found {
        if keep {
            sheet.keep(start, end);
        } else {
            sheet.hide(start, end, kind);
        }
    }
}

fn judge_run(
    sheet: &Sheet,
    atoms: &[Atom],
    fewest: usize,
    judge: &impl Fn(&Place) -> Option<Verdict>,
    found: &mut Vec<(usize, usize, Kind, bool)>,
) {
    let mut used = vec![false; atoms.len()];
    let loosest = run::loosest(atoms).max(Edge::Script);
    for level in [Edge::Script, Edge::Gap, Edge::Far, Edge::Line] {
        if level > loosest {
            break;
        }
        let mut at = 0;
        let mut reach = 0;
        while at < atoms.len() {
            // What hangs together at this level must be long enough for any number at all.
            if at >= reach {
                reach = at + 1 + atoms[at + 1..].iter().take_while(|atom| atom.edge <= level).count();
            }
            if reach - at < fewest {
                at = reach;
                continue;
            }
            if used[at] || !run::opens(atoms, at) {
                at += 1;
                continue;
            }
            let cue = sheet.cue_before(atoms[at].cell);
            let verdict = judge(&Place { sheet, atoms, at, level, cue });
            match verdict.filter(|v| !used[at..at + v.atoms].contains(&true)) {
                Some(verdict) => {
                    used[at..at + verdict.atoms].fill(true);
                    found.push((
                        start_of(sheet, atoms, at, &verdict),
                        verdict.end,
                        verdict.kind,
                        verdict.keep,
                    ));
                    at += verdict.atoms;
                }
                None => at += 1,
            }
        }
    }
}

/// Where a number begins: a telephone's plus sign, country code and bracket belong to it.
fn start_of(sheet: &Sheet, atoms: &[Atom], at: usize, verdict: &Verdict) -> usize {
    let mut start = atoms[at].cell;
    if !matches!(verdict.kind, Kind::Mobile | Kind::Landline) {
        return start;
    }
    let values = |from: usize| atoms[from..at].iter().map(|atom| atom.value);
    let home = |code: &[u8]| at.checked_sub(code.len()).filter(|from| values(*from).eq(code.iter().copied()));
    if let Some(from) = home(&[0, 0, 8, 6]) {
        start = atoms[from].cell;
    } else if let Some(from) = home(&[8, 6]).filter(|from| {
        let first = atoms[*from].cell;
        sheet.before(first) == '+' || (sheet.at(atoms[at].cell - 1) == '-' && run::opens(atoms, *from))
    }) {
        start = atoms[from].cell;
    }
    let closed = sheet.chars[start..verdict.end].contains(&')');
    for mark in ['(', '+', '('] {
        let fits = sheet.before(start) == mark && (mark == '+' || closed);
        if fits && sheet.free(start - 1, start) {
            start -= 1;
        }
    }
    start
}

impl Place<'_> {
    /// The values of the next atoms, at most 32.
    pub(super) fn values(&self) -> ([u8; 32], usize) {
        let mut values = [0; 32];
        let next = &self.atoms[self.at..];
        for (value, atom) in values.iter_mut().zip(next) {
            *value = atom.value;
        }
        (values, next.len().min(32))
    }

    /// Whether a number of `length` atoms may stand here at this level of looseness.
    pub(super) fn fits(&self, length: usize) -> bool {
        let end = self.at + length;
        run::closes(self.atoms, end)
            && run::loosest(&self.atoms[self.at..end]) <= self.level
            && (self.level < Edge::Line || self.line_breaks_bearable(length))
    }

    /// A number broken over lines is believed after a cue, or in groups as people write them.
    pub(super) fn line_breaks_bearable(&self, length: usize) -> bool {
        let (sizes, count) = run::groups(&self.atoms[self.at..self.at + length]);
        self.cue.is_some_and(|cue| cue != Cue::Keep)
            || count == length
            || count == 2
            || matches!(sizes, [3, 4, 4, 0, ..] | [6, 8, 4, 0, ..] | [6, 4, 4, 4, 0, ..] | [4, 4, 4, 4, ..])
    }

    /// Whether marks that seldom stand in numbers are in the first `length` atoms, other than as in 1,280,000.
    pub(super) fn disguised(&self, length: usize) -> bool {
        self.atoms[self.at + 1..self.at + length].iter().any(|atom| atom.edge == Edge::Far)
    }

    /// Whether the first `length` atoms are written in thousands.
    pub(super) fn in_thousands(&self, length: usize) -> bool {
        let (sizes, count) = run::groups(&self.atoms[self.at..self.at + length]);
        self.disguised(length)
            && count > 2
            && sizes[0] < 4
            && sizes[1..count.min(8)].iter().all(|size| *size == 3)
    }

    pub(super) fn end(&self, length: usize) -> usize {
        self.atoms[self.at + length - 1].cell + 1
    }

    pub(super) fn first(&self) -> usize {
        self.atoms[self.at].cell
    }

    pub(super) fn verdict(&self, length: usize, kind: Kind) -> Option<Verdict> {
        Some(Verdict { atoms: length, end: self.end(length), kind, keep: false })
    }

    /// Whether letters stand right against the number, as in an article code.
    pub(super) fn glued(&self, length: usize) -> bool {
        let end = self.end(length);
        if self.sheet.at(end).is_ascii_alphabetic() && self.sheet.digit(end).is_none() {
            return true;
        }
        self.sheet.before(self.first()).is_ascii_alphabetic() && self.at == 0 && self.cue.is_none()
    }
}

/// Whether a unit follows, so that the number is a count or an amount.
pub(super) fn counted(sheet: &Sheet, end: usize) -> bool {
    let at = if sheet.at(end) == ' ' { end + 1 } else { end };
    let next = sheet.at(at + 1);
    match sheet.at(at) {
        '次' | '元' | '块' | '%' | '万' | '亿' | '播' | '粉' => true,
        '人' => matches!(next, '次' | '看' | '观' | '浏' | '关'),
        '个' | '条' => matches!(next, '赞' | '粉' | '播' | '评'),
        _ => false,
    }
}
