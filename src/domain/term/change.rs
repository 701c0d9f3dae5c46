//! What changed from one text of terms to another.
//!
//! Terms are pasted with and without line breaks, so texts are compared sentence by sentence. Sentences that stayed
//! are shown as far as a reader needs them to find the place.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Sentences that stayed which are shown before and behind a change.
const AROUND: usize = 2;

/// What became of a stretch of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// It stayed.
    Same,
    /// It was put in.
    Added,
    /// It was taken out.
    Removed,
}

/// A stretch of text, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What became of it.
    pub kind: ChangeKind,
    /// Its sentences, one a line.
    pub text: String,
    /// Sentences before it that stayed and are left out.
    pub left_out: usize,
}

/// What changed from one text to another, in the order of the text; nothing where every sentence stayed.
#[must_use]
pub fn changes(before: &str, after: &str) -> Vec<Change> {
    let (old, new) = (sentences(before), sentences(after));
    let ops = capture_diff_slices(Algorithm::Myers, &old, &new);
    let last = ops.len().saturating_sub(1);
    let mut all = Vec::new();
    let mut left_out = 0;
    let mut push = |kind, sentences: &[&str], left_out: &mut usize| {
        if !sentences.is_empty() {
            all.push(Change { kind, text: sentences.join("\n"), left_out: std::mem::take(left_out) });
        }
    };
    for (place, op) in ops.iter().enumerate() {
        if let DiffOp::Equal { old_index, len, .. } = *op {
            let stayed = &old[old_index..old_index + len];
            let behind = if place == 0 { 0 } else { AROUND };
            let before = if place == last { 0 } else { AROUND };
            if len <= behind + before {
                push(ChangeKind::Same, stayed, &mut left_out);
            } else {
                push(ChangeKind::Same, &stayed[..behind], &mut left_out);
                left_out += len - behind - before;
                push(ChangeKind::Same, &stayed[len - before..], &mut left_out);
            }
        } else {
            push(ChangeKind::Removed, &old[op.old_range()], &mut left_out);
            push(ChangeKind::Added, &new[op.new_range()], &mut left_out);
        }
    }
    if all.iter().all(|change| change.kind == ChangeKind::Same) { Vec::new() } else { all }
}

/// The sentences of a text, without white space around them.
fn sentences(text: &str) -> Vec<&str> {
    let lines = text.lines();
    let parts = lines.flat_map(|line| line.split_inclusive(['。', '！', '？', '；', '!', '?', ';']));
    parts.map(str::trim).filter(|sentence| !sentence.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(before: &str, after: &str) -> Vec<String> {
        let mark = |change: &Change| {
            let sign = match change.kind {
                ChangeKind::Same => ' ',
                ChangeKind::Added => '+',
                ChangeKind::Removed => '-',
            };
            format!("{sign}{}~{}", change.left_out, change.text.replace('\n', "/"))
        };
        changes(before, after).iter().map(mark).collect()
    }

    #[test]
    fn a_change_is_shown_in_its_place() {
        assert_eq!(
            shown("一。二。三。四。五。六。七。八。", "一。二。三。四。\n五改。六。七。八。"),
            [" 2~三。/四。", "-0~五。", "+0~五改。", " 0~六。/七。"]
        );
        assert_eq!(shown("一。二。", "一。二。三。"), [" 0~一。/二。", "+0~三。"]);
        assert_eq!(shown("一。\n二。", " 一。二。"), [""; 0]);
        assert_eq!(shown("", "一。"), ["+0~一。"]);
    }

    #[test]
    fn between_two_changes_the_middle_is_left_out() {
        assert_eq!(
            shown("甲。一。二。三。四。五。六。乙。", "丙。一。二。三。四。五。六。丁。"),
            ["-0~甲。", "+0~丙。", " 0~一。/二。", " 2~五。/六。", "-0~乙。", "+0~丁。"]
        );
    }

    #[test]
    fn texts_with_nothing_in_common_take_no_longer_than_they_must() {
        let long = |mark: char| (0..25_000).map(|n| format!("{mark}{n}。")).collect::<String>();
        let all = changes(&long('甲'), &long('乙'));
        assert_eq!(all.len(), 2);
    }

    proptest! {
        #[test]
        fn what_was_put_in_and_what_stayed_make_the_text(before in "[一二三。]{0,40}", after in "[一二三。]{0,40}") {
            let all = changes(&before, &after);
            let count = |kind| {
                let of = all.iter().filter(|change| change.kind == kind);
                of.flat_map(|change| change.text.lines()).count()
            };
            let (old, new) = (sentences(&before), sentences(&after));
            prop_assert_eq!(all.is_empty(), old == new);
            prop_assert!(count(ChangeKind::Same) + count(ChangeKind::Added) <= new.len());
            prop_assert_eq!(new.len() + count(ChangeKind::Removed), old.len() + count(ChangeKind::Added));
        }
    }
}
