//! E-mail addresses, also with the at-sign and the dots written out.

use super::cue::Cue;
use super::kind::Kind;
use super::sheet::Sheet;

/// Longest local part and domain that are looked for.
const LONGEST: usize = 64;

/// Mailboxes of an office rather than a person.
const OFFICES: &[&str] = &[
    "kefu",
    "cs",
    "service",
    "services",
    "support",
    "tousu",
    "help",
    "helpdesk",
    "info",
    "complaint",
    "complaints",
    "feedback",
    "admin",
    "contact",
    "sales",
    "hr",
    "noreply",
    "no-reply",
    "donotreply",
    "postmaster",
    "webmaster",
    "customer",
    "customerservice",
    "custserv",
    "care",
    "legal",
    "press",
    "jubao",
    "fankui",
    "business",
    "bd",
    "official",
    "hello",
    "market",
    "marketing",
    "shouhou",
    "aftersale",
    "aftersales",
    "after-sales",
    "refund",
    "refunds",
    "notice",
    "notify",
    "notification",
    "system",
    "security",
    "abuse",
    "privacy",
    "billing",
    "order",
    "orders",
    "shop",
    "store",
    "mall",
    "jiancha",
    "weiquan",
    "zixun",
    "fuwu",
    "12315",
    "ts",
    "office",
    "vip",
    "team",
    "mail",
];

/// Endings that make a domain, where the at-sign is only hinted at.
const ENDINGS: &[&str] = &[
    "com", "cn", "net", "org", "example", "edu", "gov", "io", "me", "top", "hk", "tw", "mo", "jp", "co",
    "cc", "info", "vip", "xyz", "live", "pro", "uk", "us", "de", "fr", "sg", "app", "dev", "test",
];

/// Hides mailboxes of persons and keeps those of the firm.
pub(super) fn claim(sheet: &mut Sheet) {
    let mut i = 0;
    while i < sheet.len() {
        let Some(sign) = at_sign(sheet, i) else {
            i += 1;
            continue;
        };
        let mailbox = domain(sheet, sign.end, sign.sure).zip(local(sheet, i));
        let Some((end, start)) = mailbox else {
            i += 1;
            continue;
        };
        if of_the_firm(sheet, start, i) {
            sheet.keep(start, end);
        } else {
            sheet.hide(start, end, Kind::Email);
        }
        i = end.max(i + 1);
    }
}

struct Sign {
    end: usize,
    /// Whether it is the sign itself, so that any domain will do.
    sure: bool,
}

/// Reads an at-sign in one of its guises.
fn at_sign(sheet: &Sheet, i: usize) -> Option<Sign> {
    let hinted = |length| Some(Sign { end: i + length, sure: false });
    let bracketed = |close: char| {
        let at = |i| matches!(sheet.at(i), 'a' | 'A');
        let tee = |i| matches!(sheet.at(i), 't' | 'T');
        (at(i + 1) && tee(i + 2) && sheet.at(i + 3) == close)
            .then_some(4)
            .or_else(|| (sheet.at(i + 1) == '@' && sheet.at(i + 2) == close).then_some(3))
    };
    match sheet.at(i) {
        '@' => Some(Sign { end: i + 1, sure: true }),
        '#' => hinted(1),
        '(' if matches!(sheet.at(i + 1), 'a' | 'A') && sheet.at(i + 2) == ')' => hinted(3),
        '(' => bracketed(')').and_then(hinted),
        '_' | '-' => bracketed(sheet.at(i)).and_then(hinted),
        '★' | '☆' | '🐌' => hinted(1),
        '[' => bracketed(']').and_then(hinted),
        '{' => bracketed('}').and_then(hinted),
        '<' => bracketed('>').and_then(hinted),
        '【' => bracketed('】').and_then(hinted),
        '艾' if sheet.at(i + 1) == '特' => hinted(2),
        '圈' if matches!(sheet.at(i + 1), 'a' | 'A') => hinted(2),
        'a' | 'A'
            if matches!(sheet.at(i + 1), 't' | 'T') && sheet.before(i) == ' ' && sheet.at(i + 2) == ' ' =>
        {
            hinted(2)
        }
        _ => None,
    }
}

fn local_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%')
}

