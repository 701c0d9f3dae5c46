//! What single characters, pairs and triples of characters say about the kind of a problem, counted in labelled texts.
//!
//! A gram speaks for a kind by the logarithm of how much likelier it is in texts of that kind than in all others, each
//! text counted once (Bernoulli naive Bayes, smoothed). The texts are embedded and counted when the first question is
//! asked: a few hundred texts take milliseconds, and there is no model file that could grow apart from them.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::domain::{
    category,
    folded::{Folded, han},
};

const DATA: &str = include_str!("problems.jsonl");

/// Longest gram of Chinese characters.
const LONGEST: usize = 3;
/// A gram of fewer texts says nothing.
const FEWEST: usize = 2;
/// Texts that every gram is thought to have been seen in besides.
const SMOOTHING: f64 = 0.5;

static WEIGHTS: LazyLock<HashMap<String, Vec<f64>>> =
    LazyLock::new(|| count(texts().expect("the embedded texts are checked by a test")));

/// A text whose kind of problem a person told.
#[derive(Deserialize)]
struct Labelled {
    text: String,
    category: String,
}

/// The texts that are counted.
fn texts() -> Result<Vec<Labelled>, serde_json::Error> {
    DATA.lines().map(serde_json::from_str).collect()
}

/// How much a gram speaks for each category, in the order of the categories; nothing for an unknown one.
pub(super) fn weights(gram: &str) -> Option<&'static [f64]> {
    WEIGHTS.get(gram).map(Vec::as_slice)
}

/// The grams of a folded text with the bytes where each stands first, in the order of the grams.
pub(super) fn of(text: &Folded) -> BTreeMap<&str, Range<usize>> {
    let text = text.as_str();
    let mut grams = BTreeMap::new();
    let mut run: Vec<usize> = Vec::new();
    let mut word: Option<usize> = None;
    for (at, c) in text.char_indices().chain([(text.len(), '\n')]) {
        if !(c.is_ascii_lowercase() || c == '\'')
            && let Some(start) = word.take()
        {
            grams.entry(&text[start..at]).or_insert(start..at);
        }
        if han(c) {
            run.push(at);
            let end = at + c.len_utf8();
            for start in run.iter().rev().take(LONGEST) {
                grams.entry(&text[*start..end]).or_insert(*start..end);
            }
        } else {
            run.clear();
            if c.is_ascii_lowercase() {
                word = word.or(Some(at));
            }
        }
    }
    grams
}

#[expect(clippy::cast_precision_loss, reason = "a few hundred texts")]
fn count(texts: Vec<Labelled>) -> HashMap<String, Vec<f64>> {
    let kinds = category::all();
    let place = |id: &str| kinds.iter().position(|category| category.id == id);
    let mut seen: HashMap<String, Vec<usize>> = HashMap::new();
    let mut of_kind = vec![0_usize; kinds.len()];
    let mut all = 0_usize;
    for Labelled { text, category } in texts {
        let Some(kind) = place(&category) else { continue };
        (of_kind[kind], all) = (of_kind[kind] + 1, all + 1);
        for gram in of(&Folded::new(&text)).keys() {
            seen.entry((*gram).to_owned()).or_insert_with(|| vec![0; kinds.len()])[kind] += 1;
        }
    }
    let share = |some: usize, all: usize| (some as f64 + SMOOTHING) / (all as f64 + 2.0 * SMOOTHING);
    seen.retain(|_, counts| counts.iter().sum::<usize>() >= FEWEST);
    seen.into_iter()
        .map(|(gram, counts)| {
            let total: usize = counts.iter().sum();
            let weigh = |(counted, of_kind): (&usize, &usize)| {
                (share(*counted, *of_kind) / share(total - counted, all - of_kind)).ln()
            };
            let weights = counts.iter().zip(&of_kind).map(weigh).collect();
            (gram, weights)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_texts_are_labelled_with_known_kinds_and_none_is_there_twice() {
        let texts = texts().unwrap();
        let mut words = BTreeSet::new();
        for Labelled { text, category } in &texts {
            assert!(category::find(category).is_some(), "{text} is of no kind");
            assert!(words.insert(text), "{text} is there twice");
        }
        for category in category::all() {
            let of_kind = texts.iter().filter(|text| text.category == category.id).count();
            assert!(of_kind >= 8, "{} has {of_kind}", category.id);
        }
    }

    #[test]
    fn grams_are_counted_within_runs_of_one_writing() {
        let text = Folded::new("充Q币没到,ok");
        let grams: Vec<&str> = of(&text).into_keys().collect();
        assert_eq!(grams, ["ok", "q", "充", "到", "币", "币没", "币没到", "没", "没到"]);
    }

    #[test]
    fn a_gram_speaks_for_the_kind_it_is_common_in() {
        let minor = category::all().iter().position(|category| category.id == "minor-top-up").unwrap();
        let weights = weights("孩").unwrap();
        assert!(weights.iter().enumerate().all(|(kind, weight)| kind == minor || *weight < weights[minor]));
    }
}
