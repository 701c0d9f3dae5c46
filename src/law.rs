//! The statutes the hub cites: dated data, parsed once, the same for everybody.
//!
//! A [`Provision`] is one article in one wording, with the days on which that wording holds.
//! Asking whether it may be cited for a day is [`Catalogue::check_in_force`]; finding it is
//! [`Catalogue::search`]. [`ClauseCategory`] says which provisions a kind of unfair term offends.
//! Nothing here is a row of the database: an edition changes with the program that embeds it, and
//! a citation keeps the words it quoted.

pub mod check;
mod clause;
mod force;
mod instrument;
mod item;
mod load;
mod name;
pub mod named;
pub mod numeral;
mod provision;
mod query;
mod search;

use std::collections::HashMap;
use std::sync::LazyLock;

pub use clause::{Clause, ClauseCategory, ClauseItem};
pub use force::NotInForce;
pub use instrument::{Instrument, InstrumentKind};
pub use provision::{Provision, Status, Topic};
pub use search::Query;

static CATALOGUE: LazyLock<Catalogue> =
    LazyLock::new(|| load::catalogue().expect("the embedded statutes are checked by a test"));

/// The statutes built into the program.
#[must_use]
pub fn catalogue() -> &'static Catalogue {
    &CATALOGUE
}

/// All instruments, provisions, topics and categories of clauses, each in statutory order.
#[derive(Debug)]
pub struct Catalogue {
    instruments: Vec<Instrument>,
    provisions: Vec<Provision>,
    topics: Vec<Topic>,
    categories: Vec<ClauseCategory>,
    clauses: Vec<Clause>,
    by_id: HashMap<String, usize>,
    index: search::Index,
}

impl Catalogue {
    /// The provision with that id, such as `cpl-26`.
    #[must_use]
    pub fn provision(&self, id: &str) -> Option<&Provision> {
        self.by_id.get(id).map(|&at| &self.provisions[at])
    }

    /// Every provision, instrument by instrument and article by article.
    #[must_use]
    pub fn provisions(&self) -> &[Provision] {
        &self.provisions
    }

    /// The instrument with that id, such as `cpl`.
    #[must_use]
    pub fn instrument(&self, id: &str) -> Option<&Instrument> {
        self.instruments.iter().find(|instrument| instrument.id == id)
    }

    /// Every instrument, also those that are no longer in force.
    #[must_use]
    pub fn instruments(&self) -> &[Instrument] {
        &self.instruments
    }

    /// The instrument a provision belongs to.
    ///
    /// # Panics
    /// Only for a provision of some other catalogue; loading refuses one without an instrument.
    #[must_use]
    pub fn instrument_of(&self, provision: &Provision) -> &Instrument {
        self.instrument(&provision.instrument).expect("loading resolved every instrument")
    }

    /// How a provision is cited in Chinese, such as `《消费者权益保护法》第二十六条`.
    #[must_use]
    pub fn cite(&self, provision: &Provision) -> String {
        format!("《{}》{}", self.instrument_of(provision).name_zh(), provision.label_zh)
    }

    /// The topic with that id, such as `auto-renewal`.
    #[must_use]
    pub fn topic(&self, id: &str) -> Option<&Topic> {
        self.topics.iter().find(|topic| topic.id == id)
    }

    /// Every topic, by id.
    #[must_use]
    pub fn topics(&self) -> &[Topic] {
        &self.topics
    }

    /// The kind of unfair term with that id, such as `final-interpretation`.
    #[must_use]
    pub fn clause_category(&self, id: &str) -> Option<&ClauseCategory> {
        self.categories.iter().find(|category| category.id == id)
    }

    /// Every kind of unfair term.
    #[must_use]
    pub fn clause_categories(&self) -> &[ClauseCategory] {
        &self.categories
    }

    /// The example clauses, unfair ones and their fair look-alikes.
    #[must_use]
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }
}

#[cfg(test)]
mod tests;
