//! Evidence that is a file: its original stays sealed in the vault, its copy is drawn anew and shown to its owner.

use std::io;

use chrono::{NaiveDate, TimeDelta};
use entity::{
    AccountId, BlobId, BlobState, CaseId, CustodyAct, EvidenceId, EvidenceKind, EvidenceState, blob, case,
    evidence,
};
use futures_util::TryStreamExt;
use sha2::{Digest, Sha256};
use tokio_util::io::StreamReader;

use super::{
    access::{self, Member, Viewer},
    custody, data_key,
    evidence::{make_room, own, salt},
    redaction::{self, Author},
    upload::{self, unavailable},
};
use crate::{
    clean::{BlackBox, Cleaned, Order, PoolCopy, Unfit},
    domain::{calendar::beijing_date, claim::past_day, refusal::Refusal, stage, text},
    error::{Error, Result},
    hub::Hub,
    store,
    vault::{self, File, SEGMENT},
};

/// The longest text that is taken out of a file, in bytes.
const LONGEST: usize = 2 << 20;

/// The most boxes on one piece.
const BOXES: usize = 500;

/// A file as it is handed in.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The upload that holds it.
    pub upload: BlobId,
    /// What it is.
    pub kind: EvidenceKind,
    /// Title.
    pub title: String,
    /// The day it was taken.
    pub captured_on: Option<NaiveDate>,
}

/// Takes an uploaded file as evidence and makes the copy that its owner looks at; it is not in the pool yet.
///
/// # Errors
/// A refusal about a field, `UPLOAD_UNFINISHED`, `TOO_MUCH_EVIDENCE`, `CASE_NOT_OPEN`, `STORAGE_UNAVAILABLE`, or why
/// the file cannot be taken; then it is deleted.
pub async fn deposit(hub: &Hub, viewer: &Viewer, id: &CaseId, draft: &Draft) -> Result<evidence::Model> {
    let Member { case, seat } = access::member(&hub.db, viewer, id).await?;
    stage::work(case.stage)?;
    let title = text::line("title", &draft.title, 1, 80)?;
    if let Some(day) = draft.captured_on {
        past_day("capturedOn", day, beijing_date(hub.now()))?;
    }
    let staged = upload::mine(hub, viewer, &draft.upload).await?;
    let Some(original_sha256) = staged.sha256.clone().filter(|_| staged.state == BlobState::Whole) else {
        return Err(Refusal::UploadUnfinished { received: staged.received, length: staged.length }.into());
    };
    let author = Author::of(hub, viewer).await?;
    let [title] = redaction::anonymise(hub, &case, &author, [&title]).await?;
    let order = Order::default();
    let copy = match draw(hub, &case, viewer, &author, &staged, &order).await {
        Err(Error::Refused(refusal)) if refusal != Refusal::StorageUnavailable => {
            // What cannot be taken is not kept either.
            upload::cancel(hub, viewer, &draft.upload).await?;
            return Err(refusal.into());
        }
        drawn => drawn?,
    };
    let row = evidence::Model {
        id: hub.mint(),
        case_id: id.clone(),
        member_id: seat.id.clone(),
        kind: draft.kind,
        title,
        state: EvidenceState::Cleaned,
        media: copy.original.to_owned(),
        size: staged.length,
        original_sealed: None,
        original_blob: Some(staged.id.clone()),
        original_sha256,
        original_salt: copy.media.starts_with("text/").then(salt),
        copy: None,
        copy_media: copy.media.to_owned(),
        copy_blob: Some(copy.blob.clone()),
        copy_sha256: copy.sha256,
        boxes: None,
        pages: Some(serde_json::json!(copy.pages)),
        captured_on: draft.captured_on,
        deposited_at: hub.now(),
        confirmed_at: None,
        withdrawn_at: None,
    };
    hub.write(async |tx| {
        make_room(tx, viewer, &seat).await?;
        let staged = upload::hold(hub, tx, viewer, &draft.upload).await?;
        keep(tx, staged).await?;
        keep(tx, store::blob::hold(tx, &copy.blob).await?).await?;
        store::insert(tx, row.clone()).await?;
        custody::record(hub, tx, &row, CustodyAct::Deposited, None).await?;
        custody::record(hub, tx, &row, CustodyAct::Redacted, None).await
    })
    .await?;
    Ok(row)
}

