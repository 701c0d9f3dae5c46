//! Who sent a request, and how its answer says that something went wrong.

use std::net::{IpAddr, Ipv4Addr};

use actix_web::{
    HttpMessage, HttpRequest, HttpResponse,
    http::{StatusCode, header},
};
use serde_json::json;
use tracing::error;

use crate::{
    domain::refusal::Refusal,
    error::{Error, Result},
    hub::Hub,
    locale,
    service::access::{self, Caller, Party},
};

/// Who sits at a browser, as its cookies tell; kept with the request for [`caller`].
pub(super) struct Found(pub(super) Result<Caller>);

/// The caller of a request, by its bearer token or, where cookies are read, by those.
///
/// # Errors
/// As [`access::party`].
pub async fn caller(hub: &Hub, request: &HttpRequest) -> Result<Caller> {
    if let Some(Found(caller)) = request.extensions_mut().remove::<Found>() {
        return caller;
    }
    let bearer = bearer(request);
    let party = access::party(hub, bearer).await?;
    Ok(as_party(hub, request, party))
}

/// The caller of a request as somebody who was told otherwise.
#[must_use]
pub fn as_party(hub: &Hub, request: &HttpRequest, party: Party) -> Caller {
    let locale = match &party {
        Party::Person(viewer) => viewer.account.locale,
        Party::Guest | Party::App { .. } => locale::accepted(text(request, header::ACCEPT_LANGUAGE)),
    };
    Caller { ip: ip(hub, request), locale, party }
}

/// The token of an `Authorization: Bearer` header.
#[must_use]
pub fn bearer(request: &HttpRequest) -> Option<&str> {
    let value = text(request, header::AUTHORIZATION);
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// A header as text; empty when it is missing or no text.
#[must_use]
pub fn text(request: &HttpRequest, name: header::HeaderName) -> &str {
    request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn ip(hub: &Hub, request: &HttpRequest) -> IpAddr {
    let peer = request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |address| address.ip());
    if !hub.config.server.behind_proxy {
        return peer;
    }
    // The proxy nearest to us appends the address it saw; what stands before that anybody may have written.
    let forwarded = request.headers().get("x-forwarded-for").and_then(|value| value.to_str().ok());
    forwarded.and_then(|list| list.rsplit(',').next()?.trim().parse().ok()).unwrap_or(peer)
}

/// An error as a plain HTTP answer of another status than it usually has.
#[must_use]
pub fn refuse_as(status: StatusCode, request: &HttpRequest, error: &Error) -> HttpResponse {
    let mut response = refuse(request, error);
    *response.status_mut() = status;
    response
}

/// An error as a plain HTTP answer.
#[must_use]
pub fn refuse(request: &HttpRequest, error: &Error) -> HttpResponse {
    let (status, code) = rank(error);
    let locale = locale::accepted(text(request, header::ACCEPT_LANGUAGE));
    let facts = match error {
        Error::NotFound(what) => json!({ "what": format!("@noun.{what}") }),
        Error::BadInput(what) => json!({ "what": what }),
        Error::RateLimited { retry_after } => json!({ "retry_after": retry_after }),
        Error::Refused(refusal) => refusal.facts(),
        Error::Unauthenticated | Error::Fault { .. } => json!({}),
    };
    let section = if matches!(error, Error::Refused(_)) { "refusal" } else { "error" };
    let message = locale::text(locale, &format!("{section}.{code}"), &facts);
    let mut response = HttpResponse::build(status);
    if let Error::RateLimited { retry_after } = error {
        response.insert_header((header::RETRY_AFTER, retry_after.to_string()));
    }
    if status == StatusCode::UNAUTHORIZED {
        response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
    }
    response.json(json!({ "errors": [{ "message": message, "extensions": { "code": code } }] }))
}

/// The status and the code of an error; a fault is logged with its cause.
pub(super) fn rank(error: &Error) -> (StatusCode, &'static str) {
    match error {
        Error::Refused(refusal @ Refusal::StorageUnavailable) => {
            (StatusCode::SERVICE_UNAVAILABLE, refusal.code())
        }
        Error::Refused(refusal) => (StatusCode::CONFLICT, refusal.code()),
        Error::NotFound(_) => (StatusCode::NOT_FOUND, "NOT_FOUND"),
        Error::Unauthenticated => (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED"),
        Error::RateLimited { .. } => (StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED"),
        Error::BadInput(_) => (StatusCode::BAD_REQUEST, "BAD_INPUT"),
        Error::Fault { what, source } => {
            error!(error.what = what, error.cause = %source, "a request failed while {what}");
            (StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL")
        }
    }
}
