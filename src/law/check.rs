//! Holds a new edition of the data to what the program relies on, before it is built in.
//!
//! A file is read leniently, so that all its faults come out at once: checksums, ids, dates, the succession of editions,
//! and whatever the product names and a new edition no longer carries. Files that are checked together are held to each
//! other; for what is not given, the embedded data stands in.

mod clauses;
mod holidays;
mod sheet;
mod statutes;
mod supplement;

use std::collections::{BTreeMap, BTreeSet};

use toml::{Spanned, de::DeTable};

pub use sheet::Fault;
use sheet::{Faults, Row};
use statutes::Statutes;
use supplement::Supplement;

use super::{
    item, load,
    named::{Named, Reader},
};

/// A file to be checked.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    /// Its name, for the faults.
    pub name: &'a str,
    /// What is in it.
    pub text: &'a str,
}

/// What rests on the data.
#[derive(Clone, Debug, Default)]
pub struct Product {
    /// Provisions that rules and data name.
    pub named: Vec<Named>,
    /// Texts that people read, each with what it is.
    pub texts: Vec<(String, String)>,
    /// The years through which deadlines were counted.
    pub years: Vec<i32>,
}

/// Why a file cannot be checked at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// It is so broken that nothing can be made of it.
    #[error("{0} cannot be read: {1}")]
    Broken(String, String),
    /// It looks like none of the files that the program embeds.
    #[error("{0} is shaped like none of provisions.toml, clauses.toml, holidays.toml and supplement.toml")]
    Shape(String),
    /// Two files of one shape.
    #[error("{0} and {1} are shaped alike; only one can be the new edition")]
    Alike(String, String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Statutes,
    Clauses,
    Holidays,
    Supplement,
}

impl Shape {
    const ALL: [Self; 4] = [Self::Statutes, Self::Clauses, Self::Holidays, Self::Supplement];

    /// The keys that only a file of this shape has.
    const fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Statutes => &["instrument", "provision"],
            Self::Clauses => &["category", "clause"],
            Self::Holidays => &["official_years", "days"],
            Self::Supplement => &["names", "amendment"],
        }
    }

    fn of(row: Row<'_>) -> Option<Self> {
        Self::ALL.into_iter().find(|shape| shape.keys().iter().any(|key| row.has(key)))
    }
}

/// A file that was parsed.
struct Read<'a> {
    file: File<'a>,
    shape: Shape,
    table: Spanned<DeTable<'a>>,
    faults: Faults<'a>,
    /// Whether its syntax holds; nothing more is said of one that does not.
    is_sound: bool,
}

impl<'a> Read<'a> {
    fn new(file: File<'a>) -> Result<Self, Unfit> {
        let (table, errors) = DeTable::parse_recoverable(file.text);
        let mut faults = Faults::new(file.name, file.text);
        for error in &errors {
            let line = faults.line(error.span().map_or(0, |span| span.start));
            faults.add(line, error.message());
        }
        let shape = Shape::of(Row::whole(&table)).ok_or_else(|| match faults.list.first() {
            Some(fault) => {
                Unfit::Broken(file.name.to_owned(), format!("line {}: {}", fault.line, fault.what))
            }
            None => Unfit::Shape(file.name.to_owned()),
        })?;
        let is_sound = errors.is_empty();
        Ok(Self { file, shape, table, faults, is_sound })
    }
}

