//! How fast letters may go: so many a second overall, so many a second to one host.
//!
//! The scheduler hands out moments and never waits. A letter whose turn is later goes back into the
//! queue, so a slow host holds up nobody but its own.

use std::collections::HashMap;
use std::num::NonZeroU32;

use chrono::{DateTime, TimeDelta, Utc};

/// Hosts that are remembered before those with nothing to remember are dropped.
const HOSTS: usize = 1024;

/// Letters per second; `None` is as fast as it goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rates {
    /// To everybody together.
    pub overall: Option<NonZeroU32>,
    /// To one recipient host.
    pub per_host: Option<NonZeroU32>,
}

/// Whether a letter may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// Now; it has been counted.
    Now,
    /// Not before this moment: ask again then.
    At(DateTime<Utc>),
}

/// What has been sent lately, as far as it limits what may be sent now.
#[derive(Debug, Clone)]
pub struct Pace {
    rates: Rates,
    overall: Lane,
    hosts: HashMap<String, Lane>,
}

/// One limit: a burst of a second's worth, then evenly spaced (a leaky bucket told in moments).
#[derive(Debug, Clone, Copy, Default)]
struct Lane {
    /// When the letters counted so far would have gone, evenly spaced.
    spent: Option<DateTime<Utc>>,
    /// The last moment promised to a letter that was turned away, so that they do not all return at once.
    promised: Option<DateTime<Utc>>,
    /// Nothing goes before this moment.
    held: Option<DateTime<Utc>>,
}

impl Lane {
    /// The first moment a letter may go, `now` or later.
    fn opens(&self, rate: Option<NonZeroU32>, now: DateTime<Utc>) -> DateTime<Utc> {
        let rested = self.spent.filter(|_| rate.is_some()).map(|spent| spent - TimeDelta::seconds(1));
        now.max(rested.unwrap_or(now)).max(self.held.unwrap_or(now))
    }

    fn count(&mut self, rate: Option<NonZeroU32>, now: DateTime<Utc>) {
        if let Some(rate) = rate {
            self.spent = Some(self.spent.map_or(now, |spent| spent.max(now)) + gap(rate));
        }
    }

    /// Promises a moment after those promised before.
    fn promise(&mut self, rate: Option<NonZeroU32>, opens: DateTime<Utc>) -> DateTime<Utc> {
        let step = rate.map_or(TimeDelta::zero(), gap);
        let moment = self.promised.map_or(opens, |last| opens.max(last + step));
        self.promised = Some(moment);
        moment
    }

    fn is_idle(&self, now: DateTime<Utc>) -> bool {
        [self.spent, self.promised, self.held].iter().flatten().all(|moment| *moment <= now)
    }
}

fn gap(rate: NonZeroU32) -> TimeDelta {
    TimeDelta::nanoseconds(1_000_000_000 / i64::from(rate.get()))
}

impl Pace {
    /// A pace of which nothing is spent.
    #[must_use]
    pub fn new(rates: Rates) -> Self {
        Self { rates, overall: Lane::default(), hosts: HashMap::new() }
    }

    /// Asks whether a letter to `host` may go now, and counts it if so.
    ///
    /// A letter that is told a later moment is not counted, neither against its host nor overall: it
    /// asks again. Letters told to come later are given moments as far apart as the rate is.
    pub fn slot(&mut self, host: &str, now: DateTime<Utc>) -> Slot {
        let Rates { overall, per_host } = self.rates;
        if per_host.is_none() && self.hosts.is_empty() {
            return Self::pass(&mut self.overall, overall, now);
        }
        self.forget(now);
        let lane = self.lane(host);
        let opens = lane.opens(per_host, now);
        if opens > now {
            return Slot::At(lane.promise(per_host, opens));
        }
        let slot = Self::pass(&mut self.overall, overall, now);
        if slot == Slot::Now {
            self.lane(host).count(per_host, now);
        }
        slot
    }

    /// Lets nothing go to `host` before `until`, e.g. after it said that it is busy.
    pub fn hold(&mut self, host: &str, until: DateTime<Utc>) {
        let lane = self.lane(host);
        lane.held = Some(lane.held.map_or(until, |held| held.max(until)));
    }

