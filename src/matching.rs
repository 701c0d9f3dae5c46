//! The people with the same problem: open cases, found by whom they are against and by their words.
//!
//! Each process holds an index of its own in memory, filled from the database and kept up with it whenever it is asked
//! (`service::matching`); so both databases give the same answers, and a question costs no full-text query. Chinese is
//! matched by pairs of characters: there is no dictionary to lack the words of a new game, and a pair that few cases
//! have says more than one that all have. A few tens of thousands of cases take some tens of megabytes.

mod gram;
mod index;
mod name;
mod weigh;

use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::{Mutex, watch};

pub use self::{
    gram::{Grams, shared},
    index::{Candidate, Index, Listing, Question},
    name::{Found, Names},
    weigh::{Alike, Fit, alike, is_near, is_of_that_time, is_same_clause},
};

/// How long an index is trusted in which another process may have something to tell.
const FRESH: TimeDelta = TimeDelta::seconds(1);

/// How far back changes are read again: transactions end some time after the moment they write down, and clocks of
/// several machines differ.
const OVERLAP: TimeDelta = TimeDelta::seconds(60);

/// The index of this process, and how far it is up to date.
pub struct Matching {
    index: RwLock<Index>,
    /// Held by whoever brings the index up to date; others wait, so that it is done once.
    pub(crate) freshness: Mutex<Freshness>,
}

/// How far an index is up to date.
pub(crate) struct Freshness {
    read_at: Option<DateTime<Utc>>,
    written: watch::Receiver<()>,
}

impl Matching {
    /// An empty index; `written` tells when this process has written something.
    #[must_use]
    pub fn new(written: watch::Receiver<()>) -> Self {
        let freshness = Freshness { read_at: None, written };
        Self { index: RwLock::default(), freshness: Mutex::new(freshness) }
    }

    /// The index, to ask it.
    pub fn read(&self) -> RwLockReadGuard<'_, Index> {
        self.index.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The index, to change it.
    pub fn write(&self) -> RwLockWriteGuard<'_, Index> {
        self.index.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Freshness {
    /// Since when changes have to be read: `None` when the index is up to date, the beginning of time when it was never
    /// filled. What this process wrote is seen at once, what others wrote within a second.
    pub(crate) fn since(&mut self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let Some(read_at) = self.read_at else { return Some(DateTime::UNIX_EPOCH) };
        let is_old = now < read_at || now >= read_at + FRESH;
        // Marked as seen before anything is read: what is written meanwhile is looked for the next time.
        let is_written = self.written.has_changed().unwrap_or(false);
        self.written.mark_unchanged();
        (is_old || is_written).then(|| read_at.min(now) - OVERLAP)
    }

    /// Notes that all that was there at this time has been read.
    pub(crate) fn read(&mut self, at: DateTime<Utc>) {
        self.read_at = Some(at);
    }
}
