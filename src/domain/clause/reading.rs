//! Terms as the rules read them: folded, without what only disturbs, each character still knowing where it stood.

use std::ops::Range;

use crate::domain::folded::{Folded, Span, han};

/// A text, or a stretch of one, in characters.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    chars: Vec<char>,
    /// For each character, where it stood.
    places: Vec<Span>,
}

impl Reading {
    /// Reads a text.
    pub(super) fn new(raw: &str) -> Self {
        let folded = Folded::new(raw);
        let all: Vec<(usize, char)> = folded.as_str().char_indices().collect();
        let mut reading =
            Self { chars: Vec::with_capacity(all.len()), places: Vec::with_capacity(all.len()) };
        for (index, &(at, c)) in all.iter().enumerate() {
            let before = reading.chars.last().copied();
            if disturbs(c) && before.is_some_and(han) && follows(&all[index..]).is_some_and(han) {
                continue;
            }
            reading.chars.push(c);
            reading.places.push(folded.span(&(at..at + c.len_utf8())));
        }
        reading
    }

    /// The characters that are read.
    pub(super) fn chars(&self) -> &[char] {
        &self.chars
    }

    /// A stretch of it.
    pub(super) fn part(&self, range: Range<usize>) -> Self {
        Self { chars: self.chars[range.clone()].to_vec(), places: self.places[range].to_vec() }
    }

    /// Where a stretch stood in the text.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        match (self.places.get(range.start), range.end.checked_sub(1).and_then(|last| self.places.get(last)))
        {
            (Some(first), Some(last)) => Span { start: first.start, end: last.end },
            _ => Span { start: 0, end: 0 },
        }
    }

    /// Where all of it stood.
    pub(super) fn whole(&self) -> Span {
        self.span(0..self.chars.len())
    }
}

/// The first character behind a run of disturbing ones.
fn follows(rest: &[(usize, char)]) -> Option<char> {
    rest.iter().map(|(_, c)| *c).take(8).find(|c| !disturbs(*c))
}

/// Whether a character between two Chinese ones parts nothing: an ornament, or what is put there to slip past filters.
fn disturbs(c: char) -> bool {
    !(c.is_alphanumeric() || punctuates(c))
}

/// Whether a character parts words or sentences, or belongs to a number.
fn punctuates(c: char) -> bool {
    matches!(
        c,
        '\n' | ','
            | '。'
            | '、'
            | '!'
            | '?'
            | ';'
            | ':'
            | '('
            | ')'
            | '['
            | ']'
            | '{'
            | '}'
            | '"'
            | '\''
            | '“'
            | '”'
            | '‘'
            | '’'
            | '「'
            | '」'
            | '『'
            | '』'
            | '《'
            | '》'
            | '〈'
            | '〉'
            | '【'
            | '】'
            | '%'
            | '…'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_disturbs_is_passed_over() {
        for (raw, read) in [
            ("概*不*退*款", "概不退款"),
            ("概🚫不 退·换", "概不退换"),
            ("7-15天", "7-15天"),
            ("概不退款，恕不另行通知。", "概不退款,恕不另行通知。"),
            ("ＣＤＫ＿一經售出", "cdk_一经售出"),
        ] {
            assert_eq!(Reading::new(raw).chars().iter().collect::<String>(), read);
        }
    }

    #[test]
    fn a_stretch_knows_where_it_stood() {
        let reading = Reading::new("a 概*不");
        assert_eq!(reading.span(2..4), Span { start: 2, end: 5 });
        assert_eq!(reading.whole(), Span { start: 0, end: 5 });
        assert_eq!(Reading::new("").whole(), Span { start: 0, end: 0 });
    }
}
