//! The originals in a pack: of those pieces that the filing carries and that nobody took back since.

use std::collections::HashMap;

use entity::{BlobState, EvidenceState, evidence, filing};
use futures_util::TryStreamExt;
use serde_json::{Value, json};

use super::packing::Packing;
use crate::{
    domain::complaint::Complaint,
    error::Result,
    hub::Hub,
    service::{evidence as pieces, file},
    store,
};

/// Pieces looked up in one go.
const CHUNK: usize = 500;

/// Writes the originals in the order of the manifest, and tells of each piece where it is, or that it is gone.
pub(super) async fn write(
    hub: &Hub,
    row: &filing::Model,
    content: &Complaint,
    packing: &mut Packing,
) -> Result<Vec<Value>> {
    let numbers: HashMap<&str, u32> = content
        .evidence
        .iter()
        .filter_map(|piece| Some((piece.evidence_id.as_ref()?.as_str(), piece.number)))
        .collect();
    let mut told = Vec::new();
    let listed = store::manifest::of_filing(&hub.db, &row.id).await?;
    for some in listed.chunks(CHUNK) {
        let ids: Vec<_> = some.iter().map(|entry| entry.evidence_id.clone()).collect();
        let mut there = store::evidence::find_many(&hub.db, ids).await?;
        for entry in some {
            let number = numbers.get(entry.evidence_id.as_str()).copied().unwrap_or_default();
            let piece = there.remove(&entry.evidence_id);
            // What was taken back, or belongs to an account that was closed, is listed and not packed.
            let name = match piece.as_ref().filter(|piece| piece.state == EvidenceState::Released) {
                Some(piece) => original(hub, piece, number, packing).await?,
                None => None,
            };
            told.push(json!({
                "place": entry.place, "number": number, "evidence": entry.evidence_id,
                "original_digest": entry.original_digest, "copy_sha256": entry.copy_sha256,
                "salt": piece.as_ref().and_then(|piece| piece.original_salt.clone()), "file": name,
            }));
        }
    }
    Ok(told)
}

/// Writes an original; tells what it is called there, or nothing where it cannot be opened any more.
async fn original(
    hub: &Hub,
    piece: &evidence::Model,
    number: u32,
    packing: &mut Packing,
) -> Result<Option<String>> {
    let name = format!("evidence/{number:05}-{}.{}", piece.kind.as_str(), ending(&piece.media));
    if let Some(text) = pieces::released_text(hub, piece).await? {
        packing.begin(&name).await?;
        packing.write(text.into()).await?;
        return Ok(Some(name));
    }
    let Some(blob) = &piece.original_blob else { return Ok(None) };
    let blob = store::blob::find(&hub.db, blob).await?.filter(|blob| blob.state == BlobState::Kept);
    let Some(blob) = blob else { return Ok(None) };
    let file = file::file(hub, &blob).await?;
    let whole = 0..file.length;
    packing.begin(&name).await?;
    let mut bytes = std::pin::pin!(hub.vault.read(file, whole));
    while let Some(some) = bytes.try_next().await? {
        packing.write(some).await?;
    }
    Ok(Some(name))
}

/// The ending of files of a media type.
fn ending(media: &str) -> &'static str {
    match media.split(';').next().unwrap_or_default().trim() {
        "image/png" => "png",
        "image/jpeg" => "jpg",
        "image/webp" => "webp",
        "application/pdf" => "pdf",
        "text/plain" => "txt",
        "text/csv" => "csv",
        "text/html" => "html",
        "audio/mpeg" => "mp3",
        "audio/mp4" | "audio/x-m4a" | "audio/m4a" => "m4a",
        "audio/wav" | "audio/x-wav" => "wav",
        "audio/ogg" => "ogg",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "docx",
        _ => "bin",
    }
}
