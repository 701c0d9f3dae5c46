//! A sound as it is read: a look ahead, steps forward, and no way back.

use std::io::Read;

use crate::clean::{desk::Desk, input::Input, limits::AUDIO_BYTES, unfit::Unfit};

/// Bytes read at once.
const PIECE: usize = 256 << 10;
/// Processor time that a copied megabyte buys, in seconds.
const SECONDS_PER_MEGABYTE: f64 = 0.1;

/// An original of up to [`AUDIO_BYTES`], of which a piece at a time is in memory.
pub(in crate::clean) struct Tape<R> {
    source: Input<R>,
    piece: Vec<u8>,
    at: usize,
    read: u64,
}

impl<R: Read> Tape<R> {
    pub(in crate::clean) fn new(source: Input<R>) -> Self {
        Self { source, piece: Vec::new(), at: 0, read: 0 }
    }

    /// The next bytes: `count` of them, or as many as are left.
    ///
    /// # Errors
    /// `TooLarge` when the sound has more bytes than it may.
    pub(super) fn ahead(&mut self, count: usize) -> Result<&[u8], Unfit> {
        if self.piece.len() - self.at < count {
            self.piece.drain(..self.at);
            self.at = 0;
            let before = self.piece.len();
            let wanted = count.max(PIECE) - before;
            let source = self.source.by_ref().take(wanted as u64);
            { source }.read_to_end(&mut self.piece).map_err(|_| Unfit::Truncated)?;
            self.read += (self.piece.len() - before) as u64;
            if self.read > AUDIO_BYTES {
                return Err(Unfit::TooLarge { max: AUDIO_BYTES });
            }
        }
        let left = &self.piece[self.at..];
        Ok(&left[..count.min(left.len())])
    }

    /// The next bytes, all of which must be there; they count as read.
    pub(super) fn take<const N: usize>(&mut self) -> Result<[u8; N], Unfit> {
        let bytes = self.ahead(N)?.first_chunk().copied().ok_or(Unfit::Truncated)?;
        self.at += N;
        Ok(bytes)
    }

    /// The next bytes, all of which must be there; they count as read.
    pub(super) fn take_vec(&mut self, count: usize) -> Result<Vec<u8>, Unfit> {
        let bytes = self.ahead(count)?.to_vec();
        self.at += bytes.len();
        if bytes.len() == count { Ok(bytes) } else { Err(Unfit::Truncated) }
    }

    /// Steps over bytes that must be there.
    pub(super) fn skip(&mut self, count: u64) -> Result<(), Unfit> {
        self.each(count, |_| Ok(()))
    }

    /// Copies bytes that must be there.
    pub(super) fn copy(&mut self, count: u64, desk: &mut Desk) -> Result<(), Unfit> {
        self.each(count, |bytes| {
            desk.budget.earn(bytes.len() as f64 / 1e6 * SECONDS_PER_MEGABYTE);
            desk.put(bytes)
        })
    }

    fn each(&mut self, mut count: u64, mut act: impl FnMut(&[u8]) -> Result<(), Unfit>) -> Result<(), Unfit> {
        while count > 0 {
            let most = usize::try_from(count).unwrap_or(PIECE).min(PIECE);
            let bytes = self.ahead(most)?;
            if bytes.is_empty() {
                return Err(Unfit::Truncated);
            }
            act(bytes)?;
            let stepped = bytes.len();
            self.at += stepped;
            count -= stepped as u64;
        }
        Ok(())
    }
}
