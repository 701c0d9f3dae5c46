//! Finding provisions by what people type.
//!
//! A provision that has everything asked for comes before one that has not; if there is any such
//! provision, the others are left out. Among equals, rare words weigh more than common ones and
//! the topics of a provision more than its text, and a law more than the rules made under it.
//! Weights are whole numbers and ties go by statutory order, so the same query always gives the
//! same list.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::name::Names;
use super::query::{Place, Terms, parse};
use super::{Catalogue, Instrument, InstrumentKind, Provision, Topic, numeral};

/// Parts of Chinese phrases that are looked up; more would not make a result better.
const MOST_GRAMS: usize = 24;

/// What a place, an instrument or an article, weighs among words.
const PLACE_WEIGHT: u32 = 64;

/// What to look for; everything left out matches everything.
#[derive(Debug, Clone, Copy, Default)]
pub struct Query<'a> {
    /// Words in Chinese or English, names of instruments, numbers of articles, ids.
    pub words: &'a str,
    /// Id of an instrument.
    pub instrument: Option<&'a str>,
    /// Id of a topic.
    pub topic: Option<&'a str>,
    /// A day on which the provision is in force.
    pub on: Option<NaiveDate>,
}

impl Query<'_> {
    fn admits(&self, provision: &Provision) -> bool {
        self.instrument.is_none_or(|id| provision.instrument == id)
            && self.topic.is_none_or(|id| provision.topics.iter().any(|topic| topic == id))
            && self.on.is_none_or(|day| provision.in_force(day))
    }
}

/// What is searched of each provision, made ready when the catalogue is loaded.
#[derive(Debug)]
pub(super) struct Index {
    documents: Vec<Document>,
    names: Names,
    highest_article: u16,
}

#[derive(Debug)]
struct Document {
    text: String,
    topics: String,
    /// English words in lower case, each with a space before it.
    summary: String,
    topics_en: String,
}

/// How well each provision answers one term.
struct Answer {
    full: Vec<bool>,
    score: Vec<u32>,
}

impl Index {
    pub(super) fn new(
        provisions: &[Provision],
        instruments: &[Instrument],
        topics: &[Topic],
        names: &BTreeMap<String, Vec<String>>,
    ) -> Self {
        let document = |provision: &Provision| {
            let about = topics.iter().filter(|topic| provision.topics.contains(&topic.id));
            let (zh, en): (Vec<_>, Vec<_>) = about
                .map(|topic| (topic.name_zh.as_str(), format!("{} {}", topic.id, topic.name_en)))
                .unzip();
            Document {
                text: numeral::spell_all(&provision.text_zh),
                topics: zh.join(" "),
                summary: english_words(&provision.summary_en),
                topics_en: english_words(&en.join(" ")),
            }
        };
        Self {
            documents: provisions.iter().map(document).collect(),
            names: Names::new(instruments, names),
            highest_article: provisions.iter().map(|provision| provision.article).max().unwrap_or(0),
        }
    }

    fn chinese(&self, phrase: &str) -> Answer {
        let mut answer = Answer::nothing(self.documents.len());
        let mut weight_of_all = 0;
        for gram in grams(phrase) {
            let found = self.find(|doc| doc.text.contains(gram) || doc.topics.contains(gram));
            // What no provision has, such as the seam between two words, says nothing.
            let Some(weight) = weight(&found) else { continue };
            answer.add(&found, weight, weight_of_all == 0);
            weight_of_all += weight;
        }
        for (document, score) in self.documents.iter().zip(&mut answer.score) {
            if *score > 0 {
                let times = document.text.matches(phrase).take(3).count();
                let times = u32::try_from(times).unwrap_or(3);
                let topical = u32::from(document.topics.contains(phrase)) * 3;
                *score += weight_of_all * (times + topical);
            }
        }
        answer
    }

    fn english(&self, stem: &str) -> Answer {
        let mut answer = Answer::nothing(self.documents.len());
        let start = format!(" {stem}");
        let found = self.find(|doc| doc.summary.contains(&start) || doc.topics_en.contains(&start));
        let Some(weight) = weight(&found) else { return answer };
        answer.add(&found, weight, true);
        for (document, score) in self.documents.iter().zip(&mut answer.score) {
            let places = [&document.summary, &document.topics_en];
            let places = places.into_iter().filter(|text| text.contains(&start)).count();
            *score += weight * u32::try_from(places).unwrap_or(2);
        }
        answer
    }

