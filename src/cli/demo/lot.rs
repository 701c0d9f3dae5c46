//! Chance that falls the same way each time.

/// A stream of numbers that follows from a label (`SplitMix64`, seeded by FNV-1a).
///
/// Every person and every claim draws from a stream of its own, so that a smaller world tells the same stories.
#[derive(Clone, Debug)]
pub(super) struct Lot(u64);

impl Lot {
    /// The stream of a label.
    pub(super) fn of(label: &str) -> Self {
        let hash = label.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
        });
        Self(hash)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = high.abs_diff(low).saturating_add(1);
        low.saturating_add_unsigned(self.next() % width)
    }

    /// True in so many of a hundred cases.
    pub(super) fn percent(&mut self, share: i64) -> bool {
        self.between(1, 100) <= share
    }

    /// One of `choices`.
    ///
    /// # Panics
    /// When there are none; the data of the example world is checked by a test.
    pub(super) fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        let at = self.between(0, i64::try_from(choices.len()).unwrap_or(i64::MAX) - 1);
        &choices[usize::try_from(at).unwrap_or_default()]
    }

    /// So many digits.
    pub(super) fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'0' + u8::try_from(self.next() % 10).unwrap_or_default())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_draws_the_same_numbers_within_their_bounds() {
        let draw = |label| {
            let mut lot = Lot::of(label);
            (0..100).map(|_| lot.between(-3, 9)).collect::<Vec<_>>()
        };
        assert_eq!(draw("case/1"), draw("case/1"));
        assert_ne!(draw("case/1"), draw("case/2"));
        assert!(draw("case/1").iter().all(|n| (-3..=9).contains(n)));
        assert!(draw("case/1").contains(&9) && draw("case/1").contains(&-3));
    }
}
