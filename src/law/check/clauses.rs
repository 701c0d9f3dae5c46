//! What must hold of a file shaped like `clauses.toml`.

use std::collections::BTreeSet;

use super::{
    sheet::{Faults, Row, doubled},
    statutes::Statutes,
};
use crate::law::item;

/// A kind of unfair term, as far as it could be read.
pub(super) struct Category<'t> {
    pub(super) id: &'t str,
    line: usize,
    /// Every provision it names, with its line.
    provisions: Vec<(&'t str, usize)>,
    items: Vec<(&'t str, &'t str, usize)>,
}

/// An example of a clause, as far as it could be read.
struct Clause<'t> {
    id: &'t str,
    line: usize,
    fair: Option<bool>,
    category: Option<&'t str>,
    provisions: Vec<(&'t str, usize)>,
}

/// A file of clauses.
pub(super) struct Clauses<'t> {
    pub(super) categories: Vec<Category<'t>>,
    clauses: Vec<Clause<'t>>,
}

pub(super) fn read<'t>(faults: &mut Faults<'_>, sheet: Row<'t>) -> Clauses<'t> {
    sheet.only(faults, "the file", &["schema", "category", "clause"]);
    let rows = sheet.rows(faults, "category");
    let categories: Vec<_> = rows.into_iter().filter_map(|row| category(faults, row)).collect();
    doubled(faults, "category", categories.iter().map(|category| (category.id, category.line)));
    let rows = sheet.rows(faults, "clause");
    let clauses: Vec<_> = rows.into_iter().filter_map(|row| clause(faults, row)).collect();
    doubled(faults, "clause", clauses.iter().map(|clause| (clause.id, clause.line)));
    for Clause { id, line, category, .. } in &clauses {
        if let Some(category) = category
            && !categories.iter().any(|known| known.id == *category)
        {
            faults.add(*line, format_args!("clause {id}: there is no category `{category}`"));
        }
    }
    complete(faults, &categories, &clauses);
    Clauses { categories, clauses }
}

fn category<'t>(faults: &mut Faults<'_>, row: Row<'t>) -> Option<Category<'t>> {
    let id = row.text(faults, "a category", "id")?;
    let what = format!("category {id}");
    row.only(faults, &what, &["id", "name_zh", "name_en", "primary", "provisions", "items"]);
    row.text(faults, &what, "name_zh");
    row.text(faults, &what, "name_en");
    let primary = row.text(faults, &what, "primary");
    let provisions = row.texts(faults, &what, "provisions");
    doubled(faults, &format!("in {what} provision"), provisions.iter().copied());
    if primary.is_some() && primary != provisions.first().map(|(id, _)| *id) {
        let line = row.line(faults, "primary");
        faults.add(line, format_args!("{what}: its primary provision is not the first of its provisions"));
    }
    let mut items = vec![];
    for row in row.rows(faults, "items") {
        let what = format!("an item of {what}");
        row.only(faults, &what, &["provision", "item_zh"]);
        let line = row.line(faults, "provision");
        if let (Some(provision), Some(place)) =
            (row.text(faults, &what, "provision"), row.text(faults, &what, "item_zh"))
        {
            if !provisions.iter().any(|(known, _)| *known == provision) {
                faults.add(line, format_args!("{what} is of {provision}, which it does not name"));
            }
            items.push((provision, place, line));
        }
    }
    let line = row.line(faults, "id");
    Some(Category { id, line, provisions, items })
}

fn clause<'t>(faults: &mut Faults<'_>, row: Row<'t>) -> Option<Clause<'t>> {
    let id = row.text(faults, "a clause", "id")?;
    let what = format!("clause {id}");
    row.only(faults, &what, &["id", "fair", "category", "example_zh", "why_zh", "why_en", "provisions"]);
    if row.texts(faults, &what, "example_zh").is_empty() && row.has("example_zh") {
        let line = row.line(faults, "example_zh");
        faults.add(line, format_args!("{what} has no example"));
    }
    row.text(faults, &what, "why_zh");
    row.text(faults, &what, "why_en");
    Some(Clause {
        id,
        line: row.line(faults, "id"),
        fair: row.flag(faults, &what, "fair"),
        category: row.text(faults, &what, "category"),
        provisions: row.texts(faults, &what, "provisions"),
    })
}

/// Each category has an example of what is unfair, and the product's own are all there.
fn complete(faults: &mut Faults<'_>, categories: &[Category<'_>], clauses: &[Clause<'_>]) {
    for Category { id, line, .. } in categories {
        let unfair = |clause: &&Clause<'_>| clause.category == Some(*id) && clause.fair == Some(false);
        if !clauses.iter().any(|clause| unfair(&clause)) {
            faults.add(*line, format_args!("category {id} has no example of an unfair clause"));
        }
    }
    let there: BTreeSet<&str> = categories.iter().map(|category| category.id).collect();
    for known in crate::law::catalogue().clause_categories() {
        if !there.contains(known.id.as_str()) {
            faults.add(0, format_args!("category {} is gone, which the product knows", known.id));
        }
    }
}

/// Everything it names exists and is in force on the day the statutes are of.
pub(super) fn against(faults: &mut Faults<'_>, clauses: &Clauses<'_>, statutes: &Statutes<'_>) {
    let named = |what: String, list: &[(&str, usize)], faults: &mut Faults<'_>| {
        for (id, line) in list {
            match statutes.article(id) {
                None => faults.add(*line, format_args!("{what}: there is no provision `{id}`")),
                Some(article) if !article.in_force(statutes.as_of) => {
                    faults.add(*line, format_args!("{what}: {id} is not in force on {}", statutes.as_of))
                }
                Some(_) => {}
            }
        }
    };
    for category in &clauses.categories {
        let what = format!("category {}", category.id);
        named(what.clone(), &category.provisions, faults);
        for (provision, place, line) in &category.items {
            if let Some(article) = statutes.article(provision)
                && !item::stands(place, article.text)
            {
                faults.add(*line, format_args!("{what}: {provision} has no {place}"));
            }
        }
    }
    for clause in &clauses.clauses {
        named(format!("clause {}", clause.id), &clause.provisions, faults);
    }
}
