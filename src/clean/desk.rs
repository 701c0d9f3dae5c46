//! What a child works with.

use std::io::{self, Write};

use super::{confine::Budget, order::Order, unfit::Unfit, wire::Out};

/// The order, the way out, and the time left.
pub(super) struct Desk {
    pub(super) order: Order,
    pub(super) budget: Budget,
    /// Where the copy is written.
    pub(super) out: Out<io::Stdout>,
}

impl Desk {
    pub(super) fn new(order: Order, budget: Budget, out: Out<io::Stdout>) -> Self {
        Self { order, budget, out }
    }

    /// Writes a piece of the copy.
    pub(super) fn put(&mut self, piece: &[u8]) -> Result<(), Unfit> {
        self.out.write_all(piece).map_err(unheard)
    }
}

/// A parent that does not read on has had enough; what is said then is for nobody.
pub(super) fn unheard(_: impl std::error::Error) -> Unfit {
    Unfit::TooDemanding
}