/// Draws the copy anew with these black boxes; its owner looks at it again.
///
/// # Errors
/// `NotFound` when it is not theirs, `EVIDENCE_NOT_CLEANED` when it is in the pool already, `NO_PAGES` for what has
/// none, `FILE_BOX_OUTSIDE`, `STORAGE_UNAVAILABLE`.
pub async fn redact(
    hub: &Hub,
    viewer: &Viewer,
    id: &EvidenceId,
    boxes: Vec<BlackBox>,
) -> Result<evidence::Model> {
    if boxes.len() > BOXES {
        return Err(Refusal::TooMany { field: "boxes", max: BOXES }.into());
    }
    let (row, member) = access_own(hub, viewer, id).await?;
    if row.state != EvidenceState::Cleaned {
        return Err(Refusal::EvidenceNotCleaned.into());
    }
    let paged = row.pages.as_ref().and_then(|pages| pages.as_array()).is_some_and(|pages| !pages.is_empty());
    let original = match (&row.original_blob, paged) {
        (Some(original), true) => original,
        _ => return Err(Refusal::NoPages { field: "boxes" }.into()),
    };
    let blob = store::blob::find(&hub.db, original).await?.ok_or(Error::NotFound("evidence"))?;
    let drawn = serde_json::json!(boxes);
    let author = Author::of(hub, viewer).await?;
    let copy = draw(hub, &member.case, viewer, &author, &blob, &Order { boxes, ..Order::default() }).await?;
    hub.write(async |tx| {
        let (row, _) = own(tx, viewer, id).await?;
        if row.state != EvidenceState::Cleaned {
            return Err(Refusal::EvidenceNotCleaned.into());
        }
        if let Some(old) = &row.copy_blob {
            store::blob::doom(tx, old).await?;
        }
        keep(tx, store::blob::hold(tx, &copy.blob).await?).await?;
        let row = evidence::Model {
            copy_blob: Some(copy.blob.clone()),
            copy_sha256: copy.sha256.clone(),
            boxes: Some(drawn),
            pages: Some(serde_json::json!(copy.pages)),
            ..row
        };
        store::save(tx, row.clone()).await?;
        custody::record(hub, tx, &row, CustodyAct::Redacted, None).await?;
        Ok(row)
    })
    .await
}

/// A piece of the viewer and its case.
pub(super) async fn access_own(
    hub: &Hub,
    viewer: &Viewer,
    id: &EvidenceId,
) -> Result<(evidence::Model, Member)> {
    let row = store::evidence::find(&hub.db, id).await?.ok_or(Error::NotFound("evidence"))?;
    let member =
        access::member(&hub.db, viewer, &row.case_id).await.map_err(|_| Error::NotFound("evidence"))?;
    if member.seat.id == row.member_id { Ok((row, member)) } else { Err(Error::NotFound("evidence")) }
}

/// Marks a file as used.
async fn keep(tx: &sea_orm::DatabaseTransaction, row: blob::Model) -> Result<()> {
    store::save(tx, blob::Model { state: BlobState::Kept, expires_at: None, holder: None, ..row }).await
}

/// A copy that is in the vault and belongs to no piece yet.
struct Drawn {
    original: &'static str,
    media: &'static str,
    blob: BlobId,
    sha256: String,
    pages: Vec<(u32, u32)>,
}

