//! What a claim has to show and how much of it is shown: the payment, the promise, the failure, and that the operator
//! was asked first.
//!
//! A piece counts once it is in the pool; one that still waits for its owner is named, so that they know what is left
//! to do. The contact log counts for the last need as much as a chat does.

use std::sync::LazyLock;

use entity::{EvidenceKind, EvidenceState};
use serde::Deserialize;

const DATA: &str = include_str!("category/checklist.toml");

static ITEMS: LazyLock<Vec<Item>> =
    LazyLock::new(|| parse(DATA).expect("the embedded checklist is checked by a test"));

/// What a claim has to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// That money was paid.
    Payment,
    /// What was to be had for it.
    Promise,
    /// That it was not.
    Failure,
    /// That the operator was asked to put it right.
    Contact,
}

impl Need {
    /// Every need, in the order in which people are told.
    pub const ALL: [Self; 4] = [Self::Payment, Self::Promise, Self::Failure, Self::Contact];
}

/// A need of a category, and what shows it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// What has to be shown.
    pub need: Need,
    /// The categories it is for; none for all that have no item of their own.
    #[serde(default)]
    categories: Vec<String>,
    /// Categories that do not have this need.
    #[serde(default)]
    but: Vec<String>,
    /// The kinds of evidence that show it, the best first.
    pub kinds: Vec<EvidenceKind>,
    /// What it is, in Chinese.
    pub what_zh: String,
    /// What it is, in English.
    pub what_en: String,
    /// How to get it, in Chinese.
    pub how_zh: String,
    /// How to get it, in English.
    pub how_en: String,
}

#[derive(Deserialize)]
struct Data {
    item: Vec<Item>,
}

fn parse(text: &str) -> Result<Vec<Item>, toml::de::Error> {
    toml::from_str(text).map(|data: Data| data.item)
}

/// What a claim in a category has to show, in the order of the needs.
#[must_use]
pub fn of(category: &str) -> Vec<&'static Item> {
    let named = |list: &[String]| list.iter().any(|id| id == category);
    let find = |need| {
        let own = ITEMS.iter().find(|item| item.need == need && named(&item.categories));
        let usual = || ITEMS.iter().find(|item| item.need == need && item.categories.is_empty());
        own.or_else(|| usual().filter(|item| !named(&item.but)))
    };
    Need::ALL.into_iter().filter_map(find).collect()
}

/// How far a need is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Something in the pool, or in the contact log, shows it.
    Shown,
    /// Something that would show it waits for its owner to confirm the copy.
    Waiting,
    /// Nothing shows it.
    Missing,
}

/// How far an item is met by a member's evidence, each piece by its kind and state, and the entries in their contact
/// log.
#[must_use]
pub fn standing(item: &Item, pieces: &[(EvidenceKind, EvidenceState)], contacts: usize) -> Standing {
    let mut states = pieces.iter().filter(|(kind, _)| item.kinds.contains(kind)).map(|(_, state)| state);
    let is_shown =
        |state: &EvidenceState| matches!(state, EvidenceState::Confirmed | EvidenceState::Released);
    let waits = |state: &EvidenceState| matches!(state, EvidenceState::Uploaded | EvidenceState::Cleaned);
    if (item.need == Need::Contact && contacts > 0) || states.clone().any(is_shown) {
        Standing::Shown
    } else if states.any(waits) {
        Standing::Waiting
    } else {
        Standing::Missing
    }
}

/// How much of a checklist is shown, in whole percent, rounded down; all of an empty one.
#[must_use]
pub fn share(standings: &[Standing]) -> usize {
    let shown = standings.iter().filter(|standing| **standing == Standing::Shown).count();
    (shown * 100).checked_div(standings.len()).unwrap_or(100)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use entity::EvidenceKind::{CallRecording, ChatLog, ErrorScreen, Order, PaymentProof, ProductPage};
    use entity::EvidenceState::{Cleaned, Confirmed, Destroyed, Released, Uploaded, Withdrawn};

    use super::*;
    use crate::domain::category;

    #[test]
    fn every_category_has_its_needs_and_every_item_its_words() {
        let known: BTreeSet<&str> = category::all().iter().map(|category| category.id.as_str()).collect();
        for item in ITEMS.iter() {
            for id in item.categories.iter().chain(&item.but) {
                assert!(known.contains(id.as_str()), "{id} is no category");
            }
            assert!(!item.kinds.is_empty() && !item.what_zh.is_empty() && !item.what_en.is_empty());
            assert!(item.how_zh.ends_with('。') && item.how_en.ends_with('.'), "{}", item.how_en);
        }
        for id in known {
            let needs: Vec<Need> = of(id).iter().map(|item| item.need).collect();
            let all =
                if ["account-closure", "personal-data"].contains(&id) { &Need::ALL[1..] } else { &Need::ALL };
            assert_eq!(needs, all, "{id}");
        }
    }

    #[test]
    fn no_category_has_two_items_for_one_need() {
        let mut seen = BTreeSet::new();
        for item in ITEMS.iter() {
            for id in
                item.categories.iter().map(String::as_str).chain(item.categories.is_empty().then_some(""))
            {
                assert!(seen.insert((item.need, id)), "{:?} of {id:?} is there twice", item.need);
            }
        }
    }

    #[test]
    fn what_a_category_expects_counts_for_a_need() {
        for category in category::all() {
            let counted: BTreeSet<_> = of(&category.id).into_iter().flat_map(|item| &item.kinds).collect();
            for kind in category.evidence.iter().filter(|kind| **kind != EvidenceKind::Other) {
                assert!(counted.contains(kind), "{kind:?} of {}", category.id);
            }
        }
    }

    #[test]
    fn a_need_is_met_by_what_is_in_the_pool() {
        use Standing::{Missing, Shown, Waiting};
        let items = of("non-delivery");
        for (pieces, contacts, standings, percent) in [
            (&[][..], 0, [Missing, Missing, Missing, Missing], 0),
            (&[(PaymentProof, Confirmed)], 0, [Shown, Missing, Missing, Missing], 25),
            (&[(PaymentProof, Released), (ProductPage, Cleaned)], 1, [Shown, Waiting, Missing, Shown], 50),
            (&[(Order, Confirmed)], 0, [Shown, Shown, Missing, Missing], 50),
            (&[(ChatLog, Uploaded)], 0, [Missing, Missing, Waiting, Waiting], 0),
            (&[(ErrorScreen, Withdrawn), (ChatLog, Destroyed)], 0, [Missing; 4], 0),
            (&[(Order, Withdrawn), (Order, Confirmed)], 0, [Shown, Shown, Missing, Missing], 50),
            (&[(Order, Confirmed), (ErrorScreen, Confirmed), (CallRecording, Confirmed)], 0, [Shown; 4], 100),
        ] {
            let found: Vec<_> = items.iter().map(|item| standing(item, pieces, contacts)).collect();
            assert_eq!(found, standings, "{pieces:?} {contacts}");
            assert_eq!(share(&found), percent, "{pieces:?} {contacts}");
        }
        assert_eq!(share(&[]), 100);
    }
}
