//! Whether the files in the vault are what they were.

use std::collections::HashSet;

use entity::blob;
use futures_util::TryStreamExt;
use sha2::{Digest, Sha256};

use super::{Findings, PAGE};
use crate::{
    error::{Error, Result},
    hub::Hub,
    service::file::file,
    store,
};

/// Reads every file that evidence uses, and names what is damaged, missing, or there without a row.
pub(super) async fn files(hub: &Hub, found: &mut Findings) -> Result<()> {
    let mut after = String::new();
    loop {
        let rows = store::blob::kept_after(&hub.db, &after, PAGE).await?;
        let Some(last) = rows.last() else { break };
        after = last.id.to_string();
        found.files += rows.len();
        for row in &rows {
            if let Err(damage) = read(hub, row).await {
                found.damages.push(format!("file {} of the vault {damage}", row.id));
            }
        }
    }
    let there = hub.vault.files().await?;
    let mut known = HashSet::new();
    for some in there.chunks(500) {
        known.extend(store::blob::known(&hub.db, some).await?);
    }
    for id in there.iter().filter(|id| !known.contains(id)) {
        found.damages.push(format!("file {id} of the vault belongs to nothing"));
    }
    Ok(())
}

/// Reads a file to its end; says what is wrong with it.
async fn read(hub: &Hub, row: &blob::Model) -> Result<(), String> {
    let told = |error: Error| match error {
        Error::Fault { source, .. } => format!("cannot be read: {source}"),
        other => format!("cannot be read: {other}"),
    };
    let file = file(hub, row).await.map_err(told)?;
    let length = file.length;
    let hash = hub
        .vault
        .read(file, 0..length)
        .try_fold(Sha256::new(), async |hash, some| Ok(hash.chain_update(&some)));
    let hash = hex::encode(hash.await.map_err(told)?.finalize());
    if row.sha256.as_ref() == Some(&hash) { Ok(()) } else { Err("does not fit its hash".to_owned()) }
}
