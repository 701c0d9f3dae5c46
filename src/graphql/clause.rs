//! An operator's terms, clause by clause: what is unfair, what only looks it, and what to ask for.

use async_graphql::{ComplexObject, Context, Enum, ID, Object, Result, SimpleObject};
use chrono::NaiveDate;
use entity::Locale;

use super::{
    law::Provision,
    payload::report,
    viewer::{caller, hub},
    wording::TextSpan,
};
use crate::{
    domain::{
        calendar::beijing_date,
        clause::{self, Finding, Verdict},
    },
    law, locale, service,
};

/// What is thought of a clause.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "Verdict")]
pub enum ClauseVerdict {
    /// It is of a kind that the law disapproves of.
    Unfair,
    /// It looks like such a kind, and is lawful as it stands.
    Lawful,
    /// It may be either; a person has to look.
    Doubtful,
    /// Nothing speaks for any kind.
    None,
}

/// A kind of unfair term.
#[derive(SimpleObject)]
pub struct ClauseCategory {
    /// Id, as `no-refund`.
    id: ID,
    /// Chinese name.
    name_zh: String,
    /// English name.
    name_en: String,
}

impl From<&law::ClauseCategory> for ClauseCategory {
    fn from(found: &law::ClauseCategory) -> Self {
        Self { id: found.id.clone().into(), name_zh: found.name_zh.clone(), name_en: found.name_en.clone() }
    }
}

/// A provision that decides about a clause.
#[derive(SimpleObject)]
pub struct ClauseProvision {
    /// The provision.
    provision: Provision,
    /// Which paragraph or item of it, as 第（五）项.
    item_zh: Option<&'static str>,
}

/// A clause that something is said of. It is a hint for a person: only a court decides whether a clause is void.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct ClauseFinding {
    /// Where it stands.
    span: TextSpan,
    /// What is thought of it.
    verdict: ClauseVerdict,
    /// How sure, from 0 to 1: an estimate from rules and likeness.
    confidence: f64,
    /// The words that gave it away.
    signs: Vec<TextSpan>,
    #[graphql(skip)]
    found: Finding,
    #[graphql(skip)]
    on: NaiveDate,
}

impl ClauseFinding {
    pub(super) fn new(found: Finding, text: &str, on: NaiveDate) -> Self {
        Self {
            span: TextSpan::new(found.span, text),
            verdict: found.verdict.into(),
            confidence: found.confidence,
            signs: found.signs.iter().map(|sign| TextSpan::new(*sign, text)).collect(),
            found,
            on,
        }
    }

    /// The kind it is unfair, or may be unfair, in the way of.
    fn disapproved(&self) -> Option<&'static law::ClauseCategory> {
        self.found.category.filter(|_| matches!(self.found.verdict, Verdict::Unfair | Verdict::Doubtful))
    }
}

#[ComplexObject]
impl ClauseFinding {
    /// The kind of unfair term it is, or looks like.
    async fn category(&self) -> Option<ClauseCategory> {
        self.found.category.map(ClauseCategory::from)
    }

    /// The provisions in force on the day that decide it, the primary one first.
    async fn provisions(&self) -> Vec<ClauseProvision> {
        let told = |provision: &'static law::Provision| ClauseProvision {
            item_zh: self.found.item(&provision.id).map(|item| item.item_zh.as_str()),
            provision: provision.into(),
        };
        self.found.provisions(self.on).map(told).collect()
    }

    /// Why, in the caller's language: what the catalogue says of the clause that is most like it.
    async fn why(&self, ctx: &Context<'_>) -> Option<&'static str> {
        self.found.example.map(|example| match caller(ctx).locale {
            Locale::ZhCn => example.why_zh.as_str(),
            Locale::En => example.why_en.as_str(),
        })
    }

    /// What to ask for in a complaint, in the caller's language; null for a lawful one.
    async fn complaint_request(&self, ctx: &Context<'_>) -> Option<&'static str> {
        self.disapproved().map(|category| clause::complaint(category, caller(ctx).locale))
    }

    /// What to ask for in a report, in the caller's language; null for a lawful one.
    async fn report_request(&self, ctx: &Context<'_>) -> Option<String> {
        self.disapproved().map(|category| clause::report(category, caller(ctx).locale))
    }
}

/// Terms that were read. Nothing of them is kept.
#[derive(SimpleObject)]
pub struct ClauseAnalysis {
    /// How many clauses they have.
    clause_count: usize,
    /// The clauses that something is said of, in the order in which they stand.
    findings: Vec<ClauseFinding>,
    /// What this help is and is not, in the caller's language.
    notice: &'static str,
}

/// Reading terms.
#[derive(Default)]
pub struct ClauseQuery;

#[Object]
impl ClauseQuery {
    /// The kinds of unfair terms.
    async fn clause_categories(&self) -> Vec<ClauseCategory> {
        law::catalogue().clause_categories().iter().map(ClauseCategory::from).collect()
    }

    /// Reads a sentence or a whole user agreement, at most 200,000 characters, by the law of a day; today when left out.
    #[graphql(complexity = "50 + 20 * child_complexity")]
    async fn analyse_clause(
        &self,
        ctx: &Context<'_>,
        text: String,
        on: Option<NaiveDate>,
    ) -> Result<ClauseAnalysis> {
        let on = on.unwrap_or_else(|| beijing_date(hub(ctx).now()));
        let (text, analysis) = service::clause::analyse(hub(ctx), caller(ctx), text)
            .await
            .map_err(|error| report(ctx, error))?;
        let findings = analysis.findings.into_iter().map(|found| ClauseFinding::new(found, &text, on));
        Ok(ClauseAnalysis {
            clause_count: analysis.clauses,
            findings: findings.collect(),
            notice: locale::word(caller(ctx).locale, "notice.legal").unwrap_or_default(),
        })
    }
}
