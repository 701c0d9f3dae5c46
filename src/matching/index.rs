//! Open cases by their grams and their operators.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use entity::{CaseId, OperatorId};

use super::{
    gram::Grams,
    name::Names,
    weigh::{Fit, is_of_that_time},
};

/// The most cases that are held; beyond that those go whose words changed longest ago.
const MOST: usize = 50_000;

/// So few cases are always looked at.
const MANY: usize = 50;

/// How sure it is that a text is about an operator that it mentions: it may only have paid through it.
const MENTIONED: f64 = 0.7;

/// What is known of an open case.
#[derive(Clone, Debug)]
pub struct Listing {
    /// Which.
    pub case: CaseId,
    /// Whom it is against.
    pub operator: OperatorId,
    /// Its kind of problem.
    pub category: String,
    /// The grams of its title, summary and clauses.
    pub grams: Grams,
    /// The day it was opened, in Beijing.
    pub opened_on: NaiveDate,
    /// When its words last changed.
    pub updated_at: DateTime<Utc>,
}

/// Open cases by their grams and their operators.
#[derive(Default)]
pub struct Index {
    /// What operators are known by.
    pub names: Names,
    /// One for each case; empty ones are taken again.
    slots: Vec<Option<Slot>>,
    empty: Vec<u32>,
    by_case: HashMap<CaseId, u32>,
    by_operator: HashMap<OperatorId, BTreeSet<u32>>,
    /// The number of each gram.
    grams: HashMap<u64, u32>,
    /// The places of the cases that have a gram, by its number.
    postings: Vec<Vec<u32>>,
}

struct Slot {
    case: CaseId,
    operator: OperatorId,
    category: String,
    opened_on: NaiveDate,
    updated_at: DateTime<Utc>,
    /// The numbers of its grams.
    grams: Vec<u32>,
}

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The grams of what somebody told.
    pub grams: &'a Grams,
    /// The operators it is about for certain; with none, all are looked at.
    pub certain: &'a BTreeSet<OperatorId>,
    /// The operators that it mentions.
    pub mentioned: &'a BTreeSet<OperatorId>,
    /// The kinds of problem that it may be about, and how likely each is.
    pub categories: &'a [(&'a str, f64)],
    /// The day of purchase.
    pub bought_on: Option<NaiveDate>,
}

impl Question<'_> {
    /// How sure it is that it is about an operator, from 0 to 1.
    #[must_use]
    pub fn operator(&self, operator: &OperatorId) -> f64 {
        Self::sure(self.certain.contains(operator), self.mentioned.contains(operator))
    }

    /// How sure it is that it is about an operator that was told, or that a text mentions; from 0 to 1.
    #[must_use]
    pub fn sure(is_certain: bool, is_mentioned: bool) -> f64 {
        match (is_certain, is_mentioned) {
            (true, _) => 1.0,
            (false, true) => MENTIONED,
            (false, false) => 0.0,
        }
    }
}

/// A case that may be about the same problem.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Which.
    pub case: CaseId,
    /// How well it fits, by what the index knows.
    pub score: f64,
}

