//! An archive being filled, with the list of what is in it.

use bytes::Bytes;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{
    archive::{Archive, Gone},
    error::{Error, Result},
};

/// An archive, and what was put into it so far.
pub(super) struct Packing {
    archive: Archive,
    files: Vec<Value>,
    /// The file that is being written: its name, hash and length.
    open: Option<(String, Sha256, u64)>,
}

fn gone(gone: Gone) -> Error {
    Error::fault("packing a filing")(gone)
}

impl Packing {
    /// Nothing yet.
    pub(super) fn of(archive: Archive) -> Self {
        Self { archive, files: Vec::new(), open: None }
    }

    /// What was put into it, each with its length and SHA-256.
    pub(super) fn files(&mut self) -> Vec<Value> {
        self.end();
        self.files.clone()
    }

    /// Ends the archive.
    pub(super) async fn finish(self) -> Result<()> {
        self.archive.finish().await.map_err(gone)
    }

    /// Begins a file; the one before it is complete.
    pub(super) async fn begin(&mut self, name: &str) -> Result<()> {
        self.end();
        self.open = Some((name.to_owned(), Sha256::new(), 0));
        self.archive.begin(name).await.map_err(gone)
    }

    /// Adds to the file that was begun.
    pub(super) async fn write(&mut self, bytes: Bytes) -> Result<()> {
        if let Some((_, hash, length)) = &mut self.open {
            hash.update(&bytes);
            *length += bytes.len() as u64;
        }
        self.archive.write(bytes).await.map_err(gone)
    }

    fn end(&mut self) {
        if let Some((name, hash, length)) = self.open.take() {
            let sha256 = hex::encode(hash.finalize());
            self.files.push(json!({ "name": name, "size": length, "sha256": sha256 }));
        }
    }

    /// Adds a whole file.
    pub(super) async fn file(&mut self, name: &str, bytes: Vec<u8>) -> Result<()> {
        self.begin(name).await?;
        self.write(bytes.into()).await
    }
}
