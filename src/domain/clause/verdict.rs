//! What is thought of a clause, from what speaks against it, what speaks for it, and what it is like.

use std::ops::Range;

use super::{
    Verdict,
    concept::Places,
    model::Said,
    reading::Reading,
    rule::{Rule, rules},
    similar::{Alike, Wordings},
};
use crate::law::{Clause, ClauseCategory};

/// How much a step of each kind of evidence counts beside the rank of a rule.
const PER_RULE: f32 = 0.15;
const PER_LIKENESS: f32 = 2.0;
const PER_KIND: f32 = 0.12;
const PER_LEANING: f32 = 0.15;
/// What the counted words say is never worth more than this many ranks.
const MOST_COUNTED: f32 = 2.0;
/// Leaning from which a clause that no rule knows is unfair, doubtful, or lawful.
const UNFAIR: f32 = 1.5;
const DOUBTFUL: f32 = 0.0;
const LAWFUL: f32 = -3.0;
/// Likeness to a fair wording that speaks for a clause.
const ALIKE: f32 = 0.35;
/// How much likeness counts beside what the words were counted for.
const PER_NEARNESS: f32 = 10.0;
/// What the counted words must say for a kind before a clause is taken for it.
const KNOWN: f32 = 6.0;

/// What was decided.
pub(super) struct Decided {
    pub(super) verdict: Verdict,
    pub(super) category: Option<&'static ClauseCategory>,
    pub(super) confidence: f64,
    pub(super) signs: Vec<Range<usize>>,
    pub(super) example: Option<&'static Clause>,
}

/// The strongest of some rules that hold.
#[derive(Default)]
struct Voice {
    rank: u8,
    /// How many of them hold.
    count: u8,
    signs: Vec<Range<usize>>,
}

impl Voice {
    fn of(rules: &[Rule], places: &Places<'_>) -> Self {
        let mut voice = Self::default();
        for rule in rules {
            if let Some(signs) = rule.holds(places) {
                voice.count = voice.count.saturating_add(1);
                if rule.rank > voice.rank {
                    voice.rank = rule.rank;
                    voice.signs = signs;
                }
            }
        }
        voice
    }
}

/// Decides about a clause.
pub(super) fn decide(clause: &Reading, wordings: &Wordings) -> Decided {
    let chars = clause.chars();
    if asks(chars) {
        return nothing();
    }
    let places = rules().lexicon.read(chars);
    let heard = Heard {
        alike: wordings.compare(chars),
        said: wordings.ask(chars, &places),
        general: Voice::of(&rules().fair, &places),
        adverse: Voice::of(&rules().adverse, &places),
        places,
    };
    heard.accused().unwrap_or_else(|| heard.unaccused())
}

/// Everything that is known of a clause.
struct Heard<'a> {
    places: Places<'a>,
    alike: Alike<'a>,
    said: Said,
    /// What speaks for any clause.
    general: Voice,
    /// What weighs on a consumer whatever the clause is about.
    adverse: Voice,
}

impl Heard<'_> {
    /// Decides about a clause that rules of some kind speak against.
    fn accused(&self) -> Option<Decided> {
        let mut best: Option<(f32, usize, Voice, bool)> = None;
        for (at, kind) in rules().kinds.iter().enumerate() {
            let mut voice = Voice::of(&kind.unfair, &self.places);
            let weak = voice.rank == 0;
            if weak {
                voice = Voice::of(&kind.weak, &self.places);
            }
            if voice.rank == 0 {
                continue;
            }
            let score = f32::from(voice.rank)
                + PER_RULE * f32::from(voice.count.min(4))
                + PER_LIKENESS * self.alike.near(at, false)
                + counted(PER_KIND * self.said.kinds[at])
                - if weak { 2.0 } else { 0.0 };
            if best.as_ref().is_none_or(|(highest, ..)| score > *highest) {
                best = Some((score, at, voice, weak));
            }
        }
        let (_, at, voice, weak) = best?;
        let kind = &rules().kinds[at];
        let own = Voice::of(&kind.fair, &self.places);
        let defence = if own.rank > self.general.rank { &own } else { &self.general };
        let lead = f32::from(voice.rank) - f32::from(defence.rank) + self.alike.near(at, false)
            - self.alike.near(at, true)
            + counted(PER_LEANING * self.said.leaning);
        let verdict = match () {
            () if lead <= 0.0 && (defence.rank > 0 || self.said.leaning < LAWFUL) => Verdict::Lawful,
            () if weak || lead <= 0.0 => Verdict::Doubtful,
            () => Verdict::Unfair,
        };
        let fair = verdict == Verdict::Lawful;
        Some(Decided {
            verdict,
            category: Some(kind.category),
            confidence: sure(0.6, lead.abs()),
            signs: if fair { defence.signs.clone() } else { voice.signs },
            example: self.alike.example(at, fair),
        })
    }

    /// Decides about a clause that no rule knows: by what its words were counted for, and whether it weighs on anybody.
    fn unaccused(&self) -> Decided {
        let scored = self.said.kinds.iter().enumerate().take(rules().kinds.len()).map(|(at, said)| {
            (at, said + PER_NEARNESS * self.alike.near(at, false).max(self.alike.near(at, true)))
        });
        let best = scored.max_by(|(_, one), (_, other)| one.total_cmp(other));
        let neutral = self.said.kinds.last().copied().unwrap_or_default();
        let Some((at, _)) = best.filter(|(_, known)| *known >= KNOWN.max(neutral)) else {
            return nothing();
        };
        let kind = &rules().kinds[at];
        let own = Voice::of(&kind.fair, &self.places);
        let defence = own.rank.max(self.general.rank);
        // Words of no weight lean to the fair side too; lawful is only what something speaks for.
        let spoken_for = defence > 0 || self.alike.near(at, true) >= ALIKE;
        let leaning = self.said.leaning + f32::from(self.adverse.rank) - f32::from(defence)
            + 4.0 * (self.alike.near(at, false) - self.alike.near(at, true));
        let verdict = match () {
            () if leaning >= UNFAIR && self.adverse.rank > 0 => Verdict::Unfair,
            () if leaning >= DOUBTFUL => Verdict::Doubtful,
            () if leaning <= LAWFUL && spoken_for => Verdict::Lawful,
            () => return nothing(),
        };
        let fair = verdict == Verdict::Lawful;
        Decided {
            verdict,
            category: Some(kind.category),
            confidence: sure(0.3, leaning.abs().min(5.0)),
            signs: if fair { own.signs } else { self.adverse.signs.clone() },
            example: self.alike.example(at, fair),
        }
    }
}

fn counted(score: f32) -> f32 {
    score.clamp(-MOST_COUNTED, MOST_COUNTED)
}

fn nothing() -> Decided {
    Decided { verdict: Verdict::None, category: None, confidence: 0.0, signs: Vec::new(), example: None }
}

fn sure(least: f64, lead: f32) -> f64 {
    let sure = least + 0.08 * f64::from(lead);
    (sure.min(0.98) * 100.0).round() / 100.0
}

/// Whether a sentence asks, and so is no term.
fn asks(chars: &[char]) -> bool {
    let tail: String = chars.iter().rev().filter(|c| !matches!(c, '"' | '”' | ')' | '」')).take(3).collect();
    tail.starts_with(['?', '吗', '呢']) || tail.starts_with("。吗")
}
