//! How alike two wordings are: the pairs of characters they share, rare ones counting more.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{
    concept::Places,
    model::{Feature, Model, Said, features},
    reading::Reading,
    rule::rules,
};
use crate::law::{Clause, catalogue};

const MORE: &str = include_str!("wordings.txt");

static CATALOGUE: LazyLock<Wordings> = LazyLock::new(|| Wordings::without(None));

/// All wordings there are, read once.
static LABELLED: LazyLock<Vec<Read>> = LazyLock::new(|| {
    let more = more().expect("the embedded wordings are checked by a test");
    of_catalogue().chain(more).map(Read::new).collect()
});

/// A wording with what it is counted and compared by.
#[derive(Debug)]
struct Read {
    labelled: Labelled,
    features: Vec<Feature>,
    pairs: Vec<([char; 2], f32)>,
}

impl Read {
    fn new(labelled: Labelled) -> Self {
        let reading = Reading::new(labelled.words);
        let chars = reading.chars();
        Self { labelled, features: features(chars, &rules().lexicon.read(chars)), pairs: counted(chars) }
    }
}

/// A wording, and what it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Labelled {
    /// Its kind, by its place in the catalogue; the place behind the last for words that speak for and against nobody.
    kind: usize,
    fair: bool,
    words: &'static str,
    /// The clause of the catalogue it is a wording of.
    clause: Option<&'static Clause>,
}

/// Wordings of the catalogue, unfair ones and their fair look-alikes, to compare with.
#[derive(Debug)]
pub struct Wordings {
    labelled: Vec<Labelled>,
    model: Model,
    /// For each pair, how rare it is, and the wordings it is in with its share of them.
    pairs: HashMap<[char; 2], Pair>,
}

#[derive(Debug)]
struct Pair {
    rarity: f32,
    within: Vec<(usize, f32)>,
}

/// How alike a clause is to each wording.
#[derive(Debug)]
pub(super) struct Alike<'a> {
    wordings: &'a Wordings,
    scores: Vec<f32>,
    /// For each kind, the nearest unfair wording and the nearest fair one.
    nearest: Vec<[f32; 2]>,
}

impl Wordings {
    /// All of them.
    #[must_use]
    pub fn catalogue() -> &'static Self {
        &CATALOGUE
    }

    /// All but one.
    #[must_use]
    pub fn without(left_out: Option<&str>) -> Self {
        let kept: Vec<&Read> = LABELLED.iter().filter(|read| Some(read.labelled.words) != left_out).collect();
        let counted_for =
            kept.iter().map(|read| (read.labelled.kind, read.labelled.fair, read.features.as_slice()));
        let model = Model::new(counted_for, rules().kinds.len() + 1);
        let mut known: HashMap<[char; 2], usize> = HashMap::new();
        for (pair, _) in kept.iter().flat_map(|read| &read.pairs) {
            *known.entry(*pair).or_default() += 1;
        }
        let rarity = |pair| rarity(kept.len(), known.get(pair).copied().unwrap_or(0));
        let mut pairs: HashMap<[char; 2], Pair> = HashMap::new();
        for (at, read) in kept.iter().enumerate() {
            let length = norm(read.pairs.iter().map(|(pair, count)| count * rarity(pair)));
            for (pair, count) in &read.pairs {
                let rarity = rarity(pair);
                let entry = pairs.entry(*pair).or_insert_with(|| Pair { rarity, within: Vec::new() });
                entry.within.push((at, count * rarity / length));
            }
        }
        let labelled = kept.iter().map(|read| read.labelled).collect();
        Self { labelled, model, pairs }
    }

    /// What the counted features say of a clause.
    pub(super) fn ask(&self, chars: &[char], places: &Places<'_>) -> Said {
        self.model.ask(&features(chars, places), rules().kinds.len() + 1)
    }

    /// How alike a clause is to each of them, from 0 to 1.
    pub(super) fn compare(&self, chars: &[char]) -> Alike<'_> {
        let unknown = rarity(self.labelled.len(), 0);
        let counted = counted(chars).into_iter().map(|(pair, count)| (self.pairs.get(&pair), count));
        let counted: Vec<(Option<&Pair>, f32)> = counted.collect();
        let weight = |pair: Option<&Pair>, count| count * pair.map_or(unknown, |pair| pair.rarity);
        let length = norm(counted.iter().map(|(pair, count)| weight(*pair, *count)));
        let mut scores = vec![0.0; self.labelled.len()];
        for (known, count) in counted.iter().filter_map(|(pair, count)| Some((pair.as_ref()?, count))) {
            let weight = count * known.rarity / length;
            for (at, share) in &known.within {
                scores[*at] += weight * share;
            }
        }
        let mut nearest = vec![[0.0; 2]; rules().kinds.len() + 1];
        for (labelled, score) in self.labelled.iter().zip(&scores) {
            let near: &mut f32 = &mut nearest[labelled.kind][usize::from(labelled.fair)];
            *near = near.max(*score);
        }
        Alike { wordings: self, scores, nearest }
    }
}

