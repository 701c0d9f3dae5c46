//! Uploads: a file is announced, sent in as many goes as it takes, and sealed while it comes in.
//!
//! Whole segments are written to the vault and noted down one by one, together with where the hash stands, so an
//! upload that broke off goes on behind the last of them, at another process too. What was received of a segment
//! that was not finished is sent again.

use bytes::{Bytes, BytesMut};
use chrono::TimeDelta;
use entity::{BlobId, BlobState, blob};
use futures_util::{Stream, StreamExt};
use sea_orm::DatabaseTransaction;
use sha2::{
    Digest, Sha256,
    digest::common::hazmat::{SerializableState, SerializedState},
};

use super::{
    access::{Caller, Viewer},
    data_key,
};
use crate::{
    domain::refusal::Refusal,
    error::{Error, Result},
    hub::Hub,
    keys::{self, Key},
    store,
    vault::{self, SEGMENT},
};

/// Uploads of one account that are not used yet.
const MOST: u64 = 20;

/// Announces a file of this many bytes.
///
/// # Errors
/// `FILE_EMPTY`, `FILE_TOO_LARGE` or `TOO_MANY_UPLOADS`.
pub async fn stage(hub: &Hub, viewer: &Viewer, length: i64) -> Result<blob::Model> {
    let most = hub.config.storage.file_bytes.max(hub.config.storage.audio_bytes);
    if length <= 0 {
        return Err(Refusal::FileEmpty { field: "length" }.into());
    }
    if u64::try_from(length).is_ok_and(|length| length > most) {
        return Err(Refusal::FileTooLarge { max: most }.into());
    }
    let now = hub.now();
    let row = blob::Model {
        id: hub.mint(),
        account_id: viewer.id().clone(),
        state: BlobState::Open,
        length,
        received: 0,
        holder: None,
        hash_state: None,
        sha256: None,
        created_at: now,
        expires_at: Some(now + TimeDelta::hours(i64::from(hub.config.storage.staged_hours))),
    };
    hub.write(async |tx| {
        // The account is held, so that the bound cannot be passed by announcing two at once.
        store::account::hold(tx, viewer.id()).await?;
        if store::blob::count_staged(tx, viewer.id()).await? >= MOST {
            return Err(Refusal::TooManyUploads { max: MOST }.into());
        }
        store::insert(tx, row.clone()).await
    })
    .await?;
    Ok(row)
}

/// An upload of the caller that is not used yet.
///
/// # Errors
/// `Unauthenticated`, or `NotFound` when it is not theirs, is used, or is over.
pub async fn find(hub: &Hub, caller: &Caller, id: &BlobId) -> Result<blob::Model> {
    mine(hub, caller.person()?, id).await
}

/// As [`find`], for who is known to be signed in.
///
/// # Errors
/// `NotFound` when it is not theirs, is used, or is over.
pub(super) async fn mine(hub: &Hub, viewer: &Viewer, id: &BlobId) -> Result<blob::Model> {
    let row = store::blob::find(&hub.db, id).await?.ok_or(Error::NotFound("upload"))?;
    own(hub, viewer, row)
}

/// As [`mine`], in order to change it.
pub(super) async fn hold(
    hub: &Hub,
    tx: &DatabaseTransaction,
    viewer: &Viewer,
    id: &BlobId,
) -> Result<blob::Model> {
    own(hub, viewer, store::blob::hold(tx, id).await?)
}

fn own(hub: &Hub, viewer: &Viewer, row: blob::Model) -> Result<blob::Model> {
    let staged = matches!(row.state, BlobState::Open | BlobState::Whole);
    let in_time = row.expires_at.is_some_and(|end| end > hub.now());
    if staged && in_time && row.account_id == *viewer.id() { Ok(row) } else { Err(Error::NotFound("upload")) }
}

/// Gives an upload up; what was received is deleted.
///
/// # Errors
/// As [`find`].
pub async fn cancel(hub: &Hub, viewer: &Viewer, id: &BlobId) -> Result<()> {
    hub.write(async |tx| {
        let row = hold(hub, tx, viewer, id).await?;
        store::blob::doom(tx, &row.id).await
    })
    .await
}

