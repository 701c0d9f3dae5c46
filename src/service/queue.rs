//! The queue of jobs, as the worker sees it.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{JobId, job};

use crate::{error::Result, hub::Hub, store};

/// How long a job belongs to the worker that took it. A worker that is still at it renews the lease; one that
/// vanished leaves the job to the others when it ends.
pub const LEASE: TimeDelta = TimeDelta::seconds(60);

/// Takes up to `limit` jobs that are due; their `attempts` count this one.
///
/// # Errors
/// A fault only.
pub async fn take(hub: &Hub, limit: u64) -> Result<Vec<job::Model>> {
    let now = hub.now();
    // A look costs less than a write, and the worker looks often.
    if limit == 0 || !store::job::is_due(&hub.db, now).await? {
        return Ok(Vec::new());
    }
    let mut jobs = hub.write(async |tx| store::job::take(tx, now, LEASE, limit).await).await?;
    for job in &mut jobs {
        job.attempts += 1;
    }
    Ok(jobs)
}

/// Keeps a job for another lease; does nothing when it has passed to somebody else.
///
/// # Errors
/// A fault only.
pub async fn renew(hub: &Hub, job: &job::Model) -> Result<()> {
    let until = hub.now() + LEASE;
    hub.write(async |tx| store::job::renew(tx, &job.id, job.attempts, until).await).await
}

/// Takes a job that is done out of the queue.
///
/// # Errors
/// A fault only.
pub async fn done(hub: &Hub, id: &JobId) -> Result<()> {
    hub.write(async |tx| store::job::delete(tx, id).await).await
}

/// Puts a job off until `again_at`, or gives it up; `reason` is a code, never an address.
///
/// # Errors
/// A fault only.
pub async fn failed(hub: &Hub, id: &JobId, reason: &str, again_at: Option<DateTime<Utc>>) -> Result<()> {
    let now = hub.now();
    hub.write(async |tx| store::job::set_failure(tx, id, reason, again_at, now).await).await
}

/// How much waits.
#[derive(Clone, Copy, Debug, Default)]
pub struct Depth {
    /// Letters to be sent.
    pub letters: u64,
    /// Jobs to be done.
    pub jobs: u64,
    /// Jobs that were given up.
    pub jobs_failed: u64,
}

/// How much waits.
///
/// # Errors
/// A fault only.
pub async fn depth(hub: &Hub) -> Result<Depth> {
    let letters = store::letter::count_waiting(&hub.db).await?;
    let (jobs, jobs_failed) = store::job::count(&hub.db).await?;
    Ok(Depth { letters, jobs, jobs_failed })
}
