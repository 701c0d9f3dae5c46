//! A TOML file read leniently: each value with its line, and every fault instead of the first.

use std::fmt;

use chrono::NaiveDate;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// Something wrong in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file.
    pub file: String,
    /// The line, counted from 1; 0 for the whole file.
    pub line: usize,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.what),
            line => write!(f, "{}:{line}: {}", self.file, self.what),
        }
    }
}

/// The faults of one file.
pub(super) struct Faults<'a> {
    file: &'a str,
    /// Where lines end.
    ends: Vec<usize>,
    pub(super) list: Vec<Fault>,
}

impl<'a> Faults<'a> {
    pub(super) fn new(file: &'a str, text: &'a str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at);
        Self { file, ends: ends.collect(), list: vec![] }
    }

    pub(super) fn add(&mut self, line: usize, what: impl fmt::Display) {
        self.list.push(Fault { file: self.file.to_owned(), line, what: what.to_string() });
    }

    /// The line of a place in the text.
    pub(super) fn line(&self, at: usize) -> usize {
        1 + self.ends.partition_point(|end| *end < at)
    }
}

/// A table of the file.
#[derive(Clone, Copy)]
pub(super) struct Row<'t> {
    table: &'t DeTable<'t>,
    /// Where it begins.
    at: usize,
}

impl<'t> Row<'t> {
    pub(super) fn whole(table: &'t Spanned<DeTable<'t>>) -> Self {
        Self { table: table.get_ref(), at: 0 }
    }

    fn of(value: &'t Spanned<DeValue<'t>>) -> Option<Self> {
        let table = value.get_ref().as_table()?;
        // An array of tables has no span of its own that would lead a reader there; its first key has.
        let at = table.keys().map(|key| key.span().start).min().unwrap_or(value.span().start);
        Some(Self { table, at })
    }

    fn value(&self, key: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.table.get(key)
    }

