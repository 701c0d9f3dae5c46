//! When a loop of the worker looks again, and when it ends.

use std::time::Duration;

use tokio::{sync::watch, time::Instant};

/// The longest time between two looks.
const LOOK: Duration = Duration::from_secs(1);

/// Writes come in swarms; a moment's patience makes one look of many.
const GATHER: Duration = Duration::from_millis(10);

/// When a loop looks again, and when it ends.
#[derive(Clone)]
pub(super) struct Shift {
    /// The bell, rung when something was written in this process, and the order to stop; `None` for a single pass.
    calls: Option<(watch::Receiver<()>, watch::Receiver<bool>)>,
    next: Instant,
}

impl Shift {
    /// A shift that lasts until `stop` says so.
    pub(super) fn new(bell: watch::Receiver<()>, stop: watch::Receiver<bool>) -> Self {
        Self { calls: Some((bell, stop)), next: Instant::now() + LOOK }
    }

    /// A shift that ends as soon as there is nothing to do.
    pub(super) fn single() -> Self {
        Self { calls: None, next: Instant::now() }
    }

    /// Waits until it is time to look again; `false` when the shift is over instead. It may be dropped half-way:
    /// asked anew, it waits for what was left.
    pub(super) async fn again(&mut self) -> bool {
        let Some((bell, stop)) = &mut self.calls else { return false };
        loop {
            tokio::select! {
                biased;
                // The one who could tell us to stop being gone means to stop as well.
                _ = stop.wait_for(|stop| *stop) => return false,
                () = tokio::time::sleep_until(self.next) => {
                    self.next = Instant::now() + LOOK;
                    return true;
                }
                Ok(()) = bell.changed() => self.next = self.next.min(Instant::now() + GATHER),
            }
        }
    }

    /// Waits until the shift has been told to end; a single pass never is.
    pub(super) async fn over(&mut self) {
        match &mut self.calls {
            Some((_, stop)) => drop(stop.wait_for(|stop| *stop).await),
            None => std::future::pending().await,
        }
    }

    /// Whether the shift has been told to end.
    pub(super) fn is_over(&self) -> bool {
        self.calls.as_ref().is_some_and(|(_, stop)| *stop.borrow())
    }
}
