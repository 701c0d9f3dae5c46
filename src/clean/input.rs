//! The original as a child reads it.

use std::io::{self, Read};

use super::unfit::Unfit;

/// As many bytes as tell the type of a file.
const HEAD_BYTES: u64 = 16 << 10;

/// An original, of which the beginning is known.
pub(super) struct Input<R> {
    head: Vec<u8>,
    rest: R,
}

impl<R: Read> Input<R> {
    /// Reads the beginning of an original.
    pub(super) fn open(mut rest: R) -> io::Result<Self> {
        let mut head = Vec::new();
        rest.by_ref().take(HEAD_BYTES).read_to_end(&mut head)?;
        Ok(Self { head, rest })
    }

    /// Its first bytes.
    pub(super) fn head(&self) -> &[u8] {
        &self.head
    }

    /// All of it, when it has at most `max` bytes.
    pub(super) fn whole(self, max: u64) -> Result<Vec<u8>, Unfit> {
        let Self { head: mut all, rest } = self;
        let left = (max + 1).saturating_sub(all.len() as u64);
        rest.take(left).read_to_end(&mut all).map_err(|_| Unfit::Truncated)?;
        if all.len() as u64 > max { Err(Unfit::TooLarge { max }) } else { Ok(all) }
    }
}

/// The original from its first byte.
impl<R: Read> Read for Input<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.head.is_empty() {
            return self.rest.read(into);
        }
        let count = into.len().min(self.head.len());
        into[..count].copy_from_slice(&self.head[..count]);
        self.head.drain(..count);
        Ok(count)
    }
}
