//! Ids that their own shape or a verb gives away: `wxid_…`, `加star_52104`, `用户8812345`.

use super::kind::Kind;
use super::sheet::Sheet;

/// The shortest and the longest id.
const LENGTH: std::ops::RangeInclusive<usize> = 6..=20;

/// Hides ids that no cue word announces.
pub(super) fn claim(sheet: &mut Sheet) {
    let mut i = 0;
    while i < sheet.len() {
        let found = match sheet.at(i) {
            'w' | 'W' => marked(sheet, i).map(|found| (found, Kind::Wechat)),
            '加' | '搜' | '聊' => after_verb(sheet, i + 1).map(|found| (found, Kind::Wechat)),
            '用' | '手' => given(sheet, i).map(|found| (found, Kind::Account)),
            _ => None,
        };
        match found.filter(|((start, end), kind)| sheet.hide(*start, *end, *kind)) {
            Some(((_, end), _)) => i = end,
            None => i += 1,
        }
    }
}

fn word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-')
}

/// The id that begins at `start`, for as long as it goes.
fn id(sheet: &Sheet, start: usize) -> usize {
    let length = (0..40).take_while(|n| word(sheet.at(start + n))).count();
    start + length - (0..length).take_while(|n| sheet.at(start + length - 1 - n) == '-').count()
}

/// Reads an id that WeChat itself gave.
fn marked(sheet: &Sheet, start: usize) -> Option<(usize, usize)> {
    let mark = "wxid_".chars().enumerate().all(|(n, c)| sheet.at(start + n).eq_ignore_ascii_case(&c));
    let end = id(sheet, start);
    (mark && end - start >= 10).then_some((start, end))
}

/// Reads the name that a platform gives to who chose none: `用户8812345`, `手机用户8812345`.
fn given(sheet: &Sheet, start: usize) -> Option<(usize, usize)> {
    let word = ["手机用户", "用户"]
        .into_iter()
        .find(|word| word.chars().enumerate().all(|(n, c)| sheet.at(start + n) == c))?;
    let digits = start + word.chars().count();
    let length = (0..16).take_while(|n| sheet.arabic(digits + n)).count();
    let alone = !sheet.at(digits + length).is_ascii_alphanumeric() && sheet.at(digits + length) != '.';
    ((5..=12).contains(&length) && alone).then_some((start, digits + length))
}

/// Reads the id that somebody is to be added by, over a few words in between.
fn after_verb(sheet: &Sheet, verb: usize) -> Option<(usize, usize)> {
    let between = |c: char| {
        matches!(c, '我' | '她' | '他' | '你' | '个' | '下' | '一' | '好' | '友' | '了' | ':' | ' ')
    };
    let start = verb + (0..5).take_while(|n| between(sheet.at(verb + n))).count();
    let end = id(sheet, start);
    let value = &sheet.chars[start..end];
    let telling = value.iter().any(|c| c.is_ascii_digit() || *c == '_');
    // Models of goods are written in capitals.
    let fits = LENGTH.contains(&value.len()) && value[0].is_ascii_lowercase() && telling;
    (fits && value.iter().any(char::is_ascii_lowercase)).then_some((start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let chars: Vec<char> = text.chars().collect();
        let mut sheet = Sheet::of(&chars);
        claim(&mut sheet);
        sheet.into_found().iter().map(|fold| chars[fold.start..fold.end].iter().collect()).collect()
    }

    #[test]
    fn ids_are_known_without_a_cue() {
        assert_eq!(found("加我star_52104聊"), ["star_52104"]);
        assert_eq!(found("是wxid_0wggu62n6r17mn吧"), ["wxid_0wggu62n6r17mn"]);
        assert_eq!(found("昵称用户63378534，用户3年"), ["用户63378534"]);
        assert_eq!(found("加RTX4060Ti，加100ml，加油站wifi"), [] as [&str; 0]);
    }
}
