//! When to try again what did not work: soon at first, then hourly, then no more.

use chrono::{DateTime, TimeDelta, Utc};

/// The pauses after the first, second, … failure, in minutes; the last one repeats.
const PAUSES: [i64; 4] = [1, 5, 15, 60];

/// How long after its first attempt a thing is given up: RFC 5321 §4.5.4.1 suggests four to five days.
const PATIENCE: TimeDelta = TimeDelta::days(5);

/// The share of a pause, in percent, by which ids are spread around it.
const SPREAD: u64 = 20;

/// When to try `id` again after its `failures`th failure at `now`, or `None` to give up.
///
/// `since` is when it was first due. The pause is stretched by up to a fifth, by an amount drawn from
/// the id and the count: letters that failed together do not all come back together, and the same
/// letter gets the same answer in every process.
#[must_use]
pub fn next_attempt(
    id: &str,
    failures: u32,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let step = usize::try_from(failures.saturating_sub(1)).unwrap_or(usize::MAX);
    let minutes = PAUSES[step.min(PAUSES.len() - 1)];
    let seconds = minutes * 60;
    let most = seconds.unsigned_abs() * SPREAD / 100;
    let stretch = i64::try_from(draw(id, failures) % (most + 1)).unwrap_or_default();
    let next = now + TimeDelta::seconds(seconds + stretch);
    (next - since < PATIENCE).then_some(next)
}

/// A number that looks random and depends on nothing but the arguments (FNV-1a, 64 bits, stirred).
fn draw(id: &str, failures: u32) -> u64 {
    let bytes = id.bytes().chain(failures.to_le_bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    // The low bits of FNV depend mostly on the last bytes; fold the high ones in.
    (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 16
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000, 0).unwrap()
    }

    #[test]
    fn pauses_grow_to_an_hour() {
        for (failures, minutes) in
            [(0, 1), (1, 1), (2, 5), (3, 15), (4, 60), (5, 60), (99, 60), (u32::MAX, 60)]
        {
            let next = next_attempt("ltr_01", failures, start(), start()).unwrap();
            let pause = (next - start()).num_seconds();
            assert!((minutes * 60..=minutes * 72).contains(&pause), "{failures}: {pause} s");
        }
    }

    #[test]
    fn the_same_letter_gets_the_same_answer_and_others_spread() {
        let at = |id: &str| next_attempt(id, 4, start(), start());
        assert_eq!(at("ltr_01"), at("ltr_01"));
        let moments: std::collections::BTreeSet<_> = (0..200).map(|i| at(&format!("ltr_{i:02}"))).collect();
        assert!(moments.len() > 100, "only {} different moments", moments.len());
    }

    #[test]
    fn five_days_are_enough() {
        let mut now = start();
        let mut failures = 1;
        while let Some(next) = next_attempt("ltr_01", failures, start(), now) {
            now = next;
            failures += 1;
        }
        assert!(now - start() < TimeDelta::days(5));
        assert!(now - start() > TimeDelta::days(5) - TimeDelta::minutes(72));
        assert!((95..=125).contains(&failures), "{failures} attempts");
    }
}