impl Alike<'_> {
    /// How near the nearest wording of a kind is, of the unfair or of the fair ones.
    pub(super) fn near(&self, kind: usize, fair: bool) -> f32 {
        self.nearest[kind][usize::from(fair)]
    }

    /// The catalogue's clause of a kind that is nearest.
    pub(super) fn example(&self, kind: usize, fair: bool) -> Option<&'static Clause> {
        let scored = self.wordings.labelled.iter().zip(&self.scores);
        let of_kind = scored.filter(|(labelled, _)| labelled.kind == kind && labelled.fair == fair);
        let of_catalogue = of_kind.filter_map(|(labelled, score)| Some((labelled.clause?, score)));
        // The first of equals, so that the answer does not hang on the order of a comparison.
        let best =
            of_catalogue.fold(None, |best: Option<(&'static Clause, f32)>, (clause, score)| match best {
                Some((_, highest)) if highest >= *score => best,
                _ => Some((clause, *score)),
            });
        best.map(|(clause, _)| clause)
    }
}

/// The place of a kind in the catalogue.
fn place(category: &str) -> Option<usize> {
    catalogue().clause_categories().iter().position(|kind| kind.id == category)
}

/// The wordings of the catalogue.
fn of_catalogue() -> impl Iterator<Item = Labelled> {
    let of = |clause: &'static Clause, words: &'static String| Labelled {
        kind: place(&clause.category).unwrap_or(catalogue().clause_categories().len()),
        fair: clause.fair,
        words,
        clause: Some(clause),
    };
    catalogue()
        .clauses()
        .iter()
        .flat_map(move |clause| clause.example_zh.iter().map(move |words| of(clause, words)))
}

/// Reads the labelled wordings: `U`, `F` or `N`, the kind and the words, parted by bars.
fn more() -> Result<Vec<Labelled>, String> {
    MORE.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(labelled).collect()
}

fn labelled(line: &'static str) -> Result<Labelled, String> {
    let fault = || format!("no labelled wording: {line}");
    let [label, category, words] = line.splitn(3, '|').collect::<Vec<_>>().try_into().map_err(|_| fault())?;
    let fair = match label {
        "F" | "N" => true,
        "U" => false,
        _ => return Err(fault()),
    };
    let kind = match (label, category) {
        ("N", "") => catalogue().clause_categories().len(),
        ("N", _) => return Err(fault()),
        _ => place(category).ok_or_else(fault)?,
    };
    Ok(Labelled { kind, fair, words, clause: None })
}

/// The pairs of a wording in their order, each with how often it is there.
fn counted(chars: &[char]) -> Vec<([char; 2], f32)> {
    let words: Vec<char> = chars.iter().copied().filter(|c| c.is_alphanumeric()).collect();
    let mut pairs: Vec<[char; 2]> = words.windows(2).map(|pair| [pair[0], pair[1]]).collect();
    pairs.sort_unstable();
    let mut counted: Vec<([char; 2], f32)> = Vec::with_capacity(pairs.len());
    for pair in pairs {
        match counted.last_mut() {
            Some((last, count)) if *last == pair => *count += 1.0,
            _ => counted.push((pair, 1.0)),
        }
    }
    counted
}

#[expect(clippy::cast_precision_loss, reason = "some hundred wordings")]
fn rarity(all: usize, with: usize) -> f32 {
    ((all as f32 + 1.0) / (with as f32 + 1.0)).ln() + 0.3
}

fn norm(weights: impl Iterator<Item = f32>) -> f32 {
    weights.map(|weight| weight * weight).sum::<f32>().sqrt().max(f32::MIN_POSITIVE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wording_is_labelled() {
        assert!(more().unwrap().len() > 200);
        assert!(labelled("U|nothing|概不退款").is_err() && labelled("X|no-refund|概不退款").is_err());
    }
}
