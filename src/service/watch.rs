//! Watching a case: each event once, as it happens, as long as the caller may see the case.
//!
//! One task in each process that serves looks for new events of the cases that are watched there; another
//! process may have written them. An event is named before its transaction commits, so the newest name seen says
//! nothing about those still to come: whoever looks, looks back a little and remembers what was told.

use std::{
    collections::{BTreeSet, HashSet, VecDeque},
    sync::Arc,
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use entity::{CaseId, EventId, Id, event};
use tokio::{sync::watch, time::sleep};
use tracing::error;

use super::{
    access::{self, Caller, Seen},
    case, timeline,
};
use crate::{error::Result, hub::Hub, store};

/// How far back to look: a transaction takes a while, and clocks of machines differ a little.
const BACK: TimeDelta = TimeDelta::seconds(20);

/// The longest time between two looks.
const LOOK: Duration = Duration::from_secs(1);

/// Writes come in swarms; a moment's patience makes one look of many.
const GATHER: Duration = Duration::from_millis(10);

/// Events read in one go.
const CHUNK: usize = 100;

/// Somebody who watches a case.
pub struct Watch {
    hub: Arc<Hub>,
    caller: Caller,
    case: CaseId,
    news: watch::Receiver<u64>,
    read_at: DateTime<Utc>,
    told: BTreeSet<EventId>,
    fresh: VecDeque<EventId>,
    waiting: VecDeque<event::Model>,
}

impl Watch {
    /// Watches a case from now on.
    ///
    /// # Errors
    /// As [`case::find`].
    pub async fn begin(hub: Arc<Hub>, caller: Caller, id: CaseId) -> Result<Self> {
        let seen = case::find(&hub, &caller, &id).await?;
        let id = seen.case.id;
        // Listening begins before the events that are there are read, so that none falls between.
        let news = hub.news.of(&id).await;
        let read_at = hub.now();
        let told = store::event::ids_after(&hub.db, &id, &first_at(read_at - BACK)).await?;
        let told = told.into_iter().collect();
        let (fresh, waiting) = (VecDeque::new(), VecDeque::new());
        Ok(Self { hub, caller, case: id, news, read_at, told, fresh, waiting })
    }

    /// The language to tell it in.
    #[must_use]
    pub fn locale(&self) -> entity::Locale {
        self.caller.locale
    }

    /// The next event; `None` when the caller signed out, may not see the case any more, or it cannot be read.
    pub async fn next(&mut self) -> Option<event::Model> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            if self.fresh.is_empty() {
                self.news.changed().await.ok()?;
                self.look().await.ok()?;
            }
            self.waiting = self.read().await.ok()?.into();
        }
    }

    /// Finds out which events came since the last look.
    async fn look(&mut self) -> Result<()> {
        let floor = first_at(self.read_at - BACK);
        self.read_at = self.hub.now();
        let found = store::event::ids_after(&self.hub.db, &self.case, &floor).await?;
        self.told.retain(|id| *id > floor);
        self.fresh.extend(found.into_iter().filter(|id| self.told.insert(id.clone())));
        Ok(())
    }

    /// Reads the first of the fresh events, as the caller may see them.
    async fn read(&mut self) -> Result<Vec<event::Model>> {
        let ids: Vec<EventId> = self.fresh.drain(..CHUNK.min(self.fresh.len())).collect();
        let mut seen = self.see().await?;
        loop {
            let rows = timeline::of(&self.hub, &seen, ids.clone()).await?;
            // Proved once more: the newest of these may have been written after the caller left, or the case was
            // hidden.
            let still = self.see().await?;
            if still.seat.is_some() == seen.seat.is_some() {
                return Ok(rows);
            }
            seen = still;
        }
    }

    async fn see(&mut self) -> Result<Seen> {
        access::renew(&self.hub, &mut self.caller).await?;
        case::find(&self.hub, &self.caller, &self.case).await
    }
}

/// Tells those who watch a case in this process of new events, until `stop` says so.
pub async fn tell(hub: Arc<Hub>, mut stop: watch::Receiver<bool>) {
    let mut wake = hub.wake.subscribe();
    let mut told = HashSet::new();
    loop {
        let wait = tokio::select! {
            // The one who could tell us to stop being gone means to stop as well.
            _ = stop.wait_for(|stop| *stop) => return,
            () = sleep(LOOK) => Duration::ZERO,
            Ok(()) = wake.changed() => GATHER,
        };
        sleep(wait).await;
        if let Err(error) = tell_new(&hub, &mut told).await {
            error!(?error, "new events could not be looked for");
        }
    }
}

/// Tells of events that were not told of yet.
async fn tell_new(hub: &Hub, told: &mut HashSet<EventId>) -> Result<()> {
    let cases = hub.news.watched().await;
    if cases.is_empty() {
        told.clear();
        return Ok(());
    }
    let found = store::event::since(&hub.db, &cases, &first_at(hub.now() - BACK)).await?;
    for (event, case) in &found {
        if !told.contains(event) {
            hub.news.tell(case).await;
        }
    }
    *told = found.into_iter().map(|(event, _)| event).collect();
    Ok(())
}

/// What sorts before every event that is named at this instant or later.
fn first_at(instant: DateTime<Utc>) -> EventId {
    let millis = u64::try_from(instant.timestamp_millis()).unwrap_or_default();
    EventId::from_suffix(&ulid::Ulid::from_parts(millis, 0).to_string().to_lowercase())
}
