//! A form with a file, as a browser without scripts sends it: the file is sealed while it comes in, like any upload,
//! and what is left is a form like any other, with the id of the upload in the place of the file.

use actix_multipart::{Field, Multipart};
use actix_web::{
    HttpRequest, HttpResponse,
    guard::{Guard, GuardContext},
    http::{StatusCode, header},
    web::{Data, Payload},
};
use futures_util::{StreamExt, TryStreamExt};

use super::{Page, answer, given::Given, visit::Visit};
use crate::{
    error::Error,
    graphql::Api,
    hub::Hub,
    service::upload,
    web::{
        forgery,
        request::{refuse, text},
    },
};

/// Bytes of all that is no file.
const TEXT: usize = 64 << 10;

/// Bytes that are read on after a form was refused.
const PASSED_OVER: usize = 256 << 20;

/// Parts of a form.
const PARTS: usize = 100;

/// Whether a form comes in parts.
pub(super) struct InParts;

impl Guard for InParts {
    fn check(&self, ctx: &GuardContext<'_>) -> bool {
        let media = ctx.head().headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        media.is_some_and(|media| media.starts_with("multipart/form-data"))
    }
}

/// Why a form was not read.
enum Stop {
    /// It was not sent from here, or the session changed since its page was made.
    Stale,
    /// It cannot be read, or is too large.
    Bad(StatusCode, &'static str),
    /// The file cannot be taken.
    Error(Error),
}

/// Takes a form of a page.
pub(super) async fn take(
    page: &'static Page,
    hub: Data<Hub>,
    api: Data<Api>,
    request: HttpRequest,
    body: Payload,
) -> HttpResponse {
    let plain = request.clone();
    let visit = match Visit::begin(hub, api, request).await {
        Ok(visit) => visit,
        Err(error) => return refuse(&plain, &error),
    };
    if !forgery::is_from_here(&visit.hub, &visit.request) {
        return visit.told(StatusCode::FORBIDDEN, "FOREIGN_FORM");
    }
    let mut parts = Multipart::new(plain.headers(), body.into_inner());
    let mut pairs = Vec::new();
    let read = read(&visit, &mut parts, &mut pairs).await;
    let given: Given = pairs.into_iter().collect();
    let Err(stop) = read else { return answer::taken(page, &visit, given).await };
    pass_over(&mut parts).await;
    match stop {
        Stop::Stale => answer::taken(page, &visit, given).await,
        Stop::Bad(status, code) => visit.told(status, code),
        Stop::Error(Error::Refused(refusal)) => answer::refused(page, &visit, given, &refusal).await,
        Stop::Error(Error::Unauthenticated) => answer::ask_to_sign_in(&visit, &given),
        Stop::Error(error) => visit.trouble(&error),
    }
}

/// Reads what is left, within bounds: a browser shows no answer before it sent all.
async fn pass_over(parts: &mut Multipart) {
    let mut left = PASSED_OVER;
    while let Ok(Some(mut field)) = parts.try_next().await {
        while let Some(Ok(some)) = field.next().await {
            match left.checked_sub(some.len()) {
                Some(less) => left = less,
                None => return,
            }
        }
    }
}

/// Reads the parts: texts into `pairs`, a file into the vault.
async fn read(visit: &Visit, parts: &mut Multipart, pairs: &mut Vec<(String, String)>) -> Result<(), Stop> {
    let bad = |_| Stop::Bad(StatusCode::BAD_REQUEST, "BAD_INPUT");
    let mut room = TEXT;
    for _ in 0..PARTS {
        let Some(mut field) = parts.try_next().await.map_err(bad)? else { return Ok(()) };
        let name = field.name().unwrap_or_default().to_owned();
        let file = field.content_disposition().and_then(|all| all.get_filename()).map(str::to_owned);
        match file {
            None => {
                let text = whole(&mut field, &mut room).await?;
                pairs.push((name, text));
            }
            // Nothing was chosen.
            Some(file) if file.is_empty() => {}
            Some(_) => {
                let given: Given = pairs.iter().cloned().collect();
                if !visit.binding.holds(&visit.hub, given.text("_token").unwrap_or_default()) {
                    return Err(Stop::Stale);
                }
                let taken = keep(visit, &mut field).await.map_err(Stop::Error)?;
                pairs.push((name, taken));
            }
        }
    }
    Err(Stop::Bad(StatusCode::PAYLOAD_TOO_LARGE, "TOO_LARGE"))
}

/// A text, within what room there is for all of them.
async fn whole(field: &mut Field, room: &mut usize) -> Result<String, Stop> {
    let mut bytes = Vec::new();
    while let Some(some) = field.next().await {
        let some = some.map_err(|_| Stop::Bad(StatusCode::BAD_REQUEST, "BAD_INPUT"))?;
        *room = room.checked_sub(some.len()).ok_or(Stop::Bad(StatusCode::PAYLOAD_TOO_LARGE, "TOO_LARGE"))?;
        bytes.extend_from_slice(&some);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Seals a file; gives the id of its upload.
async fn keep(visit: &Visit, field: &mut Field) -> crate::error::Result<String> {
    let viewer = visit.caller.person()?;
    let said = text(&visit.request, header::CONTENT_LENGTH).parse().ok();
    Ok(upload::take(&visit.hub, viewer, said, field).await?.id.to_string())
}
