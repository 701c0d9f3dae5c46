//! The words that stand in for a hidden value.
//!
//! A placeholder is `【手机1】`; counts above 999 are grouped (`【手机12,345】`), so that a bracketed
//! secret such as `【密码482913】` in somebody's text is never taken for one of ours. Orders keep their
//! ends: `DD20【订单1】1111`.

use super::kind::Kind;

/// How many characters of an order number stay in sight at each end.
const END: usize = 4;
/// The fewest characters an order number must have before its ends may stay.
const LONG: usize = 12;

/// Writes what replaces `canonical`, the `number`th value of its kind.
pub(super) fn write(out: &mut String, kind: Kind, canonical: &str, number: u32) {
    let ends = if kind.keeps_ends() { ends(canonical) } else { None };
    if let Some((head, _)) = ends {
        out.push_str(head);
    }
    out.push('【');
    out.push_str(kind.label());
    push_grouped(out, number);
    out.push('】');
    if let Some((_, tail)) = ends {
        out.push_str(tail);
    }
}

/// The ends that may be shown, when enough lies between them to hide anything.
fn ends(canonical: &str) -> Option<(&str, &str)> {
    let plain = canonical.len() >= LONG && canonical.bytes().all(|b| b.is_ascii_alphanumeric());
    plain.then(|| (&canonical[..END], &canonical[canonical.len() - END..]))
}

fn push_grouped(out: &mut String, number: u32) {
    let digits = number.to_string();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
}

/// Reads a placeholder that opens at `at`: where it ends and what it hides.
///
/// The ends of an order number around the brackets are not included; [`reach`] finds them.
pub(super) fn read(text: &[char], at: usize) -> Option<(usize, Kind)> {
    if text.get(at) != Some(&'【') {
        return None;
    }
    let (kind, mut i) = Kind::ALL.into_iter().find_map(|kind| {
        let after = at + 1 + kind.label().chars().count();
        let label = text.get(at + 1..after)?;
        label.iter().copied().eq(kind.label().chars()).then_some((kind, after))
    })?;
    let mut group = 0;
    let mut groups = 0;
    loop {
        match text.get(i)? {
            c if c.is_ascii_digit() && group < 3 => group += 1,
            ',' if group == 3 || (groups == 0 && group > 0) => {
                groups += 1;
                group = 0;
            }
            '】' if group == 3 || (groups == 0 && group > 0) => return Some((i + 1, kind)),
            _ => return None,
        }
        i += 1;
        if groups > 3 {
            return None;
        }
    }
}

/// How far the ends of an order number reach to each side of the placeholder `from..to`.
pub(super) fn reach(text: &[char], from: usize, to: usize, kind: Kind) -> usize {
    let word = |c: &char| c.is_ascii_alphanumeric();
    let left = from.checked_sub(END).and_then(|start| text.get(start..from));
    let right = text.get(to..to + END);
    match (left, right) {
        (Some(l), Some(r)) if kind.keeps_ends() && l.iter().all(word) && r.iter().all(word) => END,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(kind: Kind, canonical: &str, number: u32) -> String {
        let mut out = String::new();
        write(&mut out, kind, canonical, number);
        out
    }

    #[test]
    fn what_is_written_is_read_back() {
        for number in [1, 12, 999, 1000, 12_345, 1_234_567] {
            for kind in Kind::ALL {
                let text: Vec<char> = shown(kind, "x", number).chars().collect();
                assert_eq!(read(&text, 0), Some((text.len(), kind)));
            }
        }
    }

    #[test]
    fn only_long_orders_keep_their_ends() {
        assert_eq!(shown(Kind::OrderNo, "DD2025042331445111", 1), "DD20【订单1】5111");
        assert_eq!(shown(Kind::OrderNo, "25128843", 2), "【订单2】");
        assert_eq!(shown(Kind::Mobile, "13800138000", 3), "【手机3】");
    }

    #[test]
    fn a_secret_in_brackets_is_no_placeholder() {
        for text in ["【密码482913】", "【QQ12345678】", "【手机】", "【手机1,23】", "【手机,1】", "【手机1"]
        {
            let text: Vec<char> = text.chars().collect();
            assert_eq!(read(&text, 0), None);
        }
    }
}
