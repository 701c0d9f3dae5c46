//! What must hold of a file shaped like `provisions.toml`.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use sha2::{Digest, Sha256};

use super::{
    sheet::{Faults, Row, doubled},
    supplement::Supplement,
};
use crate::law::numeral;

const INSTRUMENT: &[&str] = &[
    "id",
    "title_zh",
    "short_zh",
    "title_en",
    "kind",
    "issuer",
    "document_number",
    "adopted",
    "promulgated",
    "amended",
    "effective_from",
    "effective_to",
    "amendment_effective_from",
    "version",
    "source_note",
    "supersedes",
    "superseded_by",
    "superseded_in_part_by",
];

const PROVISION: &[&str] = &[
    "id",
    "instrument",
    "article",
    "label_zh",
    "text_zh",
    "text_sha256",
    "summary_en",
    "topics",
    "status",
    "sources",
];

const KINDS: &[&str] = &["law", "administrative-regulation", "judicial-interpretation", "departmental-rule"];

/// An instrument, as far as it could be read.
pub(super) struct Edition<'t> {
    pub(super) id: &'t str,
    pub(super) names: Vec<String>,
    pub(super) from: NaiveDate,
    pub(super) to: Option<NaiveDate>,
    title: &'t str,
    supersedes: Option<&'t str>,
    superseded_by: Option<&'t str>,
    in_part_by: Option<&'t str>,
    line: usize,
}

/// An article, as far as it could be read.
pub(super) struct Article<'t> {
    pub(super) id: String,
    pub(super) instrument: &'t str,
    pub(super) number: u16,
    pub(super) text: &'t str,
    pub(super) from: NaiveDate,
    pub(super) to: Option<NaiveDate>,
    pub(super) line: usize,
}

impl Article<'_> {
    pub(super) fn in_force(&self, on: NaiveDate) -> bool {
        self.from <= on && self.to.is_none_or(|last| on <= last)
    }
}

/// A file of statutes.
pub(super) struct Statutes<'t> {
    pub(super) as_of: NaiveDate,
    pub(super) editions: Vec<Edition<'t>>,
    pub(super) articles: Vec<Article<'t>>,
    pub(super) topics: Vec<(&'t str, usize)>,
}

impl Statutes<'_> {
    pub(super) fn article(&self, id: &str) -> Option<&Article<'_>> {
        self.articles.iter().find(|article| article.id == id)
    }
}

pub(super) fn read<'t>(faults: &mut Faults<'_>, sheet: Row<'t>, supplement: &Supplement<'_>) -> Statutes<'t> {
    let what = "the file";
    sheet.only(faults, what, &["schema", "as_of", "topics", "source", "instrument", "provision"]);
    let as_of = sheet.date(faults, what, "as_of").unwrap_or(NaiveDate::MAX);
    let topics = topics(faults, sheet);
    let sources = sources(faults, sheet);
    let rows = sheet.rows(faults, "instrument");
    let editions: Vec<_> = rows.into_iter().filter_map(|row| edition(faults, row, as_of)).collect();
    doubled(faults, "instrument", editions.iter().map(|edition| (edition.id, edition.line)));
    let rows = sheet.rows(faults, "provision");
    let known = Known { editions: &editions, topics: &topics, sources: &sources, supplement };
    let articles: Vec<_> = rows.into_iter().filter_map(|row| known.article(faults, row)).collect();
    doubled(faults, "provision", articles.iter().map(|article| (article.id.as_str(), article.line)));
    succession(faults, &editions);
    order(faults, &editions, &articles);
    Statutes { as_of, editions, articles, topics }
}

fn topics<'t>(faults: &mut Faults<'_>, sheet: Row<'t>) -> Vec<(&'t str, usize)> {
    let Some(table) = sheet.table(faults, "topics") else { return vec![] };
    let keys = table.keys(faults);
    for (key, _) in &keys {
        table.text(faults, "[topics]", key);
    }
    keys
}

