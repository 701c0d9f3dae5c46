//! How facts become words: tidy strings, dates and money as each language writes them.

use chrono::DateTime;
use entity::Locale;
use minijinja::{Error, ErrorKind, State, Value};

use crate::locale::figure;

/// How long a subject may get, in characters; phones show about 40 of them.
const SUBJECT: usize = 120;

/// One line of plain text: line breaks and control characters become single spaces.
///
/// Marks that turn the reading direction around go as well: with them a title could make a letter
/// seem to say something else.
pub(super) fn tidy(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let visible = text.chars().filter(|c| !turns_direction(*c));
    for c in visible {
        if c.is_control() || c.is_whitespace() && c != '\u{3000}' {
            if !line.is_empty() && !line.ends_with(' ') {
                line.push(' ');
            }
        } else {
            line.push(c);
        }
    }
    line.truncate(line.trim_end().len());
    line
}

/// A tidy line, cut where a subject ends.
pub(super) fn subject(text: &str) -> String {
    let line = tidy(text);
    match line.char_indices().nth(SUBJECT) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

const fn turns_direction(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// Facts as a template sees them: the same shape, every string tidy.
pub(super) fn facts(value: &serde_json::Value) -> Value {
    match value {
        serde_json::Value::String(text) => Value::from(tidy(text)),
        serde_json::Value::Array(items) => items.iter().map(facts).collect(),
        serde_json::Value::Object(map) => {
            map.iter().map(|(key, value)| (key.as_str(), facts(value))).collect()
        }
        plain => Value::from_serialize(plain),
    }
}

/// `{{ at|moment }}`: an RFC 3339 instant in Beijing time, to the minute.
pub(super) fn moment(state: &State<'_, '_>, at: &str) -> Result<String, Error> {
    let instant = DateTime::parse_from_rfc3339(at).map_err(|_| wrong("not an instant"))?;
    Ok(figure::moment(language(state), instant.to_utc()))
}

/// `{{ reply_by|day }}`: a calendar date.
pub(super) fn day(state: &State<'_, '_>, date: &str) -> Result<String, Error> {
    Ok(figure::day(language(state), date.parse().map_err(|_| wrong("not a date"))?))
}

/// `{{ amount_fen|yuan }}`: whole fen as yuan with thousands apart.
pub(super) fn yuan(state: &State<'_, '_>, fen: i64) -> String {
    figure::yuan(language(state), fen)
}

fn language(state: &State<'_, '_>) -> Locale {
    let locale = state.lookup("locale");
    if locale.is_some_and(|locale| locale.as_str() == Some("zh-CN")) { Locale::ZhCn } else { Locale::En }
}

fn wrong(what: &'static str) -> Error {
    Error::new(ErrorKind::InvalidOperation, what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tidy_text_is_one_honest_line() {
        let table = [
            ("点卡不到账", "点卡不到账"),
            ("a\r\nBcc: x@example.com", "a Bcc: x@example.com"),
            (" two \t words\u{0} ", "two words"),
            ("卡\u{202E}盟\u{2028}齐声", "卡盟 齐声"),
            ("全角\u{3000}空格", "全角\u{3000}空格"),
            ("\n\n", ""),
        ];
        for (raw, want) in table {
            assert_eq!(tidy(raw), want);
        }
    }

    #[test]
    fn a_subject_ends() {
        assert_eq!(subject(&"卡".repeat(120)).chars().count(), 120);
        let cut = subject(&"卡".repeat(121));
        assert_eq!(cut.chars().count(), 121);
        assert!(cut.ends_with('…'));
    }

    #[test]
    fn each_language_writes_dates_and_money_its_own_way() {
        let mut env = minijinja::Environment::new();
        env.add_filter("moment", moment);
        env.add_filter("day", day);
        env.add_filter("yuan", yuan);
        let words = "{{ at|moment }}; {{ on|day }}; {{ fen|yuan }}; {{ less|yuan }}";
        let say = |locale| {
            let facts = minijinja::context! {
                locale, at => "2026-11-22T17:09:45Z", on => "2026-04-15", fen => 123_456_705_i64, less => -5_i64,
            };
            env.render_str(words, facts).unwrap()
        };
        assert_eq!(
            say("zh-CN"),
            "2026年11月23日 01:09（北京时间）; 2026年4月15日; 1,234,567.05 元; -0.05 元"
        );
        assert_eq!(
            say("en"),
            "23 November 2026, 01:09 (Beijing time); 15 April 2026; CNY 1,234,567.05; -CNY 0.05"
        );
        assert!(env.render_str("{{ 'x'|day }}", ()).is_err());
        assert!(env.render_str("{{ 'x'|moment }}", ()).is_err());
    }
}