    fn pass(lane: &mut Lane, rate: Option<NonZeroU32>, now: DateTime<Utc>) -> Slot {
        let opens = lane.opens(rate, now);
        if opens > now {
            return Slot::At(lane.promise(rate, opens));
        }
        lane.count(rate, now);
        Slot::Now
    }

    fn lane(&mut self, host: &str) -> &mut Lane {
        self.hosts.entry(host.to_ascii_lowercase()).or_default()
    }

    fn forget(&mut self, now: DateTime<Utc>) {
        if self.hosts.len() >= HOSTS {
            self.hosts.retain(|_, lane| !lane.is_idle(now));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(1_790_000_000_000 + millis).unwrap()
    }

    fn pace(overall: u32, per_host: u32) -> Pace {
        Pace::new(Rates { overall: NonZeroU32::new(overall), per_host: NonZeroU32::new(per_host) })
    }

    /// Sends what is waiting as the moments come, and tells when each letter went, in milliseconds.
    fn run(pace: &mut Pace, hosts: &[&str]) -> Vec<(String, i64)> {
        let mut waiting: Vec<_> = hosts.iter().map(|host| (at(0), (*host).to_owned())).collect();
        let mut gone = Vec::new();
        for _ in 0..10_000 {
            waiting.sort();
            if waiting.is_empty() {
                return gone;
            }
            let (now, host) = waiting.remove(0);
            match pace.slot(&host, now) {
                Slot::Now => gone.push((host, (now - at(0)).num_milliseconds())),
                Slot::At(later) => {
                    assert!(later > now);
                    waiting.push((later, host));
                }
            }
        }
        panic!("{} letters never got their turn", waiting.len());
    }

    #[test]
    fn without_rates_everything_goes() {
        let mut pace = pace(0, 0);
        assert!((0..5000).all(|_| pace.slot("qq.com", at(0)) == Slot::Now));
    }

    #[test]
    fn a_burst_then_an_even_flow() {
        let gone = run(&mut pace(10, 0), &["qq.com"; 31]);
        let early = gone.iter().filter(|(_, ms)| *ms == 0).count();
        assert_eq!(early, 11);
        let last = gone.last().unwrap().1;
        assert!((1900..=2100).contains(&last), "{last}");
    }

    #[test]
    fn a_slow_host_holds_up_nobody_else() {
        let mut letters = vec!["slow.example"; 200];
        letters.extend(["quick.example"; 5]);
        let gone = run(&mut pace(100, 5), &letters);
        let quick: Vec<_> = gone.iter().filter(|(host, _)| host == "quick.example").collect();
        assert_eq!(quick.len(), 5);
        assert!(quick.iter().all(|(_, ms)| *ms == 0), "{quick:?}");
        assert_eq!(gone.len(), 205);
        let last = gone.last().unwrap().1;
        assert!((38_000..41_000).contains(&last), "{last}");
    }

    #[test]
    fn those_turned_away_come_back_one_by_one() {
        let mut pace = pace(0, 1);
        while pace.slot("qq.com", at(0)) == Slot::Now {}
        let Slot::At(first) = pace.slot("QQ.com", at(0)) else { panic!("the burst is spent") };
        let Slot::At(second) = pace.slot("qq.com", at(0)) else { panic!("the burst is spent") };
        assert_eq!(second - first, TimeDelta::seconds(1));
    }

    #[test]
    fn a_host_on_hold_waits() {
        let mut pace = pace(0, 0);
        pace.hold("busy.example", at(5000));
        pace.hold("busy.example", at(1000));
        assert_eq!(pace.slot("busy.example", at(0)), Slot::At(at(5000)));
        assert_eq!(pace.slot("other.example", at(0)), Slot::Now);
        assert_eq!(pace.slot("busy.example", at(5000)), Slot::Now);
    }

    #[test]
    fn idle_hosts_are_forgotten() {
        let mut pace = pace(0, 1);
        for i in 0..5000 {
            pace.slot(&format!("host{i}.example"), at(i * 10));
        }
        assert!(pace.hosts.len() <= HOSTS, "{}", pace.hosts.len());
    }
}
