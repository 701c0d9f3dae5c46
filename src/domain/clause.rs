//! What an operator's terms do to a consumer, clause by clause: which are unfair, which only look it, and why.
//!
//! Each clause is read three ways, the same way each time and without any network. *Rules* say which words mean what
//! together (`clause/rules.toml`): some speak against a clause, some for it, and the more specific one wins.
//! *Likeness* compares its pairs of characters with the wordings of the catalogue, which decides between kinds that
//! rules hold equal and finds what no rule foresaw. *Form* passes over what is no term at all: a question, or a
//! sentence that forbids such terms. A finding is a hint for a person: only a court decides whether a clause is void.

mod ask;
mod concept;
mod model;
mod number;
mod reading;
mod rule;
mod similar;
mod split;
mod verdict;

#[cfg(test)]
mod tests;

use chrono::NaiveDate;

pub use self::ask::{complaint, report};
pub use self::similar::Wordings;
use self::{reading::Reading, verdict::Decided};
use super::{folded::Span, refusal::Refusal};
use crate::law::{Clause, ClauseCategory, ClauseItem, Provision, catalogue};

/// The most characters of terms that are read in one go.
pub const LONGEST: usize = 200_000;

/// What is thought of a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// It is of a kind that the law disapproves of.
    Unfair,
    /// It looks like such a kind, and is lawful as it stands.
    Lawful,
    /// It may be either; a person has to look.
    Doubtful,
    /// Nothing speaks for any kind.
    None,
}

/// One clause of some terms and what is thought of it.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Where it stands.
    pub span: Span,
    /// What is thought of it.
    pub verdict: Verdict,
    /// The kind of unfair term it is, or looks like.
    pub category: Option<&'static ClauseCategory>,
    /// How sure, from 0 to 1: an estimate from rules and likeness.
    pub confidence: f64,
    /// The words that gave it away, in the order in which they stand.
    pub signs: Vec<Span>,
    /// The catalogue's example it is most like, of the same kind and verdict, which says why.
    pub example: Option<&'static Clause>,
}

impl Finding {
    /// The provisions that decide it on a day, the primary one first: only what was in force then.
    pub fn provisions(&self, on: NaiveDate) -> impl Iterator<Item = &'static Provision> {
        let ids: &[String] = match (self.verdict, self.example, self.category) {
            (Verdict::Lawful, Some(example), _) => &example.provisions,
            (Verdict::Unfair | Verdict::Doubtful, _, Some(category)) => &category.provisions,
            _ => &[],
        };
        ids.iter().filter_map(|id| catalogue().provision(id)).filter(move |provision| provision.in_force(on))
    }

    /// Which paragraph or item of a provision is meant.
    #[must_use]
    pub fn item(&self, provision: &str) -> Option<&'static ClauseItem> {
        self.category?.items.iter().find(|item| item.provision == provision)
    }
}

/// Reads terms clause by clause; every clause is told, also those that nothing is said of.
///
/// # Errors
/// `TooLong` about the text.
pub fn analyse(text: &str) -> Result<Vec<Finding>, Refusal> {
    analyse_beside(text, Wordings::catalogue())
}

/// Reads terms beside other wordings than the whole catalogue's; what the analysis is worth without one of them can
/// so be measured.
///
/// # Errors
/// `TooLong` about the text.
pub fn analyse_beside(text: &str, wordings: &Wordings) -> Result<Vec<Finding>, Refusal> {
    // Bytes first: nothing is counted that cannot fit.
    if text.len() > LONGEST * 4 || text.chars().count() > LONGEST {
        return Err(Refusal::TooLong { field: "text", max: LONGEST });
    }
    let mut findings = Vec::new();
    for clause in split::clauses(&Reading::new(text)) {
        let whole = verdict::decide(&clause, wordings);
        let parts = split::parts(&clause);
        // Two unfair terms in one sentence are two findings; what speaks for a sentence speaks for all of it.
        if matches!(whole.verdict, Verdict::Unfair | Verdict::Doubtful) && parts.len() > 1 {
            let decided: Vec<_> = parts.iter().map(|part| (part, verdict::decide(part, wordings))).collect();
            if decided.iter().any(|(_, decided)| decided.verdict == Verdict::Unfair) {
                findings.extend(decided.into_iter().map(|(part, decided)| finding(part, decided)));
                continue;
            }
        }
        findings.push(finding(&clause, whole));
    }
    Ok(findings)
}

fn finding(clause: &Reading, decided: Decided) -> Finding {
    let Decided { verdict, category, confidence, signs, example } = decided;
    let mut signs: Vec<Span> = signs.into_iter().map(|place| clause.span(place)).collect();
    signs.sort_unstable();
    signs.dedup();
    Finding { span: clause.whole(), verdict, category, confidence, signs, example }
}
