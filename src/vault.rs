//! Sealed files, in a directory or an S3-compatible store.
//!
//! A file is cut into segments of 1 MiB. Each is sealed by itself (XChaCha20-Poly1305 under its owner's data key) and
//! bound to the file and to its place in it, so that segments can be neither swapped nor passed off as those of
//! another file, and a range is read by opening the segments that hold it. How many there are is recorded, so a
//! missing end is noticed. Whoever destroys the data key destroys the file, wherever copies of it lie.

use std::{
    io::ErrorKind,
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;
use entity::{BlobId, Id};
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use object_store::{
    ObjectStore, ObjectStoreExt, PutPayload, RetryConfig, aws::AmazonS3Builder, local::LocalFileSystem, path,
    prefix::PrefixStore,
};
use secrecy::ExposeSecret;
use zeroize::Zeroizing;

use crate::{
    config::Storage,
    error::{Error, Result},
    keys::{self, Key},
};

/// Bytes of a segment before it is sealed.
pub const SEGMENT: usize = 1 << 20;

/// How long a store that does not answer is tried again, while a person waits.
const PATIENCE: Duration = Duration::from_secs(10);

/// Sealed files.
#[derive(Clone, Debug)]
pub struct Vault {
    store: Arc<dyn ObjectStore>,
    /// Where the store is a directory, which one.
    dir: Option<PathBuf>,
}

/// A file in the vault, and the key that opens it.
#[derive(Clone)]
pub struct File {
    /// Which.
    pub id: BlobId,
    /// Its bytes before they were sealed.
    pub length: u64,
    /// Its owner's data key.
    pub key: Key,
}

impl Vault {
    /// The vault that is configured; a directory is made when it is not there.
    ///
    /// # Errors
    /// When the directory cannot be made, or the settings do not make a store.
    pub fn open(config: &Storage, data_dir: &Path) -> Result<Self> {
        // Which cryptography TLS uses is settled once in a process; it may be already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let fault = Error::fault::<object_store::Error>;
        let (store, dir): (Arc<dyn ObjectStore>, _) = if let Some(place) = config.url.strip_prefix("s3://") {
            let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
            let mut builder = AmazonS3Builder::from_env()
                .with_bucket_name(bucket)
                .with_region(config.region.as_str())
                .with_retry(RetryConfig {
                    max_retries: 4,
                    retry_timeout: PATIENCE,
                    ..RetryConfig::default()
                });
            if !config.endpoint.is_empty() {
                let plain = config.endpoint.starts_with("http://");
                builder = builder.with_endpoint(config.endpoint.as_str()).with_allow_http(plain);
            }
            if !config.access_key.is_empty() {
                builder = builder
                    .with_access_key_id(config.access_key.as_str())
                    .with_secret_access_key(config.secret_key.expose_secret());
            }
            let store = builder.build().map_err(fault("opening the vault"))?;
            (Arc::new(PrefixStore::new(store, prefix)), None)
        } else {
            let dir = data_dir.join("vault");
            std::fs::create_dir_all(&dir).map_err(Error::fault("making the vault"))?;
            // Synced, since what was acknowledged must outlast a loss of power.
            let store = LocalFileSystem::new_with_prefix(&dir).map_err(fault("opening the vault"))?;
            (Arc::new(store.with_fsync(true)), Some(dir))
        };
        Ok(Self { store, dir })
    }

    /// Writes one sealed segment, in place of one that is there.
    ///
    /// # Errors
    /// When the store cannot be reached or is full.
    pub async fn put(&self, id: &BlobId, index: u64, sealed: Vec<u8>) -> Result<()> {
        let written = self.store.put(&place(id, index), PutPayload::from(sealed)).await;
        written.map(drop).map_err(Error::fault("writing to the vault"))
    }

    /// Opens one segment.
    ///
    /// # Errors
    /// When it is missing, was changed, or the key is another.
    pub async fn segment(&self, file: &File, index: u64) -> Result<Zeroizing<Vec<u8>>> {
        let fault = Error::fault::<object_store::Error>;
        let found = self.store.get(&place(&file.id, index)).await.map_err(fault("reading from the vault"))?;
        let sealed = found.bytes().await.map_err(fault("reading from the vault"))?;
        let plain = keys::open(&file.key, &sealed, &context(&file.id, index))?;
        if plain.len() == expected(file.length, index) {
            Ok(plain)
        } else {
            Err(Error::fault("reading from the vault")("a segment has another length"))
        }
    }

    /// The bytes of a file in a range, which must lie within it; one segment is in memory at a time.
    pub fn read(&self, file: File, range: Range<u64>) -> impl Stream<Item = Result<Bytes>> + Send + use<> {
        let vault = self.clone();
        let segment = SEGMENT as u64;
        let (first, end) = (range.start / segment, range.end.div_ceil(segment));
        let shared = Arc::new((vault, file));
        stream::iter(first..end).then(move |index| {
            let (shared, range) = (shared.clone(), range.clone());
            async move {
                let (vault, file) = &*shared;
                let plain = vault.segment(file, index).await?;
                let begin = index * segment;
                let within = |at: u64| usize::try_from(at - begin).unwrap_or(usize::MAX).min(plain.len());
                Ok(Bytes::copy_from_slice(&plain[within(range.start.max(begin))..within(range.end)]))
            }
        })
    }

    /// Deletes a file; one that is not there is no error.
    ///
    /// # Errors
    /// When the store cannot be reached.
    pub async fn delete(&self, id: &BlobId) -> Result<()> {
        if let Some(dir) = &self.dir {
            // With all that a killed process left half written, which the store does not list.
            return match tokio::fs::remove_dir_all(dir.join(id.as_str())).await {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    Err(Error::fault("deleting from the vault")(error))
                }
                _ => Ok(()),
            };
        }
        let fault = Error::fault::<object_store::Error>;
        let prefix = path::Path::from(id.as_str());
        let segments = self.store.list(Some(&prefix)).map_ok(|found| found.location).boxed();
        let mut deleted = self.store.delete_stream(segments);
        while let Some(one) = deleted.next().await {
            match one {
                Ok(_) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(fault("deleting from the vault")(error)),
            }
        }
        Ok(())
    }

    /// Proves that files can be written, read and deleted.
    ///
    /// # Errors
    /// When one of these fails.
    pub async fn prove(&self) -> Result<()> {
        let id = BlobId::from_suffix(&hex::encode(keys::random::<13>()));
        let key = Key::new(keys::random());
        self.put(&id, 0, seal(&key, &id, 0, b"proof")?).await?;
        let read = self.segment(&File { id: id.clone(), length: 5, key }, 0).await;
        self.delete(&id).await?;
        read.map(drop)
    }

    /// Every file that has a segment in the vault.
    ///
    /// # Errors
    /// When the store cannot be reached.
    pub async fn files(&self) -> Result<Vec<BlobId>> {
        let found = self.store.list_with_delimiter(None).await.map_err(Error::fault("listing the vault"))?;
        Ok(found.common_prefixes.iter().filter_map(|prefix| BlobId::parse(prefix.as_ref())).collect())
    }
}

/// Seals one segment for its place in a file.
///
/// # Errors
/// Never in practice; a cipher's failure is passed on.
pub fn seal(key: &Key, id: &BlobId, index: u64, plain: &[u8]) -> Result<Vec<u8>> {
    keys::seal(key, plain, &context(id, index))
}

fn context(id: &BlobId, index: u64) -> String {
    format!("vault/{id}/{index}")
}

fn place(id: &BlobId, index: u64) -> path::Path {
    path::Path::from(format!("{id}/{index:06}"))
}

/// Bytes of the segment at `index` of a file.
fn expected(length: u64, index: u64) -> usize {
    let rest = length.saturating_sub(index * SEGMENT as u64);
    usize::try_from(rest).unwrap_or(usize::MAX).min(SEGMENT)
}

#[cfg(test)]
mod tests;
