//! The keys of a backup: a directory with the secrets of the hub and the data keys of its accounts, of which only the
//! newest is kept.
//!
//! `data-keys.jsonl` begins with the instant of the copy and ends with how many keys it has, so that one that was cut
//! short is not taken for one in which accounts were closed.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufRead, BufReader, BufWriter, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::Path,
};

use base64::{Engine, prelude::BASE64_STANDARD as BASE64};
use chrono::{DateTime, Utc};
use entity::{AccountId, data_key};
use serde::{Deserialize, Serialize};

use crate::{hub::Hub, service};

/// The secrets of the hub, in a data directory and beside the data keys.
pub(super) const SECRETS: &str = "keys.toml";
const DATA_KEYS: &str = "data-keys.jsonl";

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    /// When the copy was made.
    MadeAt(DateTime<Utc>),
    /// The key of an account, in base64.
    Key(AccountId, String),
    /// How many keys stand before this line.
    Count(usize),
}

/// Writes the keys of a hub into `dir`, in place of those of an earlier copy.
pub(super) async fn write(hub: &Hub, secrets: &Path, dir: &Path) -> Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
    replace(&dir.join(SECRETS), &fs::read(secrets)?)?;
    let beside = dir.join("data-keys.new");
    let mut file = BufWriter::new(private(&beside)?);
    let mut line = |line: &Line| -> Result<()> {
        serde_json::to_writer(&mut file, line)?;
        Ok(file.write_all(b"\n")?)
    };
    line(&Line::MadeAt(hub.now()))?;
    let (mut count, mut after) = (0, None);
    loop {
        let keys = service::data_key::page(hub, after.as_ref()).await?;
        let Some(last) = keys.last() else { break };
        after = Some(last.account_id.clone());
        count += keys.len();
        for data_key::Model { account_id, wrapped } in keys {
            line(&Line::Key(account_id, BASE64.encode(wrapped)))?;
        }
    }
    line(&Line::Count(count))?;
    file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    Ok(fs::rename(&beside, dir.join(DATA_KEYS))?)
}

/// The data keys in `dir`, and when they were copied.
pub(super) fn read(dir: &Path) -> Result<(DateTime<Utc>, Vec<data_key::Model>)> {
    let path = dir.join(DATA_KEYS);
    let file = File::open(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let (mut made_at, mut keys, mut is_whole) = (None, Vec::new(), false);
    for line in BufReader::new(file).lines() {
        match serde_json::from_str(&line?)? {
            Line::MadeAt(instant) => made_at = Some(instant),
            Line::Key(account_id, wrapped) => {
                keys.push(data_key::Model { account_id, wrapped: BASE64.decode(wrapped)? });
            }
            Line::Count(count) => is_whole = count == keys.len(),
        }
    }
    match made_at {
        Some(instant) if is_whole => Ok((instant, keys)),
        _ => Err(format!("{} is not whole", path.display()).into()),
    }
}

fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = path.with_extension("new");
    let mut file = private(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&beside, path)
}

fn private(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)
}