/// Draws the copy of a file, in a process of its own.
pub(super) async fn clean(hub: &Hub, original: &blob::Model, order: &Order) -> Result<Cleaned> {
    let file = file(hub, original).await?;
    let whole = 0..file.length;
    let mut fault = None;
    let cleaned = {
        let bytes = hub.vault.read(file, whole).map_err(|error| {
            fault = Some(error);
            io::Error::other("the vault failed")
        });
        let bytes = std::pin::pin!(bytes);
        hub.cleaner.clean(StreamReader::new(bytes), order).await
    };
    if let Some(fault) = fault {
        return Err(unavailable(fault));
    }
    let unfit = |unfit: Unfit| Refusal::FileUnfit { field: "uploadId", code: unfit.code(), max: unfit.max() };
    Ok(cleaned?.map_err(unfit)?)
}

/// Draws the copy of a file and seals it.
async fn draw(
    hub: &Hub,
    case: &case::Model,
    viewer: &Viewer,
    author: &Author,
    original: &blob::Model,
    order: &Order,
) -> Result<Drawn> {
    let Cleaned { original, copy } = clean(hub, original, order).await?;
    let (media, bytes, pages) = match copy {
        PoolCopy::File { media, bytes, pages } => (media, bytes, pages),
        PoolCopy::Text(text) if text.len() > LONGEST => {
            return Err(Refusal::FileUnfit {
                field: "uploadId",
                code: "FILE_TOO_MUCH_TEXT",
                max: Some(LONGEST as u64),
            }
            .into());
        }
        PoolCopy::Text(text) => {
            let [text] = redaction::anonymise(hub, case, author, [&text]).await?;
            ("text/plain; charset=utf-8", text.into_bytes(), Vec::new())
        }
    };
    let (blob, sha256) = store_copy(hub, viewer.id(), bytes).await?;
    Ok(Drawn { original: original.as_str(), media, blob, sha256, pages })
}

/// Seals a copy into the vault; it is swept away again unless it is kept within the hour.
async fn store_copy(hub: &Hub, owner: &AccountId, bytes: Vec<u8>) -> Result<(BlobId, String)> {
    let key = data_key::of(hub, owner).await?;
    let now = hub.now();
    let sha256 = hex::encode(Sha256::digest(&bytes));
    let length = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let row = blob::Model {
        id: hub.mint(),
        account_id: owner.clone(),
        state: BlobState::Whole,
        length,
        received: length,
        holder: None,
        hash_state: None,
        sha256: Some(sha256.clone()),
        created_at: now,
        expires_at: Some(now + TimeDelta::hours(1)),
    };
    hub.write_aside(async |tx| store::insert(tx, row.clone()).await).await?;
    for (index, segment) in (0u64..).zip(bytes.chunks(SEGMENT)) {
        let sealed = vault::seal(&key, &row.id, index, segment)?;
        hub.vault.put(&row.id, index, sealed).await.map_err(unavailable)?;
    }
    Ok((row.id, sha256))
}

/// The file of a row, with the key of its owner that opens it.
pub(super) async fn file(hub: &Hub, row: &blob::Model) -> Result<File> {
    let length = u64::try_from(row.length).unwrap_or_default();
    Ok(File { id: row.id.clone(), length, key: data_key::of(hub, &row.account_id).await? })
}

/// The boxes on a piece, for its owner; `None` for everybody else.
///
/// # Errors
/// A fault only.
pub async fn boxes(hub: &Hub, viewer: &Viewer, row: &evidence::Model) -> Result<Option<Vec<BlackBox>>> {
    if !is_mine(hub, viewer, row).await? {
        return Ok(None);
    }
    let boxes = row.boxes.clone().map(serde_json::from_value).transpose();
    Ok(Some(boxes.map_err(Error::fault("reading boxes"))?.unwrap_or_default()))
}

/// Whether a piece is the viewer's.
pub(super) async fn is_mine(hub: &Hub, viewer: &Viewer, row: &evidence::Model) -> Result<bool> {
    let seat = store::member::find(&hub.db, &row.case_id, viewer.id()).await?;
    Ok(seat.is_some_and(|seat| seat.id == row.member_id))
}
