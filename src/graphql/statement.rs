//! First drafts of statements.

use async_graphql::{Context, Enum, InputObject, Object, Result, SimpleObject};
use chrono::NaiveDate;

use super::{
    payload::report,
    viewer::{caller, hub},
    wording::WordingWarning,
    words::{ContactChannel, ContactResult, PaymentMethod, Remedy},
};
use crate::domain::{
    calendar::beijing_date,
    statement::{self, Contact, Draft},
};

/// The most characters of the story of a claim.
const STORY: usize = 5_000;

/// Which part of a statement a sentence belongs to.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "statement::Part")]
pub enum StatementPart {
    /// What happened.
    Facts,
    /// What is asked for.
    Demand,
}

/// A sentence and where it comes from.
#[derive(SimpleObject)]
pub struct StatementSentence {
    /// Where it stands.
    part: StatementPart,
    /// In Chinese.
    zh: String,
    /// In English.
    en: String,
    /// Names of the input fields it is made from, such as `boughtOn` or `contacts.0.said`.
    fields: Vec<String>,
}

/// A first draft of a statement, for its author to edit: the facts, then the demand. Nothing of it is kept.
#[derive(SimpleObject)]
pub struct StatementDraft {
    /// Its sentences in order.
    sentences: Vec<StatementSentence>,
    /// The whole text in Chinese.
    zh: String,
    /// An English gloss; what was written freely stays in its author's words.
    en: String,
    /// Names of the input fields that would complete it and are empty.
    missing: Vec<&'static str>,
    /// Words of the Chinese text that are better said calmly.
    warnings: Vec<WordingWarning>,
    /// Whether the Chinese text is short enough for the story of a claim.
    fits_claim: bool,
}

/// An attempt to settle, as far as it is told.
#[derive(InputObject)]
struct StatementContact {
    /// The day, in Beijing.
    happened_on: Option<NaiveDate>,
    /// How.
    channel: Option<ContactChannel>,
    /// What was said.
    said: Option<String>,
    /// What came of it.
    result: Option<ContactResult>,
}

/// A claim as far as it is filled in; empty fields make no sentence.
#[derive(InputObject)]
struct DraftStatementInput {
    /// Whom it is against, as people call them.
    operator: Option<String>,
    /// Order number.
    order_number: Option<String>,
    /// Day of purchase, in Beijing.
    bought_on: Option<NaiveDate>,
    /// What was bought.
    product: Option<String>,
    /// Price paid, in fen.
    amount_fen: Option<i64>,
    /// How it was paid.
    payment_method: Option<PaymentMethod>,
    /// Bought for own use, not to sell on.
    own_use: Option<bool>,
    /// What the page or the operator promised, as it was said.
    promised: Option<String>,
    /// What happened, in the author's words.
    happened: Option<String>,
    /// Attempts to settle with the operator, at most 20.
    contacts: Option<Vec<StatementContact>>,
    /// What is asked for.
    remedy: Option<Remedy>,
    /// Money asked for, in fen.
    wanted_fen: Option<i64>,
}

/// Drafting statements.
#[derive(Default)]
pub struct StatementQuery;

#[Object]
impl StatementQuery {
    /// Drafts a statement from the fields of a claim: the facts, then the demand, and nothing that was not filled in.
    #[graphql(complexity = "20 + 5 * child_complexity")]
    async fn draft_statement(&self, ctx: &Context<'_>, input: DraftStatementInput) -> Result<StatementDraft> {
        let contacts = input.contacts.as_deref().unwrap_or_default();
        let draft = Draft {
            operator: input.operator.as_deref(),
            order_number: input.order_number.as_deref(),
            bought_on: input.bought_on,
            product: input.product.as_deref(),
            amount_fen: input.amount_fen,
            payment_method: input.payment_method.map(Into::into),
            own_use: input.own_use,
            promised: input.promised.as_deref(),
            happened: input.happened.as_deref(),
            contacts: contacts
                .iter()
                .map(|contact| Contact {
                    happened_on: contact.happened_on,
                    channel: contact.channel.map(Into::into),
                    said: contact.said.as_deref(),
                    result: contact.result.map(Into::into),
                })
                .collect(),
            remedy: input.remedy.map(Into::into),
            wanted_fen: input.wanted_fen,
        };
        let drafted = statement::draft(&draft, beijing_date(hub(ctx).now()));
        let drafted = drafted.map_err(|refusal| report(ctx, refusal.into()))?;
        let zh = drafted.zh();
        Ok(StatementDraft {
            en: drafted.en(),
            warnings: WordingWarning::about(&zh, caller(ctx).locale),
            fits_claim: zh.chars().count() <= STORY,
            zh,
            missing: drafted.missing,
            sentences: drafted
                .sentences
                .into_iter()
                .map(|sentence| StatementSentence {
                    part: sentence.part.into(),
                    zh: sentence.zh,
                    en: sentence.en,
                    fields: sentence.fields,
                })
                .collect(),
        })
    }
}