/// Every fault of these files, by file and line.
///
/// # Errors
/// [`Unfit`] for files that cannot be checked.
pub fn check(files: &[File<'_>], product: &Product) -> Result<Vec<Fault>, Unfit> {
    let mut given = files.iter().map(|file| Read::new(*file)).collect::<Result<Vec<_>, _>>()?;
    for (at, one) in given.iter().enumerate() {
        if let Some(other) = given[at + 1..].iter().find(|other| other.shape == one.shape) {
            return Err(Unfit::Alike(one.file.name.to_owned(), other.file.name.to_owned()));
        }
    }
    // Each is looked at in turn, and each needs what was read before it.
    let mut take = |shape: Shape| {
        let at = given.iter().position(|read| read.shape == shape && read.is_sound);
        at.map(|at| given.swap_remove(at))
    };
    let taken = [Shape::Supplement, Shape::Statutes, Shape::Clauses, Shape::Holidays].map(&mut take);
    let [mut supplement, mut statutes, mut clauses, mut holidays] = taken;
    if supplement.is_some() || statutes.is_some() || clauses.is_some() {
        let law =
            Law { supplement: supplement.as_mut(), statutes: statutes.as_mut(), clauses: clauses.as_mut() };
        law.check(product)?;
    }
    if let Some(holidays) = &mut holidays {
        holidays::read(&mut holidays.faults, Row::whole(&holidays.table), &product.years);
    }

    let checked = [supplement, statutes, clauses, holidays].into_iter().flatten();
    let mut faults: Vec<Fault> = checked.chain(given).flat_map(|read| read.faults.list).collect();
    faults.sort();
    faults.dedup();
    Ok(faults)
}

/// The files that are held to each other.
struct Law<'r, 'a> {
    supplement: Option<&'r mut Read<'a>>,
    statutes: Option<&'r mut Read<'a>>,
    clauses: Option<&'r mut Read<'a>>,
}

impl Law<'_, '_> {
    /// Checks what is given, with what is built in for the rest.
    fn check(self, product: &Product) -> Result<(), Unfit> {
        let embedded = |name, text| Read::new(File { name, text });
        let mut own_supplement = embedded("supplement.toml", load::SUPPLEMENT)?;
        let mut own_statutes = embedded("provisions.toml", load::PROVISIONS)?;
        let mut own_clauses = embedded("clauses.toml", load::CLAUSES)?;
        let are_new = [&self.supplement, &self.statutes, &self.clauses].map(Option::is_some);
        let [is_new_supplement, is_new_statutes, is_new_clauses] = are_new;
        let names = self.supplement.unwrap_or(&mut own_supplement);
        let law = self.statutes.unwrap_or(&mut own_statutes);
        let terms = self.clauses.unwrap_or(&mut own_clauses);

        let names_read = supplement::read(&mut names.faults, Row::whole(&names.table));
        let law_read = statutes::read(&mut law.faults, Row::whole(&law.table), &names_read);
        let terms_read = clauses::read(&mut terms.faults, Row::whole(&terms.table));
        clauses::against(&mut terms.faults, &terms_read, &law_read);
        if is_new_supplement || is_new_statutes {
            let faults = if is_new_statutes { &mut law.faults } else { &mut names.faults };
            fits(faults, &law_read, &names_read);
            still_named(faults, &law_read, &names_read, product, terms.file);
        }
        // New statutes may leave the clauses that stay without their provisions.
        if is_new_statutes && !is_new_clauses {
            law.faults.list.append(&mut terms.faults.list);
        }
        Ok(())
    }
}

/// The supplement names what there is, and nothing else.
fn fits(faults: &mut Faults<'_>, statutes: &Statutes<'_>, supplement: &Supplement<'_>) {
    let whole = 0;
    for (topic, _) in &statutes.topics {
        if !supplement.names_topic(topic) {
            faults.add(whole, format_args!("the topic {topic} has no Chinese name in supplement.toml"));
        }
    }
    for edition in &statutes.editions {
        if !supplement.names_instrument(edition.id) {
            faults.add(whole, format_args!("the instrument {} has no line in supplement.toml", edition.id));
        }
    }
    for id in supplement.instruments() {
        if !statutes.editions.iter().any(|edition| edition.id == id) {
            faults.add(whole, format_args!("supplement.toml names the instrument {id}, which is not there"));
        }
    }
    for id in supplement.topics() {
        if !statutes.topics.iter().any(|(known, _)| *known == id) {
            faults.add(whole, format_args!("supplement.toml names the topic {id}, which is not there"));
        }
    }
}

/// Whatever the product names exists, is in force on its day, and has the place that is meant.
fn still_named(
    faults: &mut Faults<'_>,
    statutes: &Statutes<'_>,
    supplement: &Supplement<'_>,
    product: &Product,
    clauses: File<'_>,
) {
    let known = statutes.editions.iter().map(|edition| {
        let common = supplement.names_of(edition.id).iter().map(|name| (*name).to_owned());
        (edition.id.to_owned(), edition.names.iter().cloned().chain(common).collect())
    });
    // What was known before is looked for as well: an instrument may be what is missing.
    let before = super::catalogue().instruments().iter();
    let before = before.map(|instrument| (instrument.id.clone(), vec![instrument.title_zh.clone()]));
    let reader = Reader::new(before.chain(known));
    let mut missing: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut look = |id: &str, by: &str, on: Option<chrono::NaiveDate>, place: Option<&str>| {
        let on = on.unwrap_or(statutes.as_of);
        let wrong = match (statutes.article(id), place) {
            (None, _) => Some(format!("there is no {id}")),
            (Some(article), _) if !article.in_force(on) => Some(format!("{id} is not in force on {on}")),
            (Some(article), Some(place)) if !item::stands(place, article.text) => {
                Some(format!("{id} has no {place}"))
            }
            _ => None,
        };
        if let Some(wrong) = wrong {
            missing.entry(wrong).or_default().insert(by.to_owned());
        }
    };
    for Named { id, by, on, item } in &product.named {
        look(id, by, *on, item.as_deref());
    }
    let texts = product.texts.iter().map(|(by, text)| (by.as_str(), text.as_str()));
    for (by, text) in texts.chain([(clauses.name, clauses.text)]) {
        for id in reader.read(text) {
            look(&id, by, None, None);
        }
    }
    for (wrong, by) in missing {
        let by: Vec<&str> = by.iter().map(String::as_str).collect();
        faults.add(0, format_args!("{wrong}, which is named by {}", by.join(", ")));
    }
}

#[cfg(test)]
mod tests;