/// Takes bytes in from `offset` on; tells how the upload stands. A body that breaks off is no error: the next one
/// goes on behind what was written.
///
/// # Errors
/// As [`find`]; `OFFSET_MISMATCH` when `offset` is not where the upload stands, `FILE_TOO_LONG` for more bytes than
/// were announced, `UPLOAD_TAKEN_OVER` when another request goes on with it, `STORAGE_UNAVAILABLE`.
pub async fn receive<E>(
    hub: &Hub,
    caller: &Caller,
    id: &BlobId,
    offset: i64,
    mut body: impl Stream<Item = Result<Bytes, E>> + Unpin,
) -> Result<blob::Model> {
    let viewer = caller.person()?;
    let mut incoming = Incoming::begin(hub, viewer, id, offset).await?;
    let mut buffer = BytesMut::with_capacity(incoming.wanted());
    while let Some(Ok(mut bytes)) = body.next().await {
        while !bytes.is_empty() {
            let wanted = incoming.wanted();
            if wanted == 0 {
                return Err(Refusal::FileTooLong { max: incoming.row.length }.into());
            }
            let some = bytes.split_to(bytes.len().min(wanted - buffer.len()));
            buffer.extend_from_slice(&some);
            if buffer.len() == wanted {
                let next = incoming.row.length - incoming.row.received - i64::try_from(wanted).unwrap_or(0);
                let room = usize::try_from(next).unwrap_or(0).min(SEGMENT);
                incoming
                    .write(std::mem::replace(&mut buffer, BytesMut::with_capacity(room)).freeze())
                    .await?;
            }
        }
    }
    Ok(incoming.row)
}

/// Takes a whole file in of which nobody told how long it is, as a plain form sends it; `most` is what it can have at
/// most, where that is known.
///
/// # Errors
/// `FILE_EMPTY`, `FILE_TOO_LARGE`, `TOO_MANY_UPLOADS`, `UPLOAD_UNFINISHED` when it breaks off, `STORAGE_UNAVAILABLE`.
pub async fn take<E>(
    hub: &Hub,
    viewer: &Viewer,
    most: Option<i64>,
    mut body: impl Stream<Item = Result<Bytes, E>> + Unpin,
) -> Result<blob::Model> {
    let bound = hub.config.storage.file_bytes.max(hub.config.storage.audio_bytes);
    let room = i64::try_from(bound).unwrap_or(i64::MAX);
    let row = stage(hub, viewer, most.map_or(room, |most| most.clamp(1, room))).await?;
    let mut incoming = Incoming::begin(hub, viewer, &row.id, 0).await?;
    let mut buffer = BytesMut::with_capacity(SEGMENT);
    while let Some(some) = body.next().await {
        let Ok(mut bytes) = some else {
            cancel(hub, viewer, &row.id).await?;
            let (received, length) = (incoming.row.received, row.length);
            return Err(Refusal::UploadUnfinished { received, length }.into());
        };
        while !bytes.is_empty() {
            // The last segment is held back, since it is written together with the length.
            if buffer.len() == SEGMENT {
                incoming
                    .write(std::mem::replace(&mut buffer, BytesMut::with_capacity(SEGMENT)).freeze())
                    .await?;
            }
            let some = bytes.split_to(bytes.len().min(SEGMENT - buffer.len()));
            buffer.extend_from_slice(&some);
            if incoming.row.received + held(&buffer) > row.length {
                cancel(hub, viewer, &row.id).await?;
                return Err(Refusal::FileTooLarge { max: bound }.into());
            }
        }
    }
    if buffer.is_empty() {
        cancel(hub, viewer, &row.id).await?;
        return Err(Refusal::FileEmpty { field: "uploadId" }.into());
    }
    incoming.row.length = incoming.row.received + held(&buffer);
    incoming.write(buffer.freeze()).await?;
    Ok(incoming.row)
}

fn held(buffer: &BytesMut) -> i64 {
    i64::try_from(buffer.len()).unwrap_or(i64::MAX)
}

/// An upload while one request sends its bytes.
struct Incoming<'a> {
    hub: &'a Hub,
    row: blob::Model,
    key: Key,
    hash: Sha256,
}

