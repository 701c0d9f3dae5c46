//! How parent and child talk: a length and an order in front of the original on the way in; pieces of the copy, an empty
//! piece and a verdict on the way out. The verdict comes last because a sound is copied while it is read, and only its
//! end tells whether it was whole.

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};

use super::{media::Media, order::Order, unfit::Unfit};

/// The first byte from a child: its rights are given up and it will read.
pub(super) const READY: u8 = b'+';

/// Longest order, in bytes: some ten thousand boxes.
const ORDER_BYTES: u32 = 1 << 20;

/// What a child says about the copy it has written.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Note {
    pub(super) original: Media,
    pub(super) form: Form,
    pub(super) pages: Vec<(u32, u32)>,
}

/// What the bytes of a copy are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Form {
    Png,
    Pdf,
    Text,
    Sound,
}

/// How a child's work ended.
pub(super) type Verdict = Result<Note, Unfit>;

/// The head of what a child reads.
pub(super) fn order_head(order: &Order) -> io::Result<Vec<u8>> {
    let json = serde_json::to_vec(order)?;
    let length = u32::try_from(json.len()).ok().filter(|length| *length <= ORDER_BYTES);
    let length = length.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
    Ok([&length.to_be_bytes()[..], &json].concat())
}

/// Reads what [`order_head`] wrote.
pub(super) fn read_order(from: &mut impl Read) -> io::Result<Order> {
    let mut length = [0; 4];
    from.read_exact(&mut length)?;
    let length = u32::from_be_bytes(length).min(ORDER_BYTES);
    let mut json = Vec::new();
    from.take(u64::from(length)).read_to_end(&mut json)?;
    Ok(serde_json::from_slice(&json)?)
}

/// Where a child writes the copy, piece by piece.
pub(super) struct Out<W>(W);

impl<W: Write> Out<W> {
    /// Says that the child is ready.
    pub(super) fn open(mut to: W) -> io::Result<Self> {
        to.write_all(&[READY])?;
        to.flush()?;
        Ok(Self(to))
    }

    /// Ends the copy with a verdict.
    pub(super) fn close(mut self, verdict: &Verdict) -> io::Result<()> {
        self.0.write_all(&0_u32.to_be_bytes())?;
        serde_json::to_writer(&mut self.0, verdict)?;
        self.0.flush()
    }
}

impl<W: Write> Write for Out<W> {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        let piece = &piece[..piece.len().min(1 << 20)];
        if let Some(length) = u32::try_from(piece.len()).ok().filter(|length| *length > 0) {
            self.0.write_all(&length.to_be_bytes())?;
            self.0.write_all(piece)?;
        }
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