    /// The line of a key, or of the table when it has no such key.
    pub(super) fn line(&self, faults: &Faults<'_>, key: &str) -> usize {
        faults.line(self.value(key).map_or(self.at, |value| value.span().start))
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Every key with its line.
    pub(super) fn keys(&self, faults: &Faults<'_>) -> Vec<(&'t str, usize)> {
        self.table.keys().map(|key| (key.get_ref().as_ref(), faults.line(key.span().start))).collect()
    }

    /// Names every key that nothing reads: most likely it is misspelt.
    pub(super) fn only(&self, faults: &mut Faults<'_>, what: &str, known: &[&str]) {
        for (key, line) in self.keys(faults) {
            if !known.contains(&key) {
                faults.add(line, format_args!("{what} has `{key}`, which nothing reads"));
            }
        }
    }

    fn read<T>(
        &self,
        faults: &mut Faults<'_>,
        what: &str,
        key: &str,
        wanted: &str,
        take: impl FnOnce(&'t DeValue<'t>) -> Option<T>,
    ) -> Option<T> {
        let found = self.value(key)?;
        let taken = take(found.get_ref());
        if taken.is_none() {
            let line = self.line(faults, key);
            faults.add(line, format_args!("`{key}` of {what} is not {wanted}"));
        }
        taken
    }

    fn required<T>(&self, faults: &mut Faults<'_>, what: &str, key: &str, found: Option<T>) -> Option<T> {
        if !self.has(key) {
            faults.add(faults.line(self.at), format_args!("{what} has no `{key}`"));
        }
        found
    }

    pub(super) fn maybe_text(&self, faults: &mut Faults<'_>, what: &str, key: &str) -> Option<&'t str> {
        let filled = |value: &'t DeValue<'t>| value.as_str().filter(|text| !text.trim().is_empty());
        self.read(faults, what, key, "a text with something in it", filled)
    }

    pub(super) fn text(&self, faults: &mut Faults<'_>, what: &str, key: &str) -> Option<&'t str> {
        let found = self.maybe_text(faults, what, key);
        self.required(faults, what, key, found)
    }

    pub(super) fn maybe_date(&self, faults: &mut Faults<'_>, what: &str, key: &str) -> Option<NaiveDate> {
        self.read(faults, what, key, "a date as 2026-04-15", date)
    }

    pub(super) fn date(&self, faults: &mut Faults<'_>, what: &str, key: &str) -> Option<NaiveDate> {
        let found = self.maybe_date(faults, what, key);
        self.required(faults, what, key, found)
    }

    pub(super) fn number(&self, faults: &mut Faults<'_>, what: &str, key: &str) -> Option<u16> {
        let found = self.read(faults, what, key, "a number from 0 to 65535", number);
        self.required(faults, what, key, found)
    }

    pub(super) fn flag(&self, faults: &mut Faults<'_>, what: &str, key: &str) -> Option<bool> {
        let found = self.read(faults, what, key, "true or false", DeValue::as_bool);
        self.required(faults, what, key, found)
    }

    /// A list of texts, each with its line.
    pub(super) fn texts(&self, faults: &mut Faults<'_>, what: &str, key: &str) -> Vec<(&'t str, usize)> {
        self.list(faults, what, key, "a list of texts", |value| {
            value.as_str().filter(|text| !text.trim().is_empty())
        })
    }

    /// A list of numbers, each with its line.
    pub(super) fn numbers(&self, faults: &mut Faults<'_>, what: &str, key: &str) -> Vec<(u16, usize)> {
        self.list(faults, what, key, "a list of numbers", number)
    }

    fn list<T>(
        &self,
        faults: &mut Faults<'_>,
        what: &str,
        key: &str,
        wanted: &str,
        take: impl Fn(&'t DeValue<'t>) -> Option<T>,
    ) -> Vec<(T, usize)> {
        let found = self.read(faults, what, key, wanted, DeValue::as_array);
        let Some(array) = self.required(faults, what, key, found) else { return vec![] };
        let mut items = vec![];
        for item in array.iter() {
            let line = faults.line(item.span().start);
            match take(item.get_ref()) {
                Some(taken) => items.push((taken, line)),
                None => faults.add(line, format_args!("`{key}` of {what} is not {wanted}")),
            }
        }
        items
    }

    /// The tables under a key: of an array of tables, or of a list of inline ones.
    pub(super) fn rows(&self, faults: &mut Faults<'_>, key: &str) -> Vec<Self> {
        let Some(value) = self.value(key) else { return vec![] };
        let rows =
            value.get_ref().as_array().map(|array| array.iter().map(Row::of).collect::<Option<Vec<_>>>());
        rows.flatten().unwrap_or_else(|| {
            faults.add(faults.line(value.span().start), format_args!("`{key}` is not a list of tables"));
            vec![]
        })
    }

    /// The table under a key.
    pub(super) fn table(&self, faults: &mut Faults<'_>, key: &str) -> Option<Self> {
        let Some(value) = self.value(key) else {
            faults.add(0, format_args!("there is no [{key}]"));
            return None;
        };
        let row = Row::of(value);
        if row.is_none() {
            faults.add(faults.line(value.span().start), format_args!("`{key}` is not a table"));
        }
        row
    }

    /// The row under a key of a table, for tables whose keys are data.
    pub(super) fn entry(&self, key: &str) -> Option<Self> {
        self.value(key).and_then(Row::of)
    }
}

fn date(value: &DeValue<'_>) -> Option<NaiveDate> {
    value.as_datetime()?.to_string().parse().ok()
}

fn number(value: &DeValue<'_>) -> Option<u16> {
    let written = value.as_integer()?;
    u16::from_str_radix(written.as_str(), written.radix()).ok()
}

/// What stands twice, with the line of the second.
pub(super) fn doubled<'a>(
    faults: &mut Faults<'_>,
    what: &str,
    ids: impl IntoIterator<Item = (&'a str, usize)>,
) {
    let mut seen = std::collections::BTreeSet::new();
    for (id, line) in ids {
        if !seen.insert(id) {
            faults.add(line, format_args!("{what} `{id}` is there twice"));
        }
    }
}
