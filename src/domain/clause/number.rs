//! Numbers that matter in terms: how long, how much, how many times.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

const NUMBER: &str = "(?:[0-9]+(?:\\.[0-9]+)?|[零一二两三四五六七八九十百千万半几数]+|[nx])";

/// A concept made of a number and its unit.
pub(super) const NAMES: [&str; 5] = ["HOURS", "DAYS", "PERCENT", "MONEY", "TIMES"];

/// The units of each, in the same order.
const UNITS: [&[&str]; 5] = [
    &["小时", "分钟", "秒钟", "秒", "时辰"],
    &["自然日", "工作日", "天", "日", "周", "星期", "月", "年"],
    &["%", "成"],
    &["元", "块", "rmb"],
    &["倍"],
];

static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
    let units = UNITS.concat().join("|");
    let pattern = format!("百分之{NUMBER}|{NUMBER}(?:个|余|万)?(?:{units})");
    Regex::new(&pattern).expect("the pattern is checked by a test")
});

/// The numbers in a text, each with the index of its name and the bytes where it stands.
pub(super) fn find(text: &str) -> impl Iterator<Item = (usize, Range<usize>)> {
    PATTERN.find_iter(text).filter_map(|found| {
        let words = found.as_str();
        let named = |units: &[&str]| units.iter().any(|unit| words.ends_with(unit));
        let at = if words.starts_with("百分之") {
            Some(2)
        } else {
            UNITS.iter().position(|units| named(units))
        };
        Some((at?, found.range()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_known_by_its_unit() {
        for (text, name) in [
            ("24小时内", "HOURS"),
            ("三十分钟", "HOURS"),
            ("15个工作日", "DAYS"),
            ("半年", "DAYS"),
            ("百分之三十", "PERCENT"),
            ("30%", "PERCENT"),
            ("五百元", "MONEY"),
            ("1.5万元", "MONEY"),
            ("十倍", "TIMES"),
        ] {
            let found: Vec<_> = find(text).map(|(at, _)| NAMES[at]).collect();
            assert_eq!(found, [name], "{text}");
        }
        assert_eq!(find("分钟").count(), 0);
    }
}
