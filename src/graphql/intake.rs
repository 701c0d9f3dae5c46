//! Guided intake: what a text is most likely about, what it does not tell yet, and where it may lead.

use async_graphql::{ComplexObject, Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use chrono::NaiveDate;
use entity::Locale;

use super::{
    advice::Advice,
    case::Category,
    checklist::ChecklistItem,
    clause::ClauseFinding,
    law::Provision,
    matching::SimilarCase,
    next_channel::{ContactTold, FilingTold},
    operator::Operator,
    payload::report,
    viewer::{caller, hub, key},
    wording::{TextSpan, WordingWarning},
    words::Remedy,
};
use crate::{
    domain::{
        checklist,
        folded::Span,
        intake::{self, Resale},
    },
    locale,
    service::{
        self,
        intake::{Counsel, Told},
    },
};

/// Something that a complaint has to tell.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "intake::Fact")]
pub enum IntakeFact {
    /// When it was bought and went wrong.
    Time,
    /// The order number.
    OrderNumber,
    /// How much was paid.
    Amount,
    /// What was promised.
    Promise,
    /// What happened.
    Event,
    /// What is asked for.
    Demand,
    /// That the operator was asked first.
    Contact,
}

/// Whether a fact is told.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "intake::Standing")]
pub enum FactStanding {
    /// It is told.
    Told,
    /// It is touched on, but not so that anybody could check it.
    Vague,
    /// It is not told.
    Missing,
}

/// What something was bought for.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "intake::Use")]
pub enum BoughtFor {
    /// They said it was for own use.
    Own,
    /// They said it was to sell on.
    Resale,
    /// They did not say, and their words sound like trade.
    Unclear,
    /// They did not say, and nothing makes it doubtful.
    Unasked,
}

/// A kind of problem that a text may be about.
#[derive(SimpleObject)]
pub struct ProblemGuess {
    /// The kind.
    category: Category,
    /// How likely it is among all kinds, from 0 to 1: an estimate from rules and counted words.
    score: f64,
    /// Why, in the caller's language.
    why: String,
    /// The words that speak for it.
    words: Vec<TextSpan>,
}

/// Something that a complaint has to tell, and what to ask while it is not told.
#[derive(SimpleObject)]
pub struct FactAdvice {
    /// Which.
    fact: IntakeFact,
    /// Whether it is told.
    standing: FactStanding,
    /// The words that tell it or touch on it; none where a field does.
    words: Vec<TextSpan>,
    /// The question to ask, in the caller's language; null when it is told.
    question: Option<&'static str>,
    /// Why it matters, in the caller's language.
    why: &'static str,
}

/// Whether something was bought for own use, which consumers' law is for.
#[derive(SimpleObject)]
pub struct OwnUseAdvice {
    /// What it was bought for.
    bought_for: BoughtFor,
    /// Words that sound like trade.
    words: Vec<TextSpan>,
    /// The question to ask, in the caller's language, where it matters.
    question: Option<&'static str>,
    /// Why it matters, in the caller's language, where it does.
    why: Option<&'static str>,
}

/// A provision that may fit.
#[derive(SimpleObject)]
pub struct ProvisionAdvice {
    /// The provision, in force on the day of purchase; today where that is not told.
    provision: Provision,
    /// Why it may fit, in the caller's language.
    why: String,
}

/// What can be told from what somebody has told so far. Nothing of it is kept; it is drafting help, not legal advice.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct ProblemAdvice {
    /// The likeliest kinds of problem, at most three; none when nothing speaks for any.
    guesses: Vec<ProblemGuess>,
    /// The kind that the rest is about: the one that was chosen, or the likeliest.
    category: Option<Category>,
    /// What a complaint has to tell, in the order in which it tells it.
    facts: Vec<FactAdvice>,
    /// Words that are better said calmly.
    warnings: Vec<WordingWarning>,
    /// Whether it was bought for own use.
    own_use: OwnUseAdvice,
    /// Unfair clauses of the operator's that the text quotes, at most ten, by the law of the day of purchase; of today where
    /// that is not told.
    clauses: Vec<ClauseFinding>,
    /// What a claim of this kind has to show.
    checklist: Vec<ChecklistItem>,
    /// Provisions that may fit, the best first.
    provisions: Vec<ProvisionAdvice>,
    /// Operators that may be meant, the likeliest first.
    operators: Vec<Operator>,
    /// The channel that comes next, and why.
    next_channel: Advice,
    /// What this help is and is not, in the caller's language.
    notice: &'static str,
    #[graphql(skip)]
    near: service::matching::Told,
}

#[ComplexObject]
impl ProblemAdvice {
    /// Open cases that could be joined, the best first, at most ten; each says why it fits.
    #[graphql(complexity = "30 + 10 * child_complexity")]
    async fn similar_cases(&self, ctx: &Context<'_>) -> Result<Vec<SimilarCase>> {
        SimilarCase::find(ctx, self.near.clone()).await
    }
}

