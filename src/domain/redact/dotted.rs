//! Names of several parts, as 阿卜杜拉·买买提.

use super::given;
use super::surname::{self, ROLES};

/// Characters of talk, which stand in no part of a name with dots.
const TALK: &str = "的了是也还们吗吧呢我你他她这就很说和";

/// Whether a character joins the parts of a name.
pub(super) fn dot(c: char) -> bool {
    matches!(c, '·' | '.')
}

/// How many letters before a name are words for a person or of speech: `游客扎西·顿珠`.
pub(super) fn lead(letters: &[char]) -> usize {
    let dot = letters.iter().position(|c| *c == '·').unwrap_or(0);
    let word = |c: &char| {
        ROLES.contains(*c) || matches!(c, '写' | '叫' | '是' | '的' | '说' | '找' | '给' | '户' | '理')
    };
    letters[..dot].iter().rposition(|c| word(c) && !given::is_sound(*c)).map_or(0, |at| at + 1)
}

/// Whether the letters are nothing but sounds of another language.
pub(super) fn is_spelt(letters: &[char]) -> bool {
    letters.iter().all(|c| *c == '·' || given::is_sound(*c))
}

/// How many of the letters are a name of several parts that begins them.
pub(super) fn name(letters: &[char]) -> Option<usize> {
    let last = letters.iter().rposition(|c| *c == '·')?;
    if letters[..last].iter().any(|c| TALK.contains(*c)) {
        return None;
    }
    let rest = &letters[last + 1..];
    let ends = |tail: &[char]| {
        surname::begins_title(tail) || surname::follows_name(tail) || !surname::is_given(&tail[..1])
    };
    // 都 and 不 are sounds as well: 古丽娜尔·阿不都.
    let spelt = rest.len() <= 5 && is_spelt(rest);
    let stop = (2..rest.len()).find(|i| !spelt && ends(&rest[*i..]));
    let length = stop.unwrap_or(rest.len());
    (length <= 10 && last <= 12).then_some(last + 1 + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_persons_stand_before_the_name() {
        let letters = |text: &str| text.chars().collect::<Vec<_>>();
        assert_eq!(lead(&letters("游客扎西·顿珠")), 2);
        assert_eq!(lead(&letters("扎西·顿珠")), 0);
        assert_eq!(name(&letters("扎西·顿珠先生")), Some(5));
        assert_eq!(name(&letters("我说了·顿珠")), None);
    }
}
