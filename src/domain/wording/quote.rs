//! Which words of a text are somebody else's: quotations, titles, and abuse that is reported.

use std::ops::Range;

/// Words before a quotation that say it is what somebody said, at most this many bytes before it.
const LEAD: usize = 30;

/// A quotation with this many bytes more than the words found is a sentence of somebody else, not a word in scare
/// quotes.
const LONGER: usize = 12;

const SAYS: [&str; 16] = [
    "说", "称", "骂", "回", "答", "写", "示", "道", "告诉", "发来", "备注", "提示", "叫我", "said", "wrote",
    "says",
];

/// A stretch between quotation marks or around a title, without the marks.
pub(super) struct Quote {
    inside: Range<usize>,
    title: bool,
}

/// The quotations of a folded text, in order.
pub(super) fn all(text: &str) -> Vec<Quote> {
    let mut quotes = Vec::new();
    let mut open: Option<(char, usize)> = None;
    for (at, c) in text.char_indices() {
        match (open, c) {
            (Some((closing, start)), c) if c == closing => {
                quotes.push(Quote { inside: start..at, title: closing == '》' });
                open = None;
            }
            // A mark that is never closed quotes nothing beyond its line.
            (Some(_), '\n') => open = None,
            (None, c) => open = closing(c).map(|closing| (closing, at + c.len_utf8())),
            _ => {}
        }
    }
    quotes
}

fn closing(c: char) -> Option<char> {
    Some(match c {
        '“' => '”',
        '‘' => '’',
        '「' => '」',
        '『' => '』',
        '《' => '》',
        '"' => '"',
        _ => return None,
    })
}

/// Whether the words at `bytes` are somebody else's.
pub(super) fn reported(quotes: &[Quote], text: &str, bytes: &Range<usize>) -> bool {
    let around = quotes.partition_point(|quote| quote.inside.end < bytes.end);
    let quoted = quotes.get(around).is_some_and(|quote| {
        let inside = quote.inside.start <= bytes.start && bytes.end <= quote.inside.end;
        inside
            && (quote.title
                || quote.inside.len() >= bytes.len() + LONGER
                || SAYS.iter().any(|word| lead(text, quote.inside.start).contains(word)))
    });
    quoted || {
        // 客服骂我傻x: the abuse of somebody else, told without quotation marks.
        let lead = lead(text, bytes.start);
        ["骂我", "骂人", "骂得", "骂了", "说我是", "骂"]
            .iter()
            .any(|word| lead.trim_end_matches([',', ':', '是']).ends_with(word))
    }
}

/// The words of the same clause before a place.
fn lead(text: &str, place: usize) -> &str {
    let from = (place.saturating_sub(LEAD)..=place).find(|at| text.is_char_boundary(*at)).unwrap_or(place);
    let lead = &text[from..place];
    lead.rsplit(['。', '!', '?', ';', '\n']).next().unwrap_or_default()
}
