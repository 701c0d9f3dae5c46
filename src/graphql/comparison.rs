//! What changed from one version of a complaint to another.

use async_graphql::{Enum, SimpleObject};

use super::term::TermChange;
use crate::domain::complaint::Comparison;

/// The most codes that are listed of one kind.
const CODES: usize = 200;

/// A part of the text of a complaint.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::domain::complaint::Passage")]
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

/// A part of the text in which sentences changed.
#[derive(SimpleObject)]
pub struct PassageChange {
    /// Which.
    passage: Passage,
    /// Its sentences, and what became of them.
    changes: Vec<TermChange>,
}

/// What changed from one version of a complaint to another.
#[derive(SimpleObject)]
pub struct ComplaintChanges {
    /// The parts of the text in which sentences changed, in their order.
    passages: Vec<PassageChange>,
    /// How many members are only in the later one.
    joined_count: usize,
    /// How many members are only in the earlier one.
    left_count: usize,
    /// How many members said something else.
    amended_count: usize,
    /// Codes of members who are only in the later one; at most 200.
    joined: Vec<String>,
    /// Codes of members who are only in the earlier one; at most 200.
    left: Vec<String>,
    /// Codes of members whose line, statement or contacts changed; at most 200.
    amended: Vec<String>,
    /// Pieces of evidence that are only in the later one.
    evidence_added: usize,
    /// Pieces of evidence that are only in the earlier one.
    evidence_removed: usize,
    /// Money asked for in the later one less that in the earlier one, in fen.
    claimed_fen_difference: i64,
}

impl From<Comparison> for ComplaintChanges {
    fn from(told: Comparison) -> Self {
        let passages = told.passages.into_iter().map(|(passage, changes)| PassageChange {
            passage: passage.into(),
            changes: changes.into_iter().map(TermChange::from).collect(),
        });
        let first = |codes: &[String]| codes.iter().take(CODES).cloned().collect();
        Self {
            passages: passages.collect(),
            joined_count: told.joined.len(),
            left_count: told.left.len(),
            amended_count: told.amended.len(),
            joined: first(&told.joined),
            left: first(&told.left),
            amended: first(&told.amended),
            evidence_added: told.evidence_added,
            evidence_removed: told.evidence_removed,
            claimed_fen_difference: told.wanted_fen,
        }
    }
}
