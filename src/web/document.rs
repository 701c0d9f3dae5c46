//! Documents of a complaint, for the members of its case.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Data, Path},
};

use super::request::{caller, refuse};
use crate::{
    error::{Error, Result},
    hub::Hub,
    service::{
        access,
        complaint::{self, Format},
    },
};

/// A version of a complaint as `{id}.pdf`, `.json`, `.csv` or `.txt`.
pub async fn complaint(hub: Data<Hub>, request: HttpRequest, file: Path<String>) -> HttpResponse {
    match draw(&hub, &request, &file).await {
        Ok((format, bytes)) => HttpResponse::Ok()
            .content_type(format.media_type())
            .insert_header((header::CACHE_CONTROL, "private, no-store"))
            .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
            .insert_header((header::CONTENT_DISPOSITION, format!("inline; filename=\"{file}\"")))
            .body(bytes),
        Err(error) => refuse(&request, &error),
    }
}

async fn draw(hub: &Hub, request: &HttpRequest, file: &str) -> Result<(Format, Vec<u8>)> {
    let caller = caller(hub, request).await?;
    caller.person()?;
    let (id, ending) = file.split_once('.').ok_or(Error::NotFound("document"))?;
    let format = Format::parse(ending).ok_or(Error::NotFound("document"))?;
    let id = access::id(id, "document")?;
    Ok((format, complaint::render(hub, &caller, &id, format).await?))
}
