//! Who may have a sender next: one host never has them all.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

/// Which letters are under way, by the host they go to.
///
/// A host has at most half of the senders, until it has shown that it is quick; then it may have all but one.
/// What a slow or silent host blocks is therefore never the whole way out.
pub(super) struct Lanes<K> {
    senders: usize,
    under_way: HashMap<K, String>,
    /// Hosts with letters under way whose last one went well and at once.
    quick: HashSet<String>,
}

impl<K: Eq + Hash> Lanes<K> {
    pub(super) fn new(senders: usize) -> Self {
        Self { senders, under_way: HashMap::new(), quick: HashSet::new() }
    }

    /// Whether a letter to `host` may begin.
    pub(super) fn admits(&self, host: &str) -> bool {
        let busy = self.under_way.values().filter(|other| *other == host).count();
        let most = if self.quick.contains(host) { self.senders.saturating_sub(1) } else { self.senders / 2 };
        busy < most.max(1)
    }

    pub(super) fn begin(&mut self, letter: K, host: String) {
        self.under_way.insert(letter, host);
    }

    /// Notes that a letter is done with, well and at once or not.
    pub(super) fn end(&mut self, letter: &K, quick: bool) {
        let Some(host) = self.under_way.remove(letter) else { return };
        if quick && self.under_way.values().any(|other| *other == host) {
            self.quick.insert(host);
        } else {
            self.quick.remove(&host);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_begins_with_half_and_keeps_it_until_it_is_quick() {
        let mut lanes = Lanes::new(4);
        for letter in 1..=2 {
            assert!(lanes.admits("slow.example"));
            lanes.begin(letter, "slow.example".into());
        }
        assert!(!lanes.admits("slow.example"));
        assert!(lanes.admits("other.example"));
        lanes.end(&1, true);
        for letter in 3..=4 {
            assert!(lanes.admits("slow.example"));
            lanes.begin(letter, "slow.example".into());
        }
        assert!(!lanes.admits("slow.example"), "the last sender is for others");
        lanes.end(&2, false);
        assert!(!lanes.admits("slow.example"), "it has fallen back to half");
        lanes.end(&3, false);
        lanes.end(&4, true);
        assert!(lanes.under_way.is_empty() && lanes.quick.is_empty());
    }

    #[test]
    fn a_single_sender_serves_everybody_in_turn() {
        let mut lanes = Lanes::new(1);
        lanes.begin(1, "a.example".into());
        lanes.end(&1, true);
        assert!(lanes.admits("a.example") && lanes.admits("b.example"));
    }
}
