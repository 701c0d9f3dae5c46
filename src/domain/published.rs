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

/// Whether counts that make up a whole may be told: of no group that is too small, and of none that could be told from
/// the others by subtraction. An empty group is about nobody.
#[must_use]
pub fn is_told(groups: &[i64]) -> bool {
    groups.iter().all(|people| *people == 0 || *people >= FEWEST)
}

/// Which of the groups that make up a whole are shown, where the whole is known: small ones are not, and where what is not
/// shown could be told by subtraction, the next smallest is not either.
#[must_use]
pub fn shown(groups: &[i64]) -> Vec<bool> {
    let mut shown: Vec<bool> = groups.iter().map(|people| *people >= FEWEST).collect();
    loop {
        let hidden = || groups.iter().zip(&shown).filter(|(people, shown)| **people > 0 && !**shown);
        let (count, people) = (hidden().count(), hidden().map(|(people, _)| people).sum::<i64>());
        if count == 0 || count > 1 && people >= FEWEST {
            return shown;
        }
        let next = (0..groups.len()).filter(|place| shown[*place]).min_by_key(|place| groups[*place]);
        let Some(next) = next else { return shown };
        shown[next] = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_groups_are_shown_neither_by_themselves_nor_by_subtraction() {
        for (groups, expected) in [
            (&[20, 10, 0][..], &[true, true, false][..]),
            // What is left of 32 would be 2.
            (&[20, 10, 2], &[true, false, false]),
            (&[20, 3, 4], &[true, false, false]),
            (&[20, 2, 2], &[false, false, false]),
            (&[4, 0], &[false, false]),
            (&[], &[]),
        ] {
            assert_eq!(shown(groups), expected, "{groups:?}");
        }
    }

    #[test]
    fn a_whole_is_told_in_parts_when_no_part_is_small() {
        for (groups, told) in
            [(&[30, 10, 0][..], true), (&[30, 4, 6], false), (&[0, 0, 4], false), (&[0, 0, 40], true)]
        {
            assert_eq!(is_told(groups), told, "{groups:?}");
        }
    }

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
