//! The mail room: letters in hand, and the senders that carry them.
//!
//! While one batch is being sent the next one is already taken, and what became of the last ones is recorded in
//! groups beside it. What a `kill -9` may make go out twice is bounded: no letter begins while [`UNRECORDED`]
//! letters wait to be recorded, so at most that many and one a sender were taken by the server without our
//! record of it. They go out again with the same Message-ID and the same bytes, and mailboxes fold the two.
//!
//! A letter is begun only in the first half of its lease and abandoned in the third quarter, so that it is not
//! still under way when another worker may take it.

use std::collections::VecDeque;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use entity::LetterId;
use tokio::{
    task::{self, JoinError, JoinHandle, JoinSet},
    time::Instant,
};
use tracing::{error, warn};

use self::carry::{Carried, Held, carry};
use super::{Worker, lanes::Lanes, shift::Shift};
use crate::{
    domain::pace::Slot,
    error::Result,
    mail::Sender,
    service::post::{self, Due, Fate},
};

mod carry;

/// Letters taken in one go.
const BATCH: usize = 256;
/// Letters whose fate is recorded in one transaction, when they come that fast.
const GROUP: usize = 64;
/// Letters of unrecorded fate with which no other begins.
const UNRECORDED: usize = 2 * GROUP;
/// How long a fate waits for others to be recorded with.
const PATIENCE: Duration = Duration::from_millis(100);
/// How long to wait before a database that did not take a group is asked again, and how often.
const RETRY: (Duration, u32) = (Duration::from_secs(1), 10);
/// How long nothing may move before the letters that wait behind slow hosts are put off.
const STUCK: Duration = Duration::from_secs(1);
/// How long a host is spared after it kept letters waiting.
const SPARED: TimeDelta = TimeDelta::seconds(20);
/// How long the mail server is spared after it could not be reached.
const DOWN: TimeDelta = TimeDelta::seconds(15);

type Fates = Vec<(LetterId, Fate)>;

/// Letters in hand, and the senders that carry them.
pub(super) struct Room {
    worker: Arc<Worker>,
    idle: Vec<Sender>,
    ready: VecDeque<Held>,
    lanes: Lanes<task::Id>,
    under_way: JoinSet<Carried>,
    taking: Option<JoinHandle<(Instant, Result<Vec<Due>>)>>,
    /// Whether there may be more to take.
    look: bool,
    taken: usize,
    fates: Fates,
    /// When the fates are to be recorded at the latest.
    record_by: Instant,
    recording: Option<JoinHandle<(Fates, Result<()>)>>,
    /// Letters being recorded.
    recorded: usize,
    /// How often in a row that went wrong.
    missed: u32,
    /// When a letter last began or ended.
    moved_at: Instant,
    down_until: Option<DateTime<Utc>>,
}

impl Room {
    pub(super) fn open(worker: Arc<Worker>) -> Self {
        let senders = worker.hub.config.mail.connections.max(1);
        let now = Instant::now();
        Self {
            idle: (0..senders).map(|_| worker.mailer.sender()).collect(),
            worker,
            ready: VecDeque::new(),
            lanes: Lanes::new(senders),
            under_way: JoinSet::new(),
            taking: None,
            look: true,
            taken: 0,
            fates: Vec::new(),
            record_by: now,
            recording: None,
            recorded: 0,
            missed: 0,
            moved_at: now,
            down_until: None,
        }
    }

