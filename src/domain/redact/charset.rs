//! A set of characters that answers in one look.

/// Characters of the basic plane; others are never in it.
pub(super) struct CharSet(Box<[u64; WORDS]>);

const WORDS: usize = 0x1_0000 / 64;

impl CharSet {
    /// The characters given.
    pub(super) fn of(chars: impl IntoIterator<Item = char>) -> Self {
        let mut set = Self(Box::new([0; WORDS]));
        for c in chars {
            if let Some(word) = set.0.get_mut(c as usize / 64) {
                *word |= 1 << (c as u32 % 64);
            }
        }
        set
    }

    pub(super) fn contains(&self, c: char) -> bool {
        self.0.get(c as usize / 64).is_some_and(|word| word & (1 << (c as u32 % 64)) != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_is_in() {
        let set = CharSet::of("张三\u{FFFF}".chars());
        assert!(set.contains('张') && set.contains('\u{FFFF}'));
        assert!(!set.contains('李') && !set.contains('𠮷'));
    }
}
