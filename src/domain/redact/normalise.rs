//! One plain character for each way of writing it, with the way back to the original.

use unicode_normalization::UnicodeNormalization;

use super::kind::Kind;
use super::placeholder;

/// First of the private characters that stand for something hidden already.
const HIDDEN: u32 = 0xF_0000;
/// A character no rule looks at, for private characters found in a text.
const NOTHING: char = '\u{FFFD}';
/// Compatibility forms longer than this are left alone, so that a text cannot be blown up.
const LONGEST: usize = 4;

/// A text in plain characters. `from[i]..to[i]` are the code points of the original behind `chars[i]`.
pub(super) struct Plain {
    pub(super) chars: Vec<char>,
    pub(super) from: Vec<u32>,
    pub(super) to: Vec<u32>,
}

impl Plain {
    /// Reads a text: full-width, circled, mathematical and keycap forms become plain, what cannot be seen goes.
    pub(super) fn of(text: &str) -> Self {
        let mut plain = Self::with_room(text.len() / 2);
        for (at, c) in (0u32..).zip(text.chars()) {
            match Sight::of(c) {
                Sight::Plain(c) => plain.push(c, at, at + 1),
                Sight::Mark => {
                    if let Some(end) = plain.to.last_mut().filter(|end| **end == at) {
                        *end = at + 1;
                    }
                }
                Sight::Unseen => {}
                Sight::Compound => plain.unfold(c, at),
            }
        }
        plain.fold_placeholders()
    }

    fn with_room(room: usize) -> Self {
        Self { chars: Vec::with_capacity(room), from: Vec::with_capacity(room), to: Vec::with_capacity(room) }
    }

    fn push(&mut self, c: char, from: u32, to: u32) {
        self.chars.push(c);
        self.from.push(from);
        self.to.push(to);
    }

    fn unfold(&mut self, c: char, at: u32) {
        let form = std::iter::once(c).nfkc();
        if form.clone().take(LONGEST + 1).count() > LONGEST {
            return self.push(c, at, at + 1);
        }
        for part in form {
            self.push(part, at, at + 1);
        }
    }

    /// Puts one private character in the place of each placeholder the text holds already.
    fn fold_placeholders(self) -> Self {
        if !self.chars.contains(&'【') {
            return self;
        }
        let mut folds = Vec::new();
        let mut i = 0;
        while i < self.chars.len() {
            let Some((end, kind)) = placeholder::read(&self.chars, i) else {
                i += 1;
                continue;
            };
            let reach = placeholder::reach(&self.chars, i, end, kind);
            let start = (i - reach).max(folds.last().map_or(0, |fold: &Fold| fold.end));
            folds.push(Fold { start, end: end + reach, kind });
            i = end + reach;
        }
        self.fold(&folds)
    }

    /// Puts one private character in the place of each of `folds`, which are in order and apart.
    pub(super) fn fold(self, folds: &[Fold]) -> Self {
        let mut out = Self::with_room(self.chars.len());
        let mut next = 0;
        for fold in folds {
            out.copy(&self, next, fold.start);
            out.push(hidden(fold.kind), self.from[fold.start], self.to[fold.end - 1]);
            next = fold.end;
        }
        out.copy(&self, next, self.chars.len());
        out
    }

    fn copy(&mut self, other: &Self, start: usize, end: usize) {
        self.chars.extend_from_slice(&other.chars[start..end]);
        self.from.extend_from_slice(&other.from[start..end]);
        self.to.extend_from_slice(&other.to[start..end]);
    }
}

/// A stretch of plain characters to be replaced by the mark of what it hides.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fold {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: Kind,
}

/// The private character that stands for a hidden value of this kind.
fn hidden(kind: Kind) -> char {
    char::from_u32(HIDDEN + kind as u32).expect("the private plane holds every kind")
}

/// What is hidden behind a character, if anything.
pub(super) fn behind(c: char) -> Option<Kind> {
    let index = (c as u32).checked_sub(HIDDEN)? as usize;
    Kind::ALL.get(index).copied()
}

/// How a character shows.
enum Sight {
    /// As this plain character.
    Plain(char),
    /// As a mark upon the one before it: keycaps, accents, variation selectors.
    Mark,
    /// Not at all.
    Unseen,
    /// As its compatibility form, which may be several characters.
    Compound,
}

