//! Text as it may stand in a document that people put their names to.

use unicode_normalization::UnicodeNormalization as _;

/// Combining marks that one letter may carry; more is decoration that hides the lines around it.
const MARKS: usize = 2;

/// Returns `text` without the characters that make it look other than it is.
///
/// A vote is on bytes, but members read a page: direction overrides, zero-width characters and
/// piled-up marks could show them something else than what is hashed. Line ends become `\n`, other
/// controls vanish, blank lines fold into one line end, letters and their accents become one (NFC).
pub(super) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut marks = 0;
    for char in text.replace("\r\n", "\n").chars() {
        match char {
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                out.truncate(out.trim_end().len());
                if !out.is_empty() {
                    out.push('\n');
                }
            }
            '\t' | '\u{a0}' => out.push(' '),
            c if c.is_control() || unseen(c) => {}
            c if combining(c) => {
                marks += 1;
                if marks <= MARKS && !out.is_empty() {
                    out.push(c);
                }
                continue;
            }
            c => out.push(c),
        }
        marks = 0;
    }
    out.trim().nfc().collect()
}

/// As [`clean`], for what stands in one line.
pub(super) fn clean_line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// As [`clean_line`], where nothing and blank mean the same.
pub(super) fn clean_option(text: Option<&str>) -> Option<String> {
    text.map(clean_line).filter(|text| !text.is_empty())
}

fn unseen(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e000}'..='\u{f8ff}'
        | '\u{e0000}'..='\u{e0fff}' | '\u{f0000}'..)
}

fn combining(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_what_is_hashed() {
        for (raw, shown) in [
            ("正常的一句话。", "正常的一句话。"),
            ("退款\u{202e}元001\u{202c}", "退款元001"),
            ("a\u{0}b\u{7}c\u{1b}[31m", "abc[31m"),
            ("一\r\n\r\n\n二\u{2028}三", "一\n二\n三"),
            ("密\u{200b}码\u{feff}\u{ad}", "密码"),
            ("\u{301}e\u{301}\u{301}\u{301}\u{301}x", "é\u{301}x"),
            ("  \t两端 \n", "两端"),
            ("#{panic()} $x$ *b*", "#{panic()} $x$ *b*"),
        ] {
            assert_eq!(clean(raw), shown, "{raw:?}");
            assert_eq!(clean(&clean(raw)), clean(raw), "{raw:?} twice");
        }
    }

    #[test]
    fn a_line_is_one_line_and_blank_is_nothing() {
        assert_eq!(clean_line("一行\n又 一\t行"), "一行 又 一 行");
        assert_eq!(clean_option(Some(" \u{200b}\n")), None);
        assert_eq!(clean_option(Some("卡盟")), Some("卡盟".to_owned()));
    }
}
