//! What the characters and concepts of a clause say about its kind and its leaning, counted in labelled wordings.
//!
//! A feature speaks for a kind by the logarithm of how much likelier it is in wordings of that kind than in all others,
//! each wording counted once (Bernoulli naive Bayes, smoothed); for the leaning in the same way, unfair against fair.

use std::collections::HashMap;

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

/// The features of a wording, each once, in their order.
pub(super) fn features(chars: &[char], places: &Places<'_>) -> Vec<Feature> {
    let pairs = chars.windows(2).filter(|pair| pair.iter().all(|c| c.is_alphanumeric()));
    let singles = chars.iter().filter(|c| han(**c)).map(|c| Feature::Chars([*c, *c]));
    let mut features: Vec<Feature> = pairs
        .map(|pair| Feature::Chars([pair[0], pair[1]]))
        .chain(singles)
        .chain(places.present().map(Feature::Concept))
        .collect();
    features.sort_unstable();
    features.dedup();
    features
}

/// Counted wordings: what each feature says.
#[derive(Debug)]
pub(super) struct Model(HashMap<Feature, Said>);

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
        wordings: impl Iterator<Item = (usize, bool, &'a [Feature])>,
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
        let said = |(kinds, leanings): (Vec<u32>, [u32; 2])| {
            let total: u32 = kinds.iter().sum();
            let weights = kinds.iter().zip(&of_kind).map(|(with, of)| weigh(*with, *of, total, SMOOTHING));
            let leaning = share(leanings[0], of_leaning[0], SMOOTHING_LEANING).ln()
                - share(leanings[1], of_leaning[1], SMOOTHING_LEANING).ln();
            Said { kinds: weights.collect(), leaning }
        };
        Self(counts.into_iter().map(|(feature, counts)| (feature, said(counts))).collect())
    }

    /// What it says of a clause with these features.
    pub(super) fn ask(&self, features: &[Feature], kinds: usize) -> Said {
        let mut said = Said { kinds: vec![0.0; kinds], leaning: 0.0 };
        for known in features.iter().filter_map(|feature| self.0.get(feature)) {
            said.kinds.iter_mut().zip(&known.kinds).for_each(|(sum, weight)| *sum += weight);
            said.leaning += known.leaning;
        }
        said
    }
}

#[expect(clippy::cast_precision_loss, reason = "some hundred wordings")]
fn share(with: u32, of: u32, smoothing: f32) -> f32 {
    (with as f32 + smoothing) / (of as f32 + 2.0 * smoothing)
}
