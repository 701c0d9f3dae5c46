//! What must hold of a file shaped like `holidays.toml`.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};

use super::sheet::{Faults, Row, doubled};

/// The festivals that every year has days off for.
const FESTIVALS: &[&str] = &["元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"];

/// The year from which there are thirteen statutory days off instead of eleven.
const THIRTEEN_FROM: u16 = 2025;

pub(super) fn read(faults: &mut Faults<'_>, sheet: Row<'_>, counted: &[i32]) {
    let what = "the file";
    let known = ["schema", "as_of", "official_years", "not_covered", "notice", "source", "days"];
    sheet.only(faults, what, &known);
    sheet.date(faults, what, "as_of");
    let years = sheet.numbers(faults, what, "official_years");
    let spelt: Vec<_> = years.iter().map(|(year, line)| (year.to_string(), *line)).collect();
    doubled(faults, "year", spelt.iter().map(|(year, line)| (year.as_str(), *line)));
    for pair in years.windows(2) {
        if let [(before, _), (after, line)] = pair
            && *after != before + 1
        {
            faults.add(*line, format_args!("the year {after} does not follow on {before}"));
        }
    }
    let years: BTreeSet<u16> = years.into_iter().map(|(year, _)| year).collect();
    for year in counted {
        if u16::try_from(*year).is_ok_and(|year| !years.contains(&year)) {
            let line = sheet.line(faults, "official_years");
            faults.add(line, format_args!("the year {year} is gone, and deadlines were counted through it"));
        }
    }
    notices(faults, sheet, &years);
    if let Some(days) = sheet.table(faults, "days") {
        read_days(faults, sheet, days, &years);
    }
}

fn notices(faults: &mut Faults<'_>, sheet: Row<'_>, years: &BTreeSet<u16>) {
    let mut told = BTreeSet::new();
    for row in sheet.rows(faults, "notice") {
        let Some(year) = row.number(faults, "a notice", "year") else { continue };
        let what = format!("the notice of {year}");
        row.only(faults, &what, &["year", "title_zh", "published_month", "address"]);
        row.text(faults, &what, "title_zh");
        let line = row.line(faults, "year");
        if !told.insert(year) {
            faults.add(line, format_args!("{what} is there twice"));
        }
        if !years.contains(&year) {
            faults.add(line, format_args!("{what} is of no official year"));
        }
    }
    for year in years.difference(&told) {
        let line = sheet.line(faults, "official_years");
        faults.add(line, format_args!("the year {year} has no notice"));
    }
    if !sheet.has("not_covered") {
        return;
    }
    for (year, line) in sheet.numbers(faults, "the file", "not_covered") {
        if years.contains(&year) {
            faults.add(line, format_args!("the year {year} is covered and not covered"));
        }
    }
}

fn read_days(faults: &mut Faults<'_>, sheet: Row<'_>, days: Row<'_>, years: &BTreeSet<u16>) {
    let mut statutory: Vec<u16> = vec![];
    let mut festivals: BTreeSet<(u16, &str)> = BTreeSet::new();
    for (key, line) in days.keys(faults) {
        let Ok(day) = key.parse::<NaiveDate>() else {
            faults.add(line, format_args!("`{key}` is no day as 2026-10-01"));
            continue;
        };
        let Some(row) = days.entry(key) else {
            faults.add(line, format_args!("{day} is not a table"));
            continue;
        };
        let what = day.to_string();
        row.only(faults, &what, &["kind", "name", "statutory"]);
        let year = u16::try_from(day.year()).unwrap_or_default();
        if !years.contains(&year) {
            faults.add(line, format_args!("{day} is in no official year"));
        }
        let name = row.text(faults, &what, "name").unwrap_or_default();
        let is_statutory = row.flag(faults, &what, "statutory") == Some(true);
        match row.text(faults, &what, "kind") {
            Some("holiday") => {
                festivals.extend(
                    FESTIVALS.iter().filter(|known| name.contains(*known)).map(|known| (year, *known)),
                );
                statutory.extend(is_statutory.then_some(year));
            }
            Some("workday") => {
                if !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
                    faults.add(line, format_args!("{day} is a working day anyway"));
                }
                if is_statutory {
                    faults.add(line, format_args!("{day} is worked and a statutory day off"));
                }
            }
            Some(kind) => faults.add(line, format_args!("{day}: there is no kind `{kind}`")),
            None => {}
        }
    }
    let line = sheet.line(faults, "official_years");
    for year in years {
        for festival in FESTIVALS.iter().filter(|known| !festivals.contains(&(*year, **known))) {
            faults.add(line, format_args!("{year} has no day off for {festival}"));
        }
        let wanted = if *year >= THIRTEEN_FROM { 13 } else { 11 };
        let found = statutory.iter().filter(|known| *known == year).count();
        if found != wanted {
            faults.add(line, format_args!("{year} has {found} statutory days off and not {wanted}"));
        }
    }
}
