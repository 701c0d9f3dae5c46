//! Which number a hidden value goes by.

use std::collections::HashMap;

use super::kind::Kind;

/// Gives each value its number, and the same value the same number.
///
/// A case keeps its own, under keyed hashes of the values, so that 【手机1】 is one telephone in all of
/// its evidence and another one in any other case.
pub trait Numbering {
    /// The number of a value, from 1. `canonical` is the value without its disguise.
    fn number(&mut self, kind: Kind, canonical: &str) -> u32;
}

/// Numbers values in the order in which they come up, for one document by itself.
#[derive(Debug, Default)]
pub struct InOrder {
    numbers: HashMap<(Kind, String), u32>,
    last: HashMap<Kind, u32>,
}

impl Numbering for InOrder {
    fn number(&mut self, kind: Kind, canonical: &str) -> u32 {
        *self.numbers.entry((kind, canonical.to_owned())).or_insert_with(|| {
            let last = self.last.entry(kind).or_default();
            *last += 1;
            *last
        })
    }
}
