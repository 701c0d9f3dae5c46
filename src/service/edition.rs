//! What of the product rests on the statutes, and whether a new edition of them still carries it.

use crate::{
    domain::{calendar::Calendar, category, channel, deadline, ground::Ground},
    law::{
        check::{self, Fault, File, Product, Unfit},
        named::Named,
    },
    locale, mail,
};

/// Data that people read and rules are made of.
const DATA: &[(&str, &str)] = &[
    ("categories.toml", include_str!("../domain/category/categories.toml")),
    ("checklist.toml", include_str!("../domain/category/checklist.toml")),
    ("channels.toml", include_str!("../domain/channel/channels.toml")),
    ("facts.toml", include_str!("../domain/intake/facts.toml")),
    ("resale.toml", include_str!("../domain/intake/resale.toml")),
    ("rules.toml", include_str!("../domain/wording/rules.toml")),
];

/// Every fault of new editions of the data, held to each other and to what the product names. `more` are texts that
/// only the caller has, each with what it is.
///
/// # Errors
/// [`Unfit`] for files that cannot be checked.
pub fn check(files: &[File<'_>], more: Vec<(String, String)>) -> Result<Vec<Fault>, Unfit> {
    let texts = texts().into_iter().chain(more).collect();
    let years = Calendar::prc().years().iter().copied().collect();
    check::check(files, &Product { named: named(), texts, years })
}

/// Every provision that data and rules name.
#[must_use]
pub fn named() -> Vec<Named> {
    let mut named = vec![];
    let mut add = |id: &str, by: String, on, item: Option<&str>| {
        named.push(Named { id: id.to_owned(), by, on, item: item.map(str::to_owned) });
    };
    for category in category::all() {
        for id in &category.provisions {
            add(id, format!("the kind of problem {}", category.id), None, None);
        }
    }
    for rules in channel::all() {
        let needs = rules.needs.iter().filter_map(|need| need.provision.as_ref());
        let retries = rules.refusals.iter().flat_map(|retry| &retry.provisions);
        for id in rules.provisions.iter().chain(needs).chain(retries) {
            add(id, format!("the channel {}", rules.channel), None, None);
        }
    }
    for reason in channel::Reason::ALL {
        for id in reason.provisions() {
            add(id, format!("the reason {}", <&str>::from(reason)), None, None);
        }
    }
    for bar in channel::Bar::ALL {
        for id in bar.provisions() {
            add(id, format!("the bar {}", <&str>::from(bar)), None, None);
        }
    }
    for (id, from) in deadline::bases() {
        add(id, "a deadline".to_owned(), Some(from), None);
    }
    for ground in Ground::ALL {
        let by = "the grounds of refusal".to_owned();
        add(Ground::PROVISION, by, Some(deadline::MEASURES_FROM), Some(ground.item_zh()));
    }
    named
}

/// The texts that people read, each with what it is.
fn texts() -> Vec<(String, String)> {
    let words = locale::sources().map(|(name, text)| (name.to_owned(), text));
    let letters = mail::sources().map(|(name, text)| (format!("the letter {name}"), text));
    let data = DATA.iter().map(|(name, text)| ((*name).to_owned(), *text));
    data.chain(words).chain(letters).map(|(name, text)| (name, text.to_owned())).collect()
}

#[cfg(test)]
mod tests;
