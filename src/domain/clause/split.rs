//! Terms cut into clauses: sentences, and where one says two things, its parts.

use std::ops::Range;

use super::reading::Reading;
use crate::domain::folded::han;

/// A sentence of more characters is cut at its semicolons, and one that is still longer at its commas.
const LONG: usize = 160;
/// A line of more characters that ends without a mark goes on in the next.
const WRAPPED: usize = 18;

/// The clauses of some terms, in order. What holds no word at all is left out.
pub(super) fn clauses(text: &Reading) -> Vec<Reading> {
    let chars = text.chars();
    let sentences = cut(chars, 0..chars.len(), |at| ends(chars, at));
    sentences
        .into_iter()
        .flat_map(|range| cut_long(chars, range, ';'))
        .flat_map(|range| cut_long(chars, range, ','))
        .filter_map(|range| trim(chars, range))
        .map(|range| text.part(range))
        .collect()
}

/// The parts of a clause between its semicolons.
pub(super) fn parts(clause: &Reading) -> Vec<Reading> {
    let chars = clause.chars();
    cut(chars, 0..chars.len(), |at| chars[at] == ';')
        .into_iter()
        .filter_map(|range| trim(chars, range))
        .map(|range| clause.part(range))
        .collect()
}

/// Whether a sentence ends with the character at a place.
fn ends(chars: &[char], at: usize) -> bool {
    match chars[at] {
        '。' | '!' | '?' => true,
        '\n' => !wrapped(chars, at),
        _ => false,
    }
}

/// Whether a line break only wraps a line: the line is long, and words stand on both sides of it.
fn wrapped(chars: &[char], at: usize) -> bool {
    let line = chars[..at].iter().rev().take(WRAPPED + 1).take_while(|c| **c != '\n').count();
    line > WRAPPED && chars[at - 1..at].iter().all(|c| han(*c)) && chars.get(at + 1).is_some_and(|c| han(*c))
}

/// Cuts a stretch behind each place where `ends` says so.
fn cut(_: &[char], range: Range<usize>, ends: impl Fn(usize) -> bool) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = range.start;
    for at in range.clone() {
        if ends(at) {
            pieces.push(start..at + 1);
            start = at + 1;
        }
    }
    pieces.push(start..range.end);
    pieces
}

/// Cuts a long stretch at a mark, into pieces that are as long as may be and no longer than they must.
fn cut_long(chars: &[char], range: Range<usize>, mark: char) -> Vec<Range<usize>> {
    if range.len() <= LONG {
        return vec![range];
    }
    let mut pieces: Vec<Range<usize>> = Vec::new();
    for piece in cut(chars, range, |at| chars[at] == mark) {
        match pieces.last_mut() {
            Some(last) if last.len() + piece.len() <= LONG => last.end = piece.end,
            _ => pieces.push(piece),
        }
    }
    pieces
}

/// A stretch without the blanks and line breaks around it; nothing where there is no letter in it.
fn trim(chars: &[char], range: Range<usize>) -> Option<Range<usize>> {
    let blank = |c: &char| c.is_whitespace() || *c == ';';
    let kept = &chars[range.clone()];
    let start = range.start + kept.iter().position(|c| !blank(c))?;
    let end = range.start + kept.iter().rposition(|c| !blank(c))? + 1;
    chars[start..end].iter().any(|c| c.is_alphabetic()).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<String> {
        clauses(&Reading::new(text)).iter().map(|clause| clause.chars().iter().collect()).collect()
    }

    #[test]
    fn terms_are_cut_into_sentences() {
        assert_eq!(split("一、概不退款。\n\n二、可退吗?可以!"), ["一、概不退款。", "二、可退吗?", "可以!"]);
        assert_eq!(split("退款政策\n本店概不退款"), ["退款政策", "本店概不退款"]);
        assert_eq!(split("……\n123\n"), Vec::<String>::new());
        let wrapped = "本平台出售的全部虚拟商品一经成功售出之后\n概不退换";
        assert_eq!(split(wrapped).len(), 1);
    }

    #[test]
    fn a_sentence_without_end_is_cut_at_its_marks() {
        let long = "平台有权封号,".repeat(60);
        let pieces = split(&long);
        assert!(pieces.len() > 1 && pieces.iter().all(|piece| piece.chars().count() <= LONG), "{pieces:?}");
    }
}
