//! The words people read, in both languages.

pub mod figure;

use std::{collections::HashMap, sync::LazyLock};

use entity::Locale;
use serde_json::Value;

use crate::source::embed;

const ZH_CN: &str = include_str!("locale/zh-CN.toml");
const EN: &str = include_str!("locale/en.toml");

/// The words of the pages, each page a section; their keys begin with `page.`.
static PAGES_ZH_CN: LazyLock<&str> = LazyLock::new(|| embed!("locale/pages.zh-CN.toml"));
static PAGES_EN: LazyLock<&str> = LazyLock::new(|| embed!("locale/pages.en.toml"));

type Words = HashMap<String, String>;

static WORDS: LazyLock<[Words; 2]> = LazyLock::new(|| [gather(ZH_CN, &PAGES_ZH_CN), gather(EN, &PAGES_EN)]);

/// The locale files as they stand, each with its name.
#[must_use]
pub fn sources() -> [(&'static str, &'static str); 4] {
    [("zh-CN.toml", ZH_CN), ("en.toml", EN), ("pages.zh-CN.toml", &PAGES_ZH_CN), ("pages.en.toml", &PAGES_EN)]
}

fn gather(common: &str, pages: &str) -> Words {
    let pages = flat(pages).into_iter().map(|(key, word)| (format!("page.{key}"), word));
    flat(common).into_iter().chain(pages).collect()
}

fn flat(text: &str) -> Words {
    let table: HashMap<String, HashMap<String, String>> =
        toml::from_str(text).expect("the locale files are sections of texts, as their test checks");
    table
        .into_iter()
        .flat_map(|(section, words)| {
            words.into_iter().map(move |(key, word)| (format!("{section}.{key}"), word))
        })
        .collect()
}

fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::ZhCn => &WORDS[0],
        Locale::En => &WORDS[1],
    }
}

/// The words under `section.key`, with each `{name}` replaced by that fact.
///
/// An unknown key gives the key itself, so that nothing is hidden; a test keeps the keys complete.
#[must_use]
pub fn text(locale: Locale, key: &str, facts: &Value) -> String {
    let Some(pattern) = words(locale).get(key) else { return key.to_owned() };
    let mut out = String::with_capacity(pattern.len() + 32);
    let mut rest = pattern.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            break;
        };
        match facts.get(name) {
            Some(Value::String(fact)) => {
                // A fact may itself be a word of the locale: `@stage.closed`.
                out.push_str(fact.strip_prefix('@').and_then(|key| word(locale, key)).unwrap_or(fact));
            }
            Some(Value::Null) | None => {}
            Some(other) => out.push_str(&other.to_string()),
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// The bare words under `section.key`.
#[must_use]
pub fn word(locale: Locale, key: &str) -> Option<&'static str> {
    words(locale).get(key).map(String::as_str)
}

/// The language that an `Accept-Language` header prefers.
#[must_use]
pub fn accepted(header: &str) -> Locale {
    let mut best = (0.0, Locale::ZhCn);
    for item in header.split(',').take(16) {
        let mut parts = item.split(';');
        let tag = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
        let quality = parts.find_map(|part| part.trim().strip_prefix("q=")?.parse().ok()).unwrap_or(1.0);
        let locale = match tag.split('-').next() {
            Some("zh") => Locale::ZhCn,
            Some("en") => Locale::En,
            _ => continue,
        };
        if quality > best.0 {
            best = (quality, locale);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use strum::VariantNames;

    use super::*;
    use crate::{
        clean::Unfit,
        domain::{admissibility::Fault, channel, refusal::Refusal},
    };

    fn keys(locale: Locale) -> BTreeSet<&'static str> {
        words(locale).keys().map(String::as_str).collect()
    }

    fn placeholders(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
    }

    #[test]
    fn both_languages_say_the_same_things() {
        assert_eq!(keys(Locale::ZhCn), keys(Locale::En));
        for key in keys(Locale::En) {
            assert_eq!(
                placeholders(&words(Locale::ZhCn)[key]),
                placeholders(&words(Locale::En)[key]),
                "{key} is made from other facts"
            );
        }
    }

    #[test]
    fn every_refusal_event_and_closed_word_has_words() {
        let en = keys(Locale::En);
        let refusals = Refusal::VARIANTS.iter().chain(Unfit::VARIANTS).map(|code| format!("refusal.{code}"));
        let events = entity::EventKind::ALL.iter().map(|kind| format!("event.{}", kind.as_str()));
        let stages = entity::Stage::ALL.iter().map(|stage| format!("stage.{}", stage.as_str()));
        let statuses = entity::FilingStatus::ALL.iter().map(|status| format!("filing.{}", status.as_str()));
        let outcomes = entity::CaseOutcome::ALL.iter().map(|outcome| format!("outcome.{}", outcome.as_str()));
        let channels = entity::Channel::ALL.iter().map(|channel| format!("channel.{}", channel.as_str()));
        let deadlines = entity::DeadlineKind::ALL.iter().map(|kind| format!("deadline.{}", kind.as_str()));
        let kinds = entity::TransferKind::ALL.iter().map(|kind| kind.as_str());
        let transfers = kinds.chain(entity::TransferNote::ALL.iter().map(|note| note.as_str()));
        let transfers = transfers.map(|word| format!("transfer.{word}"));
        for key in refusals
            .chain(transfers)
            .chain(events)
            .chain(stages)
            .chain(statuses)
            .chain(outcomes)
            .chain(channels)
            .chain(deadlines)
        {
            assert!(en.contains(key.as_str()), "{key} has no words");
        }
    }

    #[test]
    fn whatever_is_advised_has_words() {
        let en = keys(Locale::En);
        let reasons = channel::Reason::ALL.map(|reason| format!("because.{}", <&str>::from(reason)));
        let bars = channel::Bar::ALL.map(|bar| format!("bar.{}", <&str>::from(bar)));
        let facts = channel::Fact::ALL.map(|fact| format!("asked.{}", <&str>::from(fact)));
        let verdicts = channel::Verdict::ALL.map(|verdict| format!("advice.{}", <&str>::from(verdict)));
        let faults = Fault::ALL.map(|fault| format!("admissibility.{}", fault.code()));
        let mends = Fault::ALL.map(|fault| format!("mend.{}", fault.code()));
        for key in reasons.iter().chain(&bars).chain(&facts).chain(&verdicts).chain(&faults).chain(&mends) {
            assert!(en.contains(key.as_str()), "{key} has no words");
        }
    }

    #[test]
    fn the_preferred_language_is_found() {
        for (header, locale) in [
            ("", Locale::ZhCn),
            ("en-GB,en;q=0.9", Locale::En),
            ("fr, en;q=0.3, zh-CN;q=0.8", Locale::ZhCn),
            ("de", Locale::ZhCn),
        ] {
            assert_eq!(accepted(header), locale, "{header}");
        }
    }
}
