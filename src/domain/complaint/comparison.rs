//! What changed from one version of a complaint to another: the text by sentences, the schedule by members.

use std::collections::{BTreeMap, HashSet};

use super::{Complaint, Entry};
use crate::domain::term::{Change, changes};

/// A part of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passage {
    /// Who complains, and of whom.
    Parties,
    /// The common facts.
    Facts,
    /// The provisions and why they apply.
    Grounds,
    /// What is asked for.
    Demands,
}

/// What changed from one version to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Passages in which a sentence changed, in the order of the text.
    pub passages: Vec<(Passage, Vec<Change>)>,
    /// Codes of members who are only in the later one.
    pub joined: Vec<String>,
    /// Codes of members who are only in the earlier one.
    pub left: Vec<String>,
    /// Codes of members whose line, statement or contacts changed.
    pub amended: Vec<String>,
    /// Pieces of evidence that are only in the later one.
    pub evidence_added: usize,
    /// Pieces of evidence that are only in the earlier one.
    pub evidence_removed: usize,
    /// Money asked for in the later one less that in the earlier one, in fen.
    pub wanted_fen: i64,
}

impl Comparison {
    /// Compares two versions.
    #[must_use]
    pub fn of(before: &Complaint, after: &Complaint) -> Self {
        let passages = [Passage::Parties, Passage::Facts, Passage::Grounds, Passage::Demands]
            .into_iter()
            .map(|passage| (passage, changes(&told(before, passage), &told(after, passage))))
            .filter(|(_, changes)| !changes.is_empty())
            .collect();
        let (old, new) = (lines(before), lines(after));
        let only = |these: &BTreeMap<&str, Entry>, those: &BTreeMap<&str, Entry>| {
            these.keys().filter(|code| !those.contains_key(*code)).map(|code| (*code).to_owned()).collect()
        };
        let amended = new.iter().filter(|(code, entry)| old.get(*code).is_some_and(|was| was != *entry));
        let (had, has) = (pieces(before), pieces(after));
        Self {
            passages,
            joined: only(&new, &old),
            left: only(&old, &new),
            amended: amended.map(|(code, _)| (*code).to_owned()).collect(),
            evidence_added: has.difference(&had).count(),
            evidence_removed: had.difference(&has).count(),
            wanted_fen: after.totals.wanted_fen.saturating_sub(before.totals.wanted_fen),
        }
    }
}

fn told(complaint: &Complaint, passage: Passage) -> String {
    let lines: Vec<String> = match passage {
        Passage::Parties => {
            let operator = &complaint.respondent;
            let known = [&operator.legal_name, &operator.address, &operator.credit_code, &operator.site];
            let known = known.into_iter().flatten().cloned();
            [complaint.opening.clone(), complaint.representatives.join("、"), operator.name.clone()]
                .into_iter()
                .chain(known)
                .collect()
        }
        Passage::Facts => complaint.facts.iter().map(|fact| fact.text.clone()).collect(),
        Passage::Grounds => complaint
            .grounds
            .iter()
            .flat_map(|ground| {
                [
                    format!("《{}》{}", ground.instrument, ground.article),
                    ground.quoted.clone(),
                    ground.operator_clause.clone().unwrap_or_default(),
                    ground.why.clone(),
                ]
            })
            .collect(),
        Passage::Demands => {
            let demands = complaint.demands.iter().map(|demand| demand.text.clone());
            demands.chain(complaint.claimed.clone()).collect()
        }
    };
    lines.join("\n")
}

/// The lines of a schedule by code, without the place in it, which others move.
fn lines(complaint: &Complaint) -> BTreeMap<&str, Entry> {
    let line = |entry| Entry { row: 0, ..Entry::clone(entry) };
    complaint.schedule.iter().map(|entry| (entry.code.as_str(), line(entry))).collect()
}

fn pieces(complaint: &Complaint) -> HashSet<(&str, &str)> {
    complaint.evidence.iter().map(|piece| (piece.member_code.as_str(), piece.sha256.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::complaint::sample::{code, material};

    #[test]
    fn a_version_that_says_the_same_has_no_changes() {
        let complaint = Complaint::pool(&material(5)).unwrap();
        let mut later = material(5);
        (later.version, later.compiled_on) = (3, crate::domain::complaint::sample::day(230));
        let same = Comparison::of(&complaint, &Complaint::pool(&later).unwrap());
        assert!(same.passages.is_empty() && same.joined.is_empty() && same.amended.is_empty(), "{same:?}");
        assert_eq!((same.evidence_added, same.evidence_removed, same.wanted_fen), (0, 0, 0));
    }

    #[test]
    fn who_came_went_and_changed_is_told_by_code() {
        let before = Complaint::pool(&material(5)).unwrap();
        let mut material = material(6);
        material.members.remove(0);
        material.members[0].what_happened = "换了一种说法。".into();
        material.citations[1].why = "另一个理由。".into();
        let after = Complaint::pool(&material).unwrap();
        let told = Comparison::of(&before, &after);
        assert_eq!((told.joined, told.left, told.amended), (vec![code(5)], vec![code(0)], vec![code(1)]));
        assert_eq!((told.evidence_added, told.evidence_removed), (3, 3));
        assert_eq!(told.wanted_fen, after.totals.wanted_fen - before.totals.wanted_fen);
        let grounds = told.passages.iter().find(|(passage, _)| *passage == Passage::Grounds).unwrap();
        assert!(grounds.1.iter().any(|change| change.text.contains("另一个理由")));
    }
}
