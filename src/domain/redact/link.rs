//! Links, which stay, save the credentials in them.

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

/// Hides credentials in links and keeps the rest of them.
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
