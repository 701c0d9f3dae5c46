//! Addresses of machines and places: links, IP, MAC, device ids, coordinates.

use super::cue::Cue;
use super::kind::Kind;
use super::sheet::Sheet;

/// Keys of a link whose values are credentials.
const SECRET_KEYS: &[&str] = &[
    "token",
    "access_token",
    "accesstoken",
    "refresh_token",
    "id_token",
    "auth_token",
    "authtoken",
    "usertoken",
    "ticket",
    "sid",
    "session",
    "sessionid",
    "session_id",
    "jsessionid",
    "phpsessid",
    "sign",
    "signature",
    "sig",
    "secret",
    "code",
    "auth",
    "authkey",
    "auth_key",
    "authcode",
    "auth_code",
    "apikey",
    "api_key",
    "appsecret",
    "key",
    "jwt",
    "pwd",
    "passwd",
    "password",
    "pass",
    "openid",
    "unionid",
    "cookie",
    "credential",
    "verify",
    "verifycode",
    "otp",
    "st",
    "tgt",
    "skey",
    "p_skey",
    "wskey",
    "accesskey",
    "access_key",
    "sessionkey",
    "session_key",
    "csrf",
    "csrf_token",
    "xsrf",
    "bearer",
    "state",
    "nonce",
    "invite",
    "tk",
    "_tb_token_",
];

/// Keys of a link whose values are personal, and what they are.
const PERSONAL_KEYS: &[(&str, Kind)] = &[
    ("phone", Kind::Mobile),
    ("mobile", Kind::Mobile),
    ("tel", Kind::Mobile),
    ("email", Kind::Email),
    ("idcard", Kind::IdCard),
    ("orderid", Kind::OrderNo),
    ("order_id", Kind::OrderNo),
    ("orderno", Kind::OrderNo),
    ("order_no", Kind::OrderNo),
    ("userid", Kind::Account),
    ("user_id", Kind::Account),
    ("username", Kind::Account),
];

/// Hides credentials in links and keeps the rest of them; then IP, MAC and device ids.
pub(super) fn claim(sheet: &mut Sheet) {
    let mut i = 0;
    while i < sheet.len() {
        let end = match sheet.at(i) {
            ':' if sheet.at(i + 1) == '/' && sheet.at(i + 2) == '/' => link(sheet, i),
            'w' if sheet.at(i + 1) == 'w' && sheet.at(i + 2) == 'w' && sheet.at(i + 3) == '.' => {
                link(sheet, i)
            }
            '=' => credential(sheet, i),
            'e' if sheet.at(i + 1) == 'y'
                && sheet.at(i + 2) == 'J'
                && !sheet.before(i).is_ascii_alphanumeric() =>
            {
                web_token(sheet, i)
            }
            _ => None,
        };
        i = end.unwrap_or(i).max(i + 1);
    }
}

