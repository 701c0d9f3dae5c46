//! Finding the people with the same problem.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use chrono::NaiveDate;
use entity::Locale;

use super::{
    case::Case,
    payload::report,
    viewer::{caller, hub, key},
};
use crate::service::{
    self,
    matching::{Hit, Reason, Told},
};

/// Why a case may be about the same problem.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum SimilarReasonKind {
    /// It is against the same operator.
    Operator,
    /// It is of the same kind.
    Category,
    /// It cites the same clause of the operator's terms.
    Clause,
    /// Its words are alike.
    Words,
    /// It was opened at about the time of the purchase.
    Time,
}

/// A reason why a case may be about the same problem.
#[derive(SimpleObject)]
pub struct SimilarReason {
    /// Which.
    kind: SimilarReasonKind,
    /// In the caller's language.
    text: String,
    /// The words that both tell, the most telling first; empty for other reasons.
    words: Vec<String>,
}

/// An open case that may be about the same problem, and that can be joined.
#[derive(SimpleObject)]
pub struct SimilarCase {
    /// The case.
    case: Case,
    /// How well it fits, from 0 to 1.
    score: f64,
    /// Why.
    reasons: Vec<SimilarReason>,
}

impl SimilarCase {
    pub(super) fn new(hit: Hit, locale: Locale) -> Self {
        let reason = |reason: Reason| SimilarReason {
            kind: match reason {
                Reason::Operator | Reason::KnownBy(..) => SimilarReasonKind::Operator,
                Reason::Category(_) => SimilarReasonKind::Category,
                Reason::Clause(_) => SimilarReasonKind::Clause,
                Reason::Words(_) => SimilarReasonKind::Words,
                Reason::Time => SimilarReasonKind::Time,
            },
            text: reason.text(locale),
            words: match reason {
                Reason::Words(words) => words,
                _ => Vec::new(),
            },
        };
        Self {
            case: hit.seen.into(),
            score: hit.score,
            reasons: hit.reasons.into_iter().map(reason).collect(),
        }
    }

    /// The cases that may be about what was told.
    pub(super) async fn find(ctx: &Context<'_>, told: Told) -> Result<Vec<Self>> {
        let caller = caller(ctx);
        let found = service::matching::find(hub(ctx), caller, told).await;
        let hits = found.map_err(|error| report(ctx, error))?;
        Ok(hits.into_iter().map(|hit| Self::new(hit, caller.locale)).collect())
    }
}

/// What is known of a problem; any of it may be left out.
#[derive(InputObject)]
struct SimilarCasesInput {
    /// What happened, in their words; at most 5,000 characters.
    text: Option<String>,
    /// A clause of the operator's terms, at most 1,000 characters.
    clause: Option<String>,
    /// The kind of problem, where they chose one; otherwise the text says which are likely.
    category: Option<ID>,
    /// The operator, where they chose one.
    operator_id: Option<ID>,
    /// Its name or the address of its site.
    operator_name: Option<String>,
    /// Its ICP number.
    icp: Option<String>,
    /// Its unified social credit code.
    credit_code: Option<String>,
    /// Who was paid, as the bill names them.
    payee: Option<String>,
    /// Day of purchase, in Beijing.
    bought_on: Option<NaiveDate>,
}

/// Finding the people with the same problem.
#[derive(Default)]
pub struct MatchingQuery;

#[Object]
impl MatchingQuery {
    /// Open cases that somebody with this problem could join, the best first, at most ten; each says why it fits. Nothing
    /// of what is told is kept.
    #[graphql(complexity = "30 + 10 * child_complexity")]
    async fn similar_cases(&self, ctx: &Context<'_>, input: SimilarCasesInput) -> Result<Vec<SimilarCase>> {
        let told = Told {
            text: input.text.unwrap_or_default(),
            clause: input.clause,
            category: input.category.map(|id| id.to_string()),
            guesses: None,
            operator: input.operator_id.map(|id| key(ctx, &id, "operator")).transpose()?,
            operator_name: input.operator_name,
            icp: input.icp,
            credit_code: input.credit_code,
            payee: input.payee,
            bought_on: input.bought_on,
        };
        SimilarCase::find(ctx, told).await
    }
}
