//! What becomes due by itself: ballots end, deadlines pass, counts are rolled up, digests are written.

use std::sync::{Arc, PoisonError};

use chrono::TimeDelta;
use tracing::error;

use super::{Worker, shift::Shift};
use crate::{
    error::Result,
    service::{deadline, digest, maintenance, offer, outcome, reminder, statistic, tally, transfer},
};

/// How often what is over is forgotten, and problems are counted.
const SWEEP: TimeDelta = TimeDelta::minutes(10);

/// Passes until the shift ends; tells how many things it did.
pub(super) async fn work(worker: Arc<Worker>, mut shift: Shift) -> usize {
    let mut done = 0;
    loop {
        let some = pass(&worker).await;
        done += some;
        if shift.is_over() || some == 0 && !shift.again().await {
            return done;
        }
    }
}

/// One pass over everything that may be due; tells how many things it did. What fails stops nothing else.
pub(super) async fn pass(worker: &Worker) -> usize {
    let hub = &worker.hub;
    let mut done = 0;
    let mut note = |step: &'static str, outcome: Result<usize>| match outcome {
        Ok(some) => done += some,
        Err(error) => error!(step, ?error, "the worker could not do its {step}"),
    };
    note("ballots", tally::close_ended(hub).await);
    note("offers", offer::close_ended(hub).await);
    note("answers", offer::recount(hub).await);
    note("outcomes", outcome::recount(hub).await);
    note("questions", outcome::ask_due(hub).await);
    note("deadlines", deadline::tell(hub).await);
    note("reminders", reminder::remind(hub).await);
    note("transfers", transfer::run_due(hub).await);
    note("counts", maintenance::roll_up(hub).await);
    note("digests", digest::write_due(hub).await);
    if sweep_is_due(worker) {
        note("sweep", maintenance::sweep(hub).await.map(|()| 0));
        note("statistics", statistic::recount(hub).await.map(|_| 0));
    }
    done
}

fn sweep_is_due(worker: &Worker) -> bool {
    let now = worker.hub.now();
    let mut swept_at = worker.swept_at.lock().unwrap_or_else(PoisonError::into_inner);
    let due = swept_at.is_none_or(|at| at + SWEEP <= now);
    if due {
        *swept_at = Some(now);
    }
    due
}
