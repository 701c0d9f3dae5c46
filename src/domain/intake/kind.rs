//! The likeliest kinds of problem: ways of speaking that give one away, and counted words beside them.
//!
//! The ways of speaking carry most of the weight, since they say why; the counted words decide between kinds that the
//! rules leave close, and help where nobody thought of a wording.

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use super::grams;
use crate::domain::{
    category::{self, Category},
    folded::{Folded, Span},
    pattern::Pattern,
};

const DATA: &str = include_str!("cues.toml");

/// Guesses that are offered.
const OFFERED: usize = 3;
/// Words that are shown for one guess.
const SHOWN: usize = 8;
/// Counted words that are shown for one guess.
const GRAMS_SHOWN: usize = 3;
/// From how much on a counted word is shown.
const TELLING: f64 = 1.5;
/// Grams that every text is thought to have besides, so that a short one is not decided by one of them.
const DAMPING: f64 = 5.0;
/// How much more weight there must be for one kind to be e times as likely as another; it makes the shares of the
/// first guesses about as large as they are often right.
const SOFTNESS: f64 = 1.6;

static CUES: LazyLock<Vec<(usize, Cue)>> =
    LazyLock::new(|| parse(DATA).expect("the embedded cues are checked by a test"));

/// A kind of problem that a text may be about.
#[derive(Clone, Debug)]
pub struct Guess {
    /// The kind.
    pub category: &'static Category,
    /// How likely it is among all kinds, from 0 to 1.
    pub score: f64,
    /// The words that speak for it, in the order of the text.
    pub words: Vec<Word>,
}

/// Words that speak for a kind of problem.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Word {
    /// Where they stand.
    pub span: Span,
    /// How much they weigh.
    pub weight: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kind {
    category: String,
    cues: Vec<Cue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cue {
    weight: f64,
    pattern: Pattern,
}

#[derive(Deserialize)]
struct Data {
    kind: Vec<Kind>,
}

/// The cues, each with the place of its category.
fn parse(text: &str) -> Result<Vec<(usize, Cue)>, toml::de::Error> {
    let place = |id: &str| category::all().iter().position(|category| category.id == id);
    let unknown = |id: &str| serde::de::Error::custom(format!("{id} is no category"));
    let mut cues = Vec::new();
    for kind in toml::from_str::<Data>(text)?.kind {
        let category = place(&kind.category).ok_or_else(|| unknown(&kind.category))?;
        cues.extend(kind.cues.into_iter().map(|cue| (category, cue)));
    }
    Ok(cues)
}

/// The likeliest kinds of problem, at most three; none when nothing in the text speaks for any.
pub(super) fn guess(text: &Folded) -> Vec<Guess> {
    let kinds = category::all();
    let mut scores = vec![0.0; kinds.len()];
    let mut cues: Vec<(usize, Range<usize>, f64)> = Vec::new();
    for (kind, cue) in CUES.iter() {
        if let Some(found) = cue.pattern.find(text.as_str()) {
            scores[*kind] += cue.weight;
            cues.push((*kind, found.range(), cue.weight));
        }
    }
    let grams: Vec<(Range<usize>, &[f64])> = grams::of(text)
        .into_iter()
        .filter_map(|(gram, bytes)| grams::weights(gram).map(|weights| (bytes, weights)))
        .collect();
    if cues.is_empty() && grams.is_empty() {
        return Vec::new();
    }
    #[expect(clippy::cast_precision_loss, reason = "some thousand grams")]
    let damping = (grams.len() as f64 + DAMPING).sqrt();
    for (kind, score) in scores.iter_mut().enumerate() {
        *score += grams.iter().map(|(_, weights)| weights[kind]).sum::<f64>() / damping;
    }
    let most = scores.iter().copied().fold(f64::MIN, f64::max);
    let likely: Vec<f64> = scores.iter().map(|score| ((score - most) / SOFTNESS).exp()).collect();
    let all: f64 = likely.iter().sum();
    let mut order: Vec<usize> = (0..kinds.len()).collect();
    // The sort is stable: of equals the category that people are offered first.
    order.sort_by(|a, b| scores[*b].partial_cmp(&scores[*a]).unwrap_or(Ordering::Equal));
    order
        .into_iter()
        .take(OFFERED)
        .map(|kind| Guess {
            category: &kinds[kind],
            score: likely[kind] / all,
            words: words(text, kind, &cues, &grams, damping),
        })
        .collect()
}

/// The words that speak for a kind: what its cues found, then the most telling counted words elsewhere.
fn words(
    text: &Folded,
    kind: usize,
    cues: &[(usize, Range<usize>, f64)],
    grams: &[(Range<usize>, &[f64])],
    damping: f64,
) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut of_kind: Vec<_> = cues.iter().filter(|(of, ..)| *of == kind).collect();
    of_kind.sort_by(|a, b| b.2.partial_cmp(&a.2).unwrap_or(Ordering::Equal));
    for (_, bytes, weight) in of_kind {
        add(&mut words, Word { span: text.span(bytes), weight: *weight }, SHOWN);
    }
    let mut telling: Vec<_> = grams
        .iter()
        .filter(|(bytes, weights)| {
            weights[kind] >= TELLING && text.as_str()[bytes.clone()].chars().count() > 1
        })
        .collect();
    telling.sort_by(|(a, of_a), (b, of_b)| {
        of_b[kind].partial_cmp(&of_a[kind]).unwrap_or(Ordering::Equal).then(a.start.cmp(&b.start))
    });
    let most = (words.len() + GRAMS_SHOWN).min(SHOWN);
    for (bytes, weights) in telling {
        add(&mut words, Word { span: text.span(bytes), weight: weights[kind] / damping }, most);
    }
    words.sort_by_key(|word| word.span);
    words
}

/// Adds a word unless there are enough or one of them stands there already; the weight then goes to that one.
fn add(words: &mut Vec<Word>, word: Word, most: usize) {
    if let Some(there) = words.iter_mut().find(|there| there.span.overlaps(word.span)) {
        there.weight += word.weight;
    } else if words.len() < most {
        words.push(word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_cues_and_none_finds_nothing() {
        for (kind, category) in category::all().iter().enumerate() {
            assert!(CUES.iter().any(|(of, _)| *of == kind), "{} has no cue", category.id);
        }
        for (_, cue) in CUES.iter() {
            assert!(!cue.pattern.is_match(""), "{}", cue.pattern.as_str());
            assert!((1.0..=6.0).contains(&cue.weight));
        }
    }
}
