//! What must hold of a file shaped like `supplement.toml`: names, and the days from which amended wording holds.

use chrono::NaiveDate;

use super::sheet::{Faults, Row, doubled};

/// Later wording of some articles of an instrument; of all when it names none.
struct Amendment<'t> {
    instrument: &'t str,
    articles: Vec<u16>,
    from: NaiveDate,
}

/// A supplement, as far as it could be read.
pub(super) struct Supplement<'t> {
    topics: Vec<(&'t str, usize)>,
    names: Vec<(&'t str, Vec<&'t str>)>,
    amendments: Vec<Amendment<'t>>,
}

impl<'t> Supplement<'t> {
    /// The day from which an article has its wording, where that is later than its instrument.
    pub(super) fn amended(&self, instrument: &str, article: u16) -> Option<NaiveDate> {
        let meant = |amendment: &&Amendment<'_>| {
            amendment.instrument == instrument
                && (amendment.articles.is_empty() || amendment.articles.contains(&article))
        };
        self.amendments.iter().filter(meant).map(|amendment| amendment.from).max()
    }

    /// The common names of an instrument.
    pub(super) fn names_of(&self, instrument: &str) -> &[&'t str] {
        let found = self.names.iter().find(|(id, _)| *id == instrument);
        found.map_or(&[], |(_, names)| names)
    }

    pub(super) fn names_topic(&self, topic: &str) -> bool {
        self.topics.iter().any(|(id, _)| *id == topic)
    }

    pub(super) fn names_instrument(&self, instrument: &str) -> bool {
        self.names.iter().any(|(id, ..)| *id == instrument)
    }

    /// Every instrument that it speaks of.
    pub(super) fn instruments(&self) -> impl Iterator<Item = &'t str> {
        let named = self.names.iter().map(|(id, ..)| *id);
        named.chain(self.amendments.iter().map(|amendment| amendment.instrument))
    }

    /// Every topic that it names.
    pub(super) fn topics(&self) -> impl Iterator<Item = &'t str> {
        self.topics.iter().map(|(id, _)| *id)
    }
}

pub(super) fn read<'t>(faults: &mut Faults<'_>, sheet: Row<'t>) -> Supplement<'t> {
    sheet.only(faults, "the file", &["schema", "topics", "names", "amendment"]);
    let topics = match sheet.table(faults, "topics") {
        None => vec![],
        Some(table) => {
            let keys = table.keys(faults);
            for (key, _) in &keys {
                table.text(faults, "[topics]", key);
            }
            keys
        }
    };
    let names = match sheet.table(faults, "names") {
        None => vec![],
        Some(table) => table
            .keys(faults)
            .into_iter()
            .map(|(key, _)| {
                let names = table.texts(faults, "[names]", key);
                (key, names.into_iter().map(|(name, _)| name).collect())
            })
            .collect(),
    };
    let rows = sheet.rows(faults, "amendment");
    let amendments = rows.into_iter().filter_map(|row| amendment(faults, row)).collect();
    Supplement { topics, names, amendments }
}

fn amendment<'t>(faults: &mut Faults<'_>, row: Row<'t>) -> Option<Amendment<'t>> {
    let instrument = row.text(faults, "an amendment", "instrument")?;
    let what = format!("the amendment of {instrument}");
    row.only(faults, &what, &["instrument", "articles", "effective_from"]);
    let articles = row.numbers(faults, &what, "articles");
    let spelt: Vec<_> = articles.iter().map(|(number, line)| (number.to_string(), *line)).collect();
    doubled(
        faults,
        &format!("in {what} article"),
        spelt.iter().map(|(number, line)| (number.as_str(), *line)),
    );
    let from = row.date(faults, &what, "effective_from")?;
    Some(Amendment { instrument, articles: articles.into_iter().map(|(number, _)| number).collect(), from })
}
