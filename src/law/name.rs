//! The names of instruments, official and common.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::Instrument;

/// The names under which people know instruments, the longest first.
#[derive(Debug)]
pub(super) struct Names(Vec<(String, String)>);

impl Names {
    /// Gathers ids, titles and common names. A name of an instrument that has been replaced leads
    /// to what replaced it, for that is where its rules are found now.
    pub(super) fn new(instruments: &[Instrument], common: &BTreeMap<String, Vec<String>>) -> Self {
        let mut names = Vec::new();
        for instrument in instruments {
            let target = instrument.superseded_by.as_ref().unwrap_or(&instrument.id);
            let own = [&*instrument.id, &instrument.title_zh, instrument.name_zh(), &instrument.short_zh];
            let others = common.get(&instrument.id).into_iter().flatten().map(String::as_str);
            names.extend(own.into_iter().chain(others).map(|name| (fold(name), target.clone())));
        }
        names.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        names.dedup();
        Self(names)
    }

    /// The longest name at the start of `rest`, and its instrument.
    pub(super) fn at_start<'a>(&'a self, rest: &str, boundary: bool) -> Option<(&'a str, &'a str)> {
        let stands = |name: &str| {
            let Some(after) = rest.strip_prefix(name) else { return false };
            if name.is_ascii() {
                return boundary && !after.starts_with(char::is_alphanumeric);
            }
            // 取消法定… contains 消法: a short name counts at the start of a word only.
            boundary || name.chars().count() > 2
        };
        self.0.iter().find(|(name, _)| stands(name)).map(|(name, id)| (name.as_str(), id.as_str()))
    }
}

/// Width, case and compatibility forms made alike.
pub(super) fn fold(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).collect()
}
