//! Finding the people with the same problem: open cases that somebody could join, each with why it fits.
//!
//! The index of this process offers some candidates; what is said of them is read from their rows, so that a case that
//! was hidden or closed a moment ago is not offered, whatever the index still holds.

mod keep;

use std::{collections::BTreeSet, sync::Arc};

use chrono::NaiveDate;
use entity::{AccountId, CaseId, KnownBy, Locale, OperatorId, case};
use serde_json::json;

use super::access::{self, Caller, Seen, Viewer};
use crate::{
    domain::{
        calendar::beijing_date,
        category::{self, Category},
        folded::Folded,
        intake, operator,
        refusal::Refusal,
        stage, text,
    },
    error::{Error, Result},
    hub::Hub,
    locale,
    matching::{Fit, Found, Grams, Matching, Question, alike, is_near, is_of_that_time, is_same_clause},
    store,
};

/// The most cases that are offered.
pub const MOST: usize = 10;
/// Candidates that are looked at closely.
const LOOKED_AT: usize = 30;
/// The most characters of a name, a number or the address of a site.
const LONGEST_NAME: usize = 200;
/// The most characters of a clause.
const LONGEST_CLAUSE: usize = 1_000;
/// From how likely on a kind of problem is a reason.
const LIKELY: f64 = 0.2;
/// From how alike on words are a reason, with the operator or the kind of problem, and all by themselves.
const ALIKE: (f64, f64) = (0.06, 0.3);

/// What somebody tells of their problem; any of it may be left out.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// What happened, in their words.
    pub text: String,
    /// A clause of the operator's terms.
    pub clause: Option<String>,
    /// The kind of problem that they chose.
    pub category: Option<String>,
    /// The kinds that it may be, and how likely each is, where the text was read for that already.
    pub guesses: Option<Vec<(String, f64)>>,
    /// The operator that they chose.
    pub operator: Option<OperatorId>,
    /// Its name or the address of its site.
    pub operator_name: Option<String>,
    /// Its ICP number.
    pub icp: Option<String>,
    /// Its credit code.
    pub credit_code: Option<String>,
    /// Who was paid, as the bill names them.
    pub payee: Option<String>,
    /// The day of purchase.
    pub bought_on: Option<NaiveDate>,
}

/// A case that may be about the same problem.
pub struct Hit {
    /// The case.
    pub seen: Seen,
    /// How well it fits, from 0 to 1.
    pub score: f64,
    /// Why, the weightiest first.
    pub reasons: Vec<Reason>,
    is_near: bool,
}

/// Why a case may be about the same problem.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// It is against the operator that was chosen, or one that is known as the same.
    Operator,
    /// It is against an operator that is known by what was told.
    KnownBy(KnownBy, String),
    /// It is of the kind of problem that was chosen, or that is likely.
    Category(&'static Category),
    /// It cites the same clause.
    Clause(String),
    /// Its words are alike.
    Words(Vec<String>),
    /// It was opened at about the time of the purchase.
    Time,
}

impl Reason {
    /// The reason in a language.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        let (key, facts) = match self {
            Self::Operator => ("same_operator", json!({})),
            Self::KnownBy(kind, value) => {
                ("known_by", json!({ "kind": format!("@known_by.{}", kind.as_str()), "value": value }))
            }
            Self::Category(category) => {
                let name = match locale {
                    Locale::ZhCn => &category.name_zh,
                    Locale::En => &category.name_en,
                };
                ("same_kind", json!({ "kind": name }))
            }
            Self::Clause(clause) => ("same_clause", json!({ "clause": clause })),
            Self::Words(words) => {
                let gap = match locale {
                    Locale::ZhCn => "、",
                    Locale::En => ", ",
                };
                let words: Vec<_> = words.iter().map(|word| format!("“{word}”")).collect();
                ("same_words", json!({ "words": words.join(gap) }))
            }
            Self::Time => ("same_time", json!({})),
        };
        locale::text(locale, &format!("similar.{key}"), &facts)
    }
}

/// What is looked for.
struct Problem {
    text: Folded,
    grams: Grams,
    clause: Grams,
    /// By what the operators were found that it is about for certain; empty when any may be meant.
    certain: Vec<(OperatorId, Reason)>,
    mentioned: Vec<Found>,
    categories: Vec<(String, f64)>,
    bought_on: Option<NaiveDate>,
}

/// Open cases that somebody with this problem could join, the best first. Nothing of what they told is kept.
///
/// # Errors
/// `RateLimited`, a refusal about a field, `NotFound` for an operator, or `Unauthenticated` for an app that may not read
/// cases.
pub async fn find(hub: &Hub, caller: &Caller, told: Told) -> Result<Vec<Hit>> {
    caller.reads_cases()?;
    hub.limits.search(caller.ip)?;
    check(&told)?;
    if let Some(id) = &told.operator {
        super::operator::find(hub, id).await?;
    }
    look(hub, caller.account(), told).await
}

