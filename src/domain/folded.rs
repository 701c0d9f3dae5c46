//! A text folded for reading by rules, which still knows where each of its characters came from.
//!
//! People write the same word in many ways: full-width letters, capitals, a space between two Chinese characters to
//! slip past a filter, 帐 for 账. Rules read the folded text; what they find is told in characters of the original.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::traditional::simplified;

/// The most characters that one character is unfolded into; longer compatibility forms stay as they are, so that a
/// text grows no further than this.
const EXPANSION: usize = 4;

/// A stretch of a text, in characters (code points) from its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first character.
    pub start: usize,
    /// The character behind the last one.
    pub end: usize,
}

impl Span {
    /// Whether two stretches share a character.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The words at this stretch of `text`.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        let at = |place: usize| text.char_indices().nth(place).map_or(text.len(), |(byte, _)| byte);
        &text[at(self.start)..at(self.end)]
    }
}

/// A folded text.
#[derive(Clone, Debug)]
pub struct Folded {
    text: String,
    /// For each character of `text`, the byte it begins at and the character of the original it came from.
    origins: Vec<(usize, usize)>,
}

impl Folded {
    /// Folds a text.
    #[must_use]
    pub fn new(raw: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(raw.len()), origins: Vec::new() };
        let mut gap = None;
        for (place, c) in raw.chars().enumerate() {
            if unseen(c) {
                continue;
            }
            if matches!(c, ' ' | '\u{3000}' | '\t' | '\u{a0}') {
                gap = gap.or(Some(place));
                continue;
            }
            // A space between two Chinese characters parts nothing.
            if let Some(gap) = gap.take()
                && !(han(c) && folded.text.chars().next_back().is_some_and(han))
            {
                folded.push(' ', gap);
            }
            if c.nfkc().nth(EXPANSION).is_some() {
                folded.push(c, place);
            } else {
                c.nfkc().flat_map(char::to_lowercase).for_each(|c| folded.push(alike(simplified(c)), place));
            }
        }
        folded
    }

    fn push(&mut self, c: char, place: usize) {
        self.origins.push((self.text.len(), place));
        self.text.push(c);
    }

    /// The folded text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Where a stretch of the folded text, in bytes, stands in the original.
    #[must_use]
    pub fn span(&self, bytes: &Range<usize>) -> Span {
        let index = |byte: usize| self.origins.partition_point(|(start, _)| *start < byte);
        let (first, behind) = (index(bytes.start), index(bytes.end));
        let place = |index: usize| self.origins.get(index).map_or(0, |(_, place)| *place);
        if behind <= first {
            let start = place(first);
            return Span { start, end: start };
        }
        Span { start: place(first), end: place(behind - 1) + 1 }
    }

    /// The sentence around a stretch, in bytes of the folded text.
    pub(super) fn sentence(&self, bytes: &Range<usize>) -> Range<usize> {
        let ends = ['。', '!', '?', ';', '\n'];
        let start = self.text[..bytes.start].rfind(ends).map_or(0, |at| at + 1);
        // One of 。 takes three bytes; the others take one.
        let start = (start..=bytes.start).find(|at| self.text.is_char_boundary(*at)).unwrap_or(bytes.start);
        let end = self.text[bytes.end..].find(ends).map_or(self.text.len(), |at| bytes.end + at);
        start..end
    }
}

/// Whether a character is Chinese writing.
#[must_use]
pub fn han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// Characters that are written for one another.
fn alike(c: char) -> char {
    match c {
        '帐' => '账',
        '沖' | '冲' => '充',
        '迴' => '回',
        c if c.is_whitespace() && c != '\n' => ' ',
        c => c,
    }
}

/// Characters that take no room on the screen.
fn unseen(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
        || (c.is_control() && !matches!(c, '\n' | '\t'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_found_in_the_folded_text_is_told_in_the_original() {
        for (raw, folded, found, original) in [
            ("他是骗 子。", "他是骗子。", "骗子", "骗 子"),
            ("ＣＤＫ 无效", "cdk 无效", "cdk", "ＣＤＫ"),
            ("充值没到帐！", "充值没到账!", "到账", "到帐"),
            ("骗\u{200b}子", "骗子", "骗子", "骗\u{200b}子"),
            ("a  b", "a b", "b", "b"),
            ("㈱甲", "(株)甲", "株", "㈱"),
            ("冲值", "充值", "充值", "冲值"),
            ("概不退換", "概不退换", "退换", "退換"),
        ] {
            let text = Folded::new(raw);
            assert_eq!(text.as_str(), folded, "{raw}");
            let start = folded.find(found).unwrap();
            assert_eq!(text.span(&(start..start + found.len())).of(raw), original, "{raw}");
        }
    }

    #[test]
    fn a_sentence_ends_at_its_marks() {
        let text = Folded::new("一。二骗子三!四");
        let at = text.as_str().find("骗子").unwrap();
        assert_eq!(&text.as_str()[text.sentence(&(at..at + 6))], "二骗子三");
    }

    proptest! {
        #[test]
        fn every_stretch_lies_in_the_original(raw in "\\PC{0,60}|[\u{0}-\u{2ff}骗子帐㈱ﷺ \n]{0,40}", from in 0usize..80, to in 0usize..80) {
            let text = Folded::new(&raw);
            let places: Vec<usize> = text.as_str().char_indices().map(|(at, _)| at).chain([text.as_str().len()]).collect();
            let (from, to) = (places[from % places.len()], places[to % places.len()]);
            let span = text.span(&(from.min(to)..from.max(to)));
            prop_assert!(span.start <= span.end && span.end <= raw.chars().count());
            let _ = span.of(&raw);
            let _ = text.sentence(&(from.min(to)..from.max(to)));
        }
    }
}