impl Sight {
    fn of(c: char) -> Self {
        match c {
            '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => Self::Plain(' '),
            '\0'..='\u{AC}' | '\u{AE}'..='\u{B1}' | '\u{B7}' => Self::Plain(c),
            '\u{300}'..='\u{36F}'
            | '\u{20D0}'..='\u{20FF}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{E0100}'..='\u{E01EF}' => Self::Mark,
            '\u{AD}'
            | '\u{61C}'
            | '\u{115F}'
            | '\u{1160}'
            | '\u{17B4}'
            | '\u{17B5}'
            | '\u{180B}'..='\u{180E}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{3164}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E007F}' => Self::Unseen,
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2500}' => Self::Plain('-'),
            '\u{2028}' | '\u{2029}' => Self::Plain('\n'),
            '\u{2022}' | '\u{2027}' | '\u{30FB}' | '\u{FF65}' | '\u{2219}' | '\u{22C5}' => Self::Plain('·'),
            '\u{FF01}'..='\u{FF5E}' => Self::Plain(shifted(c, 0xFF01, '!')),
            '\u{4E00}'..='\u{9FFF}' => Self::Plain(c),
            // A numeral in a ring, brackets or with a stop is only the numeral.
            '\u{2460}'..='\u{2468}' => Self::Plain(shifted(c, 0x2460, '1')),
            '\u{2474}'..='\u{247C}' => Self::Plain(shifted(c, 0x2474, '1')),
            '\u{2488}'..='\u{2490}' => Self::Plain(shifted(c, 0x2488, '1')),
            '\u{24EA}' | '\u{24FF}' | '\u{1F10B}' | '\u{1F10C}' | '\u{1F100}' | '\u{25EF}' | '\u{25CB}' => {
                Self::Plain('0')
            }
            '\u{24F5}'..='\u{24FD}' => Self::Plain(shifted(c, 0x24F5, '1')),
            '\u{2776}'..='\u{277E}' => Self::Plain(shifted(c, 0x2776, '1')),
            '\u{2780}'..='\u{2788}' => Self::Plain(shifted(c, 0x2780, '1')),
            '\u{278A}'..='\u{2792}' => Self::Plain(shifted(c, 0x278A, '1')),
            '\u{1F101}'..='\u{1F10A}' => Self::Plain(shifted(c, 0x1F101, '0')),
            '\u{3220}'..='\u{3228}' => Self::Plain(NUMERALS[c as usize - 0x3220]),
            '\u{3280}'..='\u{3288}' => Self::Plain(NUMERALS[c as usize - 0x3280]),
            '\u{1F130}'..='\u{1F149}' => Self::Plain(shifted(c, 0x1F130, 'A')),
            '\u{1F150}'..='\u{1F169}' => Self::Plain(shifted(c, 0x1F150, 'A')),
            '\u{1F170}'..='\u{1F189}' => Self::Plain(shifted(c, 0x1F170, 'A')),
            // Digits of other scripts.
            '\u{660}'..='\u{669}' => Self::Plain(shifted(c, 0x660, '0')),
            '\u{6F0}'..='\u{6F9}' => Self::Plain(shifted(c, 0x6F0, '0')),
            '\u{966}'..='\u{96F}' => Self::Plain(shifted(c, 0x966, '0')),
            '\u{E50}'..='\u{E59}' => Self::Plain(shifted(c, 0xE50, '0')),
            // Letters of other scripts that look Latin.
            'А' | 'Α' => Self::Plain('A'),
            'В' | 'Β' => Self::Plain('B'),
            'С' => Self::Plain('C'),
            'Е' | 'Ε' => Self::Plain('E'),
            'Н' | 'Η' => Self::Plain('H'),
            'М' | 'Μ' => Self::Plain('M'),
            'О' | 'Ο' => Self::Plain('O'),
            'Р' | 'Ρ' => Self::Plain('P'),
            'Т' | 'Τ' => Self::Plain('T'),
            'Х' | 'Χ' => Self::Plain('X'),
            'а' => Self::Plain('a'),
            'е' => Self::Plain('e'),
            'о' | 'ο' => Self::Plain('o'),
            'р' => Self::Plain('p'),
            'с' => Self::Plain('c'),
            'х' => Self::Plain('x'),
            '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}' => Self::Plain(NOTHING),
            _ => Self::Compound,
        }
    }
}

const NUMERALS: [char; 9] = ['一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// The character as far from `zero` as `c` is from `base`.
fn shifted(c: char, base: u32, zero: char) -> char {
    char::from_u32(c as u32 - base + zero as u32).unwrap_or(NOTHING)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        Plain::of(text).chars.into_iter().collect()
    }

    #[test]
    fn disguises_become_plain() {
        for (text, wanted) in [
            ("１３８", "138"),
            ("①③⑧⓪", "1380"),
            ("𝟏𝟑𝟖𝟘", "1380"),
            ("1️⃣3️⃣8️⃣", "138"),
            ("1\u{200b}3\u{feff}8", "138"),
            ("❶➂➇", "138"),
            ("a＠b．c", "a@b.c"),
            ("（at）", "(at)"),
            ("张\u{3000}三", "张 三"),
            ("🄰🅱", "AB"),
        ] {
            assert_eq!(plain(text), wanted, "{text}");
        }
    }

    #[test]
    fn the_way_back_covers_the_whole_mark() {
        let plain = Plain::of("电1️⃣3️⃣");
        assert_eq!(plain.from, [0, 1, 4]);
        assert_eq!(plain.to, [1, 4, 7]);
    }

    #[test]
    fn placeholders_are_one_character() {
        let plain = Plain::of("订单DD20【订单1】1111，电话【手机2】");
        let marks: Vec<_> = plain.chars.iter().filter_map(|c| behind(*c)).collect();
        assert_eq!(marks, [Kind::OrderNo, Kind::Mobile]);
        assert_eq!(plain.chars.len(), 7);
    }
}
