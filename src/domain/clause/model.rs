//! What the characters and concepts of a clause say about its kind and its leaning, counted in labelled wordings.
//!
//! A feature speaks for a kind by the logarithm of how much likelier it is in wordings of that kind than in all others,
//! each wording counted once (Bernoulli naive Bayes, smoothed); for the leaning in the same way, unfair against fair.

use std::collections::{BTreeSet, HashMap};

use super::concept::Places;
use crate::domain::folded::han;

/// Wordings that every feature is thought to have been seen in besides, per kind and per leaning.
const SMOOTHING: f32 = 0.15;
const SMOOTHING_LEANING: f32 = 0.5;
/// Features of fewer wordings say nothing.
const FEWEST: u32 = 2;

/// Something that is seen in a wording: characters side by side, or a concept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Feature {
    Chars([char; 2]),
    Concept(usize),
}

/// The features of a wording.
pub(super) fn features(chars: &[char], places: &Places<'_>) -> BTreeSet<Feature> {
    let pairs = chars.windows(2).filter(|pair| pair.iter().all(|c| c.is_alphanumeric()));
    let singles = chars.iter().filter(|c| han(**c)).map(|c| Feature::Chars([*c, *c]));
    pairs
        .map(|pair| Feature::Chars([pair[0], pair[1]]))
        .chain(singles)
        .chain(places.present().map(Feature::Concept))
        .collect()
}

/// Counted wordings.
#[derive(Debug)]
pub(super) struct Model {
    kinds: HashMap<Feature, Vec<f32>>,
    leanings: HashMap<Feature, f32>,
}

/// What a model says of a clause.
#[derive(Debug)]
pub(super) struct Said {
    /// How much speaks for each kind, in the order of the catalogue, and last for none of them.
    pub(super) kinds: Vec<f32>,
    /// How much speaks for unfair; below zero, for fair.
    pub(super) leaning: f32,
}

impl Model {
    /// Counts wordings: their kind, whether they are fair, and their features.
    pub(super) fn new<'a>(
        wordings: impl Iterator<Item = (usize, bool, &'a BTreeSet<Feature>)>,
        kinds: usize,
    ) -> Self {
        let mut of_kind = vec![0_u32; kinds];
        let mut of_leaning = [0_u32; 2];
        let mut counts: HashMap<Feature, (Vec<u32>, [u32; 2])> = HashMap::new();
        for (kind, fair, features) in wordings {
            of_kind[kind] += 1;
            of_leaning[usize::from(fair)] += 1;
            for feature in features {
                let (kinds, leanings) = counts.entry(*feature).or_insert_with(|| (vec![0; kinds], [0; 2]));
                kinds[kind] += 1;
                leanings[usize::from(fair)] += 1;
            }
        }
        let all: u32 = of_kind.iter().sum();
        counts.retain(|_, (kinds, _)| kinds.iter().sum::<u32>() >= FEWEST);
        let weigh = |with: u32, of: u32, with_all: u32, smoothing: f32| {
            share(with, of, smoothing).ln() - share(with_all - with, all - of, smoothing).ln()
        };
        let mut model = Self { kinds: HashMap::new(), leanings: HashMap::new() };
        for (feature, (kinds, leanings)) in counts {
            let total: u32 = kinds.iter().sum();
            let weights = kinds.iter().zip(&of_kind).map(|(with, of)| weigh(*with, *of, total, SMOOTHING));
            model.kinds.insert(feature, weights.collect());
            let leaning = share(leanings[0], of_leaning[0], SMOOTHING_LEANING).ln()
                - share(leanings[1], of_leaning[1], SMOOTHING_LEANING).ln();
            model.leanings.insert(feature, leaning);
        }
        model
    }

    /// What it says of a clause with these features.
    pub(super) fn ask(&self, features: &BTreeSet<Feature>, kinds: usize) -> Said {
        let mut said = Said { kinds: vec![0.0; kinds], leaning: 0.0 };
        for feature in features {
            if let Some(weights) = self.kinds.get(feature) {
                said.kinds.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += weight);
            }
            said.leaning += self.leanings.get(feature).unwrap_or(&0.0);
        }
        said
    }
}

#[expect(clippy::cast_precision_loss, reason = "some hundred wordings")]
fn share(with: u32, of: u32, smoothing: f32) -> f32 {
    (with as f32 + smoothing) / (of as f32 + 2.0 * smoothing)
}
