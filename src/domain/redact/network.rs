//! Addresses of machines: IP, MAC, device ids.

use super::cue::Cue;
use super::kind::Kind;
use super::sheet::Sheet;

/// Hides IPv4, IPv6, MAC addresses and UUIDs.
pub(super) fn claim(sheet: &mut Sheet) {
    let mut i = 0;
    while i < sheet.len() {
        let starts = sheet.at(i).is_ascii_alphanumeric() || sheet.at(i) == ':';
        if !starts || within_word(sheet, i) {
            i += 1;
            continue;
        }
        let found = ipv4(sheet, i).or_else(|| hexadecimal(sheet, i)).or_else(|| bare(sheet, i));
        match found {
            Some((end, kind)) => {
                let version = kind == Kind::Ip && says_version(sheet, i);
                if version {
                    sheet.keep(i, end);
                } else {
                    sheet.hide(i, end, kind);
                }
                i = end;
            }
            None => i += 1,
        }
    }
}

/// Reads four octets; spaces around the dots are borne.
fn ipv4(sheet: &Sheet, start: usize) -> Option<(usize, Kind)> {
    let mut i = start;
    for part in 0..4 {
        let digits =
            (0..4).take_while(|n| sheet.digit(i + n).is_some() && sheet.at(i + n).is_ascii()).count();
        let value =
            (i..i + digits).filter_map(|i| sheet.digit(i)).fold(0u32, |sum, d| sum * 10 + u32::from(d.value));
        if !(1..=3).contains(&digits) || value > 255 || (digits > 1 && sheet.at(i) == '0') {
            return None;
        }
        i += digits;
        if part < 3 {
            i += usize::from(matches!(sheet.at(i), ' ' | '[' | '('));
            if !matches!(sheet.at(i), '.' | '。' | '·' | '点') {
                return None;
            }
            i += 1;
            i += usize::from(matches!(sheet.at(i), ' ' | ']' | ')'));
        }
    }
    let dot = |c: char| matches!(c, '.' | '·');
    let goes_on = sheet.at(i).is_ascii_alphanumeric() || (dot(sheet.at(i)) && sheet.arabic(i + 1));
    (!goes_on && !sheet.before(start).is_ascii_alphanumeric() && !dot(sheet.before(start)))
        .then_some((i, Kind::Ip))
}

/// Whether `i` stands inside a word or a group of colons that began before it.
fn within_word(sheet: &Sheet, i: usize) -> bool {
    let before = sheet.before(i);
    let earlier = i.checked_sub(2).map_or('\0', |i| sheet.at(i));
    before.is_ascii_alphanumeric() || (before == ':' && (earlier.is_ascii_hexdigit() || earlier == ':'))
}

/// Whether the four figures are a version, not an address.
fn says_version(sheet: &Sheet, start: usize) -> bool {
    if sheet.cue_before(start) == Some(Cue::Ip) {
        return false;
    }
    let before: String =
        (start.saturating_sub(10)..start).map(|i| sheet.at(i).to_ascii_lowercase()).collect();
    let words = [
        "版本",
        "版",
        "驱动",
        "内核",
        "补丁",
        "软件",
        "ver",
        "固件",
        "系统",
        "app",
        "客户端",
        "更新",
        "升级",
        "android",
        "ios",
        "标准",
        "型号",
        "build",
    ];
    sheet.cue_before(start) == Some(Cue::Keep)
        || before.ends_with('v')
        || words.iter().any(|word| before.contains(word))
}

/// Reads the id of a device that is written in 16 or 32 hexadecimal digits of one case and nothing else.
fn bare(sheet: &Sheet, start: usize) -> Option<(usize, Kind)> {
    let length = (0..65).take_while(|n| sheet.at(start + n).is_ascii_alphanumeric()).count();
    if !matches!(length, 16 | 32) || matches!(sheet.before(start), '/' | '=' | '-' | '_' | '.') {
        return None;
    }
    let word = &sheet.chars[start..start + length];
    let count = |fits: fn(&char) -> bool| word.iter().filter(|c| fits(c)).count();
    let low = count(|c| matches!(c, 'a'..='f')) >= 2 && count(|c| c.is_ascii_digit()) >= 4;
    let hexadecimal = word.iter().all(|c| matches!(c, '0'..='9' | 'a'..='f'));
    let kept = sheet.cue_before(start).is_some_and(|cue| cue == Cue::Keep || cue == Cue::Secret);
    let goes_on = matches!(sheet.at(start + length), '-' | '_' | '.' | '/');
    (low && hexadecimal && !kept && !goes_on).then_some((start + length, Kind::DeviceId))
}

/// Reads IPv6, a MAC address or a UUID.
fn hexadecimal(sheet: &Sheet, start: usize) -> Option<(usize, Kind)> {
    let mut sizes = Vec::new();
    let mut i = start;
    let mark = (start..start + 40)
        .map(|i| sheet.at(i))
        .find(|c| !c.is_ascii_hexdigit())
        .filter(|c| matches!(c, ':' | '-' | '.'))?;
    let mut doubled = false;
    while i < start + 48 {
        let size = (0..13).take_while(|n| sheet.at(i + n).is_ascii_hexdigit()).count();
        sizes.push(size);
        i += size;
        if sheet.at(i) != mark || sizes.len() > 8 {
            break;
        }
        let next = sheet.at(i + 1);
        if mark == ':' && next == ':' && !doubled {
            doubled = true;
            i += 1;
            if !sheet.at(i + 1).is_ascii_hexdigit() {
                i += 1;
                break;
            }
        } else if !next.is_ascii_hexdigit() {
            break;
        }
        i += 1;
    }
    if sheet.at(i).is_ascii_alphanumeric() {
        return None;
    }
    let letters = (start..i).any(|i| sheet.at(i).is_ascii_alphabetic());
    match sizes.as_slice() {
        [2, 2, 2, 2, 2, 2] if letters || sheet.cue_before(start) == Some(Cue::Device) => {
            Some((i, Kind::DeviceId))
        }
        [4, 4, 4] if mark == '.' && (letters || sheet.cue_before(start) == Some(Cue::Device)) => {
            Some((i, Kind::DeviceId))
        }
        [8, 4, 4, 4, 12] if mark == '-' => Some((i, Kind::DeviceId)),
        [first, rest @ ..] if mark == ':' && sizes.iter().all(|size| *size <= 4) => {
            let full = sizes.len() == 8 && !doubled && *first > 0;
            let short = doubled && rest.len() >= 2 && letters;
            (full || short).then_some((i, Kind::Ip))
        }
        _ => None,
    }
}
