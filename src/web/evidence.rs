//! Files of evidence: originals for their owners, copies for the members of the case.

use std::ops::Range;

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{self, Header, HeaderValue},
    },
    web::{Data, Path, Query},
};
use serde::Deserialize;

use super::request::{caller, refuse};
use crate::{
    error::{Error, Result},
    hub::Hub,
    service::{
        access,
        reading::{self, Link, Readable},
        sheet,
    },
};

/// Whatever a file is, it runs nothing.
const INERT: &str = "default-src 'none'; sandbox";

/// What the address of an original carries.
#[derive(Deserialize)]
pub struct Signed {
    until: i64,
    signature: String,
}

/// An original, by the address that its owner was given a moment ago, and only together with their session.
pub async fn original(
    hub: Data<Hub>,
    request: HttpRequest,
    id: Path<String>,
    signed: Query<Signed>,
) -> HttpResponse {
    let found = async {
        let caller = caller(&hub, &request).await?;
        let viewer = caller.person()?;
        let id = access::id(&id, "evidence")?;
        let Signed { until, signature } = signed.into_inner();
        Link { until, signature }.check(&hub, viewer, &id)?;
        reading::original(&hub, viewer, &id).await
    };
    send(&hub, &request, found.await, "attachment")
}

/// A page as a picture without black boxes, for its owner to draw them on.
pub async fn page(hub: Data<Hub>, request: HttpRequest, place: Path<(String, u32)>) -> HttpResponse {
    let drawn = async {
        let caller = caller(&hub, &request).await?;
        let (id, page) = place.into_inner();
        sheet::draw(&hub, caller.person()?, &access::id(&id, "evidence")?, page).await
    };
    match drawn.await {
        Ok(bytes) => HttpResponse::Ok()
            .content_type("image/png")
            .insert_header((header::CACHE_CONTROL, "private, no-store"))
            .insert_header((header::CONTENT_ENCODING, "identity"))
            .insert_header((header::CONTENT_SECURITY_POLICY, INERT))
            .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
            .body(bytes),
        Err(error) => refuse(&request, &error),
    }
}

/// A copy.
pub async fn copy(hub: Data<Hub>, request: HttpRequest, id: Path<String>) -> HttpResponse {
    let found = async {
        let caller = caller(&hub, &request).await?;
        reading::copy(&hub, caller.person()?, &access::id(&id, "evidence")?).await
    };
    send(&hub, &request, found.await, "inline")
}

fn send(hub: &Hub, request: &HttpRequest, found: Result<Readable>, how: &'static str) -> HttpResponse {
    let file = match found {
        Ok(file) => file,
        Err(error) => return refuse(request, &error),
    };
    let Ok((status, range)) = asked(request, file.length) else {
        let mut response = refuse(request, &Error::BadInput("this range is not within the file"));
        *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
        set_range(&mut response, &format!("bytes */{}", file.length));
        return response;
    };
    let mut response = HttpResponse::build(status);
    response
        .content_type(file.media.as_str())
        .insert_header((header::CONTENT_DISPOSITION, how))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .insert_header((header::ACCEPT_RANGES, "bytes"))
        // Compression would take the length away, and a file is as small as it gets.
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .insert_header((header::CONTENT_SECURITY_POLICY, INERT))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header(("repr-digest", digest(&file.sha256)));
    let length = range.end - range.start;
    let said = format!("bytes {}-{}/{}", range.start, range.end.saturating_sub(1), file.length);
    let body = actix_web::body::SizedStream::new(length, file.read(hub, range));
    let mut response = response.body(body);
    if status == StatusCode::PARTIAL_CONTENT {
        set_range(&mut response, &said);
    }
    response
}

fn set_range(response: &mut HttpResponse, said: &str) {
    if let Ok(value) = HeaderValue::from_str(said) {
        response.headers_mut().insert(header::CONTENT_RANGE, value);
    }
}

/// The hash as RFC 9530 writes it.
fn digest(sha256: &str) -> String {
    use base64::{Engine, prelude::BASE64_STANDARD};
    format!("sha-256=:{}:", BASE64_STANDARD.encode(hex::decode(sha256).unwrap_or_default()))
}

/// The part of a file that is asked for: one range, or all of it.
fn asked(request: &HttpRequest, length: u64) -> std::result::Result<(StatusCode, Range<u64>), ()> {
    let whole = (StatusCode::OK, 0..length);
    // What cannot be read, or asks for several ranges, is answered with the whole, as the specification allows.
    let Ok(header::Range::Bytes(ranges)) = header::Range::parse(request) else { return Ok(whole) };
    let [one] = ranges.as_slice() else { return Ok(whole) };
    let (first, last) = one.to_satisfiable_range(length).ok_or(())?;
    Ok((StatusCode::PARTIAL_CONTENT, first..last + 1))
}
