//! What to ask for about an unfair clause: in a complaint for oneself, in a report for everybody (`crm-9`).

use std::sync::LazyLock;

use entity::Locale;
use serde::Deserialize;

use crate::law::{ClauseCategory, catalogue};

const DATA: &str = include_str!("asks.toml");

static ASKS: LazyLock<Vec<Ask>> =
    LazyLock::new(|| parse(DATA).expect("the embedded requests are checked by a test"));

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    report_zh: String,
    report_en: String,
    ask: Vec<Ask>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ask {
    #[serde(default)]
    categories: Vec<String>,
    zh: String,
    en: String,
}

/// What to ask for in a complaint about a clause of some kind: a remedy, never a penalty.
#[must_use]
pub fn complaint(category: &ClauseCategory, locale: Locale) -> &'static str {
    let ask = ASKS.iter().skip(1).find(|ask| ask.categories.contains(&category.id)).unwrap_or(&ASKS[1]);
    ask.said(locale)
}

/// What to ask for in a report of such a clause: that the operator be told to correct it, and no money.
#[must_use]
pub fn report(category: &ClauseCategory, locale: Locale) -> String {
    let name = match locale {
        Locale::ZhCn => &category.name_zh,
        Locale::En => &category.name_en,
    };
    ASKS[0].said(locale).replace("{kind}", name)
}

impl Ask {
    fn said(&self, locale: Locale) -> &str {
        match locale {
            Locale::ZhCn => &self.zh,
            Locale::En => &self.en,
        }
    }
}

/// The report's request first, then those of complaints.
fn parse(data: &str) -> Result<Vec<Ask>, String> {
    let Data { report_zh, report_en, ask } = toml::from_str(data).map_err(|fault| fault.to_string())?;
    let named = |id: &String| ask.iter().filter(|ask| ask.categories.contains(id)).count();
    for category in catalogue().clause_categories() {
        if named(&category.id) != 1 {
            return Err(format!("{} has to be named once", category.id));
        }
    }
    Ok([Ask { categories: Vec::new(), zh: report_zh, en: report_en }].into_iter().chain(ask).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_request() {
        assert_eq!(parse(DATA).err(), None);
        let category = catalogue().clause_category("no-refund").unwrap();
        assert!(complaint(category, Locale::ZhCn).contains("退还"));
        assert!(
            report(category, Locale::ZhCn).contains("概不退换")
                && !report(category, Locale::ZhCn).contains("赔")
        );
    }
}
