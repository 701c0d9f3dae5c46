//! Which characters can be read as a digit, and as which.

/// What writes a digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    /// 0 to 9.
    Arabic,
    /// 〇 to 九, the banker's 壹 to 玖, and the spoken 幺, 拐.
    Han,
    /// O and o for 0, l and I for 1, among digits only.
    Letter,
}

/// A character read as a digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Digit {
    pub(super) value: u8,
    pub(super) script: Script,
}

/// Reads every character of a text as a digit, where it can be one.
pub(super) fn read(chars: &[char]) -> Vec<Option<Digit>> {
    let mut digits: Vec<Option<Digit>> = chars.iter().map(|c| plain(*c)).collect();
    let mut i = 0;
    while i < chars.len() {
        if !chars[i].is_ascii_alphanumeric() {
            i += 1;
            continue;
        }
        let end = word_end(chars, i);
        if stands_for_digits(chars, &digits, i, end) {
            for at in i..end {
                digits[at] = digits[at].or_else(|| letter(chars[at]));
            }
        }
        i = end;
    }
    digits
}

fn word_end(chars: &[char], start: usize) -> usize {
    let length = chars[start..].iter().take_while(|c| c.is_ascii_alphanumeric()).count();
    start + length
}

fn plain(c: char) -> Option<Digit> {
    if let Some(value) = c.to_digit(10) {
        return Some(Digit { value: value as u8, script: Script::Arabic });
    }
    han(c).map(|value| Digit { value, script: Script::Han })
}

/// The value of a Chinese numeral.
pub(super) fn han(c: char) -> Option<u8> {
    Some(match c {
        '〇' | '零' | '洞' => 0,
        '一' | '壹' | '幺' | '弌' => 1,
        '二' | '贰' | '貳' | '两' | '兩' | '弍' => 2,
        '三' | '叁' | '參' | '叄' | '弎' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' | '陸' => 6,
        '七' | '柒' | '拐' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

fn letter(c: char) -> Option<Digit> {
    let value = match c {
        'O' | 'o' => 0,
        'l' | 'I' => 1,
        _ => return None,
    };
    Some(Digit { value, script: Script::Letter })
}

/// Whether the letters of a word are digits in disguise: nothing else is in it, and digits are near.
fn stands_for_digits(chars: &[char], digits: &[Option<Digit>], start: usize, end: usize) -> bool {
    let word = &chars[start..end];
    let last_x = word.len() >= 2 && matches!(word.last(), Some('x' | 'X'));
    let body = if last_x { &word[..word.len() - 1] } else { word };
    if !body.iter().all(|c| c.is_ascii_digit() || letter(*c).is_some()) {
        return false;
    }
    if body.iter().any(char::is_ascii_digit) {
        return true;
    }
    // All letters, as in `1 3 8 O O`: believed when a digit stands one mark away, or right beside it.
    let near = |at: Option<usize>| at.and_then(|at| digits.get(at).copied().flatten()).is_some();
    body.len() <= 4
        && (near(start.checked_sub(1))
            || near(start.checked_sub(2))
            || near(Some(end))
            || near(Some(end + 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> String {
        let chars: Vec<char> = text.chars().collect();
        let show = |digit: &Option<Digit>| digit.map_or('_', |d| char::from(b'0' + d.value));
        read(&chars).iter().map(show).collect()
    }

    #[test]
    fn letters_are_digits_only_among_digits() {
        assert_eq!(values("l38OO5"), "138005");
        assert_eq!(values("Oil"), "___");
        assert_eq!(values("l 3 8 O"), "1_3_8_0");
        assert_eq!(values("wxid_O1"), "_____01");
        assert_eq!(values("45OlO3l98lO9264llX"), "45010319810926411_");
    }

    #[test]
    fn numerals_are_digits() {
        assert_eq!(values("幺三八零拐壹"), "138071");
    }
}
