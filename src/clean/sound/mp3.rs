//! MP3: bare frames.

use std::io::Read;

use super::{Tape, note};
use crate::clean::{desk::Desk, media::Media, unfit::Unfit, wire::Verdict};

/// Fewest frames of a sound; anything shorter is a chance.
const FEWEST: u32 = 2;
/// What begins a tag behind the last frame, by custom.
const TAGS: [&[u8]; 4] = [b"TAG", b"APETAGEX", b"LYRICSBEGIN", b"ID3"];

/// Makes the copy of an MP3. The frame that only describes the others (Xing, Info, VBRI) is left out, and so is whatever
/// stands behind the first tag after the last frame.
pub(in crate::clean) fn copy(mut tape: Tape<impl Read>, desk: &mut Desk) -> Verdict {
    desk.order.within(0)?;
    while tape.ahead(3)? == b"ID3" {
        let head: [u8; 10] = tape.take()?;
        let size = head[6..].iter().fold(0, |size, byte| size << 7 | u64::from(byte & 0x7f));
        let footer = if head[5] & 0x10 == 0 { 0 } else { 10 };
        tape.skip(size + footer)?;
    }
    let (mut frames, mut stream) = (0, None);
    loop {
        let ahead = tape.ahead(11)?;
        if ahead.is_empty() || TAGS.iter().any(|tag| ahead.starts_with(tag)) {
            break;
        }
        let head = ahead.first_chunk().ok_or(Unfit::Truncated)?;
        let frame = Frame::read(*head).ok_or(Unfit::Damaged)?;
        if *stream.get_or_insert(frame.stream) != frame.stream {
            return Err(Unfit::Damaged);
        }
        let describes = frames == 0 && describes(tape.ahead(frame.bytes)?);
        if describes {
            tape.skip(frame.bytes as u64)?;
        } else {
            tape.copy(frame.bytes as u64, desk)?;
        }
        frames += 1;
    }
    if frames < FEWEST { Err(Unfit::Damaged) } else { Ok(note(Media::Mp3)) }
}

/// Whether a first frame holds a description in place of sound. It stands behind the side information, whose length
/// depends on the version and the channels.
fn describes(frame: &[u8]) -> bool {
    const NAMES: [&[u8]; 3] = [b"Xing", b"Info", b"VBRI"];
    [13, 21, 36]
        .iter()
        .any(|at| frame.get(*at..).is_some_and(|rest| NAMES.iter().any(|name| rest.starts_with(name))))
}

/// The head of a frame.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::clean) struct Frame {
    bytes: usize,
    /// Version and sample rate, which are the same in all frames of a sound.
    stream: (u8, u8),
}

impl Frame {
    /// Reads a head of layer III, where these four bytes are one.
    pub(in crate::clean) fn read([a, b, c, _]: [u8; 4]) -> Option<Self> {
        const FIRST: [u32; 15] = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
        const SECOND: [u32; 15] = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
        if a != 0xff || b & 0xe6 != 0xe2 {
            return None;
        }
        let (version, rate) = (b >> 3 & 3, c >> 2 & 3);
        let halvings = match version {
            3 => 0,
            2 => 1,
            0 => 2,
            _ => return None,
        };
        let hertz = [44_100, 48_000, 32_000].get(usize::from(rate))? >> halvings;
        let (kilobits, samples) = if version == 3 { (FIRST, 144) } else { (SECOND, 72) };
        // No bit rate at all would leave the length of a frame open.
        let kilobits = kilobits.get(usize::from(c >> 4)).copied().filter(|rate| *rate > 0)?;
        let bytes = samples * kilobits * 1000 / hertz + u32::from(c >> 1 & 1);
        Some(Self { bytes: bytes as usize, stream: (version, rate) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_says_how_long_its_frame_is() {
        for (head, bytes) in [
            ([0xff, 0xfb, 0x90, 0x00], Some(417)),
            ([0xff, 0xfb, 0x92, 0x00], Some(418)),
            ([0xff, 0xf3, 0x44, 0xc0], Some(72 * 32_000 / 24_000)),
            ([0xff, 0xe3, 0x18, 0xc4], Some(72 * 8_000 / 8_000)),
            ([0xff, 0xfb, 0x00, 0x00], None),
            ([0xff, 0xfb, 0xf0, 0x00], None),
            ([0xff, 0xfb, 0x9c, 0x00], None),
            ([0xff, 0xf1, 0x50, 0x80], None),
            ([0xff, 0xd8, 0xff, 0xe0], None),
        ] {
            assert_eq!(Frame::read(head).map(|frame| frame.bytes), bytes, "{head:x?}");
        }
    }
}
