//! The people of the example world; none of them exists.

use std::fmt::Write as _;

use entity::{AccountRole, LetterPreference, Locale};

use super::lot::Lot;

/// How many people run cases; they come first.
pub(super) const ORGANISERS: usize = 8;

/// Organisers and members.
pub(super) const PEOPLE: usize = 400;

/// Where all of them have their mail.
const HOST: &str = "demo.example";

const SURNAMES: [&str; 32] = [
    "赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "蒋", "沈", "韩", "杨", "朱", "秦", "许",
    "何", "吕", "张", "孔", "曹", "严", "金", "魏", "陶", "姜", "谢", "邹", "林", "苏", "潘",
];

/// None of these makes a common word with a surname, as in 周一鸣: such a name may stay readable in the pool, and the
/// example world shows what is hidden.
const GIVEN: [&str; 40] = [
    "晓峰", "雨桐", "紫涵", "志强", "秀英", "明远", "佳怡", "文博", "海燕", "俊杰", "思琪", "建国", "雪梅",
    "浩然", "静怡", "梁栋", "丽娟", "天宇", "梦洁", "振华", "婷婷", "伟东", "欣然", "立恒", "慧敏", "鹏飞",
    "若兰", "成刚", "诗涵", "嘉豪", "玉兰", "奕鸣", "晓燕", "宏伟", "春梅", "景行", "珂欣", "嘉树", "少华",
    "念安",
];

const STREETS: [&str; 8] =
    ["银杏路", "长桥路", "听松街", "云帆大道", "荷塘路", "石榴街", "北苑路", "清水湾路"];

/// Weights and check characters of resident identity numbers (GB 11643-1999).
const WEIGHTS: [usize; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: &[u8; 11] = b"10X98765432";

/// Somebody, with everything about them that the hub has to hide.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) email: String,
    pub(super) role: AccountRole,
    pub(super) locale: Locale,
    pub(super) letters: LetterPreference,
    pub(super) discreet: bool,
    /// Whether they sealed an identity; who did not cannot be in a filing.
    pub(super) is_sealed: bool,
    pub(super) name: String,
    pub(super) phone: String,
    pub(super) identity_number: String,
    pub(super) card: String,
    pub(super) qq: String,
    pub(super) wechat: String,
    pub(super) mail: String,
    pub(super) address: String,
}

impl Person {
    /// The person of this number; the first [`ORGANISERS`] run cases.
    pub(super) fn of(number: usize) -> Self {
        let runs = number < ORGANISERS;
        let email = if runs {
            format!("organiser{}@{HOST}", number + 1)
        } else {
            format!("member{:03}@{HOST}", number + 1 - ORGANISERS)
        };
        Self::with(number, email, AccountRole::Consumer)
    }

    /// Who hides and restores.
    pub(super) fn moderator() -> Self {
        Self::with(PEOPLE, format!("moderator@{HOST}"), AccountRole::Moderator)
    }

    /// Who administers.
    pub(super) fn admin() -> Self {
        Self::with(PEOPLE + 1, format!("admin@{HOST}"), AccountRole::Admin)
    }

    fn with(number: usize, email: String, role: AccountRole) -> Self {
        let mut lot = Lot::of(&format!("person/{number}"));
        let runs = number < ORGANISERS;
        let name = format!("{}{}", lot.pick(&SURNAMES), lot.pick(&GIVEN));
        let letters = match lot.between(1, 100) {
            _ if runs => LetterPreference::Every,
            1..=35 => LetterPreference::Every,
            36..=55 => LetterPreference::Daily,
            56..=85 => LetterPreference::Results,
            _ => LetterPreference::None,
        };
        Self {
            email,
            role,
            locale: if !runs && lot.percent(8) { Locale::En } else { Locale::ZhCn },
            letters,
            discreet: !runs && lot.percent(10),
            is_sealed: runs || lot.percent(94),
            name,
            // 141 numbers things, not people; the number tells the person, so that no two share one (crm-17).
            phone: format!("141{:04}{}", number * 17 % 10_000, lot.digits(4)),
            identity_number: identity_number(&mut lot),
            card: card(&mut lot),
            qq: format!("3{}", lot.digits(8)),
            wechat: format!("demo_{}", lot.digits(6)),
            mail: format!("p{}@qq.example", lot.digits(7)),
            address: format!(
                "云江省星河市月光区{}{}号{}单元{}0{}室",
                lot.pick(&STREETS),
                number + 1,
                lot.between(1, 6),
                lot.between(1, 18),
                lot.between(1, 4)
            ),
        }
    }
}

/// A number of the right form whose place does not exist: Beijing has no county 9900.
fn identity_number(lot: &mut Lot) -> String {
    let mut number = format!("119900{}", lot.between(1968, 2004));
    for part in [lot.between(1, 12), lot.between(1, 28)] {
        // Writing to a string cannot fail.
        let _ = write!(number, "{part:02}");
    }
    number.push_str(&lot.digits(3));
    let sum: usize =
        number.bytes().zip(WEIGHTS).map(|(digit, weight)| usize::from(digit - b'0') * weight).sum();
    number.push(char::from(CHECKS[sum % 11]));
    number
}

/// A card number of the right form (Luhn).
fn card(lot: &mut Lot) -> String {
    let body = format!("622299{}", lot.digits(9));
    let sum: u32 = body
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, digit)| match (at % 2, u32::from(digit - b'0')) {
            (0, digit) if digit > 4 => digit * 2 - 9,
            (0, digit) => digit * 2,
            (_, digit) => digit,
        })
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::domain::{identity_number::IdentityNumber, phone::Mobile};

    #[test]
    fn everybody_has_papers_of_the_right_form_and_a_telephone_of_their_own() {
        let today = "2026-11-20".parse().unwrap();
        let people: Vec<Person> = (0..PEOPLE).map(Person::of).collect();
        for person in &people {
            assert!(IdentityNumber::parse(&person.identity_number, today).is_ok(), "{person:?}");
            assert!(Mobile::parse(&person.phone).is_ok(), "{person:?}");
        }
        let distinct = |of: fn(&Person) -> &String| people.iter().map(of).collect::<HashSet<_>>().len();
        assert_eq!(distinct(|person| &person.phone), PEOPLE);
        assert_eq!(distinct(|person| &person.address), PEOPLE);
        assert_eq!(distinct(|person| &person.email), PEOPLE);
    }
}
