//! Stopping letters with one click (RFC 8058), without signing in.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use minijinja::Value;

use super::{pages, request::refuse};
use crate::{graphql::Api, hub::Hub, service::letter};

/// Asks before anything is stopped, since mail scanners follow links: only the button stops letters.
pub async fn ask(hub: Data<Hub>, api: Data<Api>, request: HttpRequest) -> HttpResponse {
    pages::plain(hub, api, request, PAGE, vec![("stopped", Value::from(false))]).await
}

/// Stops the letters about cases to the account that the token names. Mail programs send this by themselves.
pub async fn stop(hub: Data<Hub>, api: Data<Api>, request: HttpRequest, token: Path<String>) -> HttpResponse {
    match letter::unsubscribe(&hub, &token).await {
        Ok(()) => pages::plain(hub, api, request, PAGE, vec![("stopped", Value::from(true))]).await,
        Err(error) => refuse(&request, &error),
    }
}

const PAGE: &str = "unsubscribe.html";
