//! Numbers as Chinese statutes write them: 二十六 is 26.

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

fn digit(c: char) -> Option<u16> {
    match c {
        '〇' => Some(0),
        '两' => Some(2),
        '0'..='9' => u16::try_from(c.to_digit(10)?).ok(),
        _ => DIGITS.iter().position(|d| *d == c).and_then(|at| u16::try_from(at).ok()),
    }
}

fn unit(c: char) -> Option<u16> {
    match c {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1000),
        _ => None,
    }
}

/// Reads the number at the start of a text, and says how many bytes it takes.
///
/// Understands digits (26), Chinese numerals (二十六, 一千一百九十八) and plain sequences (二六)
/// up to 9999; anything else is `None`.
#[must_use]
pub fn read(text: &str) -> Option<(u16, usize)> {
    let (mut total, mut pending, mut length) = (0u16, None::<u16>, 0);
    for c in text.chars() {
        if let Some(value) = digit(c) {
            let tens = pending.unwrap_or(0).checked_mul(10)?;
            pending = Some(tens.checked_add(value)?);
        } else if let Some(size) = unit(c) {
            // 十 alone is ten; after 零 or nothing the one is implied.
            let factor = pending.take().filter(|n| *n > 0).unwrap_or(1);
            total = total.checked_add(factor.checked_mul(size)?)?;
        } else {
            break;
        }
        length += c.len_utf8();
    }
    let number = total.checked_add(pending.unwrap_or(0))?;
    (length > 0 && number <= 9999).then_some((number, length))
}

/// Writes a number below ten thousand as a statute does; 0 is 零.
///
/// Larger numbers come back in digits: no statute has so many articles.
#[must_use]
pub fn spell(number: u16) -> String {
    if number == 0 {
        return DIGITS[0].to_string();
    }
    if number > 9999 {
        return number.to_string();
    }
    let mut written = String::new();
    let mut gap = false;
    for (size, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let value = number / size % 10;
        if value == 0 {
            gap = !written.is_empty();
            continue;
        }
        if gap {
            written.push(DIGITS[0]);
            gap = false;
        }
        if !(value == 1 && size == 10 && written.is_empty()) {
            written.push(DIGITS[usize::from(value)]);
        }
        written.push_str(name);
    }
    written
}

/// Spells every number written in digits, so that 7日 and 七日 read alike.
#[must_use]
pub fn spell_all(text: &str) -> String {
    let mut spelled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len());
        let (digits, after) = from.split_at(end);
        spelled.push_str(before);
        match digits.parse() {
            Ok(number) => spelled.push_str(&spell(number)),
            Err(_) => spelled.push_str(digits),
        }
        rest = after;
    }
    spelled.push_str(rest);
    spelled
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_spelled_as_in_statutes() {
        let table = [
            (0, "零"),
            (7, "七"),
            (10, "十"),
            (16, "十六"),
            (20, "二十"),
            (26, "二十六"),
            (100, "一百"),
            (105, "一百零五"),
            (110, "一百一十"),
            (1000, "一千"),
            (1034, "一千零三十四"),
            (1198, "一千一百九十八"),
            (12315, "12315"),
        ];
        for (number, written) in table {
            assert_eq!(spell(number), written);
        }
    }

    #[test]
    fn reading_stops_at_the_first_other_character() {
        assert_eq!(read("二十六条"), Some((26, 9)));
        assert_eq!(read("26条"), Some((26, 2)));
        assert_eq!(read("二六"), Some((26, 6)));
        assert_eq!(read("条"), None);
        assert_eq!(read("99999"), None);
        assert_eq!(read("千千千千千千千千千千千千"), None);
    }

    #[test]
    fn a_text_is_spelled_number_by_number() {
        assert_eq!(spell_all("自收到之日起7个工作日"), "自收到之日起七个工作日");
        assert_eq!(spell_all("12315平台，30日"), "12315平台，三十日");
    }

    proptest! {
        #[test]
        fn what_is_spelled_is_read_back(number in 0u16..=9999) {
            let written = spell(number);
            prop_assert_eq!(read(&written), Some((number, written.len())));
        }

        #[test]
        fn reading_takes_anything(text in "[零一二三四五六七八九十百千两0-9条]{0,12}|.{0,8}") {
            let _ = read(&text);
        }
    }
}
