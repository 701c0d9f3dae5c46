//! How often a caller may knock.
//!
//! The buckets live in this process: with several processes behind one address a caller gets that many
//! times the rate, which still stops guessing and flooding.

use std::{net::IpAddr, num::NonZeroU32};

use governor::{DefaultKeyedRateLimiter, Quota, clock::Clock as _};

use crate::{
    config,
    error::{Error, Result},
};

/// A door at which tries are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Door {
    /// Asking for an account.
    Register,
    /// Signing in.
    SignIn,
    /// Handing in a token that was mailed.
    MailToken,
    /// Trading a refresh token.
    Refresh,
    /// Asking for a new password.
    Reset,
    /// Proving a password again while signed in.
    Confirm,
    /// Asking where a file was filed: who could ask without end could guess what a text says.
    Evidence,
    /// Coming by the link that an operator was mailed.
    OperatorDesk,
    /// Having terms read, which takes time.
    Terms,
}

/// Counts tries.
pub struct Limits {
    doors: DefaultKeyedRateLimiter<(Door, String)>,
    mutations: DefaultKeyedRateLimiter<String>,
    apps: DefaultKeyedRateLimiter<String>,
    searches: DefaultKeyedRateLimiter<String>,
}

impl Limits {
    /// Empty buckets of the configured size.
    #[must_use]
    pub fn new(config: &config::Limits) -> Self {
        let per_minute = |count: u32| Quota::per_minute(NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN));
        Self {
            doors: DefaultKeyedRateLimiter::keyed(per_minute(config.door_per_minute)),
            mutations: DefaultKeyedRateLimiter::keyed(per_minute(config.mutations_per_minute)),
            apps: DefaultKeyedRateLimiter::keyed(per_minute(config.app_per_minute)),
            searches: DefaultKeyedRateLimiter::keyed(per_minute(config.searches_per_minute)),
        }
    }

    /// Counts a try at a door, once for the network address and once for whom it is about.
    ///
    /// # Errors
    /// `RateLimited` when either has had its share.
    pub fn door(&self, door: Door, from: IpAddr, about: &str) -> Result<()> {
        check(&self.doors, &(door, network(from)))?;
        if about.is_empty() { Ok(()) } else { check(&self.doors, &(door, about.to_lowercase())) }
    }

    /// Counts a try to trade a refresh token, by its hash.
    ///
    /// # Errors
    /// `RateLimited` when that token has had its share.
    pub fn token(&self, hash: &[u8]) -> Result<()> {
        check(&self.doors, &(Door::Refresh, hex::encode(hash)))
    }

    /// Counts a search that works through many texts.
    ///
    /// # Errors
    /// `RateLimited` when the network address has had its share.
    pub fn search(&self, from: IpAddr) -> Result<()> {
        check(&self.searches, &network(from))
    }

    /// Counts a mutation of an account.
    ///
    /// # Errors
    /// `RateLimited` when it has had its share.
    pub fn mutation(&self, account: &str) -> Result<()> {
        check(&self.mutations, &account.to_owned())
    }

    /// Counts a request of an app.
    ///
    /// # Errors
    /// `RateLimited` when it has had its share.
    pub fn app(&self, app: &str) -> Result<()> {
        check(&self.apps, &app.to_owned())
    }

    /// Forgets buckets that are full again.
    pub fn sweep(&self) {
        self.doors.retain_recent();
        self.mutations.retain_recent();
        self.apps.retain_recent();
        self.searches.retain_recent();
    }
}

/// What tells hosts apart: of an IPv6 address only the first 64 bits do.
fn network(from: IpAddr) -> String {
    match from {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("{:x?}", &address.segments()[..4]),
    }
}

fn check<K: std::hash::Hash + Eq + Clone>(limiter: &DefaultKeyedRateLimiter<K>, key: &K) -> Result<()> {
    limiter.check_key(key).map_err(|refused| {
        let wait = refused.wait_time_from(governor::clock::DefaultClock::default().now());
        Error::RateLimited { retry_after: wait.as_secs() + 1 }
    })
}