impl<'a> Incoming<'a> {
    /// Takes the upload over from whoever held it: a connection that hangs must not keep its client out.
    async fn begin(hub: &'a Hub, viewer: &Viewer, id: &BlobId, offset: i64) -> Result<Self> {
        let key = data_key::of(hub, viewer.id()).await?;
        let holder = hex::encode(keys::random::<16>());
        let row = hub
            .write(async |tx| {
                let row = hold(hub, tx, viewer, id).await?;
                if row.received != offset {
                    return Err(Refusal::OffsetMismatch { received: row.received }.into());
                }
                let row = blob::Model { holder: Some(holder), ..row };
                store::save(tx, row.clone()).await?;
                Ok(row)
            })
            .await?;
        let hash = match &row.hash_state {
            None => Sha256::new(),
            Some(state) => resume(state)?,
        };
        Ok(Self { hub, row, key, hash })
    }

    /// Bytes of the next segment; none when all are there.
    fn wanted(&self) -> usize {
        usize::try_from(self.row.length - self.row.received).unwrap_or(0).min(SEGMENT)
    }

    /// Seals the next segment, writes it and notes it down.
    async fn write(&mut self, plain: Bytes) -> Result<()> {
        let index = u64::try_from(self.row.received).unwrap_or_default() / SEGMENT as u64;
        let (key, id, mut hash) = (self.key.clone(), self.row.id.clone(), self.hash.clone());
        let length = i64::try_from(plain.len()).unwrap_or(i64::MAX);
        // A millisecond or two of work, which other requests on this thread would wait for.
        let (sealed, hash) = tokio::task::spawn_blocking(move || {
            hash.update(&plain);
            vault::seal(&key, &id, index, &plain).map(|sealed| (sealed, hash))
        })
        .await
        .map_err(Error::fault("sealing a file"))??;
        self.hub.vault.put(&self.row.id, index, sealed).await.map_err(unavailable)?;
        let received = self.row.received + length;
        let whole = received == self.row.length;
        let noted = self
            .hub
            .write(async |tx| {
                let row = store::blob::hold(tx, &self.row.id).await?;
                if row.holder != self.row.holder || row.state != BlobState::Open {
                    return Err(Refusal::UploadTakenOver.into());
                }
                let row = blob::Model {
                    received,
                    length: self.row.length,
                    state: if whole { BlobState::Whole } else { BlobState::Open },
                    hash_state: (!whole).then(|| hash.serialize().to_vec()),
                    sha256: whole.then(|| hex::encode(hash.clone().finalize())),
                    ..row
                };
                store::save(tx, row.clone()).await?;
                Ok(row)
            })
            .await;
        match noted {
            Ok(row) => {
                (self.row, self.hash) = (row, hash);
                Ok(())
            }
            Err(Error::NotFound(what)) => {
                // It was swept away meanwhile, and this segment must not stay behind.
                self.hub.vault.delete(&self.row.id).await?;
                Err(Error::NotFound(what))
            }
            Err(error) => Err(error),
        }
    }
}

fn resume(state: &[u8]) -> Result<Sha256> {
    let state = SerializedState::<Sha256>::try_from(state).map_err(Error::fault("going on with a hash"))?;
    Sha256::deserialize(&state).map_err(|_| Error::fault("going on with a hash")("it is damaged"))
}

/// What a person is told when the vault fails: nothing is lost, and trying again can help.
pub(super) fn unavailable(error: Error) -> Error {
    match error {
        Error::Fault { what, source } => {
            tracing::error!(error.what = what, error.cause = %source, "the vault failed while {what}");
            Refusal::StorageUnavailable.into()
        }
        other => other,
    }
}

/// Deletes what nothing uses any more: uploads that were not used in time, and what was doomed. Tells how many.
///
/// # Errors
/// A fault of the database; a store that fails is tried again next time.
pub async fn sweep(hub: &Hub) -> Result<usize> {
    let now = hub.now();
    hub.write(async |tx| store::blob::doom_expired(tx, now).await).await?;
    let mut deleted = 0;
    for id in store::blob::doomed(&hub.db).await? {
        hub.vault.delete(&id).await?;
        hub.write(async |tx| store::blob::delete(tx, &id).await).await?;
        deleted += 1;
    }
    Ok(deleted)
}
