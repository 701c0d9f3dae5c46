//! Amounts in words, as Chinese bills and complaints write them.
//!
//! The form is that of the rules for filling in bills (正确填写票据和结算凭证的基本规定, annex to
//! 《支付结算办法》): capital numerals, one 零 for any run of zeros inside, 整 after 元 or 角.

const DIGITS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
const PLACES: [(u64, &str); 4] = [(1000, "仟"), (100, "佰"), (10, "拾"), (1, "")];

/// Writes an amount of fen in capitals: 1230000 is 人民币壹万贰仟叁佰元整.
#[must_use]
pub fn capitals(fen: i64) -> String {
    let sign = if fen < 0 { "负" } else { "" };
    let (yuan, rest) = (fen.unsigned_abs() / 100, fen.unsigned_abs() % 100);
    let (jiao, cents) = (rest / 10, rest % 10);

    let mut words = format!("人民币{sign}");
    if yuan > 0 || rest == 0 {
        words += &integer(yuan);
        words += "元";
    }
    // 零 stands for the places that were skipped: units of yuan, or jiao.
    if yuan > 0 && rest > 0 && (jiao == 0 || yuan.is_multiple_of(10)) {
        words += "零";
    }
    if jiao > 0 {
        words = words + digit(jiao) + "角";
    }
    words + &if cents > 0 { digit(cents).to_owned() + "分" } else { "整".to_owned() }
}

/// Writes an amount of fen in figures: 1230050 is `12,300.50`.
#[must_use]
pub fn digits(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let yuan = (fen.unsigned_abs() / 100).to_string();
    let mut grouped = String::new();
    for (index, digit) in yuan.chars().enumerate() {
        if index > 0 && (yuan.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}.{:02}", fen.unsigned_abs() % 100)
}

/// Any whole number: eights of digits joined by 亿, fours by 万.
fn integer(number: u64) -> String {
    match number {
        0..10_000 => below_ten_thousand(number),
        10_000..100_000_000 => joined(number, 10_000, "万"),
        _ => joined(number, 100_000_000, "亿"),
    }
}

fn joined(number: u64, unit: u64, name: &str) -> String {
    let (high, low) = (number / unit, number % unit);
    let mut words = integer(high) + name;
    if low > 0 {
        if low < unit / 10 {
            words += "零";
        }
        words += &integer(low);
    }
    words
}

fn below_ten_thousand(number: u64) -> String {
    if number == 0 {
        return digit(0).to_owned();
    }
    let mut words = String::new();
    let mut skipped = false;
    for (place, name) in PLACES {
        match number / place % 10 {
            0 => skipped = !words.is_empty(),
            value => {
                if skipped {
                    words += digit(0);
                }
                words = words + digit(value) + name;
                skipped = false;
            }
        }
    }
    words
}

fn digit(value: u64) -> &'static str {
    DIGITS[usize::try_from(value).expect("a decimal digit")]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn capitals_follow_the_rules_for_bills() {
        for (fen, words) in [
            (0, "零元整"),
            (1, "壹分"),
            (5, "伍分"),
            (10, "壹角整"),
            (50, "伍角整"),
            (55, "伍角伍分"),
            (100, "壹元整"),
            (101, "壹元零壹分"),
            (110, "壹元壹角整"),
            (1_000, "壹拾元整"),
            (1_010, "壹拾元零壹角整"),
            (1_100, "壹拾壹元整"),
            (1_500, "壹拾伍元整"),
            (10_000, "壹佰元整"),
            (10_100, "壹佰零壹元整"),
            (11_000, "壹佰壹拾元整"),
            (32_504, "叁佰贰拾伍元零肆分"),
            (100_100, "壹仟零壹元整"),
            (101_000, "壹仟零壹拾元整"),
            (140_950, "壹仟肆佰零玖元伍角整"),
            (168_032, "壹仟陆佰捌拾元零叁角贰分"),
            (600_714, "陆仟零柒元壹角肆分"),
            (1_000_000, "壹万元整"),
            (1_000_100, "壹万零壹元整"),
            (1_010_000, "壹万零壹佰元整"),
            (1_230_000, "壹万贰仟叁佰元整"),
            (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
            (10_000_000, "壹拾万元整"),
            (10_050_000, "壹拾万零伍佰元整"),
            (10_700_053, "壹拾万柒仟元零伍角叁分"),
            (100_000_000, "壹佰万元整"),
            (100_000_101, "壹佰万零壹元零壹分"),
            (1_000_500_000, "壹仟万伍仟元整"),
            (10_000_000_000, "壹亿元整"),
            (10_000_000_100, "壹亿零壹元整"),
            (10_001_000_000, "壹亿零壹万元整"),
            (10_010_000_000, "壹亿零壹拾万元整"),
            (10_100_000_000, "壹亿零壹佰万元整"),
            (11_000_000_000, "壹亿壹仟万元整"),
            (12_345_678_901, "壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元零壹分"),
            (1_000_000_000_000, "壹佰亿元整"),
            (100_000_000_000_000, "壹万亿元整"),
            (100_000_000_000_100, "壹万亿零壹元整"),
            (100_010_000_000_000, "壹万零壹亿元整"),
            (-1_230_000, "负壹万贰仟叁佰元整"),
        ] {
            assert_eq!(capitals(fen), format!("人民币{words}"), "{fen}");
        }
    }

    #[test]
    fn figures_are_grouped_by_three() {
        for (fen, figures) in [
            (0, "0.00"),
            (5, "0.05"),
            (12_345, "123.45"),
            (100_000, "1,000.00"),
            (1_230_050, "12,300.50"),
            (12_345_678_901, "123,456,789.01"),
            (-250_000, "-2,500.00"),
            (i64::MIN, "-92,233,720,368,547,758.08"),
        ] {
            assert_eq!(digits(fen), figures);
        }
    }

    /// Reads capitals back, by the plain meaning of the characters.
    fn read(words: &str) -> u64 {
        let words = words.trim_start_matches("人民币").trim_end_matches('整');
        let (yuan, rest) = words.split_once('元').unwrap_or(("", words));
        let part = |text: &str, unit: char| {
            text.find(unit).map_or(0, |end| integer_value(text[..end].chars().last().into_iter()))
        };
        integer_value(yuan.chars()) * 100 + part(rest, '角') * 10 + part(rest, '分')
    }

    fn integer_value(words: impl Iterator<Item = char>) -> u64 {
        let (mut total, mut section, mut figure) = (0, 0, 0);
        for c in words {
            match c {
                '仟' | '佰' | '拾' => {
                    section +=
                        figure * [('仟', 1000), ('佰', 100), ('拾', 10)].iter().find(|p| p.0 == c).unwrap().1;
                    figure = 0;
                }
                '万' => {
                    section = (section + figure) * 10_000;
                    total += section;
                    (section, figure) = (0, 0);
                }
                '亿' => {
                    total = (total + section + figure) * 100_000_000;
                    (section, figure) = (0, 0);
                }
                c => figure = DIGITS.iter().position(|d| d.starts_with(c)).unwrap() as u64,
            }
        }
        total + section + figure
    }

    proptest! {
        #[test]
        fn capitals_can_be_read_back(fen in 0_i64..1_000_000_000_000_000) {
            let words = capitals(fen);
            prop_assert_eq!(read(&words), fen.unsigned_abs(), "{}", words);
            prop_assert!(!words.contains("零零"));
        }

        #[test]
        fn any_amount_has_words(fen in any::<i64>()) {
            prop_assert!(!capitals(fen).contains("零零"));
        }
    }
}
