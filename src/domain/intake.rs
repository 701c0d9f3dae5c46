//! Guided intake: what a person who writes in anger most likely means, what they have not told yet, and how to say it.
//!
//! Everything is worked out from rules and counted words, the same way each time; every suggestion names the words
//! that led to it, so that whoever reads it can see where it is wrong. Nothing is kept of what was typed.

mod fact;
mod grams;
mod kind;
mod resale;

use chrono::NaiveDate;
use entity::Remedy;

pub use fact::{Fact, Finding, Standing};
pub use kind::{Guess, Word};
pub use resale::{Resale, Use};

use super::{
    clause,
    folded::Folded,
    refusal::Refusal,
    wording::{self, Warning},
};

/// The most characters of a text that is read.
pub const LONGEST: usize = 5_000;
/// How sure a quoted clause has to be recognised, and how many are told.
const SURE: f64 = 0.75;
const MOST_CLAUSES: usize = 10;

/// What a person has told so far; a form may send it while they still type.
#[derive(Clone, Copy, Debug, Default)]
pub struct Input<'a> {
    /// What happened, in their words.
    pub text: &'a str,
    /// Price paid, in fen.
    pub amount_fen: Option<i64>,
    /// Day of purchase, in Beijing.
    pub bought_on: Option<NaiveDate>,
    /// Order number.
    pub order_number: Option<&'a str>,
    /// What is asked for.
    pub remedy: Option<Remedy>,
    /// Bought for own use, not to sell on.
    pub own_use: Option<bool>,
    /// Whether the operator was asked to put it right.
    pub asked_operator: bool,
}

/// What can be told from it.
#[derive(Clone, Debug)]
pub struct Advice {
    /// The likeliest kinds of problem, at most three; none when nothing speaks for any.
    pub guesses: Vec<Guess>,
    /// What a complaint has to tell, and whether it is told.
    pub facts: Vec<Finding>,
    /// Words that are better said calmly.
    pub warnings: Vec<Warning>,
    /// Whether it was bought for own use.
    pub resale: Resale,
    /// Unfair clauses of the operator's that the text quotes.
    pub clauses: Vec<clause::Finding>,
}

/// Reads what a person has told so far.
///
/// # Errors
/// `TooLong` about the text.
pub fn advise(input: &Input<'_>) -> Result<Advice, Refusal> {
    let text = read(input.text)?;
    let guesses = kind::guess(&text);
    Ok(Advice {
        facts: fact::all(&text, input, guesses.first()),
        warnings: wording::lint_folded(&text),
        resale: resale::of(&text, input.own_use),
        clauses: quoted(input.text)?,
        guesses,
    })
}

/// The likeliest kinds of problem in a text.
///
/// # Errors
/// `TooLong` about the text.
pub fn guess(text: &str) -> Result<Vec<Guess>, Refusal> {
    read(text).map(|text| kind::guess(&text))
}

/// The clauses that a text quotes and that are surely unfair: it is a story, and most of it is no term at all.
fn quoted(text: &str) -> Result<Vec<clause::Finding>, Refusal> {
    let mut findings = clause::analyse(text)?;
    findings.retain(|found| found.verdict == clause::Verdict::Unfair && found.confidence >= SURE);
    findings.truncate(MOST_CLAUSES);
    Ok(findings)
}

fn read(text: &str) -> Result<Folded, Refusal> {
    // Bytes first: nothing is counted that cannot fit.
    if text.len() > LONGEST * 4 || text.chars().count() > LONGEST {
        return Err(Refusal::TooLong { field: "text", max: LONGEST });
    }
    Ok(Folded::new(text))
}

#[cfg(test)]
mod tests;