/// What somebody has told so far; a form may send it while they still type.
#[derive(InputObject)]
struct AdviseOnProblemInput {
    /// What happened, in their words; at most 5,000 characters.
    text: Option<String>,
    /// Price paid, in fen.
    amount_fen: Option<i64>,
    /// Day of purchase, in Beijing.
    bought_on: Option<NaiveDate>,
    /// Order number.
    order_number: Option<String>,
    /// What is asked for.
    remedy: Option<Remedy>,
    /// Bought for own use, not to sell on.
    own_use: Option<bool>,
    /// Whether the operator was asked to put it right.
    #[graphql(default)]
    asked_operator: bool,
    /// Attempts to settle with the operator, at most 50.
    contacts: Option<Vec<ContactTold>>,
    /// Channels that were tried, at most 50.
    filings: Option<Vec<FilingTold>>,
    /// The kind of problem, where they chose one themself.
    category: Option<ID>,
    /// The operator, where they chose one.
    operator_id: Option<ID>,
    /// Its name or the address of its site, where they typed it.
    operator_name: Option<String>,
}

/// Guided intake.
#[derive(Default)]
pub struct IntakeQuery;

#[Object]
impl IntakeQuery {
    /// Reads what somebody has told so far: the likely kind of problem, what is missing, what is better said calmly, what
    /// to show, and which provisions may fit. Every suggestion says why; nothing is kept.
    #[graphql(complexity = "40 + 5 * child_complexity")]
    async fn advise_on_problem(
        &self,
        ctx: &Context<'_>,
        input: AdviseOnProblemInput,
    ) -> Result<ProblemAdvice> {
        let told = Told {
            text: input.text.unwrap_or_default(),
            amount_fen: input.amount_fen,
            bought_on: input.bought_on,
            order_number: input.order_number,
            remedy: input.remedy.map(Into::into),
            own_use: input.own_use,
            asked_operator: input.asked_operator,
            contacts: input.contacts.unwrap_or_default().into_iter().map(Into::into).collect(),
            tried: input.filings.unwrap_or_default().into_iter().map(Into::into).collect(),
            category: input.category.map(|id| id.to_string()),
            operator: input.operator_id.map(|id| key(ctx, &id, "operator")).transpose()?,
            operator_name: input.operator_name,
        };
        let (told, counsel) =
            service::intake::advise(hub(ctx), told).await.map_err(|error| report(ctx, error))?;
        Ok(ProblemAdvice::new(ctx, counsel, &told.text))
    }
}

impl ProblemAdvice {
    fn new(ctx: &Context<'_>, counsel: Counsel, text: &str) -> Self {
        let locale = caller(ctx).locale;
        let Counsel { advice, category, provisions, operators, on, next, near } = counsel;
        let spans = |spans: &[Span]| spans.iter().map(|span| TextSpan::new(*span, text)).collect();
        let guesses = advice.guesses.iter().map(|guess| ProblemGuess {
            category: guess.category.into(),
            score: guess.score,
            why: service::intake::why(guess, text, locale),
            words: guess.words.iter().map(|word| TextSpan::new(word.span, text)).collect(),
        });
        let facts = advice.facts.iter().map(|finding| FactAdvice {
            fact: finding.fact.into(),
            standing: finding.standing.into(),
            words: spans(&finding.words),
            question: finding.question().map(|question| said(question, locale)),
            why: said(finding.why(), locale),
        });
        let items = category.map_or_else(Vec::new, |category| checklist::of(&category.id));
        Self {
            guesses: guesses.collect(),
            category: category.map(Category::from),
            facts: facts.collect(),
            clauses: advice.clauses.into_iter().map(|found| ClauseFinding::new(found, text, on)).collect(),
            own_use: OwnUseAdvice::new(&advice.resale, spans(&advice.resale.words), locale),
            warnings: advice
                .warnings
                .into_iter()
                .map(|warning| WordingWarning::new(warning, text, locale))
                .collect(),
            checklist: items.into_iter().map(|item| ChecklistItem::new(item, locale)).collect(),
            provisions: provisions
                .iter()
                .map(|fitting| ProvisionAdvice {
                    provision: fitting.provision.into(),
                    why: fitting.why.text(locale),
                })
                .collect(),
            operators: operators.into_iter().map(Operator::from).collect(),
            next_channel: Advice::new(ctx, next),
            notice: locale::word(locale, "notice.legal").unwrap_or_default(),
            near,
        }
    }
}

impl OwnUseAdvice {
    fn new(resale: &Resale, words: Vec<TextSpan>, locale: Locale) -> Self {
        Self {
            bought_for: resale.bought_for.into(),
            words,
            question: resale.question().map(|question| said(question, locale)),
            why: resale.why().map(|why| said(why, locale)),
        }
    }
}

/// The words of one language, of Chinese and English ones.
fn said((zh, en): (&'static str, &'static str), locale: Locale) -> &'static str {
    match locale {
        Locale::ZhCn => zh,
        Locale::En => en,
    }
}
