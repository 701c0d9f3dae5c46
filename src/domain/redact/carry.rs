//! Accounts found once are hidden wherever they come again.

use std::collections::HashMap;

use super::kind::Kind;
use super::sheet::Sheet;

/// Fewest characters of an account that is looked for again.
const FEWEST: usize = 6;

/// Hides further occurrences of accounts, WeChat ids and secrets.
pub(super) fn claim(sheet: &mut Sheet) {
    let mut values: HashMap<String, Kind> = HashMap::new();
    for fold in sheet.found() {
        let carried = matches!(
            fold.kind,
            Kind::Account
                | Kind::Wechat
                | Kind::Qq
                | Kind::Secret
                | Kind::OrderNo
                | Kind::TrackingNo
                | Kind::PayNo
        );
        let value = &sheet.chars[fold.start..fold.end];
        if carried && value.len() >= FEWEST && value.iter().all(|c| in_word(*c)) {
            values.insert(value.iter().map(char::to_ascii_lowercase).collect(), fold.kind);
        }
    }
    if values.is_empty() {
        return;
    }
    let mut i = 0;
    while i < sheet.len() {
        if !in_word(sheet.at(i)) {
            i += 1;
            continue;
        }
        let length = sheet.chars[i..].iter().take_while(|c| in_word(**c)).count();
        if (FEWEST..=64).contains(&length) {
            let word: String = sheet.chars[i..i + length].iter().map(char::to_ascii_lowercase).collect();
            if let Some(kind) = values.get(&word) {
                sheet.hide(i, i + length, *kind);
            }
        }
        i += length;
    }
}

fn in_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-')
}
