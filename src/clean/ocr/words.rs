//! The words that were read in a picture, as a text and as places.

use std::ops::Range;

use crate::clean::order::BlackBox;

/// How far a box reaches beyond its words, in pixels: letters are seldom cut exactly.
const MARGIN: u32 = 4;

/// A word and where it stands.
struct Word {
    /// In the text, in code points.
    stretch: Range<usize>,
    /// Block, paragraph and line.
    line: [u32; 3],
    left: u32,
    top: u32,
    right: u32,
    bottom: u32,
}

/// The words of a page.
pub(super) struct Words {
    text: String,
    words: Vec<Word>,
}

impl Words {
    /// Reads a table as Tesseract writes it. A line that is no word says nothing.
    pub(super) fn of(table: &str) -> Self {
        let mut page = Self { text: String::new(), words: Vec::new() };
        let mut length = 0;
        for row in table.lines() {
            let Some((mut word, letters)) = parse(row) else { continue };
            let between = page.between(&word, letters);
            length += between.chars().count();
            word.stretch = length..length + letters.chars().count();
            length = word.stretch.end;
            page.text.push_str(between);
            page.text.push_str(letters);
            page.words.push(word);
        }
        page
    }

    /// What stands between the last word and the next: lines are parted, and words unless either side is Chinese.
    fn between(&self, next: &Word, letters: &str) -> &'static str {
        let Some(last) = self.words.last() else { return "" };
        let spaced = |c: Option<char>| c.is_some_and(|c| c < '\u{2e80}');
        if last.line != next.line {
            "\n"
        } else if spaced(self.text.chars().last()) && spaced(letters.chars().next()) {
            " "
        } else {
            ""
        }
    }

    /// The text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Boxes over all words that these stretches of the text touch, one for each stretch and line.
    pub(super) fn cover(&self, page: u32, stretches: &[Range<usize>]) -> Vec<BlackBox> {
        let mut boxes = Vec::new();
        for stretch in stretches {
            let touched = self
                .words
                .iter()
                .filter(|word| word.stretch.start < stretch.end && stretch.start < word.stretch.end);
            let touched: Vec<&Word> = touched.collect();
            for line in touched.chunk_by(|one, other| one.line == other.line) {
                let low =
                    |side: fn(&Word) -> u32| line.iter().map(|word| side(word)).min().unwrap_or_default();
                let high =
                    |side: fn(&Word) -> u32| line.iter().map(|word| side(word)).max().unwrap_or_default();
                let (x, y) =
                    (low(|it| it.left).saturating_sub(MARGIN), low(|it| it.top).saturating_sub(MARGIN));
                let (width, height) = (high(|it| it.right) + MARGIN - x, high(|it| it.bottom) + MARGIN - y);
                boxes.push(BlackBox { page, x, y, width, height });
            }
        }
        boxes
    }
}

/// A row: level, page, block, paragraph, line, word, left, top, width, height, confidence, letters. Level 5 is a word.
fn parse(row: &str) -> Option<(Word, &str)> {
    let mut fields = row.split('\t');
    let mut number = || fields.next()?.parse::<u32>().ok().filter(|number| *number <= 1 << 20);
    let (5, _, line) = (number()?, number()?, [number()?, number()?, number()?]) else { return None };
    let [_, left, top, width, height] = [number()?, number()?, number()?, number()?, number()?];
    let letters = fields.nth(1)?.trim();
    let word = Word { stretch: 0..0, line, left, top, right: left + width, bottom: top + height };
    (!letters.is_empty()).then_some((word, letters))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
        1\t1\t0\t0\t0\t0\t0\t0\t400\t200\t-1\t\n\
        5\t1\t1\t1\t1\t1\t10\t20\t20\t18\t96.1\t手\n\
        5\t1\t1\t1\t1\t2\t30\t20\t20\t19\t95.0\t机\n\
        5\t1\t1\t1\t1\t3\t60\t21\t40\t16\t91.0\t138\n\
        5\t1\t1\t1\t1\t4\t110\t22\t80\t16\t91.0\t00138000\n\
        5\t1\t1\t1\t2\t1\t10\t50\t60\t16\t88.5\tyes\n\
        5\t1\t1\t1\t2\t2\t80\t50\t60\t16\t88.5\t \n";

    #[test]
    fn words_become_text_and_stretches_become_boxes() {
        let words = Words::of(TABLE);
        assert_eq!(words.text(), "手机138 00138000\nyes");
        let number = BlackBox { page: 2, x: 56, y: 17, width: 138, height: 25 };
        let cover = |stretch| words.cover(2, std::slice::from_ref(&stretch));
        assert_eq!(cover(2..14), [number]);
        assert_eq!(cover(4..6).len(), 1, "a word is covered as a whole");
        let below = BlackBox { page: 2, x: 6, y: 46, width: 68, height: 24 };
        assert_eq!(cover(2..18), [number, below]);
        assert_eq!(cover(5..5), []);
        assert_eq!(Words::of("no table\n5\t1\n").text(), "");
    }
}