    /// Takes and sends until the shift ends and nothing is in hand.
    pub(super) async fn work(&mut self, shift: &mut Shift) {
        let mut on_duty = true;
        loop {
            self.begin_letters();
            self.record_group();
            if on_duty {
                self.take_more();
            } else if self.is_empty() {
                return;
            }
            let (look, stuck) = (self.look, self.is_stuck());
            let waits = !self.fates.is_empty() && self.recording.is_none();
            tokio::select! {
                Some(ended) = self.under_way.join_next_with_id() => self.end_letter(ended),
                batch = finished(&mut self.taking) => self.put_in_hand(batch, shift.is_over()),
                group = finished(&mut self.recording) => self.note_recorded(group),
                () = tokio::time::sleep_until(self.record_by), if waits => self.record(),
                () = tokio::time::sleep_until(self.moved_at + STUCK), if stuck => self.unstick(),
                more = async { if look { shift.over().await; false } else { shift.again().await } }, if on_duty => {
                    (self.look, on_duty) = (more, more);
                    if shift.is_over() {
                        self.give_back(self.worker.hub.now());
                    }
                }
            }
        }
    }

    /// Takes leave of the mail server; tells how many letters it took.
    pub(super) async fn close(self) -> usize {
        for sender in self.idle {
            sender.close().await;
        }
        self.taken
    }

    fn is_empty(&self) -> bool {
        self.ready.is_empty()
            && self.under_way.is_empty()
            && self.fates.is_empty()
            && self.taking.is_none()
            && self.recording.is_none()
    }

    /// Begins to take the next batch while there is room for it.
    fn take_more(&mut self) {
        if self.down_until.is_some_and(|until| until > self.worker.hub.now()) {
            self.look = false;
        }
        if !self.look || self.taking.is_some() || self.ready.len() >= BATCH {
            return;
        }
        let worker = Arc::clone(&self.worker);
        self.taking = Some(tokio::spawn(async move {
            let since = Instant::now();
            (since, post::take(&worker.hub, BATCH as u64).await)
        }));
    }

    fn put_in_hand(&mut self, batch: Result<(Instant, Result<Vec<Due>>), JoinError>, is_over: bool) {
        let (since, batch) = match batch {
            Ok((since, Ok(batch))) => (since, batch),
            Ok((_, Err(error))) => {
                error!(?error, "the worker could not take letters");
                self.look = false;
                return;
            }
            Err(fault) => {
                error!(%fault, "taking letters broke off");
                self.look = false;
                return;
            }
        };
        self.look &= batch.len() == BATCH;
        self.taken += batch.len();
        let quarter = Duration::from_secs(self.worker.hub.config.mail.lease_seconds.into()) / 4;
        let now = self.worker.hub.now();
        let mut later = Fates::new();
        {
            let mut pace = self.worker.pace.lock().unwrap_or_else(PoisonError::into_inner);
            for due in batch {
                match if due.is_urgent() { Slot::Now } else { pace.slot(&due.host, now) } {
                    Slot::Now => {
                        let (begin_by, end_by) = (since + 2 * quarter, since + 3 * quarter);
                        self.ready.push_back(Held { due, begin_by, end_by });
                    }
                    Slot::At(at) => later.push((due.id, Fate::Later(at))),
                }
            }
        }
        later.into_iter().for_each(|(id, fate)| self.note(id, fate));
        if let Some(until) = self.down_until.filter(|until| *until > now).or(is_over.then_some(now)) {
            self.give_back(until);
        }
    }

    /// Gives idle senders the first letters whose hosts may have one.
    fn begin_letters(&mut self) {
        while self.fates.len() + self.recorded < UNRECORDED {
            let Some(sender) = self.idle.pop() else { return };
            let next = self.ready.iter().position(|held| self.lanes.admits(&held.due.host));
            let Some(held) = next.and_then(|at| self.ready.remove(at)) else {
                self.idle.push(sender);
                return;
            };
            self.moved_at = Instant::now();
            if held.begin_by < self.moved_at {
                // It is due again when its lease ends, for us or for others.
                warn!(letter.id = %held.due.id, "letter {} waited too long in hand", held.due.id);
                self.idle.push(sender);
                continue;
            }
            let host = held.due.host.clone();
            let stationery = Arc::clone(&self.worker.stationery);
            let task = self.under_way.spawn(async move { carry(&stationery, sender, held).await });
            self.lanes.begin(task.id(), host);
        }
    }

