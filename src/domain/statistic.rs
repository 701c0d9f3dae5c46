//! Numbers about many cases that say nothing of any few people.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::published::FEWEST;

/// How many people came in a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// The first day of its first month.
    pub from: NaiveDate,
    /// The first day of its last month.
    pub to: NaiveDate,
    /// People.
    pub people: i64,
}

/// Puts months together until each period has enough people to be told; what is left over goes to the last one, so that
/// the sum tells no more than the parts. Nothing where all of them are too few.
#[must_use]
pub fn trend(months: &BTreeMap<NaiveDate, i64>) -> Vec<Period> {
    let mut periods: Vec<Period> = Vec::new();
    let mut open: Option<Period> = None;
    for (&month, &people) in months {
        let mut period = open.take().unwrap_or(Period { from: month, to: month, people: 0 });
        period.to = month;
        period.people += people;
        if period.people >= FEWEST { periods.push(period) } else { open = Some(period) }
    }
    // More may have left than came since; then a period takes up the one before it.
    while let Some(rest) = open.take()
        && let Some(last) = periods.pop()
    {
        let joined = Period { from: last.from, to: rest.to, people: last.people + rest.people };
        if joined.people >= FEWEST { periods.push(joined) } else { open = Some(joined) }
    }
    periods
}

/// Answers to complaints: how long each took in days, nothing where none came in time or since.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// Complaints.
    pub asked: i64,
    /// Those that were answered.
    pub answered: i64,
    /// Days in which half of the complaints were answered; nothing when it was fewer than half.
    pub median_days: Option<i32>,
}

/// Sums answers up.
#[must_use]
pub fn answers(days: &[Option<i32>]) -> Answers {
    let mut sorted: Vec<i32> = days.iter().copied().flatten().collect();
    sorted.sort_unstable();
    let count = |length: usize| i64::try_from(length).unwrap_or(i64::MAX);
    let half = days.len().saturating_sub(1) / 2;
    Answers {
        asked: count(days.len()),
        answered: count(sorted.len()),
        median_days: sorted.get(half).copied().filter(|_| !days.is_empty()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn month(number: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, number, 1).unwrap()
    }

    #[test]
    fn no_period_has_few_people() {
        for (months, told) in [
            (&[][..], &[][..]),
            (&[(1, 4)], &[]),
            (&[(1, 5)], &[(1, 1, 5)]),
            (&[(1, 3), (2, 3), (4, 9)], &[(1, 2, 6), (4, 4, 9)]),
            (&[(1, 7), (2, 2)], &[(1, 2, 9)]),
            (&[(1, 7), (2, 6), (3, -4)], &[(1, 3, 9)]),
            (&[(1, 7), (2, -4)], &[]),
        ] {
            let months = months.iter().map(|(number, people)| (month(*number), *people)).collect();
            let told: Vec<Period> = told
                .iter()
                .map(|&(from, to, people)| Period { from: month(from), to: month(to), people })
                .collect();
            assert_eq!(trend(&months), told, "{months:?}");
        }
    }

    #[test]
    fn the_median_counts_those_who_never_got_an_answer() {
        for (days, answered, median) in [
            (&[][..], 0, None),
            (&[Some(3)], 1, Some(3)),
            (&[Some(9), None, Some(1)], 2, Some(9)),
            (&[None, None, Some(1)], 1, None),
            (&[Some(1), Some(2), None, None], 2, Some(2)),
        ] {
            let found = answers(days);
            assert_eq!((found.answered, found.median_days), (answered, median), "{days:?}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_learnt_by_subtraction(people in prop::collection::vec(-6_i64..12, 0..12)) {
            let months: BTreeMap<NaiveDate, i64> =
                people.iter().enumerate().map(|(at, people)| (month(at as u32 + 1), *people)).collect();
            let periods = trend(&months);
            prop_assert!(periods.iter().all(|period| period.people >= FEWEST));
            if !periods.is_empty() {
                prop_assert_eq!(periods.iter().map(|period| period.people).sum::<i64>(), people.iter().sum::<i64>());
            }
        }
    }
}
