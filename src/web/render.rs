//! Puts pages into words: templates are parsed once, escape whatever they print, and know nothing but what they are
//! given.

use std::sync::{
    Arc, LazyLock, Mutex,
    atomic::{AtomicBool, Ordering},
};

use chrono::DateTime;
use entity::Locale;
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, HtmlEscape, Output, State, UndefinedBehavior, Value,
    escape_formatter, value::Kwargs,
};

use super::{
    asset,
    pages::{PAGES, given::Given},
};
use crate::{
    locale::{self, figure},
    source::embed,
};

/// A template that pages are made of, under its name.
macro_rules! shared {
    ($name:literal) => {
        ($name, embed!("web/templates/", $name))
    };
}

/// Templates that pages are made of.
static SHARED: LazyLock<[(&str, &str); 7]> = LazyLock::new(|| {
    [
        shared!("layout.html"),
        shared!("form.html"),
        shared!("parts.html"),
        shared!("error.html"),
        shared!("sign-in-first.html"),
        shared!("unsubscribe.html"),
        shared!("icons.svg"),
    ]
});

static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut env = Environment::new();
    // A name that nothing bears is an error, not a blank.
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_trim_blocks(true);
    env.set_lstrip_blocks(true);
    env.set_auto_escape_callback(|_| AutoEscape::Html);
    env.set_formatter(harmless);
    env.add_filter("moment", moment);
    env.add_filter("day", day);
    env.add_filter("yuan", |state: &State<'_, '_>, fen: i64| figure::yuan(language(state), fen));
    env.add_filter("count", figure::count);
    env.add_filter("local", local);
    env.add_filter("cents", |fen: i64| format!("{}.{:02}", fen / 100, fen % 100));
    env.add_filter("brief", |text: &str, most: usize| match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    });
    env.add_function("asset", asset::address);
    env.add_function("qr", qr);
    for (name, source) in *SHARED {
        env.add_template(name, source).expect("a test parses every embedded template");
    }
    for page in PAGES.iter() {
        env.add_template(page.name, page.template).expect("a test parses every embedded template");
    }
    env
});

/// Escapes a value, and takes out of texts what turns the reading direction around: with it the words of one person
/// could make a page seem to say something else.
fn harmless(out: &mut Output<'_>, state: &State<'_, '_>, value: &Value) -> Result<(), Error> {
    match value.as_str().filter(|text| !value.is_safe() && text.chars().any(is_hostile)) {
        Some(text) => {
            let text: String = text.chars().filter(|c| !is_hostile(*c)).collect();
            escape_formatter(out, state, &Value::from(text))
        }
        None => escape_formatter(out, state, value),
    }
}

