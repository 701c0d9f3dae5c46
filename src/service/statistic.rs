//! Frequent problems: how many people have which, with one operator and with all, and how long it takes to be answered.
//!
//! The worker sums them up from what is kept of each case, so that a page reads a few rows. Only cases are in it whose
//! own numbers are shown, so that nothing is learnt of the others by subtraction.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use entity::{EventId, Got, Id, OperatorId, problem};

use super::access::{Caller, Party, Scope};
use crate::{
    domain::{
        calendar::beijing_date,
        published,
        statistic::{self, Period},
    },
    error::{Error, Result},
    hub::Hub,
    store::{self, statistic::Told},
};

/// What is counted for no operator but for all.
const ALL: &str = "all";
/// Events of so long before the last count are looked at again: they may have been committed later.
const OVERLAP: TimeDelta = TimeDelta::minutes(2);

/// A kind of problem, and what is known of it.
#[derive(Debug)]
pub struct Problem {
    /// What was counted.
    pub row: problem::Model,
    /// How many joined from when to when, the oldest first.
    pub trend: Vec<Period>,
}

/// The frequent problems with an operator, or with all where none is named; the one of the most people first.
///
/// # Errors
/// `Unauthenticated` for an app that may not read statistics.
pub async fn problems(hub: &Hub, caller: &Caller, operator: Option<&OperatorId>) -> Result<Vec<Problem>> {
    if let Party::App { scopes, .. } = &caller.party
        && !scopes.contains(&Scope::StatsRead)
    {
        return Err(Error::Unauthenticated);
    }
    let rows = store::statistic::of(&hub.db, operator.map_or(ALL, OperatorId::as_str)).await?;
    let read = |row: problem::Model| {
        let trend = serde_json::from_value(row.trend.clone()).map_err(Error::fault("reading a trend"))?;
        Ok(Problem { row, trend })
    };
    rows.into_iter().map(read).collect()
}

/// Counts anew what has changed since it was last counted; tells for how many operators.
///
/// # Errors
/// A fault only.
pub async fn recount(hub: &Hub) -> Result<usize> {
    let last = store::statistic::counted_at(&hub.db).await?;
    let millis = last.map_or(0, |at| (at - OVERLAP).timestamp_millis());
    let lowest = ulid::Ulid::from_parts(u64::try_from(millis).unwrap_or_default(), 0);
    let after = EventId::from_suffix(&lowest.to_string().to_lowercase());
    let touched = store::statistic::touched(&hub.db, &after).await?;
    for operator in &touched {
        count(hub, Some(operator)).await?;
    }
    // Last, since its time says until when everything is counted.
    if !touched.is_empty() {
        count(hub, None).await?;
    }
    Ok(touched.len())
}

async fn count(hub: &Hub, operator: Option<&OperatorId>) -> Result<()> {
    let now = hub.now();
    let sums = store::statistic::sums(&hub.db, operator).await?;
    let mut months = store::statistic::months(&hub.db, operator).await?;
    let mut days: BTreeMap<String, Vec<Option<i32>>> = BTreeMap::new();
    for asked in store::statistic::asked(&hub.db, operator, beijing_date(now)).await? {
        let took = asked.met_at.map(|at| (beijing_date(at) - beijing_date(asked.filed_at)).num_days());
        let took = took.map(|days| i32::try_from(days.max(0)).unwrap_or(i32::MAX));
        days.entry(asked.category).or_default().push(took);
    }
    let mut money = money_back(store::statistic::got(&hub.db, operator).await?);
    let scope = operator.map_or(ALL, OperatorId::as_str);
    let mut rows = Vec::with_capacity(sums.len());
    for sum in sums {
        let trend = statistic::trend(&months.remove(&sum.category).unwrap_or_default());
        let answers = statistic::answers(&days.remove(&sum.category).unwrap_or_default());
        let (told, paid) = money.remove(&sum.category).unwrap_or_default();
        rows.push(problem::Model {
            scope: scope.to_owned(),
            cases: sum.cases,
            people: sum.people,
            claimed_fen: published::sum(sum.claimed_fen, sum.people).unwrap_or_default(),
            trend: serde_json::to_value(trend).map_err(Error::fault("writing a trend"))?,
            asked: answers.asked,
            answered: answers.answered,
            median_days: answers.median_days,
            told,
            paid,
            counted_at: now,
            category: sum.category,
        });
    }
    hub.write(async |tx| store::statistic::replace(tx, scope, rows).await).await
}

/// How many said what they got and how many of them got money, by kind of problem: the sum of what is told of each filing,
/// so that no group can be told from it that is not told there.
fn money_back(groups: Vec<Told>) -> BTreeMap<String, (i64, i64)> {
    let mut money: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for filing in groups.chunk_by(|one, other| one.filing_id == other.filing_id) {
        let mut sizes: Vec<i64> = filing.iter().map(|group| group.people).collect();
        sizes.push((filing[0].member_count - sizes.iter().sum::<i64>()).max(0));
        let (told, paid) = money.entry(filing[0].category.clone()).or_default();
        for (group, _) in filing.iter().zip(published::shown(&sizes)).filter(|(_, shown)| *shown) {
            *told += group.people;
            *paid += i64::from(matches!(group.got, Got::PaidInFull | Got::PaidInPart)) * group.people;
        }
    }
    money
}

#[cfg(test)]
mod tests {
    use entity::FilingId;

    use super::*;

    #[test]
    fn money_back_is_the_sum_of_what_each_filing_tells() {
        let group = |filing: &str, got, people| Told {
            category: "non-delivery".to_owned(),
            filing_id: FilingId::from_suffix(filing),
            member_count: 30,
            got,
            people,
        };
        let told = money_back(vec![
            group("2", Got::PaidInFull, 12),
            group("2", Got::Refused, 10),
            // Two got a part: they are not told of, nor can they be by subtraction.
            group("1", Got::PaidInFull, 20),
            group("1", Got::PaidInPart, 2),
            group("1", Got::NoAnswer, 8),
        ]);
        assert_eq!(told["non-delivery"], (42, 32));
        assert!(money_back(Vec::new()).is_empty());
    }
}