fn sources<'t>(faults: &mut Faults<'_>, sheet: Row<'t>) -> BTreeSet<&'t str> {
    let mut ids = vec![];
    for row in sheet.rows(faults, "source") {
        if let Some(id) = row.text(faults, "a source", "id") {
            ids.push((id, row.line(faults, "id")));
        }
    }
    doubled(faults, "source", ids.iter().copied());
    ids.into_iter().map(|(id, _)| id).collect()
}

fn edition<'t>(faults: &mut Faults<'_>, row: Row<'t>, as_of: NaiveDate) -> Option<Edition<'t>> {
    let id = row.text(faults, "an instrument", "id")?;
    let what = format!("instrument {id}");
    let line = row.line(faults, "id");
    row.only(faults, &what, INSTRUMENT);
    if !id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()) {
        faults.add(line, format_args!("{what}: an id is lower-case letters and digits"));
    }
    let [title, short, ..] =
        ["title_zh", "short_zh", "title_en", "issuer", "document_number", "version", "source_note"]
            .map(|key| row.text(faults, &what, key));
    if let Some(kind) = row.text(faults, &what, "kind")
        && !KINDS.contains(&kind)
    {
        let line = row.line(faults, "kind");
        faults.add(line, format_args!("{what}: there is no kind `{kind}`"));
    }
    let adopted = row.date(faults, &what, "adopted");
    let from = row.date(faults, &what, "effective_from");
    let to = row.maybe_date(faults, &what, "effective_to");
    let ordered = [
        (adopted, from, "effective_from", "is in force before it was adopted"),
        (from, to, "effective_to", "ends before it begins"),
        (adopted, Some(as_of), "adopted", "was adopted after the day the file is of"),
        (
            adopted,
            row.maybe_date(faults, &what, "promulgated"),
            "promulgated",
            "is promulgated before it was adopted",
        ),
        (
            from,
            row.maybe_date(faults, &what, "amendment_effective_from"),
            "amendment_effective_from",
            "is amended before it is in force",
        ),
    ];
    for (first, then, key, fault) in ordered {
        if first.zip(then).is_some_and(|(first, then)| first > then) {
            let line = row.line(faults, key);
            faults.add(line, format_args!("{what} {fault}"));
        }
    }
    let title = title?;
    let plain = title.strip_prefix("中华人民共和国").unwrap_or(title);
    Some(Edition {
        id,
        names: [Some(title), Some(plain), short].into_iter().flatten().map(str::to_owned).collect(),
        from: from?,
        to,
        title,
        supersedes: row.maybe_text(faults, &what, "supersedes"),
        superseded_by: row.maybe_text(faults, &what, "superseded_by"),
        in_part_by: row.maybe_text(faults, &what, "superseded_in_part_by"),
        line,
    })
}

/// Editions follow on each other day by day, and say so on both sides.
fn succession(faults: &mut Faults<'_>, editions: &[Edition<'_>]) {
    let find = |id: &str| editions.iter().find(|edition| edition.id == id);
    for edition in editions {
        let Edition { id, line, .. } = *edition;
        for other in [edition.supersedes, edition.superseded_by, edition.in_part_by].into_iter().flatten() {
            if find(other).is_none() {
                faults.add(line, format_args!("instrument {id} names {other}, which is not there"));
            }
        }
        if let Some(later) = edition.superseded_by.and_then(find)
            && later.supersedes != Some(id)
        {
            faults.add(line, format_args!("{} does not say that it supersedes {id}", later.id));
        }
        let Some(earlier) = edition.supersedes.and_then(find) else { continue };
        if earlier.superseded_by != Some(id) {
            faults.add(line, format_args!("{} does not say that {id} supersedes it", earlier.id));
        }
        let next = earlier.to.and_then(|last| last.checked_add_days(Days::new(1)));
        match next {
            None => {
                faults.add(line, format_args!("{} has no last day though {id} supersedes it", earlier.id))
            }
            Some(next) if next < edition.from => {
                faults.add(
                    line,
                    format_args!("nothing is in force from {next} until {id} begins on {}", edition.from),
                );
            }
            Some(next) if next > edition.from => {
                faults
                    .add(line, format_args!("{} and {id} are both in force on {}", earlier.id, edition.from));
            }
            Some(_) => {}
        }
    }
    for (at, one) in editions.iter().enumerate() {
        let same = |other: &&Edition<'_>| other.title == one.title && other.id != one.id;
        for other in editions[at + 1..].iter().filter(same) {
            let (first, then) = if one.from <= other.from { (one, other) } else { (other, one) };
            if first.to.is_none_or(|last| last >= then.from) {
                faults.add(
                    other.line,
                    format_args!("{} and {} are editions of one text and overlap", one.id, other.id),
                );
            } else if then.supersedes != Some(first.id) {
                faults.add(
                    other.line,
                    format_args!("{} does not say that it supersedes {}", then.id, first.id),
                );
            }
        }
    }
}

