//! What a child works with.

use std::io::{self, Write};

use super::{confine::Budget, order::Order, unfit::Unfit, wire::Out};

/// The order, the way out, and the time left.
pub(super) struct Desk {
    pub(super) order: Order,
    pub(super) budget: Budget,
    out: Out<io::Stdout>,
}

impl Desk {
    pub(super) fn new(order: Order, budget: Budget, out: Out<io::Stdout>) -> Self {
        Self { order, budget, out }
    }

    /// Where the copy is written.
    pub(super) fn out(&mut self) -> &mut Out<io::Stdout> {
        &mut self.out
    }

    /// Writes a piece of the copy.
    pub(super) fn put(&mut self, piece: &[u8]) -> Result<(), Unfit> {
        self.out.write_all(piece).map_err(unheard)
    }

    /// The way out, when the work is done.
    pub(super) fn into_out(self) -> Out<io::Stdout> {
        self.out
    }
}

/// A parent that does not read on has had enough; what is said then is for nobody.
pub(super) fn unheard(_: impl std::error::Error) -> Unfit {
    Unfit::TooDemanding
}
