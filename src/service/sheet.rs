//! Pages of pictures and documents, as their owner sees them to draw black boxes: each as it is, and what could be
//! black on it.

use entity::{EvidenceId, EvidenceState, evidence};

use super::{
    access::Viewer,
    file::{access_own, clean, is_mine},
    redaction::{self, Author},
};
use crate::{
    clean::{BlackBox, Order, PoolCopy},
    domain::redact,
    error::{Error, Result},
    hub::Hub,
    store,
};

/// Width and height of each page of the copy, in pixels.
#[must_use]
pub fn sizes(row: &evidence::Model) -> Vec<(u32, u32)> {
    row.pages.clone().and_then(|pages| serde_json::from_value(pages).ok()).unwrap_or_default()
}

/// A page of a piece of the viewer's as a PNG without black boxes.
///
/// # Errors
/// `NotFound` for everybody else, for a page that is not there, and when the original is destroyed;
/// `STORAGE_UNAVAILABLE`.
pub async fn draw(hub: &Hub, viewer: &Viewer, id: &EvidenceId, page: u32) -> Result<Vec<u8>> {
    let (row, _) = access_own(hub, viewer, id).await?;
    drawn(hub, &row, page).await?.ok_or(Error::NotFound("evidence"))
}

/// Boxes over what looks personal on a page of a piece, for its owner to confirm, add to or drop; `None` for everybody
/// else, for what has no such page or is in the pool, and where text in pictures cannot be read.
///
/// # Errors
/// `STORAGE_UNAVAILABLE`, or a fault.
pub async fn suggest(
    hub: &Hub,
    viewer: &Viewer,
    row: &evidence::Model,
    page: u32,
) -> Result<Option<Vec<BlackBox>>> {
    let Some(ocr) = &hub.ocr else { return Ok(None) };
    if row.state != EvidenceState::Cleaned || !is_mine(hub, viewer, row).await? {
        return Ok(None);
    }
    let Some(bytes) = drawn(hub, row, page).await? else { return Ok(None) };
    let case = store::case::find(&hub.db, &row.case_id).await?.ok_or(Error::NotFound("case"))?;
    let known = redaction::known(hub, &case, &Author::of(hub, viewer).await?).await?;
    let find = |text: &str| redact::find(text, &known).into_iter().map(|span| span.start..span.end).collect();
    ocr.suggest(&bytes, page, find).await.map(Some)
}

/// A page of the original, drawn anew; `None` where there is no such page.
async fn drawn(hub: &Hub, row: &evidence::Model, page: u32) -> Result<Option<Vec<u8>>> {
    let there = sizes(row).len() > usize::try_from(page).unwrap_or(usize::MAX);
    let (Some(original), true) = (&row.original_blob, there) else { return Ok(None) };
    let blob = store::blob::find(&hub.db, original).await?.ok_or(Error::NotFound("evidence"))?;
    let order = Order { page: Some(page), ..Order::default() };
    Ok(match clean(hub, &blob, &order).await?.copy {
        PoolCopy::File { bytes, .. } => Some(bytes),
        PoolCopy::Text(_) => None,
    })
}
