//! The example world as it is written down: operators, cases and what people tell.

use std::sync::LazyLock;

use chrono::NaiveDate;
use entity::{CaseOutcome, ContactResult, EvidenceKind, FilingStatus, Remedy};
use serde::Deserialize;

static WORLD: LazyLock<World> =
    LazyLock::new(|| toml::from_str(include_str!("world.toml")).expect("a test reads the embedded world"));

static TALES: LazyLock<Tales> =
    LazyLock::new(|| toml::from_str(include_str!("tales.toml")).expect("a test reads the embedded tales"));

/// Operators and cases.
pub(super) fn world() -> &'static World {
    &WORLD
}

/// What people tell.
pub(super) fn tales() -> &'static Tales {
    &TALES
}

/// Operators and the cases against them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct World {
    pub(super) operator: Vec<Operator>,
    pub(super) case: Vec<Case>,
}

/// An operator.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Operator {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) legal_name: String,
    pub(super) credit_code: String,
    pub(super) domain: String,
    pub(super) mailbox: String,
    pub(super) address: String,
    pub(super) hotline: Option<String>,
    pub(super) reply_days: Option<i32>,
    pub(super) aliases: Vec<String>,
    /// The shape of its order numbers: `{date}` is the day, each `#` a digit.
    pub(super) order: String,
}

/// A case and what becomes of it; days are counted from `opened`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Case {
    pub(super) operator: String,
    pub(super) category: String,
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) opened: NaiveDate,
    /// The day on which a version is compiled and put to the vote.
    pub(super) gather: i64,
    /// Members beside the organiser.
    pub(super) members: usize,
    /// Ids of clauses of the law catalogue whose wording the operator uses.
    pub(super) clauses: Vec<String>,
    #[serde(default)]
    pub(super) until: Until,
    /// The day on which a second version is put to the vote.
    pub(super) supplement: Option<i64>,
    pub(super) close: Option<Close>,
    pub(super) reopen: Option<i64>,
    pub(super) hide: Option<Hide>,
    /// Why it is worth looking at.
    pub(super) look: Option<String>,
    #[serde(default)]
    pub(super) answer: Vec<Answer>,
}

impl Case {
    /// What its chance is drawn from.
    pub(super) fn label(&self) -> String {
        format!("{}/{}", self.operator, self.title)
    }
}

/// How far a case goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Until {
    Draft,
    Gathering,
    /// A ballot is held, and lost.
    Rejected,
    /// A ballot is open on the last day.
    Ballot,
    Passed,
    /// The filing is the last thing that happens.
    Queued,
    #[default]
    Filed,
}

/// How a case ends.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Close {
    pub(super) day: i64,
    pub(super) outcome: CaseOutcome,
    /// Title of the case that it goes on in, when it is merged.
    pub(super) into: Option<String>,
}

/// When and why a moderator hides a case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Hide {
    pub(super) day: i64,
    pub(super) reason: String,
}

/// What an operator answers, so many days after the filing.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Answer {
    pub(super) day: i64,
    pub(super) status: FilingStatus,
    pub(super) word: String,
    pub(super) ground: Option<String>,
}

/// What people tell, by kind of problem.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tales {
    pub(super) shared: Shared,
    tale: Vec<Tale>,
}

impl Tales {
    /// The tale of a kind of problem.
    ///
    /// # Panics
    /// When there is none; a test looks for one for each case.
    pub(super) fn of(&self, category: &str) -> &Tale {
        let tale = self.tale.iter().find(|tale| tale.category == category);
        tale.expect("a test finds a tale for each case")
    }
}

/// What people tell whatever the problem.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Shared {
    pub(super) pressed: Vec<String>,
    pub(super) personal: Vec<String>,
    pub(super) closing: Vec<String>,
    pub(super) said: Said,
    pub(super) chat: Vec<Chat>,
    pub(super) paper: Vec<Paper>,
}

/// What operators say when they are told, by what comes of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Said {
    no_answer: Vec<String>,
    refused: Vec<String>,
    put_off: Vec<String>,
    promised: Vec<String>,
    partly_settled: Vec<String>,
}

impl Said {
    /// The words of a result.
    pub(super) fn of(&self, result: ContactResult) -> &[String] {
        match result {
            ContactResult::NoAnswer => &self.no_answer,
            ContactResult::Refused => &self.refused,
            ContactResult::PutOff => &self.put_off,
            ContactResult::Promised => &self.promised,
            ContactResult::PartlySettled => &self.partly_settled,
        }
    }
}

/// A conversation with customer service.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Chat {
    pub(super) lines: Vec<String>,
}

/// A document as text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Paper {
    pub(super) kind: EvidenceKind,
    pub(super) title: String,
    pub(super) text: String,
}

/// What went wrong, in the words of those it happened to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tale {
    category: String,
    pub(super) remedies: Vec<Remedy>,
    pub(super) products: Vec<Product>,
    pub(super) happened: Vec<String>,
}

/// Something that is sold, and from what price to what price.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Product {
    pub(super) name: String,
    pub(super) yuan: [i64; 2],
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::credit_code::CreditCode, law};

    #[test]
    fn the_world_holds_together() {
        assert!(world().operator.len() >= 6 && world().case.len() >= 30);
        for operator in &world().operator {
            assert!(CreditCode::parse(&operator.credit_code).is_ok(), "{}", operator.key);
            assert!(operator.domain.ends_with(".example") && operator.mailbox.ends_with(".example"));
        }
        for case in &world().case {
            assert!(world().operator.iter().any(|operator| operator.key == case.operator), "{}", case.title);
            let tale = tales().of(&case.category);
            assert!(!tale.products.is_empty() && !tale.happened.is_empty() && !tale.remedies.is_empty());
            if let Some(close) = &case.close {
                let into = world().case.iter().filter(|other| close.into.as_ref() == Some(&other.title));
                let same = into.filter(|other| other.operator == case.operator).count();
                assert_eq!(same, usize::from(close.outcome == CaseOutcome::Merged), "{}", case.title);
            }
            for id in &case.clauses {
                assert!(law::catalogue().clauses().iter().any(|clause| clause.id == *id), "{id}");
            }
        }
    }
}
