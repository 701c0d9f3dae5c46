use std::{
    fs,
    path::{Path, PathBuf},
};

use chrono::NaiveDate;

use super::*;
use crate::law::{catalogue, named::Reader};

const PROVISIONS: &str = include_str!("../../law/data/provisions.toml");

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The day as of which the statutes were checked: today's edition, told by the data and not by the clock.
fn as_of() -> NaiveDate {
    let table: toml::Table = PROVISIONS.parse().unwrap();
    table["as_of"].to_string().parse().unwrap()
}

#[test]
fn whatever_data_and_rules_name_is_in_force_on_its_day() {
    let named = named();
    assert!(named.len() > 200, "only {} names were found", named.len());
    for Named { id, by, on, .. } in named {
        let on = on.unwrap_or_else(as_of);
        let provision =
            catalogue().provision(&id).unwrap_or_else(|| panic!("{by} names {id}, which is not there"));
        assert_eq!(catalogue().check_in_force(provision, on), Ok(()), "{by} on {on}");
    }
}

/// The file without its tests, which name what is not there on purpose.
fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap_or_default()
}

fn files(under: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(under).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            // Statutes cite each other, and older ones too.
            if !["data", "tests", "static", "fonts"].contains(&name) {
                files(&path, found);
            }
        } else if name != "tests.rs" {
            found.push(path);
        }
    }
}

#[test]
fn whatever_any_text_names_is_in_force_today() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = vec![root.join("schema.graphql"), root.join("README.md")];
    for under in ["src", "entity/src"] {
        files(&root.join(under), &mut all);
    }
    let reader = Reader::of(catalogue());
    let mut count = 0;
    let mut wrong = vec![];
    for path in all {
        // Fonts and pictures name nothing.
        let Ok(text) = fs::read_to_string(&path) else { continue };
        for id in reader.read(without_tests(&text)) {
            count += 1;
            if !catalogue().provision(&id).is_some_and(|found| found.in_force(as_of())) {
                wrong.push(format!("{} names {id}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(count > 200, "only {count} names were found");
}

#[test]
fn the_statutes_that_are_built_in_carry_all_that_is_named() {
    let file = File { name: "provisions.toml", text: PROVISIONS };
    assert_eq!(check(&[file], vec![]), Ok(vec![]));
}

#[test]
fn a_new_edition_that_drops_an_article_is_told_what_rests_on_it() {
    let at = PROVISIONS.find("[[provision]]\nid = \"crm-15\"").unwrap();
    let end = at + 4 + PROVISIONS[at + 4..].find("[[provision]]").unwrap();
    let without = format!("{}{}", &PROVISIONS[..at], &PROVISIONS[end..]);
    let found = check(&[File { name: "p.toml", text: &without }], vec![]).unwrap();
    assert_eq!(found.len(), 1, "{found:#?}");
    let told = found[0].to_string();
    assert!(told.starts_with("p.toml: there is no crm-15, which is named by "), "{told}");
    for by in
        ["a deadline", "channels.toml", "the channel regulator_complaint", "the reason regulator_mediates"]
    {
        assert!(told.contains(by), "{by}: {told}");
    }
}

#[test]
fn rules_that_hold_from_a_day_name_what_held_on_it_and_not_before() {
    let measures = deadline::bases().filter(|(id, _)| id.starts_with("crm-"));
    for (id, from) in measures {
        let provision = catalogue().provision(id).unwrap();
        assert_eq!(from, day("2026-04-15"));
        assert!(provision.in_force(from) && !provision.in_force(day("2026-04-14")), "{id}");
    }
}

/// The night from Order 20 to Order 121.
#[test]
fn the_day_of_filing_picks_the_edition() {
    let (before, after) = (day("2026-04-14"), day("2026-04-15"));
    let table = [
        ("acceptance", deadline::acceptance_decision as fn(_) -> _, "cplr-46", "crm-15"),
        ("mediation", |filed| deadline::mediation_end(filed, filed, 0), "cplr-46", "crm-23"),
        ("docketing", deadline::docketing, "cpc-126", "cpc-126"),
    ];
    for (what, rule, old, new) in table {
        let basis = |filed| rule(filed).map(|deadline: deadline::Deadline| deadline.basis.code());
        assert_eq!((basis(before), basis(after)), (Some(old), Some(new)), "{what}");
    }
    for rules in channel::all() {
        let on = |day| {
            let found = super::super::channel::in_force(rules.provisions.iter().map(String::as_str), day);
            found.iter().map(|provision| provision.id.clone()).collect::<Vec<_>>()
        };
        assert_eq!(on(after), rules.provisions, "{}: everything holds from Order 121 on", rules.channel);
        let old: Vec<_> = rules.provisions.iter().filter(|id| !id.starts_with("crm-")).cloned().collect();
        assert_eq!(on(before), old, "{}: nothing of it before", rules.channel);
    }
    for provision in catalogue().provisions().iter().filter(|provision| provision.instrument == "crm") {
        let refused = catalogue().check_in_force(provision, before).unwrap_err();
        assert_eq!(refused.successor.as_deref(), Some("crm0"), "{}", provision.id);
        assert_eq!(catalogue().check_in_force(provision, after), Ok(()), "{}", provision.id);
    }
}
