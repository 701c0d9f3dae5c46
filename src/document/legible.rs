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

/// Names letters that cannot be drawn by their number, so that a rare surname is not lost, and
/// replaces symbols that cannot by a box.
fn legible(text: &str, drawn: &impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    for char in text.chars() {
        let known = !char.is_control() && drawn(char);
        if known && narrow(char) {
            word.push(char);
            continue;
        }
        end_word(&mut out, &mut word);
        match char {
            '\n' | ' ' => out.push(char),
            c if c.is_control() || c == BREAK => {}
            c if known => out.push(c),
            c if c.is_alphanumeric() => out.push_str(&format!("〔U+{:04X}〕", u32::from(c))),
            _ if out.ends_with('□') => {}
            _ => out.push('□'),
        }
    }
    end_word(&mut out, &mut word);
    out
}

fn end_word(out: &mut String, word: &mut String) {
    let long = word.chars().nth(WORD).is_some();
    for (index, char) in word.drain(..).enumerate() {
        if long && index > 0 && index.is_multiple_of(STEP) {
            out.push(BREAK);
        }
        out.push(char);
    }
}

/// Whether the usual rules may find no place to break a line after it.
fn narrow(c: char) -> bool {
    !matches!(c, '\n' | ' ' | BREAK | '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
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
        assert!(!shown("短 professional words stay whole 中文随处可断").contains(BREAK));
    }
}