const fn is_hostile(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{B}'..='\u{C}' | '\u{E}'..='\u{1F}' | '\u{7F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

fn language(state: &State<'_, '_>) -> Locale {
    let locale = state.lookup("locale");
    if locale.is_some_and(|locale| locale.as_str() == Some("en")) { Locale::En } else { Locale::ZhCn }
}

fn moment(state: &State<'_, '_>, at: &str) -> Result<String, Error> {
    let instant = DateTime::parse_from_rfc3339(at).map_err(|_| wrong("not an instant"))?;
    Ok(figure::moment(language(state), instant.to_utc()))
}

fn day(state: &State<'_, '_>, date: &str) -> Result<String, Error> {
    // An instant is a day as well: the one in Beijing.
    if let Ok(instant) = DateTime::parse_from_rfc3339(date) {
        return Ok(figure::day(language(state), instant.with_timezone(&figure::beijing()).date_naive()));
    }
    Ok(figure::day(language(state), date.parse().map_err(|_| wrong("not a date"))?))
}

/// A QR code as SVG, with what it is for those who do not see it.
fn qr(text: &str, label: &str) -> Result<Value, Error> {
    use qrcode::{EcLevel, QrCode, render::svg};
    let code =
        QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_| wrong("too long for a QR code"))?;
    let drawn = code.render::<svg::Color<'_>>().min_dimensions(180, 180).build();
    let drawn = drawn.split_once("<svg").map_or("", |(_, rest)| rest);
    Ok(Value::from_safe_string(format!(
        "<svg class=\"qr\" role=\"img\" aria-label=\"{}\"{drawn}",
        HtmlEscape(label)
    )))
}

/// An instant as `datetime-local` takes it, in Beijing.
fn local(at: &str) -> Result<String, Error> {
    let instant = DateTime::parse_from_rfc3339(at).map_err(|_| wrong("not an instant"))?;
    Ok(instant.with_timezone(&figure::beijing()).format("%Y-%m-%dT%H:%M").to_string())
}

fn wrong(what: &'static str) -> Error {
    Error::new(ErrorKind::InvalidOperation, what)
}

/// What was typed into a form that comes back, and what is wrong with it.
#[derive(Clone, Default)]
pub(super) struct Typed {
    /// The form.
    pub(super) form: String,
    /// Which one of several such forms of a page.
    pub(super) of: String,
    /// What was typed.
    pub(super) given: Given,
    /// What is wrong: the field, or nothing, and why.
    pub(super) errors: Vec<(String, String)>,
}

/// All that a page is made from.
pub(super) struct Scene {
    pub(super) locale: Locale,
    /// The template.
    pub(super) name: &'static str,
    /// The path of the page, and what its address asks for.
    pub(super) path: String,
    pub(super) query: Given,
    /// The token that its forms carry.
    pub(super) token: String,
    /// A fresh idempotency key for each form.
    pub(super) fresh: fn() -> String,
    pub(super) typed: Typed,
    /// Names and what they stand for.
    pub(super) facts: Vec<(&'static str, Value)>,
    /// The root fields of the answer.
    pub(super) data: serde_json::Map<String, serde_json::Value>,
}

/// A page in words.
pub(super) struct Rendered {
    pub(super) html: String,
    /// Whether it holds a form that is bound to who asked.
    pub(super) is_bound: bool,
}

/// Which form the template is within.
type Within = Arc<Mutex<Option<(String, String)>>>;

impl Scene {
    /// Renders the page.
    ///
    /// # Errors
    /// When the template asks for what is not there.
    pub(super) fn render(self) -> Result<Rendered, Error> {
        let template = TEMPLATES.get_template(self.name)?;
        let bound = Arc::new(AtomicBool::new(false));
        let within = Within::default();
        let typed = Arc::new(self.typed);
        let (locale, page) = (self.locale, self.name);

        let mut names: Vec<(String, Value)> = Vec::with_capacity(40);
        let mut put = |name: &str, value: Value| names.push((name.to_owned(), value));
        for (name, value) in self.data {
            put(&name, Value::from_serialize(value));
        }
        for (name, value) in self.facts {
            put(name, value);
        }
        put("locale", Value::from(locale.as_str()));
        put("page", Value::from(page));
        put("path", Value::from(self.path.clone()));
        put("t", Value::from_function(move |key: &str, facts: Kwargs| say(locale, page, key, &facts)));
        put("word", Value::from_function(move |section: &str, value: &str| term(locale, section, value)));
        let (path, query) = (self.path, self.query);
        let asked = query.clone();
        put("asked", Value::from_function(move |name: &str| asked.text(name).unwrap_or_default().to_owned()));
        put("url", Value::from_function(move |anew: Kwargs| address(&path, &query, &anew)));
        put("errors", typed.errors.iter().map(|(field, why)| minijinja::context! { field, why }).collect());
        put("posted", Value::from(typed.form.clone()));
        let (token, fresh, bind, here) = (self.token, self.fresh, bound.clone(), within.clone());
        put(
            "begin",
            Value::from_function(move |form: &str, of: &str| {
                bind.store(true, Ordering::Relaxed);
                *here.lock().expect("nobody panics while holding it") =
                    Some((form.to_owned(), of.to_owned()));
                hidden(&[("_token", &token), ("_do", form), ("_of", of), ("idempotencyKey", &fresh())])
            }),
        );
        let here = within.clone();
        put(
            "end",
            Value::from_function(move || {
                *here.lock().expect("nobody panics while holding it") = None;
                ""
            }),
        );
        let (here, told) = (within.clone(), typed.clone());
        put(
            "value",
            Value::from_function(move |name: &str, otherwise: Value| match told.here(&here) {
                Some(typed) => Value::from(typed.given.text(name).unwrap_or_default()),
                None => told.asked(name).map_or(otherwise, Value::from),
            }),
        );
        let told = typed.clone();
        put("typed", Value::from_function(move |name: &str| told.asked(name).unwrap_or_default().to_owned()));
        put("is_answer", Value::from(typed.form.is_empty() && !typed.given.is_empty()));
        let (here, told) = (within.clone(), typed.clone());
        put(
            "values",
            Value::from_function(move |name: &str, otherwise: Value| match told.here(&here) {
                Some(typed) => typed.given.all(name).collect(),
                None => otherwise,
            }),
        );
        let (here, told) = (within.clone(), typed.clone());
        put(
            "error",
            Value::from_function(move |name: &str| told.here(&here).and_then(|typed| typed.error(name))),
        );
        let here = within;
        put(
            "fid",
            Value::from_function(move |name: &str| {
                let within = here.lock().expect("nobody panics while holding it");
                let (form, of) = within.clone().unwrap_or_default();
                format!("{form}{of}-{}", name.replace('.', "-"))
            }),
        );
        let html = template.render(Value::from_iter(names))?;
        Ok(Rendered { html, is_bound: bound.load(Ordering::Relaxed) })
    }
}

impl Typed {
    /// What was typed, if it was typed into the form that the template is within.
    fn here(&self, within: &Within) -> Option<&Self> {
        let within = within.lock().expect("nobody panics while holding it");
        within
            .as_ref()
            .is_some_and(|(form, of)| !form.is_empty() && *form == self.form && *of == self.of)
            .then_some(self)
    }

    /// What was typed into a form that only asked, on this page or the one before; such a form may name a field
    /// without the input object that it is in.
    fn asked(&self, name: &str) -> Option<&str> {
        let last = name.rsplit('.').next().unwrap_or(name);
        let asked = self.form.is_empty().then_some(&self.given)?;
        asked.text(name).or_else(|| asked.text(last))
    }

    /// What is wrong with a field; the API names only the last part of `claim.orderNumber`.
    fn error(&self, name: &str) -> Option<String> {
        let last = name.rsplit('.').next();
        let found = self.errors.iter().find(|(field, _)| field == name || Some(field.as_str()) == last);
        found.map(|(_, why)| why.clone())
    }
}

/// Words of the page, or of `section.key` where a dot says so: those of all pages first, then those of the hub.
fn say(locale: Locale, page: &str, key: &str, facts: &Kwargs) -> Result<String, Error> {
    let mut given = serde_json::Map::new();
    for name in facts.args() {
        let value: Value = facts.get(name)?;
        given.insert(name.to_owned(), serde_json::Value::String(value.to_string()));
    }
    let own = if key.contains('.') { format!("page.{key}") } else { format!("page.{page}.{key}") };
    let key = if locale::word(locale, &own).is_some() { &own } else { key };
    Ok(locale::text(locale, key, &serde_json::Value::Object(given)))
}

/// The word of a closed value of the API, as `stage` and `GATHERING`.
fn term(locale: Locale, section: &str, value: &str) -> String {
    let key = format!("{section}.{}", value.to_lowercase());
    let known = locale::word(locale, &format!("page.{key}")).or_else(|| locale::word(locale, &key));
    known.map_or(key, str::to_owned)
}

/// The address of this page with some of what it asks for set anew.
fn address(path: &str, query: &Given, anew: &Kwargs) -> Result<String, Error> {
    let mut pairs = Vec::new();
    for name in anew.args() {
        let value: Value = anew.get(name)?;
        pairs.push((name.to_owned(), if value.is_none() { String::new() } else { value.to_string() }));
    }
    let query = query.query(&pairs);
    Ok(if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") })
}

fn hidden(pairs: &[(&str, &str)]) -> Value {
    let inputs = pairs.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| {
        format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", HtmlEscape(value))
    });
    Value::from_safe_string(inputs.collect())
}

#[cfg(test)]
mod tests;
