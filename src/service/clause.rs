//! Reading an operator's terms for whoever asks.

use crate::{
    domain::clause::{self, Finding, Verdict},
    error::{Error, Result},
    hub::Hub,
    limits::Door,
    service::access::Caller,
};

/// Terms that were read.
pub struct Analysis {
    /// How many clauses they have.
    pub clauses: usize,
    /// Those that something is said of, in the order in which they stand.
    pub findings: Vec<Finding>,
}

/// Reads terms clause by clause. Nothing of them is kept; how often is limited by address.
///
/// # Errors
/// `TooLong` about the text, `RateLimited`.
pub async fn analyse(hub: &Hub, caller: &Caller, text: String) -> Result<(String, Analysis)> {
    hub.limits.door(Door::Terms, caller.ip, "")?;
    // A whole user agreement takes a tenth of a second, which others need not wait for.
    let read = move || clause::analyse(&text).map(|findings| (text, findings));
    let (text, mut findings) =
        tokio::task::spawn_blocking(read).await.map_err(Error::fault("reading terms"))??;
    let clauses = findings.len();
    findings.retain(|found| found.verdict != Verdict::None);
    Ok((text, Analysis { clauses, findings }))
}
