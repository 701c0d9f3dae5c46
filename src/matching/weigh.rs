//! How well a case fits a problem, and what speaks for it.

use std::ops::Range;

use chrono::NaiveDate;

use super::gram::{Grams, shared};
use crate::domain::folded::Folded;

/// What each thing weighs in a score from 0 to 1.
const OPERATOR: f64 = 0.45;
const CATEGORY: f64 = 0.2;
const WORDS: f64 = 0.3;
const TIME: f64 = 0.05;
/// The same clause of its terms.
const CLAUSE: f64 = 0.1;

/// From how alike on two texts tell of the same thing.
const SAME: f64 = 0.3;

/// What share of the shorter of two clauses the other must have, to be the same one.
const SAME_CLAUSE: f64 = 0.6;

/// A case was opened at most so many days before a purchase, or after it, to be of that time.
const DAYS: (i64, i64) = (30, 180);

/// Words that are shown.
const SHOWN: usize = 5;

/// What speaks for a case.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Fit {
    /// How sure it is that it is against the operator, from 0 to 1.
    pub operator: f64,
    /// How likely it is of the kind of problem, from 0 to 1.
    pub category: f64,
    /// How much of the same its words say, from 0 to 1.
    pub words: f64,
    /// Whether it is of that time.
    pub is_timely: bool,
    /// Whether it cites the same clause.
    pub is_clause: bool,
}

impl Fit {
    /// How well it fits, from 0 to 1.
    #[must_use]
    pub fn score(&self) -> f64 {
        let sure = |is: bool, weight: f64| if is { weight } else { 0.0 };
        let sum = OPERATOR * self.operator
            + CATEGORY * self.category
            + WORDS * self.words
            + sure(self.is_timely, TIME)
            + sure(self.is_clause, CLAUSE);
        sum.min(1.0)
    }
}

/// Whether a case was opened at about the time of a purchase.
#[must_use]
pub fn is_of_that_time(bought_on: Option<NaiveDate>, opened_on: NaiveDate) -> bool {
    let days = bought_on.map(|bought_on| (opened_on - bought_on).num_days());
    days.is_some_and(|days| (-DAYS.0..=DAYS.1).contains(&days))
}

/// Whether two clauses are the same one, told in about the same words.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "some hundred grams")]
pub fn is_same_clause(one: &Grams, other: &Grams) -> bool {
    let shorter = one.len().min(other.len());
    shorter > 0 && one.shared(other) as f64 >= shorter as f64 * SAME_CLAUSE
}

/// How alike two texts are, and by which words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Alike {
    /// From 0 for texts that share nothing to 1 for the same text.
    pub share: f64,
    /// The words of the first text that the second has too, the most telling first.
    pub words: Vec<Range<usize>>,
}

impl Alike {
    /// What that weighs, from 0 to 1: texts of one thing in other words seldom share more than a half.
    #[must_use]
    pub fn weight(&self) -> f64 {
        (self.share * 2.0).min(1.0).sqrt()
    }
}

/// Compares a text, of these grams, with the grams of another one: what both say, as a share of what each says.
#[must_use]
pub fn alike(text: &Folded, grams: &Grams, other: &Grams, telling: impl Fn(u64) -> f64) -> Alike {
    let sum = |grams: &Grams| grams.iter().map(&telling).sum::<f64>();
    let common: f64 = grams.iter().filter(|gram| other.has(*gram)).map(&telling).sum();
    let both = (sum(grams) * sum(other)).sqrt();
    let runs = shared(text, other, &telling);
    Alike {
        share: if both > 0.0 { common / both } else { 0.0 },
        words: runs.into_iter().take(SHOWN).map(|(bytes, _)| bytes).collect(),
    }
}

/// Whether a case against the same operator is so near to one that is to be opened that its members should be joined: it
/// is of the same kind, or tells of the same thing.
#[must_use]
pub fn is_near(same_category: bool, alike: f64) -> bool {
    same_category || alike >= SAME
}
