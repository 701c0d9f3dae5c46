//! Numbers about people, as strangers may see them: none with fewer than five people behind it, also not by
//! subtraction.

/// The fewest people behind a number that is shown.
pub const FEWEST: i64 = 5;

/// A count of people, or nothing when it is too small.
#[must_use]
pub fn count(people: i64) -> Option<i64> {
    (people >= FEWEST).then_some(people)
}

/// A sum over people, rounded down to two significant digits: whoever looks before and after somebody joined
/// must not learn that person's amount by subtraction.
#[must_use]
pub fn sum(total: i64, people: i64) -> Option<i64> {
    count(people)?;
    let mut unit = 1;
    while total / unit >= 100 {
        unit *= 10;
    }
    Some(total / unit * unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_people_are_not_published_and_many_only_roughly() {
        for (total, people, shown) in [
            (48_800, 4, None),
            (48_800, 5, Some(48_000)),
            (0, 9, Some(0)),
            (99, 9, Some(99)),
            (123_456_789, 900, Some(120_000_000)),
        ] {
            assert_eq!(sum(total, people), shown, "{total} {people}");
        }
    }
}
