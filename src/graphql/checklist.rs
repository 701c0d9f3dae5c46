//! What a claim has to show, and how much of it is shown.

use async_graphql::{Enum, SimpleObject};
use entity::Locale;

use super::words::EvidenceKind;
use crate::{
    domain::checklist::{Item, Standing},
    service::checklist::{Checked, how, what},
};

/// What a claim has to show.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::domain::checklist::Need")]
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

/// A need of a kind of problem.
#[derive(SimpleObject)]
pub struct ChecklistItem {
    /// Which.
    need: Need,
    /// The kinds of evidence that show it, the best first.
    kinds: Vec<EvidenceKind>,
    /// What it is, in the caller's language.
    what: &'static str,
    /// How to get it, in the caller's language.
    how: &'static str,
}

impl ChecklistItem {
    pub(super) fn new(item: &'static Item, locale: Locale) -> Self {
        Self {
            need: item.need.into(),
            kinds: item.kinds.iter().copied().map(Into::into).collect(),
            what: what(item, locale),
            how: how(item, locale),
        }
    }
}

/// How complete a member's evidence is.
#[derive(SimpleObject)]
pub struct Completeness {
    /// Each need of the case's kind of problem.
    items: Vec<CompletenessItem>,
    /// How much is shown, in percent.
    share: usize,
}

impl Completeness {
    pub(super) fn new(checked: Vec<Checked>, share: usize, locale: Locale) -> Self {
        let items = checked.into_iter().map(|checked| CompletenessItem::new(&checked, locale)).collect();
        Self { items, share }
    }
}

/// A need, and whether a member's evidence meets it.
#[derive(SimpleObject)]
pub struct CompletenessItem {
    /// Which.
    need: Need,
    /// Whether something in the pool, or in the contact log, shows it.
    done: bool,
    /// What it is, in the caller's language.
    what: &'static str,
    /// What is left to do, in the caller's language; null when it is done.
    how: Option<String>,
}

impl CompletenessItem {
    fn new(checked: &Checked, locale: Locale) -> Self {
        Self {
            need: checked.item.need.into(),
            done: checked.standing == Standing::Shown,
            what: what(checked.item, locale),
            how: checked.how(locale),
        }
    }
}
