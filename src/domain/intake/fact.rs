//! What a complaint has to tell, whether a text tells it, and what to ask when it does not.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{Input, kind::Guess};
use crate::domain::{
    folded::{Folded, Span},
    pattern::Pattern,
};

const DATA: &str = include_str!("facts.toml");

/// Words that are shown for one fact.
const SHOWN: usize = 3;

/// A phrase that weighs this much says what happened.
const SAYS: f64 = 3.0;

static RULES: LazyLock<Vec<Rule>> =
    LazyLock::new(|| parse(DATA).expect("the embedded facts are checked by a test"));

/// Something that a complaint has to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// When it was bought and went wrong.
    Time,
    /// The order number.
    OrderNumber,
    /// How much was paid.
    Amount,
    /// What was promised.
    Promise,
    /// What happened.
    Event,
    /// What is asked for.
    Demand,
    /// That the operator was asked first.
    Contact,
}

impl Fact {
    /// Every fact, in the order in which a complaint tells them.
    pub const ALL: [Self; 7] = [
        Self::Time,
        Self::OrderNumber,
        Self::Amount,
        Self::Promise,
        Self::Event,
        Self::Demand,
        Self::Contact,
    ];
}

/// Whether a fact is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is told.
    Told,
    /// It is touched on, but not so that anybody could check it.
    Vague,
    /// It is not told.
    Missing,
}

/// A fact and how it stands.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The fact.
    pub fact: Fact,
    /// Whether it is told.
    pub standing: Standing,
    /// The words that tell it or touch on it; none where a field of the form does.
    pub words: Vec<Span>,
    rule: &'static Rule,
}

impl Finding {
    /// The question to ask, in Chinese and English; none when the fact is told.
    #[must_use]
    pub fn question(&self) -> Option<(&'static str, &'static str)> {
        match self.standing {
            Standing::Told => None,
            Standing::Vague => Some((&self.rule.closer_zh, &self.rule.closer_en)),
            Standing::Missing => Some((&self.rule.question_zh, &self.rule.question_en)),
        }
    }

    /// Why it matters, in Chinese and English.
    #[must_use]
    pub fn why(&self) -> (&'static str, &'static str) {
        (&self.rule.why_zh, &self.rule.why_en)
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    fact: Fact,
    exact: Vec<Pattern>,
    vague: Vec<Pattern>,
    question_zh: String,
    question_en: String,
    closer_zh: String,
    closer_en: String,
    why_zh: String,
    why_en: String,
}

#[derive(Deserialize)]
struct Data {
    fact: Vec<Rule>,
}

fn parse(text: &str) -> Result<Vec<Rule>, toml::de::Error> {
    toml::from_str(text).map(|data: Data| data.fact)
}

/// Every fact, in the order in which a complaint tells them.
pub(super) fn all(text: &Folded, input: &Input<'_>, likeliest: Option<&Guess>) -> Vec<Finding> {
    RULES.iter().map(|rule| rule.read(text, input, likeliest)).collect()
}

impl Rule {
    fn read(&'static self, text: &Folded, input: &Input<'_>, likeliest: Option<&Guess>) -> Finding {
        let finding = |standing, words| Finding { fact: self.fact, standing, words, rule: self };
        if self.given(input) {
            return finding(Standing::Told, Vec::new());
        }
        let mut exact = find(&self.exact, text);
        if let Some(guess) = likeliest.filter(|_| self.fact == Fact::Event) {
            let says = guess.words.iter().filter(|word| word.weight >= SAYS).map(|word| word.span);
            exact.extend(says.take(SHOWN));
        }
        if !exact.is_empty() {
            return finding(Standing::Told, exact);
        }
        let vague = find(&self.vague, text);
        let standing = if vague.is_empty() { Standing::Missing } else { Standing::Vague };
        finding(standing, vague)
    }

    /// Whether a field of the form tells it.
    fn given(&self, input: &Input<'_>) -> bool {
        match self.fact {
            Fact::Time => input.bought_on.is_some(),
            Fact::OrderNumber => input.order_number.is_some_and(|number| !number.trim().is_empty()),
            Fact::Amount => input.amount_fen.is_some(),
            Fact::Demand => input.remedy.is_some(),
            Fact::Contact => input.asked_operator,
            Fact::Promise | Fact::Event => false,
        }
    }
}

fn find(patterns: &[Pattern], text: &Folded) -> Vec<Span> {
    let found = patterns.iter().flat_map(|pattern| pattern.find_iter(text.as_str()).take(SHOWN));
    let mut words: Vec<Span> = found.map(|found| text.span(&found.range())).collect();
    words.sort();
    words.dedup_by(|later, earlier| later.overlaps(*earlier));
    words.truncate(SHOWN);
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::intake::advise;

    fn standings(input: &Input<'_>) -> Vec<Standing> {
        advise(input).unwrap().facts.iter().map(|finding| finding.standing).collect()
    }

    #[test]
    fn every_fact_has_its_rule_in_order() {
        assert_eq!(RULES.iter().map(|rule| rule.fact).collect::<Vec<_>>(), Fact::ALL);
        for rule in RULES.iter() {
            for zh in [&rule.question_zh, &rule.closer_zh, &rule.why_zh] {
                assert!(zh.ends_with(['。', '？', '）']), "{zh}");
            }
            for en in [&rule.question_en, &rule.closer_en, &rule.why_en] {
                assert!(en.ends_with(['.', '?', ')']), "{en}");
            }
            for pattern in rule.exact.iter().chain(&rule.vague) {
                assert!(!pattern.is_match(""), "{}", pattern.as_str());
            }
        }
    }

    #[test]
    fn what_is_told_is_not_asked_for() {
        use Standing::{Missing as M, Told as T, Vague as V};
        for (text, expected) in [
            // time, order number, amount, promise, event, demand, contact
            ("", [M, M, M, M, M, M, M]),
            (
                "2026年11月1日在某卡盟付款500元购买点卡，订单号KM20261101123456，页面写着10分钟内到账，至今未到账，要求全额退款，客服说等着。",
                [T; 7],
            ),
            ("昨天充了500没到账", [V, M, T, M, T, M, M]),
            ("客服不退款", [M, M, M, M, M, V, T]),
            ("单号发了截图发了，买的年卡，要求退款", [M, V, M, V, M, T, M]),
            ("无语", [M, M, M, M, V, M, M]),
            (
                "On 3 November I paid 45 yuan; the page promised delivery in an hour, nothing was delivered. I want a refund. Order no. KM1234567. Customer service ignores me.",
                [T; 7],
            ),
        ] {
            assert_eq!(standings(&Input { text, ..Input::default() }), expected, "{text}");
        }
    }

    #[test]
    fn a_field_of_the_form_tells_it_too() {
        use Standing::{Missing as M, Told as T};
        let input = Input {
            amount_fen: Some(500),
            bought_on: chrono::NaiveDate::from_ymd_opt(2026, 11, 1),
            order_number: Some("KM1"),
            remedy: Some(entity::Remedy::RefundFull),
            asked_operator: true,
            ..Input::default()
        };
        assert_eq!(standings(&input), [T, T, T, M, M, T, T]);
    }

    #[test]
    fn each_question_has_words_that_led_to_it() {
        let text = "昨天充了500没到账";
        let facts = advise(&Input { text, ..Input::default() }).unwrap().facts;
        assert_eq!(facts[0].words[0].of(text), "昨天");
        assert!(facts[0].question().unwrap().0.contains("哪年哪月哪日"));
        assert_eq!(facts[2].question(), None);
    }
}
