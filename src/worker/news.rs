//! Looks for news of the cases that somebody in this process watches: another process may have written them.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::TimeDelta;
use entity::EventId;
use tracing::error;

use super::{Worker, shift::Shift};
use crate::service::news;

/// How far back to look. An event is named before its transaction commits, and clocks of machines differ a little.
const BACK: TimeDelta = TimeDelta::seconds(20);

/// Tells of new events until the shift ends; tells how many there were.
pub(super) async fn work(worker: Arc<Worker>, mut shift: Shift) -> usize {
    let mut told: HashSet<EventId> = HashSet::new();
    let mut count = 0;
    while shift.again().await {
        let cases = worker.hub.news.watched().await;
        if cases.is_empty() {
            told.clear();
            continue;
        }
        match news::since(&worker.hub, &cases, worker.hub.now() - BACK).await {
            Ok(found) => {
                for (event, case) in &found {
                    if !told.contains(event) {
                        worker.hub.news.tell(case).await;
                        count += 1;
                    }
                }
                told = found.into_iter().map(|(event, _)| event).collect();
            }
            Err(error) => error!(?error, "the worker could not look for news"),
        }
    }
    count
}
