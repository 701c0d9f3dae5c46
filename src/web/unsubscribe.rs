//! Stopping letters with one click (RFC 8058), without signing in.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Data, Path},
};
use serde_json::json;

use super::request::{refuse, text};
use crate::{hub::Hub, locale, service::letter};

/// Asks before anything is stopped, since mail scanners follow links: only the button stops letters.
pub async fn ask(request: HttpRequest) -> HttpResponse {
    page(&request, "ask", true)
}

/// Stops the letters about cases to the account that the token names. Mail programs send this by themselves.
pub async fn stop(hub: Data<Hub>, request: HttpRequest, token: Path<String>) -> HttpResponse {
    match letter::unsubscribe(&hub, &token).await {
        Ok(()) => page(&request, "done", false),
        Err(error) => refuse(&request, &error),
    }
}

fn page(request: &HttpRequest, what: &str, button: bool) -> HttpResponse {
    let locale = locale::accepted(text(request, header::ACCEPT_LANGUAGE));
    let word = |key: &str| locale::text(locale, &format!("unsubscribe.{key}"), &json!({}));
    let form = if button {
        format!("<form method=\"post\"><button>{}</button></form>", word("button"))
    } else {
        String::new()
    };
    let html = format!(
        "<!doctype html><html lang=\"{}\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>Chorus 齐声</title>\
         <main><h1>Chorus 齐声</h1><p>{}</p>{form}</main></html>",
        locale.as_str(),
        word(what),
    );
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; form-action 'self'; frame-ancestors 'none'",
        ))
        .body(html)
}
