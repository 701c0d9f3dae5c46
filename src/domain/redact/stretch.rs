//! A stretch of Chinese characters that may begin or be a name.

use std::sync::LazyLock;

use super::charset::CharSet;
use super::dotted::{self, dot};
use super::given;
use super::sheet::{Sheet, is_han};
use super::surname::{self, ROLES, Surname};

/// Longest stretch of characters that is read for one name.
const LONGEST: usize = 18;

/// How much a place speaks for a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Trust {
    /// It only hints at one: the name must be clear and end where a sentence does.
    Hint,
    /// A word for a person stands right before it: letters common in names are believed.
    Said,
    /// It asks for one: a label with a colon or a gap.
    Asked,
}

/// Endings that make a firm or an office of what began like a name.
const FIRMS: &str = "公司 店 驾校 烧烤 平台 中心 集团 商行 超市 工作室 厂 局 协会 委员会 银行 医院 学校 大学 法院 商城 驿站 客服 网 部 馆 院 所 社 俱乐部 商贸 科技 口味 牌";

/// A stretch of Chinese characters, spaces between single ones left out.
pub(super) struct Stretch {
    pub letters: Vec<char>,
    pub cells: Vec<usize>,
    /// Whether something that is no character ends it.
    pub closed: bool,
    /// Whether a full stop stands in it.
    stops: bool,
}

impl Stretch {
    /// The stretch that begins at `start`.
    pub(super) fn forward(sheet: &Sheet, start: usize) -> Self {
        let mut stretch = Self { letters: Vec::new(), cells: Vec::new(), closed: true, stops: false };
        let mut i = start;
        let mut group = 0;
        while stretch.letters.len() < LONGEST {
            let c = sheet.at(i);
            if (is_han(c) || (dot(c) && group > 0 && is_han(sheet.at(i + 1)))) && !sheet.taken(i) {
                stretch.stops |= c == '.';
                stretch.letters.push(if dot(c) { '·' } else { c });
                stretch.cells.push(i);
                group += 1;
                i += 1;
            } else if c == ' ' && group > 0 && stretch.goes_on(sheet, i + 1, group) {
                group = 0;
                i += 1;
            } else {
                return stretch.without_lead();
            }
        }
        stretch.closed = false;
        stretch.without_lead()
    }

    /// Whether the name goes on behind a space: `张 伟`, `欧阳 娜娜`, `王 小 明`.
    fn goes_on(&self, sheet: &Sheet, next: usize, group: usize) -> bool {
        let size = (0..4).take_while(|n| is_han(sheet.at(next + n)) && !sheet.taken(next + n)).count();
        let surname =
            surname::read(&[self.letters.as_slice(), &['某', '某']].concat()).map_or(0, |(length, _)| length);
        let before = self.letters.len();
        let compound = before == 1
            && surname::read(&[self.letters[0], sheet.at(next), '某']).is_some_and(|(n, _)| n == 2);
        match size {
            0 => false,
            1 => group == 1 && before < 4 || before == surname,
            2 if before == surname && group == surname => true,
            // `张 伟说`, `王 小 明的`: words follow the name without a space.
            _ => {
                compound
                    || (group == 1
                        && (surname..surname + 2).contains(&before)
                        && given::is_common(&[sheet.at(next)]))
            }
        }
    }

    /// The stretch that ends before `end`.
    pub(super) fn backward(sheet: &Sheet, end: usize) -> Self {
        let dotted = |i: usize| sheet.at(i) == '·' && is_han(sheet.before(i)) && is_han(sheet.at(i + 1));
        let han = |i: usize| (is_han(sheet.at(i)) || dotted(i)) && !sheet.taken(i);
        let mut start = end;
        while start > 0 && end - start < LONGEST && han(start - 1) {
            start -= 1;
        }
        // `张 伟` and `王 小 明`: single characters set apart.
        while end - start < 7
            && start > 1
            && sheet.at(start - 1) == ' '
            && han(start - 2)
            && (start < 3 || !han(start - 3))
        {
            start -= 2;
        }
        let cells: Vec<usize> = (start..end).filter(|i| han(*i)).collect();
        let letters = cells.iter().map(|i| sheet.at(*i)).collect();
        Self { letters, cells, closed: end - start < LONGEST, stops: false }.without_lead()
    }