/// Where the part before the at-sign begins.
fn local(sheet: &Sheet, sign: usize) -> Option<usize> {
    let mut end = sign;
    while end > 0 && sign - end < 2 && sheet.at(end - 1) == ' ' {
        end -= 1;
    }
    let letter = |i: usize| (local_character(sheet.at(i)) || sheet.numeral(i)) && !sheet.taken(i);
    let mut start = end;
    while start > 0 && end - start < LONGEST && letter(start - 1) {
        start -= 1;
    }
    // `1 2 3 @ q q`: single characters set apart.
    while start > 1
        && end - start < LONGEST
        && sheet.at(start + 1) == ' '
        && sheet.at(start - 1) == ' '
        && letter(start - 2)
    {
        if start > 2 && letter(start - 3) {
            break;
        }
        start -= 2;
    }
    while start < end && !sheet.at(start).is_ascii_alphanumeric() && !run_of_numerals(sheet, start) {
        start += 1;
    }
    (start < end).then_some(start)
}

fn run_of_numerals(sheet: &Sheet, i: usize) -> bool {
    sheet.numeral(i) && sheet.digit(i + 1).is_some()
}

/// Where the domain that begins near `start` ends.
fn domain(sheet: &Sheet, start: usize, sure: bool) -> Option<usize> {
    let mut i = start;
    while i < start + 2 && sheet.at(i) == ' ' {
        i += 1;
    }
    let from = i;
    if sheet.at(i + 1) == ' ' && sheet.at(i + 3) == ' ' {
        return spaced_domain(sheet, i);
    }
    let mut labels = 0;
    let mut good = None;
    while i - from < LONGEST {
        let (end, label) = label(sheet, i)?;
        labels += 1;
        i = end;
        let known = ENDINGS.iter().any(|ending| label.eq_ignore_ascii_case(ending));
        let plausible = sure && label.len() >= 2 && label.bytes().all(|b| b.is_ascii_alphabetic());
        if labels > 1 && (known || plausible) {
            good = Some(i);
        }
        match dot(sheet, i) {
            Some(after) if sheet.at(after).is_ascii_alphanumeric() => i = after,
            _ => break,
        }
    }
    good
}

/// Reads a domain whose letters are set apart: `q q . c o m`.
fn spaced_domain(sheet: &Sheet, start: usize) -> Option<usize> {
    let mut word = String::new();
    let mut good = None;
    let mut i = start;
    while i < start + LONGEST && (sheet.at(i).is_ascii_alphanumeric() || matches!(sheet.at(i), '.' | '-')) {
        word.push(sheet.at(i));
        i += 1;
        if ENDINGS
            .iter()
            .any(|ending| word.strip_suffix(ending).is_some_and(|rest| rest.len() > 1 && rest.ends_with('.')))
        {
            good = Some(i);
        }
        i += usize::from(sheet.at(i) == ' ');
    }
    good
}

/// Reads one label of a domain.
fn label(sheet: &Sheet, start: usize) -> Option<(usize, String)> {
    let word: String = sheet.chars[start.min(sheet.len())..]
        .iter()
        .take_while(|c| c.is_ascii_alphanumeric() || **c == '-')
        .take(LONGEST)
        .collect();
    (!word.is_empty()).then(|| (start + word.len(), word))
}

/// Where the dot at `i` ends, if one stands there in any guise.
fn dot(sheet: &Sheet, i: usize) -> Option<usize> {
    let mut at = i;
    while at < i + 2 && sheet.at(at) == ' ' {
        at += 1;
    }
    let word = |from: usize| {
        let letters: String = (from..from + 3).map(|i| sheet.at(i).to_ascii_lowercase()).collect();
        letters == "dot"
    };
    let after = match sheet.at(at) {
        '.' | '。' | '点' | '·' => at + 1,
        // A comma is a slip for the dot where an ending follows at once.
        ',' if at == i && sheet.at(at + 1) == 'c' && matches!(sheet.at(at + 2), 'o' | 'n') => at + 1,
        '[' | '(' | '{' | '【' if word(at + 1) => at + 5,
        'd' | 'D' if at > i && word(at) && sheet.at(at + 3) == ' ' => at + 3,
        '[' | '(' if matches!(sheet.at(at + 1), '.' | '点') => at + 3,
        _ => return None,
    };
    let spaces = (0..2).take_while(|n| sheet.at(after + n) == ' ').count();
    // A full stop with a space after it ends a sentence.
    (spaces == 0 || at > i || sheet.at(at) != '.').then_some(after + spaces)
}

fn of_the_firm(sheet: &Sheet, start: usize, sign: usize) -> bool {
    if sheet.cue_before(start) == Some(Cue::ServiceMail) {
        return true;
    }
    let local: String = (start..sign).map(|i| sheet.at(i)).take_while(|c| local_character(*c)).collect();
    let local = local.to_ascii_lowercase();
    let word = local.trim_end_matches(|c: char| c.is_ascii_digit() && local != "12315");
    OFFICES.contains(&word)
        || OFFICES.iter().take(14).any(|office| word.split(['.', '-', '_']).next() == Some(office))
}