impl Index {
    /// Cases that are held.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_case.len()
    }

    /// Whether none is held.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_case.is_empty()
    }

    /// When the words of a case changed that is held.
    #[must_use]
    pub fn updated_at(&self, case: &CaseId) -> Option<DateTime<Utc>> {
        let place = self.by_case.get(case)?;
        self.slots[*place as usize].as_ref().map(|slot| slot.updated_at)
    }

    /// Adds a case, or puts what is known of it now in the place of what was.
    pub fn put(&mut self, listing: Listing) {
        self.take(&listing.case);
        let place = self.empty.pop().unwrap_or_else(|| {
            self.slots.push(None);
            number(self.slots.len() - 1)
        });
        let mut grams = Vec::with_capacity(listing.grams.len());
        for gram in listing.grams.iter() {
            let gram = *self.grams.entry(gram).or_insert_with(|| {
                self.postings.push(Vec::new());
                number(self.postings.len() - 1)
            });
            self.postings[gram as usize].push(place);
            grams.push(gram);
        }
        self.by_case.insert(listing.case.clone(), place);
        self.by_operator.entry(listing.operator.clone()).or_default().insert(place);
        let Listing { case, operator, category, opened_on, updated_at, .. } = listing;
        self.slots[place as usize] = Some(Slot { case, operator, category, opened_on, updated_at, grams });
        if self.by_case.len() > MOST {
            self.take_oldest();
        }
    }

    /// Takes a case out.
    pub fn take(&mut self, case: &CaseId) {
        let Some(place) = self.by_case.remove(case) else { return };
        let Some(slot) = self.slots[place as usize].take() else { return };
        self.empty.push(place);
        for gram in slot.grams {
            let places = &mut self.postings[gram as usize];
            if let Some(at) = places.iter().position(|other| *other == place) {
                places.swap_remove(at);
            }
        }
        if let Some(places) = self.by_operator.get_mut(&slot.operator) {
            places.remove(&place);
            if places.is_empty() {
                self.by_operator.remove(&slot.operator);
                self.names.forget(&slot.operator);
            }
        }
    }

    /// A tenth at once, so that the search for the oldest is done seldom.
    fn take_oldest(&mut self) {
        let mut ages: Vec<_> =
            self.slots.iter().flatten().map(|slot| (slot.updated_at, slot.case.clone())).collect();
        ages.sort_unstable();
        for (_, case) in ages.into_iter().take(MOST / 10) {
            self.take(&case);
        }
    }

    /// How much a gram says: the fewer cases have it, the more.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "some ten thousand cases")]
    pub fn telling(&self, gram: u64) -> f64 {
        let among = self.by_case.len() as f64;
        let with = self.places(gram).len() as f64;
        ((among - with + 0.5) / (with + 0.5)).ln_1p()
    }

    /// The places of the cases that have a gram.
    fn places(&self, gram: u64) -> &[u32] {
        self.grams.get(&gram).map_or(&[], |gram| &self.postings[*gram as usize])
    }

    /// The cases that fit best, the best first.
    #[must_use]
    pub fn nearest(&self, question: &Question<'_>, most: usize) -> Vec<Candidate> {
        let words = self.words(question.grams);
        let best = words.iter().copied().fold(0.0, f64::max).max(f64::MIN_POSITIVE);
        let weigh = |place: usize| {
            let slot = self.slots[place].as_ref()?;
            let category = question.categories.iter().find(|(id, _)| *id == slot.category);
            let fit = Fit {
                operator: question.operator(&slot.operator),
                category: category.map_or(0.0, |(_, likely)| *likely),
                words: words[place] / best,
                is_timely: is_of_that_time(question.bought_on, slot.opened_on),
                is_clause: false,
            };
            let score = fit.score();
            Some((score, slot))
        };
        let mut found: Vec<(f64, &Slot)> = if question.certain.is_empty() {
            let is_worth = |place: &usize| words[*place] > 0.0 || !question.mentioned.is_empty();
            (0..self.slots.len()).filter(is_worth).filter_map(weigh).collect()
        } else {
            let places = question.certain.iter().filter_map(|operator| self.by_operator.get(operator));
            places.flatten().filter_map(|place| weigh(*place as usize)).collect()
        };
        let order = |(a, one): &(f64, &Slot), (b, other): &(f64, &Slot)| {
            b.total_cmp(a).then_with(|| other.case.cmp(&one.case))
        };
        if found.len() > most && most > 0 {
            found.select_nth_unstable_by(most - 1, order);
            found.truncate(most);
        }
        found.sort_by(order);
        found.into_iter().map(|(score, slot)| Candidate { case: slot.case.clone(), score }).collect()
    }

    /// How much of what was told each case says, by its place; long cases say more of everything.
    #[expect(clippy::cast_precision_loss, reason = "some ten thousand cases")]
    fn words(&self, grams: &Grams) -> Vec<f64> {
        let mut sums = vec![0.0_f64; self.slots.len()];
        for gram in grams.iter() {
            let places = self.places(gram);
            // What every fourth of many cases says tells none from another.
            if places.len() > MANY.max(self.by_case.len() / 4) {
                continue;
            }
            let telling = self.telling(gram);
            for place in places {
                sums[*place as usize] += telling;
            }
        }
        for (sum, slot) in sums.iter_mut().zip(&self.slots) {
            if let Some(slot) = slot {
                *sum /= (slot.grams.len() as f64).sqrt() + 8.0;
            }
        }
        sums
    }
}

fn number(place: usize) -> u32 {
    u32::try_from(place).expect("places of cases and grams are bounded")
}

#[cfg(test)]
mod tests {
    use entity::Id;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::folded::Folded;

    const WORDS: [&str; 6] = [
        "充值未到账",
        "卡密无效不能激活",
        "账号被冻结余额不退",
        "客服不理拒绝退款",
        "Steam钱包",
        "视频会员自动续费",
    ];

    fn case(n: u32) -> CaseId {
        CaseId::from_suffix(&format!("{n:026}"))
    }

    fn operator(n: u32) -> OperatorId {
        OperatorId::from_suffix(&format!("{n:026}"))
    }

    fn listing(n: u32, of: u32, text: &str) -> Listing {
        Listing {
            case: case(n),
            operator: operator(of),
            category: "other".to_owned(),
            grams: Grams::of(&Folded::new(text)),
            opened_on: NaiveDate::default(),
            updated_at: DateTime::UNIX_EPOCH,
        }
    }

    fn ask(index: &Index, text: &str, certain: &[u32]) -> Vec<Candidate> {
        let grams = Grams::of(&Folded::new(text));
        let certain = certain.iter().map(|n| operator(*n)).collect();
        let mentioned = &BTreeSet::new();
        let question =
            Question { grams: &grams, certain: &certain, mentioned, categories: &[], bought_on: None };
        index.nearest(&question, 10)
    }

    #[test]
    fn the_case_that_says_the_same_comes_first() {
        let mut index = Index::default();
        for (n, text) in WORDS.iter().enumerate() {
            let n = u32::try_from(n).unwrap();
            index.put(listing(n, n, text));
        }
        let text = "买的卡密激活不了，说无效";
        assert_eq!(ask(&index, text, &[])[0].case, case(1));
        let against: Vec<_> = ask(&index, text, &[3]).into_iter().map(|found| found.case).collect();
        assert_eq!(against, [case(3)], "only those against the operator");
        assert_eq!(ask(&index, "天气很好", &[]), []);
    }

    proptest! {
        #[test]
        fn an_index_that_was_changed_answers_like_one_that_was_made_anew(
            steps in prop::collection::vec((0_u32..40, 0_usize..6, any::<bool>()), 1..200),
        ) {
            let mut changed = Index::default();
            let mut there = std::collections::BTreeMap::new();
            for (n, word, is_put) in steps {
                if is_put {
                    changed.put(listing(n, n % 7, WORDS[word]));
                    there.insert(n, word);
                } else {
                    changed.take(&case(n));
                    there.remove(&n);
                }
            }
            let mut anew = Index::default();
            for (n, word) in there {
                anew.put(listing(n, n % 7, WORDS[word]));
            }
            for text in WORDS {
                prop_assert_eq!(ask(&changed, text, &[]), ask(&anew, text, &[]));
            }
        }
    }
}
