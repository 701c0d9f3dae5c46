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
        access, paper,
        rendering::{self, Document},
    },
};

/// A version of a complaint as `{id}.pdf`, `.docx`, `.json`, `.csv` or `.txt`; the report that goes with it as
/// `{id}.report.pdf` and so on.
pub async fn complaint(hub: Data<Hub>, request: HttpRequest, file: Path<String>) -> HttpResponse {
    sent(&request, &file, draw(&hub, &request, &file).await)
}

/// A part of a complaint of many that was typeset by itself, as `{id}.pdf`.
pub async fn paper(hub: Data<Hub>, request: HttpRequest, file: Path<String>) -> HttpResponse {
    sent(&request, &file, part(&hub, &request, &file).await)
}

fn sent(request: &HttpRequest, file: &str, made: Result<(&'static str, Vec<u8>)>) -> HttpResponse {
    match made {
        Ok((media, bytes)) => HttpResponse::Ok()
            .content_type(media)
            .insert_header((header::CACHE_CONTROL, "private, no-store"))
            .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
            .insert_header((header::CONTENT_DISPOSITION, format!("inline; filename=\"{file}\"")))
            .body(bytes),
        Err(error) => refuse(request, &error),
    }
}

async fn draw(hub: &Hub, request: &HttpRequest, file: &str) -> Result<(&'static str, Vec<u8>)> {
    let caller = caller(hub, request).await?;
    caller.person()?;
    let (id, ending) = file.split_once('.').ok_or(Error::NotFound("document"))?;
    let document = Document::parse(ending).ok_or(Error::NotFound("document"))?;
    let id = access::id(id, "document")?;
    Ok((document.media_type(), rendering::render(hub, &caller, &id, document).await?))
}

async fn part(hub: &Hub, request: &HttpRequest, file: &str) -> Result<(&'static str, Vec<u8>)> {
    let caller = caller(hub, request).await?;
    caller.person()?;
    let id = file.strip_suffix(".pdf").ok_or(Error::NotFound("document"))?;
    let id = access::id(id, "document")?;
    Ok(("application/pdf", paper::read(hub, &caller, &id).await?))
}
