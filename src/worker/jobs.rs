//! Jobs: taken with a lease, done, and tried again later when that can help.

use std::sync::Arc;

use entity::{JobId, job};
use serde::de::DeserializeOwned;
use tokio::task::JoinSet;
use tracing::{error, info, warn};

use super::{Worker, shift::Shift};
use crate::{
    domain::backoff,
    error::Error,
    metrics,
    service::{delivery, letter, paper, queue},
};

mod announce;
mod print;
mod send_filing;

/// Jobs done at the same time, so that a filing on a slow line holds up no announcement.
const AT_ONCE: usize = 4;

/// A kind of job. Doing it twice does no more than doing it once: a worker may vanish after the work and before
/// it says so.
trait Run: DeserializeOwned {
    /// Does it.
    async fn run(&self, worker: &Worker, id: &JobId) -> Result<(), Failure>;

    /// Clears up after it is given up for this reason.
    async fn give_up(&self, _worker: &Worker, _reason: &str) -> Result<(), Error> {
        Ok(())
    }
}

/// Why a job was not done; the reason is a code, never an address.
enum Failure {
    /// Trying again may help.
    Again(String),
    /// It cannot.
    Never(String),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let reason = match &error {
            Error::Refused(refusal) => refusal.code().to_owned(),
            Error::Fault { what, .. } => (*what).to_owned(),
            other => other.to_string(),
        };
        error!(?error, "a job met a fault: {reason}");
        Self::Again(reason)
    }
}

/// Does jobs until the shift ends; tells how many it took.
pub(super) async fn work(worker: Arc<Worker>, mut shift: Shift) -> usize {
    let mut running = JoinSet::new();
    let mut taken = 0;
    let mut on_duty = true;
    loop {
        if on_duty {
            let free = AT_ONCE - running.len();
            let jobs = queue::take(&worker.hub, free as u64).await.unwrap_or_else(|error| {
                error!(?error, "the worker could not take jobs");
                Vec::new()
            });
            taken += jobs.len();
            for job in jobs {
                running.spawn(see_to(Arc::clone(&worker), job));
            }
        }
        if !on_duty && running.is_empty() {
            return taken;
        }
        tokio::select! {
            Some(outcome) = running.join_next() => super::log_panic("a job", outcome),
            more = shift.again(), if on_duty => on_duty = more,
        }
    }
}

/// Does one job, keeping its lease, and says what became of it.
async fn see_to(worker: Arc<Worker>, job: job::Model) {
    let seen = tokio::select! {
        seen = dispatch(&worker, &job) => seen,
        () = keep_lease(&worker, &job) => return,
    };
    if let Err(error) = seen {
        // Its lease ends by itself, and then it is taken again.
        error!(job.id = %job.id, ?error, "what became of job {} could not be recorded", job.id);
    }
}

/// Renews the lease for as long as it is polled; ends only when that fails for a whole lease.
async fn keep_lease(worker: &Worker, job: &job::Model) {
    let step = queue::LEASE.to_std().unwrap_or_default() / 4;
    let mut missed = 0;
    while missed < 4 {
        tokio::time::sleep(step).await;
        match queue::renew(&worker.hub, job).await {
            Ok(()) => missed = 0,
            Err(error) => {
                missed += 1;
                warn!(job.id = %job.id, ?error, "the lease of job {} could not be renewed", job.id);
            }
        }
    }
}

async fn dispatch(worker: &Worker, job: &job::Model) -> Result<(), Error> {
    match job.kind.as_str() {
        letter::Announce::KIND => attempt::<letter::Announce>(worker, job).await,
        paper::Print::KIND => attempt::<paper::Print>(worker, job).await,
        delivery::Send::KIND => attempt::<delivery::Send>(worker, job).await,
        // A newer release may have written it; it waits for a worker that knows it.
        _ => put_off(worker, job, "unknown kind").await,
    }
}

async fn attempt<J: Run>(worker: &Worker, job: &job::Model) -> Result<(), Error> {
    let Ok(order) = serde_json::from_value::<J>(job.payload.clone()) else {
        return put_off(worker, job, "unreadable").await;
    };
    let failure = match order.run(worker, &job.id).await {
        Ok(()) => {
            queue::done(&worker.hub, &job.id).await?;
            metrics::job("done");
            info!(job.id = %job.id, job.kind, "job {} is done", job.id);
            return Ok(());
        }
        Err(failure) => failure,
    };
    let reason = match failure {
        Failure::Again(reason) => match next_attempt(worker, job) {
            Some(_) => return put_off(worker, job, &reason).await,
            None => reason,
        },
        Failure::Never(reason) => reason,
    };
    order.give_up(worker, &reason).await?;
    abandon(worker, job, &reason).await
}

fn next_attempt(worker: &Worker, job: &job::Model) -> Option<chrono::DateTime<chrono::Utc>> {
    backoff::next_attempt(job.id.as_str(), job.attempts.unsigned_abs(), job.created_at, worker.hub.now())
}

async fn put_off(worker: &Worker, job: &job::Model, reason: &str) -> Result<(), Error> {
    let Some(at) = next_attempt(worker, job) else { return abandon(worker, job, reason).await };
    queue::failed(&worker.hub, &job.id, reason, Some(at)).await?;
    metrics::job("deferred");
    warn!(job.id = %job.id, job.kind, reason, "job {} is put off until {at}", job.id);
    Ok(())
}

async fn abandon(worker: &Worker, job: &job::Model, reason: &str) -> Result<(), Error> {
    queue::failed(&worker.hub, &job.id, reason, None).await?;
    metrics::job("failed");
    error!(job.id = %job.id, job.kind, reason, "job {} is given up", job.id);
    Ok(())
}
