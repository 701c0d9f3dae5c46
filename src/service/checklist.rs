//! How complete a member's own evidence is.

use entity::Locale;
use serde_json::Value;

use super::access::Member;
use crate::{
    domain::checklist::{self, Item, Standing},
    error::Result,
    hub::Hub,
    locale, store,
};

/// A need, and how far a member's evidence meets it.
pub struct Checked {
    /// The need.
    pub item: &'static Item,
    /// How far it is met.
    pub standing: Standing,
}

impl Checked {
    /// What is left to do, in plain words; `None` when it is done.
    #[must_use]
    pub fn how(&self, locale: Locale) -> Option<String> {
        match self.standing {
            Standing::Shown => None,
            Standing::Waiting => Some(locale::text(locale, "checklist.waiting", &Value::Null)),
            Standing::Missing => Some(how(self.item, locale).to_owned()),
        }
    }
}

/// What a need asks for, in a language.
#[must_use]
pub fn what(item: &'static Item, locale: Locale) -> &'static str {
    match locale {
        Locale::ZhCn => &item.what_zh,
        Locale::En => &item.what_en,
    }
}

/// How to get what shows it, in a language.
#[must_use]
pub fn how(item: &'static Item, locale: Locale) -> &'static str {
    match locale {
        Locale::ZhCn => &item.how_zh,
        Locale::En => &item.how_en,
    }
}

/// What the viewer's claim has to show and how much of it their evidence and contact log show; with the share that is
/// shown, in whole percent.
///
/// # Errors
/// A fault only.
pub async fn completeness(hub: &Hub, member: &Member) -> Result<(Vec<Checked>, usize)> {
    let pieces = store::evidence::kinds_of(&hub.db, &member.seat.id).await?;
    let contacts = super::claim::contacts(hub, member).await?.len();
    let checked: Vec<Checked> = checklist::of(&member.case.category)
        .into_iter()
        .map(|item| Checked { standing: checklist::standing(item, &pieces, contacts), item })
        .collect();
    let standings: Vec<Standing> = checked.iter().map(|checked| checked.standing).collect();
    Ok((checked, checklist::share(&standings)))
}