/// Hides IPv4, IPv6, MAC addresses and UUIDs.
pub(super) fn claim_machines(sheet: &mut Sheet) {
    let mut i = 0;
    while i < sheet.len() {
        let starts = sheet.at(i).is_ascii_alphanumeric() || sheet.at(i) == ':';
        if !starts || (i > 0 && (sheet.at(i - 1).is_ascii_alphanumeric() || sheet.at(i - 1) == ':')) {
            i += 1;
            continue;
        }
        let found = ipv4(sheet, i).or_else(|| hexadecimal(sheet, i));
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

fn link_character(c: char) -> bool {
    c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
}

/// Keeps a link around `at`, save the credentials in its query; gives where it ends.
fn link(sheet: &mut Sheet, at: usize) -> Option<usize> {
    let mut start = at;
    while start > 0 && at - start < 8 && sheet.at(start - 1).is_ascii_alphabetic() {
        start -= 1;
    }
    let mut end = at;
    while end < sheet.len() && end < at + 4096 && link_character(sheet.at(end)) {
        end += 1;
    }
    while end > at && matches!(sheet.at(end - 1), '.' | ',' | ';' | '!' | '?' | ')' | ']' | '\'' | ':') {
        end -= 1;
    }
    let mut i = start;
    while i < end {
        if sheet.at(i) == '=' {
            i = credential(sheet, i).unwrap_or(i);
        }
        i += 1;
    }
    sheet.keep(start, end);
    Some(end)
}

/// Hides the value behind `=` when its key says that it is a credential; gives where it ends.
fn credential(sheet: &mut Sheet, equals: usize) -> Option<usize> {
    let mut start = equals;
    while start > 0
        && equals - start < 24
        && (sheet.at(start - 1).is_ascii_alphanumeric() || sheet.at(start - 1) == '_')
    {
        start -= 1;
    }
    let key: String = sheet.chars[start..equals].iter().map(char::to_ascii_lowercase).collect();
    let personal = PERSONAL_KEYS.iter().find(|(known, _)| *known == key).map(|(_, kind)| *kind);
    let kind = personal.or_else(|| SECRET_KEYS.contains(&key.as_str()).then_some(Kind::UrlToken))?;
    let mut end = equals + 1;
    while end < sheet.len()
        && end < equals + 4096
        && link_character(sheet.at(end))
        && !matches!(sheet.at(end), '&' | '#' | ';' | ',')
    {
        end += 1;
    }
    while end > equals + 1 && matches!(sheet.at(end - 1), '.' | '!' | '?' | ')' | ']' | '\'' | ':') {
        end -= 1;
    }
    (end - equals > 4 && sheet.hide(equals + 1, end, kind)).then_some(end)
}

/// Hides a JSON web token.
fn web_token(sheet: &mut Sheet, start: usize) -> Option<usize> {
    let mut end = start;
    while end < start + 4096
        && (sheet.at(end).is_ascii_alphanumeric() || matches!(sheet.at(end), '-' | '_' | '.'))
    {
        end += 1;
    }
    (end - start > 30 && sheet.hide(start, end, Kind::UrlToken)).then_some(end)
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
            let spaced = usize::from(sheet.at(i) == ' ');
            if !matches!(sheet.at(i + spaced), '.' | '。' | '·') {
                return None;
            }
            i += spaced + 1;
            i += usize::from(sheet.at(i) == ' ');
        }
    }
    let goes_on = sheet.at(i).is_ascii_alphanumeric() || (sheet.at(i) == '.' && sheet.arabic(i + 1));
    (!goes_on && !sheet.before(start).is_ascii_alphanumeric() && sheet.before(start) != '.')
        .then_some((i, Kind::Ip))
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

/// Reads IPv6, a MAC address or a UUID.
fn hexadecimal(sheet: &Sheet, start: usize) -> Option<(usize, Kind)> {
    let mut sizes = Vec::new();
    let mut i = start;
    let mark = (start..start + 40)
        .map(|i| sheet.at(i))
        .find(|c| !c.is_ascii_hexdigit())
        .filter(|c| matches!(c, ':' | '-'))?;
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
        [8, 4, 4, 4, 12] => Some((i, Kind::DeviceId)),
        [first, rest @ ..] if mark == ':' && sizes.iter().all(|size| *size <= 4) => {
            let full = sizes.len() == 8 && !doubled && *first > 0;
            let short = doubled && rest.len() >= 2 && letters;
            (full || short).then_some((i, Kind::Ip))
        }
        _ => None,
    }
}

/// Hides pairs of coordinates, and single ones after their cue.
pub(super) fn claim_coordinates(sheet: &mut Sheet) {
    let mut i = 0;
    while i < sheet.len() {
        if !sheet.arabic(i) || (i > 0 && (sheet.arabic(i - 1) || sheet.at(i - 1) == '.')) {
            i += 1;
            continue;
        }
        let Some((end, places)) = decimal(sheet, i) else {
            i += 1;
            continue;
        };
        let mut gap = end;
        while gap < end + 4 && matches!(sheet.at(gap), ',' | ' ' | '、' | '/' | '°' | 'N' | 'E' | '-' | ';')
        {
            gap += 1;
        }
        let second = if gap > end { decimal(sheet, gap) } else { None };
        match second {
            Some((last, more)) if places >= 4 && more >= 4 => {
                sheet.hide(i, last, Kind::Geo);
                i = last;
            }
            _ => {
                if places >= 2 && sheet.cue_before(i) == Some(Cue::Geo) {
                    match second.filter(|(_, more)| *more >= 2) {
                        Some((last, _)) => sheet.hide(i, last, Kind::Geo),
                        None => sheet.hide(i, end, Kind::Geo),
                    };
                }
                i = end;
            }
        }
    }
}

/// Reads a decimal fraction below 180: where it ends and how many places it has.
fn decimal(sheet: &Sheet, start: usize) -> Option<(usize, usize)> {
    let whole = (0..4).take_while(|n| sheet.arabic(start + n)).count();
    if !(1..=3).contains(&whole) || sheet.at(start + whole) != '.' {
        return None;
    }
    let from = start + whole + 1;
    let places = (0..13).take_while(|n| sheet.arabic(from + n)).count();
    let value: u32 =
        (start..start + whole).filter_map(|i| sheet.digit(i)).fold(0, |sum, d| sum * 10 + u32::from(d.value));
    let end = from + places;
    let goes_on = sheet.at(end) == '.' && sheet.arabic(end + 1);
    (places > 0 && value <= 180 && !goes_on).then_some((end, places))
}
