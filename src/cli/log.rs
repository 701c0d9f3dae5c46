//! Logs: to standard error, as JSON or as text; they carry ids and never say who somebody is.

use std::io::{self, IsTerminal};

use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};

use crate::config::Log;

/// Begins to log as it is configured.
///
/// # Errors
/// When the filter is not understood, or something in this process logs already.
pub(super) fn set_up(log: &Log) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let filter = EnvFilter::builder().parse(&log.filter).map_err(|error| format!("log.filter: {error}"))?;
    let lines = fmt::layer().with_writer(io::stderr).with_ansi(io::stderr().is_terminal());
    let registry = tracing_subscriber::registry().with(filter);
    if log.json {
        registry.with(lines.json().flatten_event(true)).try_init()?;
    } else {
        registry.with(lines).try_init()?;
    }
    Ok(())
}
