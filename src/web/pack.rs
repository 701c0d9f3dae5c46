//! Filing packs, for whoever opened one a moment ago.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Data, Path, Query},
};
use serde::Deserialize;

use super::request::{caller, refuse};
use crate::{
    error::Error,
    hub::Hub,
    service::{
        access,
        pack::{self, Link},
    },
};

/// What the address of a pack carries.
#[derive(Deserialize)]
pub struct Signed {
    until: i64,
    signature: String,
}

/// The pack of a filing as `{id}.zip`, made while it is sent.
pub async fn filing(
    hub: Data<Hub>,
    request: HttpRequest,
    file: Path<String>,
    signed: Query<Signed>,
) -> HttpResponse {
    let hub = hub.into_inner();
    let read = async {
        let caller = caller(&hub, &request).await?;
        let viewer = caller.person()?;
        let id = file.strip_suffix(".zip").ok_or(Error::NotFound("document"))?;
        let id = access::id(id, "document")?;
        let Signed { until, signature } = signed.into_inner();
        pack::read(&hub, viewer, &id, &Link { until, signature }).await
    };
    match read.await {
        Ok((name, bytes)) => HttpResponse::Ok()
            .content_type("application/zip")
            .insert_header((header::CACHE_CONTROL, "private, no-store"))
            // An archive is compressed as it is.
            .insert_header((header::CONTENT_ENCODING, "identity"))
            .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
            .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
            .streaming(bytes),
        Err(error) => refuse(&request, &error),
    }
}
