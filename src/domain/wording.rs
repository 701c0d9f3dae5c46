//! Wording that weakens a complaint: insults, verdicts that only authorities may pass, threats, exaggeration.
//!
//! A warning never changes a text; it says why and offers calmer words, and the author decides. What somebody else
//! said is not the author's wording: quotations, titles of laws and reported abuse are passed over, and so are words
//! that only look alike, such as 反诈中心 or 垃圾短信.

mod quote;

use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use super::folded::Folded;
pub use super::folded::Span;
use super::pattern::Pattern;

const DATA: &str = include_str!("wording/rules.toml");

/// How far from a find, in bytes, the words are that excuse it.
const NEAR: usize = 75;

static GROUPS: LazyLock<Vec<Group>> =
    LazyLock::new(|| parse(DATA).expect("the embedded rules are checked by a test"));

/// What is wrong with a wording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// It abuses somebody.
    Insult,
    /// It passes a judgment that is for a court or an authority.
    Verdict,
    /// It threatens.
    Threat,
    /// It says more than can be shown.
    Exaggeration,
}

/// Words that are better said calmly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Where they stand.
    pub span: Span,
    /// What is wrong with them.
    pub kind: Kind,
    /// Why, in Chinese.
    pub why_zh: &'static str,
    /// Why, in English.
    pub why_en: &'static str,
    /// What to put in their place; empty when they are best left out.
    pub calmer: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    kind: Kind,
    why_zh: String,
    why_en: String,
    rules: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    pattern: Pattern,
    calmer: String,
    /// Longer words it may be a part of, and is then harmless.
    within: Option<Pattern>,
    /// Words of the same sentence beside which it is harmless.
    near: Option<Pattern>,
    why_zh: Option<String>,
    why_en: Option<String>,
}

#[derive(Deserialize)]
struct Data {
    group: Vec<Group>,
}

fn parse(text: &str) -> Result<Vec<Group>, toml::de::Error> {
    toml::from_str(text).map(|data: Data| data.group)
}

/// What in a text is better said calmly, in order and apart.
#[must_use]
pub fn lint(text: &str) -> Vec<Warning> {
    lint_folded(&Folded::new(text))
}

/// As [`lint`], of a text that is folded already.
#[must_use]
pub fn lint_folded(text: &Folded) -> Vec<Warning> {
    let quotes = quote::all(text.as_str());
    // Of two that overlap, the rule that stands first in the file wins.
    let mut found: Vec<(Range<usize>, Warning)> = Vec::new();
    for group in GROUPS.iter() {
        for rule in &group.rules {
            for captures in rule.pattern.captures_iter(text.as_str()) {
                let Some(whole) = captures.get(0).filter(|whole| !whole.is_empty()) else { continue };
                let bytes = whole.range();
                let taken = found.iter().any(|(other, _)| other.start < bytes.end && bytes.start < other.end);
                if taken || quote::reported(&quotes, text.as_str(), &bytes) || rule.excuses(text, &bytes) {
                    continue;
                }
                let mut calmer = String::new();
                captures.expand(&rule.calmer, &mut calmer);
                let warning = Warning {
                    span: text.span(&bytes),
                    kind: group.kind,
                    why_zh: rule.why_zh.as_ref().unwrap_or(&group.why_zh),
                    why_en: rule.why_en.as_ref().unwrap_or(&group.why_en),
                    calmer,
                };
                found.push((bytes, warning));
            }
        }
    }
    found.sort_by_key(|(bytes, _)| bytes.start);
    let mut warnings: Vec<Warning> = found.into_iter().map(|(_, warning)| warning).collect();
    // Two that share a character of the original, as one that unfolds into several, are one.
    warnings.dedup_by(|later, earlier| later.span.overlaps(earlier.span));
    warnings
}

impl Rule {
    fn excuses(&self, text: &Folded, bytes: &Range<usize>) -> bool {
        let sentence = text.sentence(bytes);
        let from = floor(text.as_str(), bytes.start.saturating_sub(NEAR).max(sentence.start));
        let to = floor(text.as_str(), (bytes.end + NEAR).min(sentence.end).max(bytes.end));
        let around = &text.as_str()[from..to];
        let (start, end) = (bytes.start - from, bytes.end - from);
        let touches =
            |within: &Pattern| within.find_iter(around).any(|word| word.start() < end && start < word.end());
        self.within.as_ref().is_some_and(touches)
            || self.near.as_ref().is_some_and(|near| near.is_match(around))
    }
}

/// The last place up to `byte` where a character begins.
fn floor(text: &str, byte: usize) -> usize {
    (0..=byte.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests;
