//! What is in force on a day, and what is in force instead.

use chrono::NaiveDate;

use super::{Catalogue, Instrument, Provision};

/// Why a provision may not be cited for a day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{provision} in this wording is in force from {from} {}", until(*.to))]
pub struct NotInForce {
    /// Id of the provision.
    pub provision: String,
    /// First day on which its wording holds.
    pub from: NaiveDate,
    /// Last day on which it holds, if it has one.
    pub to: Option<NaiveDate>,
    /// Id of the instrument that stands in its place on the day asked for. `None` when nothing
    /// does, and when it is an earlier wording of the same instrument.
    pub successor: Option<String>,
}

fn until(to: Option<NaiveDate>) -> String {
    to.map_or_else(|| "on".to_owned(), |last| format!("to {last}"))
}

impl Catalogue {
    /// The provisions that are in force on that day, in statutory order.
    pub fn in_force(&self, on: NaiveDate) -> impl Iterator<Item = &Provision> {
        self.provisions.iter().filter(move |provision| provision.in_force(on))
    }

    /// The edition of an instrument that is in force on that day: itself, what it replaced, or
    /// what replaced it.
    ///
    /// For `crm` it is `crm0` (Order 20) up to 14 April 2026 and `crm` (Order 121) from the 15th.
    #[must_use]
    pub fn successor_on(&self, instrument: &str, on: NaiveDate) -> Option<&Instrument> {
        let mut edition = self.instrument(instrument)?;
        // A chain of editions is no longer than the list they are in.
        for _ in &self.instruments {
            if edition.in_force(on) {
                return Some(edition);
            }
            let earlier = on < edition.effective_from;
            let next = if earlier { &edition.supersedes } else { &edition.superseded_by };
            edition = self.instrument(next.as_deref()?)?;
        }
        None
    }

    /// Says whether a provision may be cited for that day.
    ///
    /// # Errors
    /// [`NotInForce`] with the days on which it may be, and the instrument in its place.
    pub fn check_in_force(&self, provision: &Provision, on: NaiveDate) -> Result<(), NotInForce> {
        if provision.in_force(on) {
            return Ok(());
        }
        let successor = self.successor_on(&provision.instrument, on);
        Err(NotInForce {
            provision: provision.id.clone(),
            from: provision.effective_from,
            to: provision.effective_to,
            successor: successor.map(|other| other.id.clone()).filter(|id| *id != provision.instrument),
        })
    }
}
