//! Door: the clock and the queue.
//!
//! Whatever leaves the house waits in a queue that is written in the transaction of its cause. The worker takes
//! it from there: jobs ([`jobs`]), letters ([`post`]) and what becomes due by itself ([`ticks`]). Any number of
//! workers may share a database; each takes with a lease, so what a lost one held is taken up by the others.
//!
//! Three loops run side by side, so that a slow mail server holds up no ballot. Each looks once a second, and at
//! once when something was written in this process. A loop that finds nothing to do only reads.

mod jobs;
mod lanes;
mod post;
mod room;
mod route;
mod shift;
mod ticks;

use std::{
    num::NonZeroU32,
    sync::{Arc, Mutex},
    time::Duration,
};

use chrono::{DateTime, Utc};
use tokio::{
    sync::watch,
    task::{JoinError, JoinHandle},
};
use tracing::{error, info};

use self::shift::Shift;
use crate::{
    domain::pace::{Pace, Rates},
    error::{Error, Result},
    hub::Hub,
    mail::{Mailer, Stationery},
};

pub use route::route;

/// Does what waits in the queue and what becomes due.
pub struct Worker {
    hub: Arc<Hub>,
    mailer: Mailer,
    stationery: Arc<Stationery>,
    /// What this process has sent lately; every worker keeps its own.
    pace: Mutex<Pace>,
    swept_at: Mutex<Option<DateTime<Utc>>>,
}

impl Worker {
    /// A worker that mails as it is configured.
    ///
    /// # Errors
    /// A fault when letters would travel in the clear, or the sender's address is none.
    pub fn new(hub: Arc<Hub>) -> Result<Self> {
        let mailer = Mailer::new(route(&hub.config)).map_err(Error::fault("setting up the mail"))?;
        Self::with_mailer(hub, mailer)
    }

    /// A worker that mails through `mailer`.
    ///
    /// # Errors
    /// A fault when the sender's address is none.
    pub fn with_mailer(hub: Arc<Hub>, mailer: Mailer) -> Result<Self> {
        let config = &hub.config;
        let stationery = Stationery::new(&config.mail.from, None, None, &config.server.public_url)
            .map_err(Error::fault("setting up the mail"))?;
        let rates = Rates {
            overall: NonZeroU32::new(config.mail.per_second),
            per_host: NonZeroU32::new(config.mail.per_host_per_second),
        };
        Ok(Self {
            hub,
            mailer,
            stationery: Arc::new(stationery),
            pace: Mutex::new(Pace::new(rates)),
            swept_at: Mutex::default(),
        })
    }

    /// Works until `stop` says so, then finishes what it has begun: the jobs and letters in hand. Letters that it
    /// took but did not begin go back into the queue.
    pub async fn run(self: Arc<Self>, stop: watch::Receiver<bool>) {
        let shift = || Shift::new(self.hub.wake.subscribe(), stop.clone());
        let loops = [
            keep("jobs", shift(), {
                let w = Arc::clone(&self);
                move |s| jobs::work(Arc::clone(&w), s)
            }),
            keep("post", shift(), {
                let w = Arc::clone(&self);
                move |s| post::work(Arc::clone(&w), s)
            }),
            keep("ticks", shift(), {
                let w = Arc::clone(&self);
                move |s| ticks::work(Arc::clone(&w), s)
            }),
        ];
        info!("the worker has begun");
        for kept in loops {
            log_panic("a loop of the worker", kept.await);
        }
        info!("the worker has finished");
    }

    /// Does everything that is due now until nothing is left: for tests and example worlds.
    ///
    /// What failed and is to be tried again later is left for later.
    pub async fn work_off(self: &Arc<Self>) {
        loop {
            let mut done = ticks::pass(self).await;
            done += jobs::work(Arc::clone(self), Shift::single()).await;
            done += post::work(Arc::clone(self), Shift::single()).await;
            if done == 0 {
                return;
            }
        }
    }
}

/// Keeps a loop running to the end of its shift, also over a panic in it.
fn keep<F>(name: &'static str, shift: Shift, work: impl Fn(Shift) -> F + Send + 'static) -> JoinHandle<()>
where
    F: Future<Output = usize> + Send + 'static,
{
    tokio::spawn(async move {
        loop {
            let outcome = tokio::spawn(work(shift.clone())).await;
            if outcome.is_ok() || shift.is_over() {
                return;
            }
            log_panic(name, outcome);
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    })
}

fn log_panic<T>(name: &str, outcome: Result<T, JoinError>) {
    if let Err(fault) = outcome {
        error!(%fault, "{name} of the worker broke off");
    }
}
