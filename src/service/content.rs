//! What was compiled and what was filed, read back from the record.

use entity::{FilingId, complaint, filing};
use serde::de::DeserializeOwned;

use crate::{
    domain::complaint::{Complaint, Report},
    error::{Error, Result},
    hub::Hub,
};

/// The content of a version.
///
/// # Errors
/// A fault when the record was damaged.
pub fn version(row: &complaint::Model) -> Result<Complaint> {
    serde_json::from_str(&row.content).map_err(Error::fault("reading a complaint"))
}

/// The report that goes with a version, if one does.
///
/// # Errors
/// A fault when the record was damaged.
pub fn report(row: &complaint::Model) -> Result<Option<Report>> {
    let report = row.report.as_deref().map(serde_json::from_str).transpose();
    report.map_err(Error::fault("reading a report"))
}

/// The filing edition of a filing.
///
/// # Errors
/// A fault when the record was damaged.
pub(super) fn filed(hub: &Hub, row: &filing::Model) -> Result<Complaint> {
    let sealed = row.content_sealed.as_deref();
    opened(hub, row, sealed.ok_or_else(|| Error::fault("opening a filing")("its content is gone"))?, "")
}

/// The filing edition of the report that goes with a filing, if one does.
///
/// # Errors
/// A fault when the record was damaged.
pub(super) fn filed_report(hub: &Hub, row: &filing::Model) -> Result<Option<Report>> {
    row.report_sealed.as_deref().map(|sealed| opened(hub, row, sealed, REPORT)).transpose()
}

/// Seals the filing edition of a report.
///
/// # Errors
/// Never in practice; a cipher's failure is passed on.
pub(super) fn seal_report(hub: &Hub, filing: &FilingId, report: &Report) -> Result<Vec<u8>> {
    hub.keys.seal_own(&report.to_bytes(), &format!("{filing}{REPORT}"))
}

/// What the context of a sealed report ends in, so that it cannot pass for the complaint.
const REPORT: &str = "/report";

fn opened<T: DeserializeOwned>(hub: &Hub, row: &filing::Model, sealed: &[u8], what: &str) -> Result<T> {
    let bytes = hub.keys.open_own(sealed, &format!("{}{what}", row.id))?;
    serde_json::from_slice(&bytes).map_err(Error::fault("opening a filing"))
}

/// Works off the async threads: what is long and has nothing to wait for.
pub(super) async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Error::fault("working off the async threads"))?
}
