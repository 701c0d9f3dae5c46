//! A first draft of a member's statement: the facts, then the demand, in Chinese with an English gloss.
//!
//! Nothing is invented: each sentence is made from fields that were filled in and names them, and a field that is empty
//! makes no sentence. What the member wrote freely stands in their own words, also in the gloss. The member edits the
//! draft and hands it in themself.

mod tell;
mod words;

use chrono::NaiveDate;
use entity::{ContactChannel, ContactResult, PaymentMethod, Remedy};

use super::{claim, refusal::Refusal, text};

/// The most attempts to settle that one draft tells.
pub const MOST_CONTACTS: usize = 20;

/// A claim as far as it was filled in.
#[derive(Clone, Debug, Default)]
pub struct Draft<'a> {
    /// Whom it is against, as people call them.
    pub operator: Option<&'a str>,
    /// Order number.
    pub order_number: Option<&'a str>,
    /// Day of purchase, in Beijing.
    pub bought_on: Option<NaiveDate>,
    /// What was bought.
    pub product: Option<&'a str>,
    /// Price paid, in fen.
    pub amount_fen: Option<i64>,
    /// How it was paid.
    pub payment_method: Option<PaymentMethod>,
    /// Bought for own use, not to sell on.
    pub own_use: Option<bool>,
    /// What was promised, as it was said.
    pub promised: Option<&'a str>,
    /// What happened, in the member's words.
    pub happened: Option<&'a str>,
    /// Attempts to settle.
    pub contacts: Vec<Contact<'a>>,
    /// What is asked for.
    pub remedy: Option<Remedy>,
    /// Money asked for, in fen.
    pub wanted_fen: Option<i64>,
}

/// An attempt to settle, as far as it was filled in.
#[derive(Clone, Copy, Debug, Default)]
pub struct Contact<'a> {
    /// The day, in Beijing.
    pub happened_on: Option<NaiveDate>,
    /// How.
    pub channel: Option<ContactChannel>,
    /// What was said.
    pub said: Option<&'a str>,
    /// What came of it.
    pub result: Option<ContactResult>,
}

/// Which part of a statement a sentence belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// What happened.
    Facts,
    /// What is asked for.
    Demand,
}

/// A sentence and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands.
    pub part: Part,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// Names of the fields it is made from, such as `boughtOn` or `contacts.0.said`.
    pub fields: Vec<String>,
}

/// A drafted statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Its sentences in order: facts first, then the demand.
    pub sentences: Vec<Sentence>,
    /// Names of the fields that would complete it and are empty.
    pub missing: Vec<&'static str>,
}

impl Statement {
    /// The sentences of a part, one after another.
    fn part(&self, part: Part, words: impl Fn(&Sentence) -> &str, gap: &str) -> String {
        let of_part = self.sentences.iter().filter(|sentence| sentence.part == part);
        of_part.map(words).collect::<Vec<_>>().join(gap)
    }

    /// The Chinese text: a paragraph of facts, a paragraph of demands.
    #[must_use]
    pub fn zh(&self) -> String {
        let parts = [Part::Facts, Part::Demand].map(|part| self.part(part, |sentence| &sentence.zh, ""));
        parts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
    }

    /// The English gloss, in the same paragraphs.
    #[must_use]
    pub fn en(&self) -> String {
        let parts = [Part::Facts, Part::Demand].map(|part| self.part(part, |sentence| &sentence.en, " "));
        parts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
    }
}

/// Drafts the statement of a claim; `today` is the day in Beijing.
///
/// # Errors
/// The first refusal about a field that was filled in wrongly.
pub fn draft(draft: &Draft<'_>, today: NaiveDate) -> Result<Statement, Refusal> {
    Told::parse(draft, today).map(|told| tell::statement(&told))
}

/// A draft whose fields were checked; an empty field counts as left out.
struct Told {
    operator: Option<String>,
    order_number: Option<String>,
    bought_on: Option<NaiveDate>,
    product: Option<String>,
    amount_fen: Option<i64>,
    payment_method: Option<PaymentMethod>,
    own_use: Option<bool>,
    promised: Option<String>,
    happened: Option<String>,
    contacts: Vec<ToldContact>,
    remedy: Option<Remedy>,
    wanted_fen: Option<i64>,
}

struct ToldContact {
    happened_on: Option<NaiveDate>,
    channel: Option<ContactChannel>,
    said: Option<String>,
    result: Option<ContactResult>,
    /// Its place among those that were handed in.
    place: usize,
}

impl Told {
    fn parse(draft: &Draft<'_>, today: NaiveDate) -> Result<Self, Refusal> {
        if draft.contacts.len() > MOST_CONTACTS {
            return Err(Refusal::TooMany { field: "contacts", max: MOST_CONTACTS });
        }
        for (field, fen) in [("amountFen", draft.amount_fen), ("wantedFen", draft.wanted_fen)] {
            fen.map_or(Ok(()), |fen| claim::within(field, fen))?;
        }
        draft.bought_on.map_or(Ok(()), |day| claim::past_day("boughtOn", day, today))?;
        let contact = |(place, contact): (usize, &Contact<'_>)| {
            contact.happened_on.map_or(Ok(()), |day| claim::past_day("happenedOn", day, today))?;
            Ok(ToldContact {
                happened_on: contact.happened_on,
                channel: contact.channel,
                said: prose("said", contact.said, 2_000)?,
                result: contact.result,
                place,
            })
        };
        let mut contacts =
            draft.contacts.iter().enumerate().map(contact).collect::<Result<Vec<_>, Refusal>>()?;
        // In the order of time; those without a day come last, as they were handed in.
        contacts.sort_by_key(|contact| (contact.happened_on.is_none(), contact.happened_on));
        Ok(Self {
            operator: text::optional_line("operator", draft.operator, 120)?,
            order_number: text::optional_line("orderNumber", draft.order_number, 64)?,
            bought_on: draft.bought_on,
            product: text::optional_line("product", draft.product, 120)?,
            amount_fen: draft.amount_fen,
            payment_method: draft.payment_method,
            own_use: draft.own_use,
            promised: prose("promised", draft.promised, 1_000)?,
            happened: prose("happened", draft.happened, 5_000)?,
            contacts,
            remedy: draft.remedy,
            wanted_fen: draft.wanted_fen,
        })
    }
}

/// Prose that may be left out; an empty one counts as left out.
fn prose(field: &'static str, raw: Option<&str>, max: usize) -> Result<Option<String>, Refusal> {
    let text = raw.map(|raw| text::prose(field, raw, 0, max)).transpose()?;
    Ok(text.filter(|text| !text.is_empty()))
}

#[cfg(test)]
mod tests;
