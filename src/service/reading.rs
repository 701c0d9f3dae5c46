//! Reading files of evidence: originals by their owners, copies by the members of the case.

use std::ops::Range;

use bytes::Bytes;
use chrono::TimeDelta;
use entity::{BlobId, BlobState, EvidenceId, evidence};
use futures_util::Stream;
use subtle::ConstantTimeEq;

use super::{
    access::{self, Viewer},
    evidence::is_pooled,
    file::{access_own, file, is_mine},
};
use crate::{
    domain::refusal::Refusal,
    error::{Error, Result},
    hub::Hub,
    store,
    vault::File,
};

/// How long the address of an original is good.
const LINK: TimeDelta = TimeDelta::minutes(10);

/// A file that the caller may read.
pub struct Readable {
    /// Its media type.
    pub media: String,
    /// Its SHA-256, lower-case hex.
    pub sha256: String,
    /// Its bytes.
    pub length: u64,
    file: File,
}

impl Readable {
    /// Its bytes in a range, which must lie within it.
    pub fn read(&self, hub: &Hub, range: Range<u64>) -> impl Stream<Item = Result<Bytes>> + Send + use<> {
        hub.vault.read(self.file.clone(), range)
    }
}

/// The original of a piece, for its owner only.
///
/// # Errors
/// `NotFound` for everybody else, and when it is destroyed or a text.
pub async fn original(hub: &Hub, viewer: &Viewer, id: &EvidenceId) -> Result<Readable> {
    let (row, _) = access_own(hub, viewer, id).await?;
    readable(hub, row.original_blob.as_ref(), row.media, row.original_sha256).await
}

/// The copy of a piece: for its owner, and once it is confirmed for the members of its case.
///
/// # Errors
/// `NotFound` for everybody else, and for a text.
pub async fn copy(hub: &Hub, viewer: &Viewer, id: &EvidenceId) -> Result<Readable> {
    let gone = || Error::NotFound("evidence");
    let row = store::evidence::find(&hub.db, id).await?.ok_or_else(gone)?;
    let member = access::member(&hub.db, viewer, &row.case_id).await.map_err(|_| gone())?;
    if !is_pooled(row.state) && member.seat.id != row.member_id {
        return Err(gone());
    }
    readable(hub, row.copy_blob.as_ref(), row.copy_media, row.copy_sha256).await
}

/// The address of an original, for its owner; `None` for everybody else, and for a text.
///
/// # Errors
/// A fault only.
pub async fn link(hub: &Hub, viewer: &Viewer, row: &evidence::Model) -> Result<Option<Link>> {
    let mine = row.original_blob.is_some() && is_mine(hub, viewer, row).await?;
    Ok(mine.then(|| Link::new(hub, viewer, &row.id)))
}

async fn readable(hub: &Hub, blob: Option<&BlobId>, media: String, sha256: String) -> Result<Readable> {
    let gone = || Error::NotFound("evidence");
    let blob = store::blob::find(&hub.db, blob.ok_or_else(gone)?).await?.ok_or_else(gone)?;
    // The files of a closed account are marked for deletion in the transaction that destroys its key.
    if blob.state != BlobState::Kept {
        return Err(gone());
    }
    let file = file(hub, &blob).await?;
    Ok(Readable { media, sha256, length: file.length, file })
}

/// An address of an original: good for a while, and only for one viewer.
pub struct Link {
    /// Until when, in seconds since 1970.
    pub until: i64,
    /// Over the piece, the viewer and the end.
    pub signature: String,
}

impl Link {
    /// An address of this piece for this viewer, good from now on for ten minutes.
    #[must_use]
    pub fn new(hub: &Hub, viewer: &Viewer, id: &EvidenceId) -> Self {
        let until = (hub.now() + LINK).timestamp();
        Self { until, signature: Self::sign(hub, viewer, id, until) }
    }

    /// Proves that it was made for this piece and this viewer, and is still good.
    ///
    /// # Errors
    /// `NotFound` when it is not theirs, `LINK_EXPIRED`.
    pub fn check(&self, hub: &Hub, viewer: &Viewer, id: &EvidenceId) -> Result<()> {
        let right = Self::sign(hub, viewer, id, self.until);
        if !bool::from(right.as_bytes().ct_eq(self.signature.as_bytes())) {
            return Err(Error::NotFound("evidence"));
        }
        if self.until <= hub.now().timestamp() { Err(Refusal::LinkExpired.into()) } else { Ok(()) }
    }

    fn sign(hub: &Hub, viewer: &Viewer, id: &EvidenceId, until: i64) -> String {
        hex::encode(hub.keys.sign_link(&format!("original/{id}/{}/{until}", viewer.id())))
    }
}
