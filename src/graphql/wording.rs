//! Words that are better said calmly, and where words stand in a text.

use async_graphql::{Context, Enum, Object, Result, SimpleObject};
use entity::Locale;

use super::{payload::report, viewer::caller};
use crate::{
    domain::{
        folded::Span,
        intake::LONGEST,
        wording::{Warning, lint},
    },
    error::Error,
};

/// What is wrong with a wording.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::domain::wording::Kind")]
pub enum WordingKind {
    /// It abuses somebody.
    Insult,
    /// It passes a judgment that is for a court or an authority.
    Verdict,
    /// It threatens.
    Threat,
    /// It says more than can be shown.
    Exaggeration,
}

/// A stretch of the text that was handed in.
#[derive(SimpleObject)]
pub struct TextSpan {
    /// The first character, counted in code points from 0.
    start: usize,
    /// The character behind the last one.
    end: usize,
    /// The words that stand there.
    text: String,
}

impl TextSpan {
    pub(super) fn new(span: Span, text: &str) -> Self {
        Self { start: span.start, end: span.end, text: span.of(text).to_owned() }
    }
}

/// Words that are better said calmly. Nothing is changed: the author decides.
#[derive(SimpleObject)]
pub struct WordingWarning {
    /// What is wrong with them.
    kind: WordingKind,
    /// Where they stand.
    span: TextSpan,
    /// Why, in the caller's language.
    why: &'static str,
    /// What to put in their place, in the language of the text; empty when they are best left out.
    calmer: String,
}

impl WordingWarning {
    pub(super) fn new(warning: Warning, text: &str, locale: Locale) -> Self {
        Self {
            kind: warning.kind.into(),
            span: TextSpan::new(warning.span, text),
            why: match locale {
                Locale::ZhCn => warning.why_zh,
                Locale::En => warning.why_en,
            },
            calmer: warning.calmer,
        }
    }

    /// The warnings about a text.
    pub(super) fn about(text: &str, locale: Locale) -> Vec<Self> {
        lint(text).into_iter().map(|warning| Self::new(warning, text, locale)).collect()
    }
}

/// Reading wordings.
#[derive(Default)]
pub struct WordingQuery;

#[Object]
impl WordingQuery {
    /// Words of a text that are better said calmly, at most 5,000 characters of it. Nothing is kept.
    #[graphql(complexity = "20 + 5 * child_complexity")]
    async fn check_wording(&self, ctx: &Context<'_>, text: String) -> Result<Vec<WordingWarning>> {
        if text.chars().count() > LONGEST {
            return Err(report(ctx, Error::BadInput("text must have at most 5000 characters")));
        }
        Ok(WordingWarning::about(&text, caller(ctx).locale))
    }
}