/// Open cases whose members somebody should join rather than open one of their own: against the same operator, of the
/// same kind or telling of the same thing.
pub(super) async fn near(hub: &Hub, viewer: &Viewer, row: &case::Model) -> Result<Vec<Hit>> {
    let told = Told {
        text: format!("{}\n{}", row.title, row.summary),
        guesses: Some(vec![(row.category.clone(), 1.0)]),
        operator: Some(row.operator_id.clone()),
        ..Told::default()
    };
    let mut hits = look(hub, Some(viewer.id()), told).await?;
    hits.retain(|hit| hit.is_near);
    Ok(hits)
}

/// Why no case is opened beside these.
#[must_use]
pub fn refusal(near: &[Hit]) -> Refusal {
    let numbers: Vec<_> = near.iter().map(|hit| hit.seen.case.number.as_str()).collect();
    Refusal::SimilarCases { field: "notJoining", numbers: numbers.join(" ") }
}

fn check(told: &Told) -> Result<(), Refusal> {
    if told.text.len() > intake::LONGEST * 4 || told.text.chars().count() > intake::LONGEST {
        return Err(Refusal::TooLong { field: "text", max: intake::LONGEST });
    }
    if let Some(clause) = &told.clause {
        text::prose("clause", clause, 0, LONGEST_CLAUSE)?;
    }
    if told.category.as_deref().is_some_and(|id| category::find(id).is_none()) {
        return Err(Refusal::Unknown { field: "category" });
    }
    let names = [
        ("operatorName", &told.operator_name),
        ("icp", &told.icp),
        ("creditCode", &told.credit_code),
        ("payee", &told.payee),
    ];
    names
        .into_iter()
        .try_for_each(|(field, name)| text::optional_line(field, name.as_deref(), LONGEST_NAME).map(drop))
}

async fn look(hub: &Hub, account: Option<&AccountId>, told: Told) -> Result<Vec<Hit>> {
    keep::refresh(hub).await?;
    // A long text takes some milliseconds, which others need not wait for.
    let (problem, candidates) = aside(hub, move |matching| {
        let problem = read(matching, told)?;
        let candidates = candidates(matching, &problem);
        Ok((problem, candidates))
    })
    .await?;
    if candidates.is_empty() {
        return Ok(Vec::new());
    }
    let mut rows = store::case::find_many(&hub.db, candidates).await?;
    rows.retain(|_, row| is_open(row));
    let mut cited = store::citation::of_cases(&hub.db, rows.keys().cloned().collect()).await?;
    let cases: Vec<(case::Model, Vec<String>)> = rows
        .into_values()
        .map(|row| {
            let clauses = keep::clauses(cited.remove(&row.id).unwrap_or_default());
            (row, clauses)
        })
        .collect();
    let mut found = aside(hub, move |matching| {
        let judged = cases.into_iter().filter_map(|(row, clauses)| judge(matching, &problem, row, &clauses));
        Ok(judged.collect::<Vec<_>>())
    })
    .await?;
    found.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| b.case.id.cmp(&a.case.id)));
    found.truncate(MOST);
    let (cases, said): (Vec<_>, Vec<_>) = found.into_iter().map(Judged::parts).unzip();
    let seen = access::seated(&hub.db, account, cases).await?;
    let hit = |(seen, (score, reasons, is_near))| Hit { seen, score, reasons, is_near };
    Ok(seen.into_iter().zip(said).map(hit).collect())
}

/// Whether anybody can join a case.
fn is_open(row: &case::Model) -> bool {
    access::is_public(row) && stage::join(row.stage).is_ok()
}

/// Does work with the index off the async threads.
async fn aside<T: Send + 'static>(
    hub: &Hub,
    work: impl FnOnce(&Matching) -> Result<T> + Send + 'static,
) -> Result<T> {
    let matching = Arc::clone(&hub.matching);
    let done = tokio::task::spawn_blocking(move || work(&matching)).await;
    done.map_err(Error::fault("looking for similar cases"))?
}

