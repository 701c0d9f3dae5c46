//! Merging and splitting: which cases fit, which seats go, and what becomes of somebody with a seat in both.

use chrono::{NaiveDate, TimeDelta};
use entity::{Remedy, Stage, case, claim};
use serde::{Deserialize, Serialize};

use super::{
    refusal::Refusal,
    text::{fold, line},
};

/// For how many hours members may object when nobody says otherwise.
pub const USUAL_HOURS: i32 = 72;

/// The shortest and the longest time in which members may object, in hours.
const HOURS: (i32, i32) = (24, 336);

/// How long a proposal waits for an answer.
pub const ANSWERED_WITHIN: TimeDelta = TimeDelta::days(14);

/// How long a case is looked at after it was closed to newcomers: who was about to join then has come by the end.
pub const SETTLING: TimeDelta = TimeDelta::seconds(60);

/// The most proposals of one case that wait for an answer at the same time.
pub const PROPOSALS: u64 = 5;

/// The most codes that a split names.
const CODES: usize = 200;

/// Reads for how many hours members may object.
///
/// # Errors
/// `OutOfRange` about `objectionHours`.
pub fn hours(given: Option<i32>) -> Result<i32, Refusal> {
    let hours = given.unwrap_or(USUAL_HOURS);
    if (HOURS.0..=HOURS.1).contains(&hours) {
        Ok(hours)
    } else {
        Err(Refusal::OutOfRange { field: "objectionHours", min: HOURS.0.into(), max: HOURS.1.into() })
    }
}

/// Seats leave and enter cases that gather in public: elsewhere a text or a filing names who is in them.
///
/// # Errors
/// `CaseHidden` or `CasesNotGathering`.
pub fn gathers(case: &case::Model) -> Result<(), Refusal> {
    if case.hidden_reason.is_some() {
        Err(Refusal::CaseHidden)
    } else if case.stage != Stage::Gathering {
        Err(Refusal::CasesNotGathering { number: case.number.clone() })
    } else {
        Ok(())
    }
}

/// Which seats a split takes: those that meet everything that is given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// Pseudonyms; none means those of anybody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
    /// What the product of the claim holds.
    pub product: Option<String>,
    /// The first day of purchase.
    pub bought_from: Option<NaiveDate>,
    /// The last day of purchase.
    pub bought_to: Option<NaiveDate>,
    /// What the claim asks for.
    pub remedy: Option<Remedy>,
}

impl Criterion {
    /// The same, tidied, if it says anything and no more than it may.
    ///
    /// # Errors
    /// `Required`, `TooMany` or a refusal about a field.
    pub fn checked(mut self) -> Result<Self, Refusal> {
        if self.codes.len() > CODES {
            return Err(Refusal::TooMany { field: "codes", max: CODES });
        }
        for code in &mut self.codes {
            *code = line("codes", code, 1, 16)?.to_uppercase();
        }
        self.codes.sort_unstable();
        self.codes.dedup();
        self.product = self.product.map(|product| line("product", &product, 1, 80)).transpose()?;
        if let (Some(from), Some(to)) = (self.bought_from, self.bought_to)
            && from > to
        {
            return Err(Refusal::TooEarly { field: "boughtTo", earliest: from.to_string() });
        }
        if self == Self::default() { Err(Refusal::Required { field: "criterion" }) } else { Ok(self) }
    }

    /// Whether it takes the seat with this code and this standing claim.
    #[must_use]
    pub fn takes(&self, code: &str, claim: Option<&claim::Model>) -> bool {
        let is_named = self.codes.is_empty() || self.codes.iter().any(|named| named == code);
        is_named && (!self.is_about_claims() || claim.is_some_and(|claim| self.fits(claim)))
    }

    fn is_about_claims(&self) -> bool {
        self.product.is_some()
            || self.bought_from.is_some()
            || self.bought_to.is_some()
            || self.remedy.is_some()
    }

    fn fits(&self, claim: &claim::Model) -> bool {
        let product = self.product.as_deref().map(fold);
        product.is_none_or(|product| fold(&claim.product).contains(&product))
            && self.bought_from.is_none_or(|day| claim.bought_on >= day)
            && self.bought_to.is_none_or(|day| claim.bought_on <= day)
            && self.remedy.is_none_or(|remedy| claim.remedy == remedy)
    }
}

/// What becomes of a seat that a transfer would take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It stays, and its claim with it.
    Stays,
    /// It goes.
    Goes,
    /// Its holder has a seat there already, and the two become one.
    Joins,
}

/// What becomes of a seat: its holder `objects`, `has_seat` in the other case, and has standing claims here and
/// there, each given by the keyed hash of its order number in the other case.
///
/// A seat has one claim. Who claims for two different orders is not made to give one of them up: they stay, as if they
/// objected. One order that is claimed in both cases is one claim.
#[must_use]
pub fn fate(objects: bool, has_seat: bool, here: Option<&[u8]>, there: Option<&[u8]>) -> Fate {
    match (objects, has_seat, here, there) {
        (true, ..) => Fate::Stays,
        (false, false, ..) => Fate::Goes,
        (false, true, Some(here), Some(there)) if here != there => Fate::Stays,
        (false, true, ..) => Fate::Joins,
    }
}

#[cfg(test)]
mod tests;
