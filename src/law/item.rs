//! Places within an article: 第一款第（八）项 is the eighth item of its first paragraph.

use super::numeral;

/// Whether an article has every place that is named, such as 第二款、第三款 or 第（一）项.
///
/// A paragraph is a line that is no item; an item is a line that begins with its number in brackets.
#[must_use]
pub fn stands(places: &str, text: &str) -> bool {
    places.split('、').all(|place| stand(place, text).unwrap_or(false))
}

fn stand(place: &str, text: &str) -> Option<bool> {
    let (paragraph, item) = parse(place)?;
    let lines: Vec<&str> = text.lines().collect();
    let heads: Vec<usize> = (0..lines.len()).filter(|at| !is_item(lines[*at])).collect();
    let within = match paragraph {
        None => &lines[..],
        Some(number) => {
            let at = usize::from(number.checked_sub(1)?);
            let begin = *heads.get(at)?;
            let end = heads.get(at + 1).copied().unwrap_or(lines.len());
            &lines[begin..end]
        }
    };
    let Some(item) = item else { return Some(true) };
    let mark = format!("（{}）", numeral::spell(item));
    Some(within.iter().any(|line| line.starts_with(&mark)))
}

fn is_item(line: &str) -> bool {
    line.starts_with('（')
}

/// The numbers of a paragraph and an item; `None` for what is no such place.
fn parse(place: &str) -> Option<(Option<u16>, Option<u16>)> {
    let mut rest = place.trim();
    let mut paragraph = None;
    let mut item = None;
    while let Some(after) = rest.strip_prefix('第') {
        let after = after.strip_prefix('（').unwrap_or(after);
        let (number, length) = numeral::read(after)?;
        let after = &after[length..];
        let after = after.strip_prefix('）').unwrap_or(after);
        if let Some(after) = after.strip_prefix('款') {
            paragraph = Some(number);
            rest = after;
        } else {
            rest = after.strip_prefix('项')?;
            item = Some(number);
        }
    }
    (rest.is_empty() && (paragraph.is_some() || item.is_some())).then_some((paragraph, item))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "有下列情形的：\n（一）甲；\n（二）乙。\n前款规定的。\n（一）丙。";

    #[test]
    fn a_place_is_looked_up_where_it_would_be() {
        let table = [
            ("第（一）项", true),
            ("第二项", true),
            ("第（三）项", false),
            ("第一款", true),
            ("第二款", true),
            ("第三款", false),
            ("第一款第（二）项", true),
            ("第二款第（二）项", false),
            ("第二款第（一）项", true),
            ("第一款、第二款", true),
            ("第一款、第三款", false),
            ("第零款", false),
            ("前款", false),
            ("", false),
        ];
        for (places, expected) in table {
            assert_eq!(stands(places, TEXT), expected, "{places}");
        }
    }
}
