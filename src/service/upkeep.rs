//! Is everything still what it was? For whoever runs the hub.

mod custody;
mod vault;

use crate::{
    domain::complaint::Complaint,
    error::{Error, Result},
    hub::Hub,
    law,
    service::{data_key, letter::sha256},
    store,
};

/// Rows read in one go; some of them are large.
const PAGE: u64 = 50;

/// What was looked at, and what is wrong with it.
#[derive(Debug, Default)]
pub struct Findings {
    /// Versions of complaints.
    pub complaints: usize,
    /// Filings.
    pub filings: usize,
    /// Anonymised copies.
    pub evidence: usize,
    /// Files in the vault.
    pub files: usize,
    /// Links of custody chains.
    pub links: usize,
    /// Pieces of evidence in manifests.
    pub manifest_entries: usize,
    /// Data keys of accounts.
    pub data_keys: usize,
    /// Citations.
    pub citations: usize,
    /// Each damage, by the id of what is damaged.
    pub damages: Vec<String>,
}

/// Looks at everything that can be checked: the file, each hash, chain and manifest, each key, each citation. It
/// only reads.
///
/// # Errors
/// A fault when the database cannot be read at all; damage is no fault, but what is looked for.
pub async fn verify(hub: &Hub) -> Result<Findings> {
    let mut found = Findings { damages: store::upkeep::damages(&hub.db).await?, ..Findings::default() };
    complaints(hub, &mut found).await?;
    filings(hub, &mut found).await?;
    evidence(hub, &mut found).await?;
    custody::chains(hub, &mut found).await?;
    vault::files(hub, &mut found).await?;
    data_keys(hub, &mut found).await?;
    citations(hub, &mut found).await?;
    Ok(found)
}

/// Copies a SQLite database, but for the data keys, into a file that is not there yet.
///
/// # Errors
/// A fault when it is there, or cannot be written.
pub async fn copy_into(hub: &Hub, file: &str) -> Result<()> {
    store::upkeep::copy_into(&hub.db, file).await
}

async fn complaints(hub: &Hub, found: &mut Findings) -> Result<()> {
    let mut after = String::new();
    loop {
        let rows = store::upkeep::complaints(&hub.db, &after, PAGE).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.id.to_string();
        found.complaints += rows.len();
        for row in rows.iter().filter(|row| sha256(row.content.as_bytes()) != row.sha256) {
            found.damages.push(format!("the text of complaint {} does not fit its hash", row.id));
        }
    }
}

async fn filings(hub: &Hub, found: &mut Findings) -> Result<()> {
    let mut after = String::new();
    loop {
        let rows = store::upkeep::filings(&hub.db, &after, PAGE).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.id.to_string();
        found.filings += rows.len();
        for row in &rows {
            let root = custody::manifest(hub, found, row).await?;
            let (Some(sealed), Some(hash)) = (&row.content_sealed, &row.content_sha256) else { continue };
            match hub.keys.open_own(sealed, row.id.as_str()) {
                Ok(content) if sha256(&content) == *hash => {
                    let text: Option<Complaint> = serde_json::from_slice(&content).ok();
                    if text.and_then(|text| text.evidence_root) != root {
                        let id = &row.id;
                        found.damages.push(format!("the text of filing {id} names another evidence root"));
                    }
                }
                Ok(_) => found.damages.push(format!("the text of filing {} does not fit its hash", row.id)),
                Err(_) => found.damages.push(format!("the text of filing {} cannot be opened", row.id)),
            }
        }
    }
}

async fn evidence(hub: &Hub, found: &mut Findings) -> Result<()> {
    let mut after = String::new();
    loop {
        let rows = store::upkeep::pieces(&hub.db, &after, PAGE).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.id.to_string();
        found.evidence += rows.len();
        custody::pieces(hub, found, &rows).await?;
        for row in rows
            .iter()
            .filter(|row| row.copy.as_ref().is_some_and(|copy| sha256(copy.as_bytes()) != row.copy_sha256))
        {
            found.damages.push(format!("the copy of evidence {} does not fit its hash", row.id));
        }
    }
}

async fn data_keys(hub: &Hub, found: &mut Findings) -> Result<()> {
    let mut after = None;
    loop {
        let rows = data_key::page(hub, after.as_ref()).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = Some(last.account_id.clone());
        found.data_keys += rows.len();
        for entity::data_key::Model { account_id, wrapped } in &rows {
            if let Err(Error::Fault { source, .. }) = hub.keys.data_key(wrapped, account_id.as_str()) {
                found
                    .damages
                    .push(format!("the data key of account {account_id} cannot be opened: {source}"));
            }
        }
    }
}

async fn citations(hub: &Hub, found: &mut Findings) -> Result<()> {
    let mut after = String::new();
    loop {
        let rows = store::upkeep::citations(&hub.db, &after, PAGE).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.id.to_string();
        found.citations += rows.len();
        for row in rows.iter().filter(|row| law::catalogue().provision(&row.provision_id).is_none()) {
            let (id, provision) = (&row.id, &row.provision_id);
            found.damages.push(format!("citation {id} is of {provision}, which is not in the statutes"));
        }
    }
}