    fn end_letter(&mut self, ended: Result<(task::Id, Carried), JoinError>) {
        self.moved_at = Instant::now();
        let (id, carried) = match ended {
            Ok(ended) => ended,
            Err(fault) => {
                error!(%fault, "sending a letter broke off");
                self.lanes.end(&fault.id(), false);
                self.idle.push(self.worker.mailer.sender());
                return;
            }
        };
        self.lanes.end(&id, carried.is_quick());
        let now = self.worker.hub.now();
        self.note(carried.due.id.clone(), carried.fate(now));
        if carried.met_silence() {
            self.spare(&carried.due.host, now + SPARED);
        }
        if carried.met_closed_door() {
            self.down_until = Some(now + DOWN);
            self.give_back(now + DOWN);
        }
        self.idle.push(carried.sender);
    }

    /// Whether letters of slow hosts fill the room while a sender has nothing to do.
    fn is_stuck(&self) -> bool {
        !self.idle.is_empty() && self.ready.len() >= BATCH && self.fates.len() + self.recorded < UNRECORDED
    }

    /// Puts off what waits behind slow hosts, so that letters to others can be taken.
    fn unstick(&mut self) {
        let until = self.worker.hub.now() + SPARED;
        let mut hosts: Vec<String> = self.ready.iter().map(|held| held.due.host.clone()).collect();
        hosts.sort_unstable();
        hosts.dedup();
        hosts.iter().for_each(|host| self.spare(host, until));
        self.give_back(until);
    }

    fn spare(&self, host: &str, until: DateTime<Utc>) {
        self.worker.pace.lock().unwrap_or_else(PoisonError::into_inner).hold(host, until);
    }

    /// Puts the letters that were not begun back into the queue; they keep their attempt.
    fn give_back(&mut self, until: DateTime<Utc>) {
        for held in std::mem::take(&mut self.ready) {
            self.note(held.due.id, Fate::Later(until));
        }
    }

    fn note(&mut self, id: LetterId, fate: Fate) {
        if self.fates.is_empty() {
            self.record_by = Instant::now() + PATIENCE;
        }
        self.fates.push((id, fate));
    }

    /// Records when a group is full, or nothing is under way that could fill it.
    fn record_group(&mut self) {
        let complete = self.fates.len() >= GROUP || self.under_way.is_empty();
        if complete && !self.fates.is_empty() && self.recording.is_none() && self.missed == 0 {
            self.record();
        }
    }

    fn record(&mut self) {
        let fates = std::mem::take(&mut self.fates);
        let worker = Arc::clone(&self.worker);
        self.recorded = fates.len();
        self.recording = Some(tokio::spawn(async move {
            let outcome = post::record(&worker.hub, &fates).await;
            (fates, outcome)
        }));
    }

    fn note_recorded(&mut self, group: Result<(Fates, Result<()>), JoinError>) {
        self.recorded = 0;
        match group {
            Ok((_, Ok(()))) => self.missed = 0,
            Ok((fates, Err(error))) if self.missed < RETRY.1 => {
                warn!(?error, "what became of {} letters could not be recorded yet", fates.len());
                self.missed += 1;
                self.fates.splice(..0, fates);
                self.record_by = Instant::now() + RETRY.0;
            }
            Ok((fates, Err(error))) => {
                error!(?error, "what became of {} letters is not recorded: they may go twice", fates.len());
                self.missed = 0;
            }
            Err(fault) => error!(%fault, "recording letters broke off: they may go twice"),
        }
    }
}

/// Waits for a task, if there is one, and forgets it.
async fn finished<T>(task: &mut Option<JoinHandle<T>>) -> Result<T, JoinError> {
    match task {
        Some(handle) => {
            let outcome = handle.await;
            *task = None;
            outcome
        }
        None => std::future::pending().await,
    }
}