struct Known<'k, 't> {
    editions: &'k [Edition<'t>],
    topics: &'k [(&'t str, usize)],
    sources: &'k BTreeSet<&'t str>,
    supplement: &'k Supplement<'k>,
}

impl<'t> Known<'_, 't> {
    fn article(&self, faults: &mut Faults<'_>, row: Row<'t>) -> Option<Article<'t>> {
        let id = row.text(faults, "a provision", "id")?;
        let what = format!("provision {id}");
        row.only(faults, &what, PROVISION);
        let instrument = row.text(faults, &what, "instrument");
        let number = row.number(faults, &what, "article");
        let label = row.text(faults, &what, "label_zh");
        let text = row.text(faults, &what, "text_zh");
        let sum = row.text(faults, &what, "text_sha256");
        row.text(faults, &what, "summary_en");
        if let Some(status) = row.text(faults, &what, "status")
            && !["verified", "single-source"].contains(&status)
        {
            let line = row.line(faults, "status");
            faults.add(line, format_args!("{what}: there is no status `{status}`"));
        }
        for (topic, line) in row.texts(faults, &what, "topics") {
            if !self.topics.iter().any(|(known, _)| *known == topic) {
                faults.add(line, format_args!("{what}: there is no topic `{topic}`"));
            }
        }
        for (source, line) in row.texts(faults, &what, "sources") {
            if !self.sources.contains(source) {
                faults.add(line, format_args!("{what}: there is no source `{source}`"));
            }
        }
        if let (Some(text), Some(sum)) = (text, sum) {
            let found = hex(text);
            if found != sum {
                let line = row.line(faults, "text_sha256");
                faults.add(line, format_args!("{what}: the text's checksum is {found}"));
            }
        }
        let (instrument, number) = (instrument?, number?);
        let line = row.line(faults, "id");
        if id != format!("{instrument}-{number}") {
            faults.add(line, format_args!("{what}: its id is not that of article {number} of {instrument}"));
        }
        let wanted = format!("第{}条", numeral::spell(number));
        if let Some(label) = label
            && label != wanted
        {
            let line = row.line(faults, "label_zh");
            faults.add(line, format_args!("{what}: its label is {label} and not {wanted}"));
        }
        let Some(edition) = self.editions.iter().find(|edition| edition.id == instrument) else {
            let line = row.line(faults, "instrument");
            faults.add(line, format_args!("{what}: there is no instrument `{instrument}`"));
            return None;
        };
        Some(Article {
            id: id.to_owned(),
            instrument,
            number,
            text: text?,
            from: self.supplement.amended(instrument, number).unwrap_or(edition.from),
            to: edition.to,
            line,
        })
    }
}

/// Articles stand in the order of their instruments and numbers.
fn order(faults: &mut Faults<'_>, editions: &[Edition<'_>], articles: &[Article<'_>]) {
    let place = |article: &Article<'_>| {
        (editions.iter().position(|edition| edition.id == article.instrument), article.number)
    };
    for pair in articles.windows(2) {
        if let [before, after] = pair
            && place(before) > place(after)
        {
            faults.add(after.line, format_args!("provision {} stands after {}", after.id, before.id));
        }
    }
}

fn hex(text: &str) -> String {
    hex::encode(Sha256::digest(text))
}
