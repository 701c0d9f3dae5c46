//! From the embedded TOML to a [`Catalogue`].

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, de::Error as _};
use toml::value::Datetime;

use super::search::Index;
use super::{Catalogue, Clause, ClauseCategory, Instrument, Provision, Status, Topic};

pub(super) const PROVISIONS: &str = include_str!("data/provisions.toml");
pub(super) const CLAUSES: &str = include_str!("data/clauses.toml");
pub(super) const SUPPLEMENT: &str = include_str!("data/supplement.toml");

/// What can be wrong with the embedded data.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    #[error("the statutes are not well formed")]
    Syntax(#[from] toml::de::Error),
    #[error("{0} belongs to no instrument")]
    Stray(String),
}

#[derive(Deserialize)]
struct Statutes {
    topics: BTreeMap<String, String>,
    instrument: Vec<Instrument>,
    provision: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    id: String,
    instrument: String,
    article: u16,
    label_zh: String,
    text_zh: String,
    text_sha256: String,
    summary_en: String,
    topics: Vec<String>,
    status: Status,
}

#[derive(Deserialize)]
struct Clauses {
    category: Vec<ClauseCategory>,
    clause: Vec<Clause>,
}

#[derive(Deserialize)]
pub(super) struct Supplement {
    pub(super) topics: BTreeMap<String, String>,
    pub(super) names: BTreeMap<String, Vec<String>>,
    pub(super) amendment: Vec<Amendment>,
}

/// Later wording of some articles; of all of them when it names none.
#[derive(Deserialize)]
pub(super) struct Amendment {
    pub(super) instrument: String,
    pub(super) articles: Vec<u16>,
    #[serde(deserialize_with = "date")]
    pub(super) effective_from: NaiveDate,
}

pub(super) fn supplement() -> Result<Supplement, Fault> {
    Ok(toml::from_str(SUPPLEMENT)?)
}

pub(super) fn catalogue() -> Result<Catalogue, Fault> {
    let statutes: Statutes = toml::from_str(PROVISIONS)?;
    let clauses: Clauses = toml::from_str(CLAUSES)?;
    let supplement = supplement()?;

    let topics: Vec<Topic> = statutes.topics.into_iter().map(|topic| named(topic, &supplement)).collect();
    let provisions = statutes.provision.into_iter();
    let provisions = provisions
        .map(|row| dated(row, &statutes.instrument, &supplement.amendment))
        .collect::<Result<Vec<_>, _>>()?;

    let by_id: HashMap<_, _> = provisions.iter().enumerate().map(|(at, p)| (p.id.clone(), at)).collect();
    let index = Index::new(&provisions, &statutes.instrument, &topics, &supplement.names);
    Ok(Catalogue {
        instruments: statutes.instrument,
        provisions,
        topics,
        categories: clauses.category,
        clauses: clauses.clause,
        by_id,
        index,
    })
}

fn named((id, name_en): (String, String), supplement: &Supplement) -> Topic {
    let name_zh = supplement.topics.get(&id).unwrap_or(&id).clone();
    Topic { id, name_zh, name_en }
}

/// Gives an article the days of its instrument, or of the amendment that gave it its wording.
fn dated(row: Row, instruments: &[Instrument], amendments: &[Amendment]) -> Result<Provision, Fault> {
    let Some(instrument) = instruments.iter().find(|known| known.id == row.instrument) else {
        return Err(Fault::Stray(row.id));
    };
    let changed = |amendment: &&Amendment| {
        amendment.instrument == instrument.id
            && (amendment.articles.is_empty() || amendment.articles.contains(&row.article))
    };
    let amended = amendments.iter().filter(changed).map(|amendment| amendment.effective_from).max();
    Ok(Provision {
        effective_from: amended.unwrap_or(instrument.effective_from),
        effective_to: instrument.effective_to,
        id: row.id,
        instrument: row.instrument,
        article: row.article,
        label_zh: row.label_zh,
        text_zh: row.text_zh,
        summary_en: row.summary_en,
        topics: row.topics,
        status: row.status,
        text_sha256: row.text_sha256,
    })
}

/// Reads a TOML date, which chrono alone cannot.
pub(super) fn date<'de, D: Deserializer<'de>>(source: D) -> Result<NaiveDate, D::Error> {
    let written = Datetime::deserialize(source)?;
    written.to_string().parse().map_err(D::Error::custom)
}

/// Reads a TOML date that may be missing.
pub(super) fn maybe_date<'de, D: Deserializer<'de>>(source: D) -> Result<Option<NaiveDate>, D::Error> {
    date(source).map(Some)
}
