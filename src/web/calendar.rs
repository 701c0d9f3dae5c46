//! The deadlines of an organiser's cases as iCalendar, for whoever holds the secret link.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Data, Path},
};

use super::request::refuse;
use crate::{error::Error, hub::Hub, service::calendar_link};

/// `/calendar/{token}.ics`.
pub async fn feed(hub: Data<Hub>, request: HttpRequest, file: Path<String>) -> HttpResponse {
    let feed = match file.strip_suffix(".ics") {
        Some(token) => calendar_link::feed(&hub, token).await,
        None => Err(Error::NotFound("link")),
    };
    match feed {
        Ok(text) => HttpResponse::Ok()
            .content_type("text/calendar; charset=utf-8")
            .insert_header((header::CACHE_CONTROL, "private, no-store"))
            .body(text),
        Err(error) => refuse(&request, &error),
    }
}
