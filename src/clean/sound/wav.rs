//! WAV: the format in its shortest form, and the samples.

use std::io::Read;

use super::{Tape, note};
use crate::clean::{desk::Desk, media::Media, unfit::Unfit, wire::Verdict};

/// The last 14 bytes of the identifier of every extended format; the first two are its number.
const EXTENDED: [u8; 14] = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];

/// Makes the copy of a WAV. What stands behind the samples is left out, whatever it is.
pub(in crate::clean) fn copy(mut tape: Tape<impl Read>, desk: &mut Desk) -> Verdict {
    desk.order.within(0)?;
    let [_, _, _, _, _, _, _, _, b'W', b'A', b'V', b'E'] = tape.take()? else { return Err(Unfit::Damaged) };
    let mut format = None;
    loop {
        let [a, b, c, d, size @ ..]: [u8; 8] = tape.take()?;
        let size = u32::from_le_bytes(size);
        match &[a, b, c, d] {
            b"fmt " if format.is_none() && (16..=64).contains(&size) => {
                format = Some(Format::read(&tape.take_vec(size as usize + size as usize % 2)?)?);
            }
            b"data" => {
                let format = format.ok_or(Unfit::Damaged)?;
                let samples = size - size % u32::from(format.block);
                desk.put(&format.head(samples))?;
                tape.copy(samples.into(), desk)?;
                tape.skip((size - samples).into())?;
                if samples % 2 == 1 {
                    desk.put(&[0])?;
                }
                return Ok(note(Media::Wav));
            }
            _ => tape.skip(u64::from(size) + u64::from(size % 2))?,
        }
    }
}

/// How samples are to be read.
struct Format {
    number: u16,
    channels: u16,
    rate: u32,
    block: u16,
    bits: u16,
}

impl Format {
    fn read(chunk: &[u8]) -> Result<Self, Unfit> {
        let short = |at: usize| u16::from_le_bytes([chunk[at], chunk[at + 1]]);
        let number = match short(0) {
            0xfffe if chunk.len() >= 40 && chunk[26..40] == EXTENDED => short(24),
            number => number,
        };
        let rate = u32::from_le_bytes([chunk[4], chunk[5], chunk[6], chunk[7]]);
        let format = Self { number, channels: short(2), rate, block: short(12), bits: short(14) };
        let whole = u32::from(format.channels) * u32::from(format.bits.div_ceil(8));
        match format.number {
            // Whole numbers, fractions, and the two laws of telephony.
            1 | 3 | 6 | 7 if whole > 0 && whole == u32::from(format.block) => Ok(format),
            _ => Err(Unfit::UnknownType),
        }
    }

    /// The beginning of a file with this many bytes of samples.
    fn head(&self, samples: u32) -> Vec<u8> {
        let riff = samples.saturating_add(36 + samples % 2);
        let bytes_per_second = self.rate.saturating_mul(self.block.into());
        let mut head = b"RIFF".to_vec();
        head.extend(riff.to_le_bytes());
        head.extend(b"WAVEfmt \x10\0\0\0");
        head.extend([self.number, self.channels].map(u16::to_le_bytes).concat());
        head.extend([self.rate, bytes_per_second].map(u32::to_le_bytes).concat());
        head.extend([self.block, self.bits].map(u16::to_le_bytes).concat());
        head.extend(b"data");
        head.extend(samples.to_le_bytes());
        head
    }
}
