//! Uploads: `HEAD /uploads/{id}` tells how far one has come, `PUT` with `Upload-Offset` goes on with it.

use std::time::Duration;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, HeaderName, HeaderValue},
    web::{Data, Path, Payload},
};
use entity::{BlobState, blob};
use tokio_stream::StreamExt;

use super::request::{caller, refuse, text};
use crate::{
    error::{Error, Result},
    hub::Hub,
    service::{access, upload},
};

/// How far an upload has come, in bytes.
pub const OFFSET: HeaderName = HeaderName::from_static("upload-offset");

/// How many bytes an upload will have.
pub const LENGTH: HeaderName = HeaderName::from_static("upload-length");

/// How long a sender may be silent.
const SILENCE: Duration = Duration::from_secs(60);

/// Tells how far an upload has come.
pub async fn ask(hub: Data<Hub>, request: HttpRequest, id: Path<String>) -> HttpResponse {
    let found = async {
        let caller = caller(&hub, &request).await?;
        upload::find(&hub, &caller, &access::id(&id, "upload")?).await
    };
    answer(&request, found.await)
}

/// Takes bytes in.
pub async fn receive(hub: Data<Hub>, request: HttpRequest, id: Path<String>, body: Payload) -> HttpResponse {
    let taken = async {
        let caller = caller(&hub, &request).await?;
        let offset = match text(&request, OFFSET) {
            "" => 0,
            said => said.parse().map_err(|_| Error::BadInput("Upload-Offset is a number of bytes"))?,
        };
        let body = std::pin::pin!(body.timeout(SILENCE).map_while(std::result::Result::ok));
        upload::receive(&hub, &caller, &access::id(&id, "upload")?, offset, body).await
    };
    answer(&request, taken.await)
}

fn answer(request: &HttpRequest, outcome: Result<blob::Model>) -> HttpResponse {
    match outcome {
        Ok(row) => {
            // 202 says that there is more to come.
            let mut response = if row.state == BlobState::Open && request.method() == "PUT" {
                HttpResponse::Accepted()
            } else {
                HttpResponse::NoContent()
            };
            response
                .insert_header((OFFSET, HeaderValue::from(row.received)))
                .insert_header((LENGTH, HeaderValue::from(row.length)))
                .insert_header((header::CACHE_CONTROL, "no-store"))
                .finish()
        }
        Err(error) => refuse(request, &error),
    }
}
