//! Style, icons and scripts of the pages: small files of our own, each under an address that changes with it.

use std::sync::LazyLock;

use actix_web::{HttpRequest, HttpResponse, web};

use super::file::{ASK_AGAIN, CSS, FOR_GOOD, File, JS};
use crate::source::embed;

/// Embeds `static/NAME`.
macro_rules! asset {
    ($name:literal, $media_type:expr) => {
        File::new($name, $media_type, embed!("web/static/", $name).as_bytes())
    };
}

static FILES: LazyLock<[File; 8]> = LazyLock::new(|| {
    [
        asset!("chorus.css", CSS),
        asset!("dark.css", CSS),
        asset!("icon.svg", "image/svg+xml"),
        asset!("chorus.js", JS),
        asset!("upload.js", JS),
        asset!("redact.js", JS),
        asset!("live.js", JS),
        asset!("digest.js", JS),
    ]
});

/// A file under its name; for good when the address says of which content.
pub(super) async fn part(request: HttpRequest, name: web::Path<String>) -> HttpResponse {
    let Some(file) = FILES.iter().find(|file| file.name == name.as_str()) else {
        return HttpResponse::NotFound().finish();
    };
    let caching = if request.query_string() == version(file) { FOR_GOOD } else { ASK_AGAIN };
    file.answer(&request, caching, "default-src 'none'")
}

/// Where a template finds a file.
pub(super) fn address(name: &str) -> String {
    match FILES.iter().find(|file| file.name == name) {
        Some(file) => format!("/static/{name}?{}", version(file)),
        None => format!("/static/{name}"),
    }
}

fn version(file: &File) -> &str {
    &file.tag[..16]
}
