//! Letters that were written instead of mailed, shown in development only.

use std::path::PathBuf;

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};

use crate::hub::Hub;

fn dir(hub: &Hub) -> Option<PathBuf> {
    (hub.config.development && hub.config.mail.host.is_empty()).then(|| hub.letters_dir())
}

/// The names of the letters, newest first.
pub async fn list(hub: Data<Hub>) -> HttpResponse {
    let Some(dir) = dir(&hub) else { return HttpResponse::NotFound().finish() };
    let Ok(entries) = std::fs::read_dir(dir) else { return HttpResponse::Ok().json(Vec::<String>::new()) };
    let mut files: Vec<_> = entries
        .filter_map(Result::ok)
        .filter_map(|entry| {
            Some((entry.metadata().ok()?.modified().ok()?, entry.file_name().into_string().ok()?))
        })
        .filter(|(_, name)| name.ends_with(".eml"))
        .collect();
    files.sort_by(|a, b| b.cmp(a));
    HttpResponse::Ok().json(files.into_iter().take(1_000).map(|(_, name)| name).collect::<Vec<_>>())
}

/// One letter as it was written.
pub async fn show(hub: Data<Hub>, file: Path<String>) -> HttpResponse {
    let Some(dir) = dir(&hub) else { return HttpResponse::NotFound().finish() };
    let plain = file
        .strip_suffix(".eml")
        .is_some_and(|stem| stem.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'));
    match plain.then(|| std::fs::read(dir.join(file.as_str()))) {
        Some(Ok(bytes)) => HttpResponse::Ok().content_type("message/rfc822").body(bytes),
        _ => HttpResponse::NotFound().finish(),
    }
}
