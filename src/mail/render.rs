//! Puts a letter into words: templates are parsed once and know nothing but the facts they are given.

use std::sync::LazyLock;

use entity::Locale;
use minijinja::{Environment, UndefinedBehavior, Value, context};

use super::letter::Envelope;
use super::word;

/// A letter in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// One line, without line breaks or control characters.
    pub subject: String,
    /// The letter as plain text.
    pub text: String,
    /// The letter as an HTML page that loads nothing from anywhere.
    pub html: String,
}

/// The sources of one letter in every language.
macro_rules! sources {
    ($($name:literal),+ $(,)?) => {
        &[$(
            source!("zh-CN/", $name, "/subject.txt"),
            source!("zh-CN/", $name, "/body.txt"),
            source!("zh-CN/", $name, "/body.html"),
            source!("en/", $name, "/subject.txt"),
            source!("en/", $name, "/body.txt"),
            source!("en/", $name, "/body.html"),
        )+]
    };
}

/// One file below `templates/`, under its own name.
macro_rules! source {
    ($($part:literal),+) => {
        (concat!($($part),+), include_str!(concat!("templates/", $($part),+)))
    };
}

const LETTERS: &[(&str, &str)] = sources![
    "verify-email",
    "already-registered",
    "reset-password",
    "reset-unknown",
    "email-changed-confirm",
    "email-changed-notice",
    "password-changed",
    "session-reuse",
    "account-closed",
    "case-changed",
    "digest",
    "filing",
    "desk-message",
    "discreet",
];

const SHARED: &[(&str, &str)] = &[
    source!("layout.html"),
    source!("parts.html"),
    source!("zh-CN/footer.txt"),
    source!("zh-CN/footer.html"),
    source!("en/footer.txt"),
    source!("en/footer.html"),
];

/// What each event of a case means, per language: a table rather than a template for each.
const EVENTS: &[(Locale, &str)] = &[
    (Locale::ZhCn, include_str!("templates/zh-CN/events.toml")),
    (Locale::En, include_str!("templates/en/events.toml")),
];

/// Every template and table as it stands, each with its name.
pub fn sources() -> impl Iterator<Item = (&'static str, &'static str)> {
    let events = EVENTS.iter().map(|(locale, source)| (locale.as_str(), *source));
    LETTERS.iter().chain(SHARED).copied().chain(events)
}

static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(environment);

fn environment() -> Environment<'static> {
    let mut env = Environment::new();
    // A fact that is missing is an error, not a blank.
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_trim_blocks(true);
    env.set_lstrip_blocks(true);
    env.add_filter("moment", word::moment);
    env.add_filter("day", word::day);
    env.add_filter("yuan", word::yuan);
    for (name, source) in LETTERS.iter().chain(SHARED) {
        env.add_template(name, source).expect("a test parses every embedded template");
    }
    let events = EVENTS.iter().map(|(locale, source)| {
        let table: toml::Table = source.parse().expect("a test parses every embedded table");
        (locale.as_str(), Value::from_serialize(table))
    });
    env.add_global("events", events.collect::<Value>());
    env
}

/// Renders one letter; `site_url` is where the house itself stands.
pub(super) fn render(envelope: &Envelope, site_url: &str) -> Result<Rendered, minijinja::Error> {
    let locale = envelope.locale.as_str();
    let hushed = envelope.discreet && envelope.template.yields_to_discretion();
    // A discreet letter cannot leak a fact it never sees.
    let (name, facts) = if hushed {
        ("discreet", context! {})
    } else {
        (envelope.template.as_str(), word::facts(&envelope.facts))
    };
    let unsubscribe_url = envelope.unsubscribe_url.as_deref();

    let context = context! { locale, site_url, unsubscribe_url, ..facts.clone() };
    let subject = word::subject(&part(locale, name, "subject.txt", context)?);
    let context = context! { locale, site_url, unsubscribe_url, subject, ..facts };
    let text = part(locale, name, "body.txt", context.clone())?;
    let html = part(locale, name, "body.html", context)?;
    Ok(Rendered { subject, text, html })
}

fn part(locale: &str, name: &str, part: &str, context: Value) -> Result<String, minijinja::Error> {
    TEMPLATES.get_template(&format!("{locale}/{name}/{part}"))?.render(context)
}

#[cfg(test)]
mod tests;
