//! A value without its disguise, so that it is the same however it was written.

use super::digit;
use super::kind::Kind;
use super::sheet::is_han;

/// The canonical form of a value of this kind, given in plain characters.
pub(super) fn of(kind: Kind, value: &[char]) -> String {
    match kind {
        Kind::Name => value.iter().filter(|c| is_han(**c) || c.is_alphabetic()).collect(),
        Kind::Address => value.iter().filter(|c| c.is_alphanumeric() || **c == '-').map(numeral).collect(),
        Kind::Email => email(value),
        Kind::Secret | Kind::UrlToken | Kind::Ip | Kind::Geo => {
            value.iter().filter(|c| !c.is_whitespace()).map(numeral).collect()
        }
        Kind::Account | Kind::Wechat => {
            value.iter().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect()
        }
        Kind::Mobile => mobile(value),
        _ => digits(value),
    }
}

/// Letters in upper case and digits, whatever they were written in.
fn digits(value: &[char]) -> String {
    let read = digit::read(value);
    let plain = |(c, digit): (&char, &Option<digit::Digit>)| match digit {
        Some(digit) => Some(char::from(b'0' + digit.value)),
        None if c.is_alphanumeric() => Some(c.to_ascii_uppercase()),
        None => None,
    };
    value.iter().zip(&read).filter_map(plain).collect()
}

/// A mobile number without the country code of the mainland.
fn mobile(value: &[char]) -> String {
    let all = digits(value);
    let own =
        ["0086", "86", "0"].iter().find_map(|code| all.strip_prefix(code).filter(|rest| rest.len() == 11));
    own.map(str::to_owned).unwrap_or(all)
}

fn numeral(c: &char) -> char {
    digit::han(*c).map_or(c.to_ascii_lowercase(), |value| char::from(b'0' + value))
}

/// An address as it is typed into a mail client.
fn email(value: &[char]) -> String {
    let text: String = value.iter().filter(|c| !c.is_whitespace()).map(numeral).collect();
    let signs = ["(at)", "[at]", "{at}", "<at>", "【at】", "(@)", "[@]", "艾特", "圈a", "#"];
    let dots = ["[dot]", "(dot)", "{dot}", "点", "。", "[.]", "(.)", "·"];
    let text = signs.iter().fold(text, |text, sign| text.replace(sign, "@"));
    dots.iter().fold(text, |text, dot| text.replace(dot, "."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_has_one_form() {
        let form = |kind, text: &str| of(kind, &text.chars().collect::<Vec<_>>());
        for way in
            ["13800138000", "138-0013-8000", "+86 138 0013 8000", "幺三八零零幺三八零零零", "l38OOl38OOO"]
        {
            assert_eq!(form(Kind::Mobile, way), "13800138000", "{way}");
        }
        assert_eq!(form(Kind::Name, "张 三"), "张三");
        assert_eq!(form(Kind::Email, "a.b (at) qq点com"), "a.b@qq.com");
    }
}
