//! Text made fit for a page: every character can be drawn and every line can be broken.

use serde_json::Value;

/// Marks a place where a long word may be broken. The composer drops this character from what
/// people wrote, so the template knows it as ours, and takes it out again before anything is drawn.
const BREAK: char = '\u{200b}';
/// A longer word may be broken, because no word is that long: it is a number, a hash or a link.
const WORD: usize = 20;
/// How far apart the places are at which it may.
const STEP: usize = 8;

/// Makes all strings of a JSON value legible; `drawn` says which characters the fonts have.
pub(super) fn all(value: &mut Value, drawn: &impl Fn(char) -> bool) {
    match value {
        Value::String(text) => *text = legible(text, drawn),
        Value::Array(items) => items.iter_mut().for_each(|item| all(item, drawn)),
        Value::Object(fields) => fields.values_mut().for_each(|field| all(field, drawn)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn legible(text: &str, drawn: &impl Fn(char) -> bool) -> String {
    breakable(&drawable(text, drawn))
}

/// Names letters that cannot be drawn by their number, so that a rare surname is not lost, and
/// puts one box for any run of symbols that cannot.
fn drawable(text: &str, drawn: &impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '\n' | ' ' => out.push(char),
            c if c.is_control() || c == BREAK => {}
            c if drawn(c) => out.push(c),
            c if c.is_alphanumeric() => out.push_str(&format!("〔U+{:04X}〕", u32::from(c))),
            _ if out.ends_with('□') => {}
            _ => out.push('□'),
        }
    }
    out
}

/// Marks places to break in words that are longer than any word.
fn breakable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(wide) {
        let long = word.chars().nth(WORD).is_some();
        for (index, char) in word.chars().enumerate() {
            if long && index > 0 && index.is_multiple_of(STEP) {
                out.push(BREAK);
            }
            out.push(char);
        }
    }
    out
}

/// Whether the usual rules find a place to break a line beside it.
fn wide(c: char) -> bool {
    matches!(c, '\n' | ' ' | '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        legible(text, &|c| c.is_ascii() || matches!(c, '\u{4e00}'..='\u{9fff}' | '。'))
    }

    #[test]
    fn what_cannot_be_drawn_is_still_told() {
        for (raw, page) in [
            ("张喆。", "张喆。"),
            ("\u{20bb7}野", "〔U+20BB7〕野"),
            ("好😀😀😀的", "好□的"),
            ("مال", "〔U+0645〕〔U+0627〕〔U+0644〕"),
            ("a\u{0}b", "ab"),
        ] {
            assert_eq!(shown(raw), page);
        }
    }

    #[test]
    fn long_words_can_be_broken() {
        let page = shown(&"x".repeat(100));
        assert!(page.split(BREAK).all(|part| part.chars().count() <= STEP));
        assert_eq!(page.replace(BREAK, ""), "x".repeat(100));
        assert!(shown(&"e\u{301}".repeat(50)).contains(BREAK), "boxes between letters");
        assert!(!shown("短 professional words stay whole 中文随处可断").contains(BREAK));
    }
}
