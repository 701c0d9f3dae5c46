//! What a visitor chose for their browser: the language, light or dark, the size of the type.

use actix_web::{
    HttpRequest, HttpResponse,
    cookie::Cookie,
    http::header,
    web::{Data, Query},
};
use entity::Locale;
use serde::Deserialize;

use super::session::{cookie, held};
use crate::hub::Hub;

/// How long a choice is kept, in days.
const KEPT: i64 = 365;

const LANGUAGE: &str = "lang";
const THEME: &str = "theme";
const TYPE: &str = "type";

const THEMES: [&str; 3] = ["auto", "light", "dark"];
const TYPES: [&str; 2] = ["normal", "large"];

/// What a visitor chose.
#[derive(Clone, Copy)]
pub(super) struct Choice {
    /// The language, where they chose one here rather than in their account or their browser.
    pub(super) language: Option<Locale>,
    /// `auto`, `light` or `dark`.
    pub(super) theme: &'static str,
    /// `normal` or `large`.
    pub(super) size: &'static str,
}

impl Choice {
    /// What the cookies say, and the address before them.
    pub(super) fn of(hub: &Hub, request: &HttpRequest, asked: Option<&str>) -> Self {
        let kept = |name| held(hub, request, name).unwrap_or_default();
        Self {
            language: asked.and_then(language).or_else(|| language(&kept(LANGUAGE))),
            theme: one_of(&THEMES, &kept(THEME)),
            size: one_of(&TYPES, &kept(TYPE)),
        }
    }
}

/// The language of that name.
fn language(name: &str) -> Option<Locale> {
    [Locale::ZhCn, Locale::En].into_iter().find(|locale| locale.as_str() == name)
}

fn one_of(known: &[&'static str], name: &str) -> &'static str {
    known.iter().find(|one| **one == name).unwrap_or(&known[0])
}

/// The cookie that keeps the language that an address asks for.
pub(super) fn keep_language(hub: &Hub, asked: &str) -> Option<Cookie<'static>> {
    Some(cookie(hub, LANGUAGE, language(asked)?.as_str().to_owned(), KEPT))
}

/// What is chosen, and the page to go back to.
#[derive(Deserialize)]
pub(super) struct Asked {
    theme: Option<String>,
    r#type: Option<String>,
    back: Option<String>,
}

/// Keeps a choice and goes back to the page that it was made on.
pub(super) async fn choose(hub: Data<Hub>, asked: Query<Asked>) -> HttpResponse {
    let Asked { theme, r#type, back } = asked.into_inner();
    let mut response = HttpResponse::SeeOther();
    for (name, value, known) in [(THEME, theme, &THEMES[..]), (TYPE, r#type, &TYPES[..])] {
        if let Some(value) = value {
            response.cookie(cookie(&hub, name, one_of(known, &value).to_owned(), KEPT));
        }
    }
    let back = back.as_deref().and_then(local).unwrap_or("/");
    response
        .insert_header((header::LOCATION, back))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .finish()
}

/// A path on this hub, and nothing that a browser could take for another host.
pub(super) fn local(path: &str) -> Option<&str> {
    let plain = path.starts_with('/')
        && !path.starts_with("//")
        && path.len() <= 2_000
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    plain.then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_hub_are_gone_back_to() {
        for path in ["/", "/cases?text=%E5%8D%A1&after=x", "/cases/QS-2026-000001#evidence"] {
            assert_eq!(local(path), Some(path));
        }
        for path in [
            "",
            "cases",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a\r\nSet-Cookie: x",
            "/卡",
        ] {
            assert_eq!(local(path), None, "{path}");
        }
    }
}
