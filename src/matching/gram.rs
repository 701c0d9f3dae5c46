//! Texts as sets of grams: pairs of Chinese characters, and whole words in other writing.

use std::ops::Range;

use crate::domain::folded::{Folded, han};

/// The most different grams of one text; of a longer one the beginning tells what it is about.
const MOST: usize = 1_200;

/// The different grams of a text, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grams(Vec<u64>);

impl Grams {
    /// The grams of a text.
    #[must_use]
    pub fn of(text: &Folded) -> Self {
        let mut grams: Vec<u64> = Vec::new();
        each(text, |gram, _| grams.push(gram));
        grams.truncate(MOST);
        grams.sort_unstable();
        grams.dedup();
        Self(grams)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = u64> {
        self.0.iter().copied()
    }

    /// Whether one is among them.
    #[must_use]
    pub fn has(&self, gram: u64) -> bool {
        self.0.binary_search(&gram).is_ok()
    }

    /// How many two texts share.
    #[must_use]
    pub fn shared(&self, other: &Self) -> usize {
        self.iter().filter(|gram| other.has(*gram)).count()
    }
}

/// Shows each gram of a text with the bytes where it stands, in the order of the text.
fn each(text: &Folded, mut show: impl FnMut(u64, Range<usize>)) {
    let text = text.as_str();
    let mut before: Option<(usize, char)> = None;
    let mut word: Option<usize> = None;
    for (at, c) in text.char_indices().chain([(text.len(), '\n')]) {
        if !c.is_alphanumeric() || han(c) {
            if let Some(start) = word.take()
                && is_telling(&text[start..at])
            {
                show(word_gram(&text[start..at]), start..at);
            }
        } else {
            word = word.or(Some(at));
        }
        if han(c) {
            if let Some((start, first)) = before {
                show(u64::from(u32::from(first)) << 32 | u64::from(u32::from(c)), start..at + c.len_utf8());
            }
            before = Some((at, c));
        } else {
            before = None;
        }
    }
}

/// A letter alone says nothing, and a long number is of one person alone.
fn is_telling(word: &str) -> bool {
    let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
    word.len() > 1 && (!is_number || word.len() <= 6)
}

/// FNV-1a; the highest bit tells it from a pair, of which no character has it.
fn word_gram(word: &str) -> u64 {
    let hash = word.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash | 1 << 63
}

/// The stretches of a text whose grams another text has too, with the sum of what `weigh` gives each gram; the
/// weightiest first, none twice.
#[must_use]
pub fn shared(text: &Folded, other: &Grams, weigh: impl Fn(u64) -> f64) -> Vec<(Range<usize>, f64)> {
    let mut runs: Vec<(Range<usize>, f64)> = Vec::new();
    each(text, |gram, bytes| {
        if !other.has(gram) {
            return;
        }
        let weight = weigh(gram);
        match runs.last_mut() {
            Some((run, sum)) if bytes.start < run.end => {
                run.end = bytes.end;
                *sum += weight;
            }
            _ => runs.push((bytes, weight)),
        }
    });
    runs.sort_by(|(one, a), (other, b)| b.total_cmp(a).then(one.start.cmp(&other.start)));
    let mut seen = Vec::new();
    runs.retain(|(bytes, _)| {
        let words = &text.as_str()[bytes.clone()];
        let is_new = !seen.contains(&words);
        seen.push(words);
        is_new
    });
    runs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn grams(text: &str) -> Grams {
        Grams::of(&Folded::new(text))
    }

    #[test]
    fn pairs_and_words_are_counted_once_however_they_are_written() {
        for (one, other, shared) in [
            ("充值未到账", "充值 没到帐", 2),
            ("Steam钱包", "ｓｔｅａｍ 钱包充值卡", 2),
            ("订单20261101000012345", "订单20261101000012346", 1),
            ("a b c", "a b c", 0),
            ("到账到账到账", "到账", 1),
        ] {
            assert_eq!(grams(one).shared(&grams(other)), shared, "{one} {other}");
        }
    }

    #[test]
    fn what_two_texts_share_is_told_in_whole_words() {
        let text = Folded::new("我在这家买的Steam钱包充值卡，钱包充值卡无效");
        let runs = shared(&text, &grams("出售的steam钱包充值卡不能用"), |_| 1.0);
        let words: Vec<&str> = runs.iter().map(|(bytes, _)| &text.as_str()[bytes.clone()]).collect();
        assert_eq!(words, ["钱包充值卡", "steam"]);
    }

    proptest! {
        #[test]
        fn any_text_shares_all_with_itself(raw in "\\PC{0,80}|[充值卡到账ab1 \n]{0,60}") {
            let text = Folded::new(&raw);
            let all = Grams::of(&text);
            prop_assert_eq!(all.shared(&all), all.len());
            for (bytes, _) in shared(&text, &all, |_| 1.0) {
                prop_assert!(!text.as_str()[bytes].is_empty());
            }
        }
    }
}
