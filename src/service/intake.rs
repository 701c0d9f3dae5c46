//! Guided intake: what the domain reads in a text, with what the hub knows beside it.

use chrono::NaiveDate;
use entity::{ContactResult, Locale, OperatorId, operator};
use serde_json::json;

use super::{channel, matching};
use crate::{
    domain::{
        calendar::beijing_date,
        category::{self, Category},
        channel::{Advice as Step, Contact, Tried},
        intake::{self, Advice, Guess, Input},
        refusal::Refusal,
        text,
    },
    error::{Error, Result},
    hub::Hub,
    law::{Provision, catalogue},
    locale,
};

/// The most characters of an operator's name or address.
const LONGEST_NAME: usize = 200;
/// Operators that a name may mean.
const OPERATORS: u64 = 3;

/// What a person has told so far.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// What the domain reads.
    pub text: String,
    /// Price paid, in fen.
    pub amount_fen: Option<i64>,
    /// Day of purchase, in Beijing.
    pub bought_on: Option<NaiveDate>,
    /// Order number.
    pub order_number: Option<String>,
    /// What is asked for.
    pub remedy: Option<entity::Remedy>,
    /// Bought for own use, not to sell on.
    pub own_use: Option<bool>,
    /// Whether the operator was asked to put it right.
    pub asked_operator: bool,
    /// Attempts to settle with it.
    pub contacts: Vec<Contact>,
    /// Channels that were tried.
    pub tried: Vec<Tried>,
    /// The kind of problem that they chose themself.
    pub category: Option<String>,
    /// The operator, where they chose one.
    pub operator: Option<OperatorId>,
    /// Its name or the address of its site, where they typed it.
    pub operator_name: Option<String>,
}

/// A provision that may fit, and why.
pub struct Fitting {
    /// The provision, in force on the day it is about.
    pub provision: &'static Provision,
    /// Why it may fit.
    pub why: Why,
}

