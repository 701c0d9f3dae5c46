//! The published result of a ballot: every vote by its receipt, so that whoever cast one finds it there and anybody can
//! count again, while nobody learns whose it is.
//!
//! The hash of a list is the SHA-256, in lower-case hex, of these [framed](crate::domain::framing) fields for each vote,
//! one after the other, in ascending order of the receipts:
//!
//! | field | for example |
//! |---|---|
//! | name | `chorus/vote/1` |
//! | receipt | 32 hex digits |
//! | choice | `yes` |
//! | codes of the candidates in the order of the list, joined by commas; empty where there are none | `7QK2,M4TZ` |

use std::collections::BTreeMap;

use entity::Choice;
use sha2::{Digest, Sha256};

use crate::domain::framing::framed;

const NAME: &str = "chorus/vote/1";

/// A vote as it is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// By which its owner knows it.
    pub receipt: String,
    /// What was said.
    pub choice: Choice,
    /// For whom, in an election.
    pub candidates: Vec<String>,
}

/// Counts votes in ascending order of their receipts.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// In favour.
    pub yes: i64,
    /// Against.
    pub no: i64,
    /// Neither.
    pub abstain: i64,
    candidates: BTreeMap<String, i64>,
    hash: Sha256,
}

/// How many votes a candidate has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranking {
    /// The candidate's pseudonym.
    pub code: String,
    /// Their votes.
    pub votes: i64,
}

impl Tally {
    /// Adds the next vote.
    pub fn add(&mut self, vote: &Receipt) {
        match vote.choice {
            Choice::Yes => self.yes += 1,
            Choice::No => self.no += 1,
            Choice::Abstain => self.abstain += 1,
        }
        for code in &vote.candidates {
            *self.candidates.entry(code.clone()).or_default() += 1;
        }
        let codes = vote.candidates.join(",");
        self.hash.update(framed(NAME, [vote.receipt.as_str(), vote.choice.as_str(), codes.as_str()]));
    }

    /// The hash of the list so far, in lower-case hex.
    #[must_use]
    pub fn sha256(&self) -> String {
        hex::encode(self.hash.clone().finalize())
    }

    /// The candidates by their votes; among equals who stands first in `order`. Who has no vote is left out.
    #[must_use]
    pub fn ranking<'a>(&self, order: impl IntoIterator<Item = &'a str>) -> Vec<Ranking> {
        let counted = order.into_iter().filter_map(|code| {
            self.candidates.get(code).map(|&votes| Ranking { code: code.to_owned(), votes })
        });
        let mut ranking: Vec<Ranking> = counted.collect();
        // The sort is stable.
        ranking.sort_by_key(|entry| std::cmp::Reverse(entry.votes));
        ranking
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vote(receipt: u32, choice: Choice, candidates: &[&str]) -> Receipt {
        let candidates = candidates.iter().map(|code| (*code).to_owned()).collect();
        Receipt { receipt: format!("{receipt:032x}"), choice, candidates }
    }

    #[test]
    fn votes_are_counted_and_equals_go_by_who_stood_first() {
        let mut tally = Tally::default();
        for vote in [
            vote(1, Choice::Yes, &["B", "C"]),
            vote(2, Choice::Yes, &["A"]),
            vote(3, Choice::Abstain, &[]),
            vote(4, Choice::Yes, &["C"]),
            vote(5, Choice::No, &[]),
        ] {
            tally.add(&vote);
        }
        assert_eq!((tally.yes, tally.no, tally.abstain), (3, 1, 1));
        let ranking = tally.ranking(["A", "B", "C", "D"]);
        let ranking: Vec<_> = ranking.iter().map(|entry| (entry.code.as_str(), entry.votes)).collect();
        assert_eq!(ranking, [("C", 2), ("A", 1), ("B", 1)]);
    }

    #[test]
    fn the_hash_of_a_list_is_what_its_documentation_says() {
        let mut tally = Tally::default();
        tally.add(&vote(1, Choice::Yes, &["7QK2", "M4TZ"]));
        tally.add(&vote(2, Choice::No, &[]));
        // Computed with another program from the table of the module.
        assert_eq!(tally.sha256(), "490ea2c9af60ce9f72c8f095cea0b98a76e4887ec5799ee15dcff65ec227fe79");
        let mut other = Tally::default();
        other.add(&vote(1, Choice::Yes, &["7QK2"]));
        other.add(&vote(2, Choice::No, &[]));
        assert_ne!(other.sha256(), tally.sha256());
    }
}