/// Reads what was told, with what the index knows of operators.
fn read(matching: &Matching, told: Told) -> Result<Problem> {
    let guesses = match (told.category, told.guesses) {
        (Some(chosen), _) => vec![(chosen, 1.0)],
        (None, Some(guesses)) => guesses,
        (None, None) => intake::guess(&told.text)?
            .into_iter()
            .map(|guess| (guess.category.id.clone(), guess.score))
            .collect(),
    };
    let text = Folded::new(&told.text);
    let clause = Folded::new(told.clause.as_deref().unwrap_or_default());
    let index = matching.read();
    let mut certain: Vec<(OperatorId, Reason)> = Vec::new();
    if let Some(id) = &told.operator {
        certain.extend(index.names.twins(id).into_iter().map(|id| (id, Reason::Operator)));
    }
    let mut mentioned = index.names.mentioned(&text);
    let mut known = |found: Vec<Found>| {
        for Found { operator, kind, value } in found {
            for twin in index.names.twins(&operator) {
                certain.push((twin, Reason::KnownBy(kind, value.clone())));
            }
        }
    };
    if let Some(name) = &told.operator_name {
        match operator::host(name) {
            Some(host) => {
                let domains = operator::domains(&host);
                known(
                    domains
                        .iter()
                        .flat_map(|domain| index.names.exactly(domain, &[KnownBy::Domain]))
                        .collect(),
                );
            }
            None => known(
                index.names.exactly(name, &[KnownBy::Name, KnownBy::Alias, KnownBy::Firm, KnownBy::Payee]),
            ),
        }
        mentioned.extend(index.names.mentioned(&Folded::new(name)));
    }
    let numbers =
        [(&told.icp, KnownBy::Icp), (&told.credit_code, KnownBy::CreditCode), (&told.payee, KnownBy::Payee)];
    for (value, kind) in numbers {
        if let Some(value) = value {
            known(index.names.exactly(value, &[kind]));
        }
    }
    let grams = Grams::of(&Folded::new(&format!("{}\n{}", text.as_str(), clause.as_str())));
    Ok(Problem {
        clause: Grams::of(&clause),
        grams,
        text,
        certain,
        mentioned,
        categories: guesses,
        bought_on: told.bought_on,
    })
}

fn candidates(matching: &Matching, problem: &Problem) -> Vec<CaseId> {
    let certain: BTreeSet<_> = problem.certain.iter().map(|(operator, _)| operator.clone()).collect();
    let mentioned = problem.mentioned.iter().map(|found| found.operator.clone()).collect();
    let categories: Vec<_> = problem.categories.iter().map(|(id, likely)| (id.as_str(), *likely)).collect();
    let question = Question {
        grams: &problem.grams,
        certain: &certain,
        mentioned: &mentioned,
        categories: &categories,
        bought_on: problem.bought_on,
    };
    let found = matching.read().nearest(&question, LOOKED_AT);
    found.into_iter().map(|candidate| candidate.case).collect()
}

struct Judged {
    case: case::Model,
    score: f64,
    reasons: Vec<Reason>,
    is_near: bool,
}

impl Judged {
    fn parts(self) -> (case::Model, (f64, Vec<Reason>, bool)) {
        (self.case, (self.score, self.reasons, self.is_near))
    }
}

/// How well a case fits and why; nothing when too little speaks for it.
fn judge(matching: &Matching, problem: &Problem, row: case::Model, clauses: &[String]) -> Option<Judged> {
    let other = Grams::of(&Folded::new(&keep::words(&row, clauses)));
    let alike = {
        let index = matching.read();
        alike(&problem.text, &problem.grams, &other, |gram| index.telling(gram))
    };
    let certain = problem.certain.iter().find(|(operator, _)| *operator == row.operator_id);
    let mentioned = problem.mentioned.iter().find(|found| found.operator == row.operator_id);
    let likely = problem.categories.iter().find(|(id, _)| *id == row.category).map(|(_, likely)| *likely);
    let clause =
        clauses.iter().find(|clause| is_same_clause(&problem.clause, &Grams::of(&Folded::new(clause))));
    let fit = Fit {
        operator: Question::sure(certain.is_some(), mentioned.is_some()),
        category: likely.unwrap_or_default(),
        words: alike.weight(),
        is_timely: is_of_that_time(problem.bought_on, beijing_date(row.created_at)),
        is_clause: clause.is_some(),
    };
    let is_kind = fit.category >= LIKELY;
    let is_alike = alike.share >= ALIKE.0;
    let says_nothing = problem.grams.is_empty() && problem.categories.is_empty();
    let is_worth = if fit.operator > 0.0 {
        is_kind || is_alike || clause.is_some() || says_nothing
    } else {
        is_kind && is_alike || clause.is_some() || alike.share >= ALIKE.1
    };
    if !is_worth {
        return None;
    }
    let mut reasons: Vec<Reason> = Vec::new();
    reasons.extend(
        certain
            .map(|(_, reason)| reason.clone())
            .or_else(|| mentioned.map(|found| Reason::KnownBy(found.kind, found.value.clone()))),
    );
    reasons.extend(clause.map(|clause| Reason::Clause(clause.clone())));
    reasons.extend(category::find(&row.category).filter(|_| is_kind).map(Reason::Category));
    if is_alike && !alike.words.is_empty() {
        let words = alike.words.iter().map(|bytes| problem.text.as_str()[bytes.clone()].to_owned());
        reasons.push(Reason::Words(words.collect()));
    }
    reasons.extend(fit.is_timely.then_some(Reason::Time));
    let is_near = is_near(fit.category >= 1.0, alike.share);
    Some(Judged { score: fit.score(), reasons, is_near, case: row })
}