    fn find(&self, has: impl Fn(&Document) -> bool) -> Vec<bool> {
        self.documents.iter().map(has).collect()
    }
}

impl Answer {
    fn nothing(length: usize) -> Self {
        Self { full: vec![false; length], score: vec![0; length] }
    }

    /// Adds one part of a term: a full answer has every part.
    fn add(&mut self, found: &[bool], weight: u32, first: bool) {
        let rows = self.full.iter_mut().zip(&mut self.score).zip(found);
        for ((full, score), found) in rows {
            *full = *found && (first || *full);
            *score += weight * u32::from(*found);
        }
    }
}

impl Catalogue {
    /// The provisions that answer a query, best first; without words, all that the other fields
    /// admit, in statutory order.
    #[must_use]
    pub fn search(&self, query: &Query<'_>) -> Vec<&Provision> {
        let terms = parse(query.words, &self.index.names, self.index.highest_article);
        let answers = self.answers(&terms);
        let admitted = self.provisions.iter().enumerate().filter(|(_, provision)| query.admits(provision));
        if answers.is_empty() {
            return admitted.map(|(_, provision)| provision).collect();
        }

        let judged = admitted.map(|(at, provision)| {
            let full = answers.iter().all(|answer| answer.full[at]);
            let score: u32 = answers.iter().map(|answer| answer.score[at]).sum();
            (full, score * rank(self.instrument_of(provision).kind), provision)
        });
        let mut found: Vec<_> = judged.filter(|(_, score, _)| *score > 0).collect();
        // The sort is stable: equals stay in statutory order.
        found.sort_by_key(|(full, score, _)| std::cmp::Reverse((*full, *score)));
        if let Some(&(any_full, best, _)) = found.first() {
            // Where nothing has everything, what has less than half of the best is noise.
            found.retain(|(full, score, _)| if any_full { *full } else { score * 2 >= best });
        }
        found.into_iter().map(|(_, _, provision)| provision).collect()
    }

    fn answers(&self, terms: &Terms) -> Vec<Answer> {
        let places = (!terms.places.is_empty()).then(|| self.at(&terms.places));
        let chinese = terms.chinese.iter().map(|phrase| self.index.chinese(phrase));
        let english = terms.english.iter().map(|stem| self.index.english(stem));
        places.into_iter().chain(chinese).chain(english).take(MOST_GRAMS).collect()
    }

    fn at(&self, places: &[Place]) -> Answer {
        let here = |provision: &Provision| {
            places.iter().any(|place| {
                place.instrument.as_ref().is_none_or(|id| *id == provision.instrument)
                    && place.article.is_none_or(|article| article == provision.article)
            })
        };
        let found: Vec<bool> = self.provisions.iter().map(here).collect();
        let mut answer = Answer::nothing(found.len());
        answer.add(&found, PLACE_WEIGHT, true);
        answer
    }
}

/// What the standing of an instrument adds, as a factor.
fn rank(kind: InstrumentKind) -> u32 {
    match kind {
        InstrumentKind::Law => 10,
        InstrumentKind::AdministrativeRegulation => 9,
        InstrumentKind::JudicialInterpretation | InstrumentKind::DepartmentalRule => 8,
    }
}

/// A phrase in pairs of characters, or itself if it has fewer than three.
fn grams(phrase: &str) -> Vec<&str> {
    let starts: Vec<usize> =
        phrase.char_indices().map(|(at, _)| at).chain(std::iter::once(phrase.len())).collect();
    if starts.len() <= 3 {
        return vec![phrase];
    }
    let mut grams: Vec<&str> = Vec::new();
    for pair in starts.windows(3).take(MOST_GRAMS) {
        let gram = &phrase[pair[0]..pair[2]];
        if !grams.contains(&gram) {
            grams.push(gram);
        }
    }
    grams
}

/// What finding something weighs: the fewer provisions have it, the more. `None` if none has.
fn weight(found: &[bool]) -> Option<u32> {
    let having = found.iter().filter(|found| **found).count();
    (having > 0).then(|| (found.len() / having).ilog2() + 1)
}

fn english_words(text: &str) -> String {
    let mut words = String::with_capacity(text.len() + 1);
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        words.push(' ');
        words.push_str(&word.to_lowercase());
    }
    words
}