    /// Whether an everyday word stands where a clear name would: compound surnames are none of those.
    fn is_word(&self, surname: usize, trust: Trust) -> bool {
        let alone = self.closed && surname + 2 >= self.letters.len();
        let compound = surname == 2 && alone;
        // 江海涛 is a name where one is told of, however 江海 reads.
        let name = trust >= Trust::Said
            && alone
            && self.letters.len() == surname + 2
            && given::is_common(&self.letters[surname..]);
        !compound && !name && surname::is_word(&self.letters)
    }

    /// How many of the letters are a name that begins the stretch.
    pub(super) fn name(&self, trust: Trust) -> Option<usize> {
        let letters = &self.letters;
        if letters.contains(&'·') {
            return self.dotted(trust);
        }
        let firm = self.is_firm();
        let Some((surname, clear)) = surname::read(letters).filter(|_| !firm || trust == Trust::Said) else {
            if firm {
                return None;
            }
            let plain = trust == Trust::Asked && self.closed && (2..=4).contains(&letters.len());
            let name = surname::is_given(letters) && given::is_common(&letters[1..]);
            return (plain && name && !surname::is_filler(letters)).then_some(letters.len());
        };
        // `王芳去某某商贸公司`
        if firm {
            return self.before_firm(surname);
        }
        if surname::begins_title(&letters[surname..])
            || (trust < Trust::Asked && self.is_word(surname, trust))
        {
            return None;
        }
        let longest = if trust == Trust::Asked && self.closed && surname == 1 { 3 } else { 2 };
        let given = |length: usize| letters.get(surname..surname + length).is_some_and(surname::is_given);
        if let Some(length) =
            letters.len().checked_sub(surname).filter(|length| self.closed && (1..=longest).contains(length))
        {
            let common = given::is_common(&letters[surname..]);
            let fair = trust == Trust::Asked
                || clear == Surname::Clear
                || (common && (length == 2 || trust == Trust::Said));
            let asked = trust == Trust::Asked && clear == Surname::Clear;
            let pair = &letters[surname..];
            let named = given(length)
                || (length == 2 && (given::is_likely(pair) || (asked && given::is_beside(pair))));
            if named && fair && !surname::is_filler(letters) {
                return Some(letters.len());
            }
        }
        let followed = |length: &usize| {
            let end = surname + length;
            given(*length)
                && !surname::ends_loosely(&letters[surname..end])
                && letters.len() > end
                && surname::follows_name(&letters[end..])
        };
        let two = letters.get(surname..surname + 2).is_some_and(|pair| given(2) && given::is_common(pair));
        if trust < Trust::Asked && clear == Surname::Doubtful && !(trust == Trust::Said && two) {
            return None;
        }
        if let Some(length) = [2, 1].into_iter().find(followed) {
            return Some(surname + length);
        }
        if trust == Trust::Said {
            return self.common(surname).map(|length| surname + length);
        }
        if trust < Trust::Asked || self.is_word(surname, trust) {
            return None;
        }
        [2, 1].into_iter().find(|length| given(*length)).map(|length| surname + length)
    }

    /// How many letters are a name that stands before a firm, which a word such as 去 or 在 parts from it.
    fn before_firm(&self, surname: usize) -> Option<usize> {
        let parted = |length: &usize| {
            let given = self.letters.get(surname..surname + length);
            let next = self.letters.get(surname + length);
            given.is_some_and(given::is_common)
                && next.is_some_and(|c| {
                    matches!(c, '去' | '到' | '在' | '与' | '和' | '向' | '于' | '从' | '跟' | '被')
                })
        };
        [2, 1].into_iter().find(parted).map(|length| surname + length)
    }

    /// How many letters behind the surname are common in names, before something that is not.
    fn common(&self, surname: usize) -> Option<usize> {
        let given = |length: usize| {
            let letters = self.letters.get(surname..surname + length)?;
            (given::is_common(letters) && surname::is_given(letters)).then_some(length)
        };
        let stops = |length: &usize| {
            self.letters
                .get(surname + length)
                .is_some_and(|c| !surname::is_given(&[*c]) || surname::is_loose(*c))
        };
        let likely = |length: &usize| {
            self.letters.get(surname..surname + length).is_some_and(given::is_likely) && stops(length)
        };
        given(2).or_else(|| Some(2).filter(likely)).or_else(|| given(1).filter(stops))
    }

    /// Whether the stretch is a name of a clear surname and letters common in names.
    pub(super) fn is_clear(&self) -> bool {
        let Some((surname, Surname::Clear)) = surname::read(&self.letters) else { return false };
        self.letters.len() <= surname + 2
            && given::is_likely(&self.letters[surname..])
            && self.is_name(Trust::Hint)
    }

