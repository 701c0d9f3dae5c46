//! The rules by which clauses are recognised, as `rules.toml` tells them.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use super::concept::{Builder, Lexicon, Places, Sequence};
use crate::law::{ClauseCategory, catalogue};

/// How many concepts a rule is ruled out by before its sequences are looked for.
const NEEDS: usize = 4;

const DATA: &str = include_str!("rules.toml");

static RULES: LazyLock<Rules> =
    LazyLock::new(|| parse(DATA).expect("the embedded rules are checked by a test"));

/// Everything the file says.
#[derive(Debug)]
pub(super) struct Rules {
    /// The words.
    pub(super) lexicon: Lexicon,
    /// What speaks for any clause.
    pub(super) fair: Vec<Rule>,
    /// What weighs on a consumer, whatever a clause is about.
    pub(super) adverse: Vec<Rule>,
    /// What is said of each kind, in the order of the catalogue.
    pub(super) kinds: Vec<Kind>,
}

/// What is said of one kind of unfair term.
#[derive(Debug)]
pub(super) struct Kind {
    pub(super) category: &'static ClauseCategory,
    /// What makes a clause unfair.
    pub(super) unfair: Vec<Rule>,
    /// What makes it doubtful.
    pub(super) weak: Vec<Rule>,
    /// What speaks for it.
    pub(super) fair: Vec<Rule>,
}

/// Sequences that stand in a clause together, and some that do not.
#[derive(Debug)]
pub(super) struct Rule {
    /// Some concepts that it needs: most rules are ruled out by a look at them.
    needs: [usize; NEEDS],
    there: Vec<Sequence>,
    absent: Vec<Sequence>,
    /// The higher, the more specific.
    pub(super) rank: u8,
}

impl Rule {
    /// Where its words stand, if it holds.
    pub(super) fn holds(&self, places: &Places<'_>) -> Option<Vec<Range<usize>>> {
        if !self.needs.iter().all(|concept| places.has(*concept)) {
            return None;
        }
        let there = self.there.iter().map(|sequence| places.first(sequence)).collect::<Option<Vec<_>>>()?;
        self.absent.iter().all(|sequence| places.first(sequence).is_none()).then_some(there)
    }
}

/// The embedded rules.
pub(super) fn rules() -> &'static Rules {
    &RULES
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    concept: BTreeMap<String, String>,
    fair: General,
    adverse: General,
    category: Vec<Told>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct General {
    rules: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    id: String,
    unfair: Vec<String>,
    #[serde(default)]
    weak: Vec<String>,
    fair: Vec<String>,
}

fn parse(data: &str) -> Result<Rules, String> {
    let Data { concept, fair, adverse, category } =
        toml::from_str(data).map_err(|fault| fault.to_string())?;
    let mut builder = Builder::new(concept)?;
    let fair = rules_of(&mut builder, &fair.rules, true)?;
    let adverse = rules_of(&mut builder, &adverse.rules, false)?;
    let mut told: BTreeMap<String, Told> = category.into_iter().map(|told| (told.id.clone(), told)).collect();
    let mut kinds = Vec::new();
    for category in catalogue().clause_categories() {
        let told = told.remove(&category.id).ok_or_else(|| format!("nothing is said of {}", category.id))?;
        kinds.push(Kind {
            category,
            unfair: rules_of(&mut builder, &told.unfair, false)?,
            weak: rules_of(&mut builder, &told.weak, false)?,
            fair: rules_of(&mut builder, &told.fair, true)?,
        });
    }
    match told.into_keys().next() {
        Some(id) => Err(format!("there is no kind {id}")),
        None => Ok(Rules { lexicon: builder.build()?, fair, adverse, kinds }),
    }
}

fn rules_of(builder: &mut Builder, sources: &[String], affirmed: bool) -> Result<Vec<Rule>, String> {
    sources.iter().map(|source| read(builder, source, affirmed)).collect()
}

/// Reads one rule: sequences joined by `&`, `!` before those that must not be there, and `@n` for its rank. None of the
/// words of an affirmed one may be denied.
fn read(builder: &mut Builder, source: &str, affirmed: bool) -> Result<Rule, String> {
    let (sequences, rank) = match source.split_once('@') {
        Some((sequences, rank)) => {
            (sequences, Some(rank.trim().parse().map_err(|_| format!("no rank: {source}"))?))
        }
        None => (source, None),
    };
    let (mut there, mut absent) = (Vec::new(), Vec::new());
    for part in sequences.split('&').map(str::trim) {
        match part.strip_prefix('!') {
            Some(part) => absent.push(builder.sequence(part, &mut Vec::new())?),
            None if affirmed => there.push(builder.affirmed(part)?),
            None => there.push(builder.sequence(part, &mut Vec::new())?),
        }
    }
    if there.is_empty() {
        return Err(format!("nothing has to be there: {source}"));
    }
    let rank = rank.unwrap_or_else(|| u8::try_from(there.len()).unwrap_or(u8::MAX));
    let needed: Vec<usize> = there.iter().flat_map(Sequence::concepts).collect();
    let needs = std::array::from_fn(|at| needed[at % needed.len()]);
    Ok(Rule { needs, there, absent, rank })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_rules_speak_of_every_kind() {
        let rules = parse(DATA).unwrap();
        assert_eq!(rules.kinds.len(), catalogue().clause_categories().len());
        assert!(rules.kinds.iter().all(|kind| !kind.unfair.is_empty() && !kind.fair.is_empty()));
    }

    #[test]
    fn a_faulty_rule_is_named() {
        let mut builder = Builder::new(BTreeMap::new()).unwrap();
        for source in ["!概不", "概不 @x", "概不 & "] {
            assert!(read(&mut builder, source, false).is_err(), "{source}");
        }
    }
}