/// Why a provision may fit.
#[derive(Clone, Copy, Debug)]
pub enum Why {
    /// It often fits this kind of problem.
    Kind(&'static Category),
    /// It says who is a consumer.
    OwnUse,
}

impl Why {
    /// The reason in a language.
    #[must_use]
    pub fn text(self, locale: Locale) -> String {
        match self {
            Self::Kind(category) => {
                let name = match locale {
                    Locale::ZhCn => &category.name_zh,
                    Locale::En => &category.name_en,
                };
                locale::text(locale, "intake.because_kind", &json!({ "kind": name }))
            }
            Self::OwnUse => locale::text(locale, "intake.because_own_use", &json!({})),
        }
    }
}

/// Why a kind of problem is likely, in a language.
#[must_use]
pub fn why(guess: &Guess, text: &str, locale: Locale) -> String {
    let mut words: Vec<_> = guess.words.iter().collect();
    words.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    let words: Vec<&str> = words.into_iter().take(3).map(|word| word.span.of(text)).collect();
    if words.is_empty() {
        return locale::text(locale, "intake.because_alike", &json!({}));
    }
    let gap = match locale {
        Locale::ZhCn => "、",
        Locale::En => ", ",
    };
    let words = words.iter().map(|word| format!("“{word}”")).collect::<Vec<_>>().join(gap);
    locale::text(locale, "intake.because_words", &json!({ "words": words }))
}

/// Everything that can be told from what a person has told so far.
pub struct Counsel {
    /// What was read in the text.
    pub advice: Advice,
    /// The kind of problem that the rest is about: the one they chose, or the likeliest.
    pub category: Option<&'static Category>,
    /// The provisions that may fit, the best first.
    pub provisions: Vec<Fitting>,
    /// The operators that they may mean, the likeliest first.
    pub operators: Vec<operator::Model>,
    /// The day of purchase, today where it is not told: the law of that day counts.
    pub on: NaiveDate,
    /// The channel that comes next.
    pub next: Step,
    /// What cases of others are looked for by.
    pub near: matching::Told,
}

/// Reads what a person has told so far. Nothing of it is kept.
///
/// # Errors
/// `TooLong` about a text, `Unknown` about a category, `NotFound` for an operator that was chosen.
pub async fn advise(hub: &Hub, told: Told) -> Result<(Told, Counsel)> {
    let chosen = match &told.category {
        Some(id) => Some(category::find(id).ok_or(Refusal::Unknown { field: "category" })?),
        None => None,
    };
    let operators = operators(hub, &told).await?;
    let today = beijing_date(hub.now());
    // A text of some thousand characters takes a millisecond or two, which others need not wait for.
    let read = move || {
        let input = Input {
            text: &told.text,
            amount_fen: told.amount_fen,
            bought_on: told.bought_on,
            order_number: told.order_number.as_deref(),
            remedy: told.remedy,
            own_use: told.own_use,
            asked_operator: told.asked_operator,
        };
        intake::advise(&input).map(|advice| (told, advice))
    };
    let (told, advice) =
        tokio::task::spawn_blocking(read).await.map_err(Error::fault("reading a problem"))??;
    let category = chosen.or_else(|| advice.guesses.first().map(|guess| guess.category));
    let on = told.bought_on.unwrap_or(today);
    let provisions = fitting(category, &advice, on, today);
    let next = channel::advise(hub, &tried(today, &told, category, &operators))?;
    let near = near(&told, &advice);
    Ok((told, Counsel { advice, category, provisions, operators, on, next, near }))
}

/// What the next channel hangs on.
fn tried(
    today: NaiveDate,
    told: &Told,
    category: Option<&Category>,
    operators: &[operator::Model],
) -> channel::Told {
    // Only an operator that is meant for certain lends its promise.
    let reply_days = match operators {
        [only] => only.reply_days.map(i64::from),
        _ => None,
    };
    let mut contacts = told.contacts.clone();
    if contacts.is_empty() && told.asked_operator {
        contacts.push(Contact { on: today, result: ContactResult::PutOff });
    }
    channel::Told {
        category: category.map(|category| category.id.clone()),
        amount_fen: told.amount_fen,
        own_use: told.own_use,
        known_on: told.bought_on,
        reply_days,
        contacts,
        tried: told.tried.clone(),
        ..channel::Told::default()
    }
}

fn near(told: &Told, advice: &Advice) -> matching::Told {
    matching::Told {
        text: told.text.clone(),
        category: told.category.clone(),
        guesses: Some(advice.guesses.iter().map(|guess| (guess.category.id.clone(), guess.score)).collect()),
        operator: told.operator.clone(),
        operator_name: told.operator_name.clone(),
        bought_on: told.bought_on,
        ..matching::Told::default()
    }
}

/// The provisions that may fit: those of the kind of problem in force on the day of purchase, those about own use in
/// force today, since the complaint is still to be made.
fn fitting(
    category: Option<&'static Category>,
    advice: &Advice,
    bought_on: NaiveDate,
    today: NaiveDate,
) -> Vec<Fitting> {
    let of_kind = category
        .into_iter()
        .flat_map(|category| category.provisions.iter().map(move |id| (id, Why::Kind(category), bought_on)));
    let own_use = advice.resale.provisions().iter().map(|id| (id, Why::OwnUse, today));
    of_kind
        .chain(own_use)
        .filter_map(|(id, why, on)| {
            let provision = catalogue().provision(id).filter(|provision| provision.in_force(on))?;
            Some(Fitting { provision, why })
        })
        .collect()
}

/// The operators that a person may mean: the one they chose, the one with that domain, or those of that name.
async fn operators(hub: &Hub, told: &Told) -> Result<Vec<operator::Model>> {
    if let Some(id) = &told.operator {
        return Ok(vec![super::operator::find(hub, id).await?]);
    }
    let name = text::optional_line("operatorName", told.operator_name.as_deref(), LONGEST_NAME)?;
    match name {
        Some(name) => super::operator::meant(hub, &name, OPERATORS).await,
        None => Ok(Vec::new()),
    }
}