    /// The clear name that ends the stretch, whatever stands before it.
    pub(super) fn tail(&self) -> Option<Self> {
        let shortest = if self.closed { 3 } else { 4 };
        let tail = |length: usize| {
            let start = self.letters.len().checked_sub(length)?;
            let whole = start == 0 || length >= shortest;
            if !whole
                || !surname::may_begin(self.letters[start])
                || !given::is_common(&self.letters[start + 1..][length - 2..])
            {
                return None;
            }
            let name = self.from(start);
            name.is_clear().then_some(name)
        };
        [4, 3, 2].into_iter().find_map(tail)
    }

    /// The letters behind the last gap, if there is one.
    pub(super) fn last_group(&self) -> Option<Self> {
        let gap = self.cells.windows(2).rposition(|pair| pair[1] > pair[0] + 1)?;
        Some(self.from(gap + 1))
    }

    /// The first `length` letters by themselves.
    pub(super) fn first(&self, length: usize) -> Self {
        Self {
            letters: self.letters[..length].to_vec(),
            cells: self.cells[..length].to_vec(),
            closed: true,
            stops: self.stops,
        }
    }

    fn from(&self, start: usize) -> Self {
        Self {
            letters: self.letters[start..].to_vec(),
            cells: self.cells[start..].to_vec(),
            closed: true,
            stops: self.stops,
        }
    }

    /// A full stop in the place of the dot is believed where a name was asked for.
    fn dotted(&self, trust: Trust) -> Option<usize> {
        let spelt = trust == Trust::Said && self.closed && dotted::is_spelt(&self.letters);
        let stops = self.stops && !(trust == Trust::Asked || spelt);
        if stops { None } else { dotted::name(&self.letters) }
    }

    fn without_lead(self) -> Self {
        match dotted::lead(&self.letters) {
            0 => self,
            lead => Self { closed: self.closed, ..self.from(lead) },
        }
    }

    /// Whether the whole stretch is a name and nothing else.
    pub(super) fn is_name(&self, trust: Trust) -> bool {
        let letters = &self.letters;
        if let Some(dot) = letters.iter().position(|c| *c == '·') {
            let parts = (2..=8).contains(&dot) && (2..=8).contains(&(letters.len() - dot - 1));
            return parts && self.dotted(trust) == Some(letters.len());
        }
        let Some((surname, clear)) = surname::read(letters) else { return false };
        let fair = clear == Surname::Clear || trust == Trust::Asked || letters.len() > 2;
        fair && (2..=4).contains(&letters.len())
            && !self.is_word(surname, trust)
            && !surname::is_filler(letters)
            && self.name(trust) == Some(letters.len())
    }

    /// The name that ends the stretch, right behind a word for a person: `派件员张强`.
    pub(super) fn after_role(&self) -> Option<Self> {
        let role = |c: char| {
            ROLES.contains(c)
                || matches!(
                    c,
                    '系' | '给'
                        | '找'
                        | '叫'
                        | '是'
                        | '为'
                        | '的'
                        | '名'
                        | '姓'
                        | '理'
                        | '工'
                        | '家'
                        | '手'
                        | '代'
                )
        };
        [4, 3, 2].into_iter().find_map(|length| {
            let start = self.letters.len().checked_sub(length).filter(|start| *start >= 2)?;
            let name = self.from(start);
            (role(self.letters[start - 1]) && name.is_name(Trust::Hint)).then_some(name)
        })
    }

    /// Whether the stretch is the name of a firm.
    fn is_firm(&self) -> bool {
        let letters = &self.letters;
        let firm_at = |i: usize| {
            let rest = &letters[i..];
            let inside = |word: &Vec<char>| i >= 4 && word.len() > 1;
            FIRM_WORDS.1.iter().any(|word| {
                rest.starts_with(word) && (inside(word) || (rest.len() == word.len() && letters.len() > 3))
            })
        };
        (1..letters.len().min(11)).any(|i| FIRM_WORDS.0.contains(letters[i]) && firm_at(i))
    }
}

/// First characters of the endings of firms, and the endings.
static FIRM_WORDS: LazyLock<(CharSet, Vec<Vec<char>>)> = LazyLock::new(|| {
    let words: Vec<Vec<char>> = FIRMS.split(' ').map(|word| word.chars().collect()).collect();
    (CharSet::of(words.iter().map(|word| word[0])), words)
});
