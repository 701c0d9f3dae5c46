//! Where an image ends: its frame is walked so that a missing end is noticed, which lenient decoders fill with grey, and
//! so that no decoder sees what was put behind it.

use super::unfit::Unfit;

/// The bytes at a place, or the news that the file ends before.
fn bytes<const N: usize>(file: &[u8], at: usize) -> Result<[u8; N], Unfit> {
    file.get(at..).and_then(<[u8]>::first_chunk).copied().ok_or(Unfit::Truncated)
}

fn within(file: &[u8], end: usize) -> Result<usize, Unfit> {
    if end <= file.len() { Ok(end) } else { Err(Unfit::Truncated) }
}

/// Chunks of length, name, content and checksum, the last of which is `IEND`.
pub(super) fn png(file: &[u8]) -> Result<usize, Unfit> {
    let mut at = 8;
    loop {
        let length = u32::from_be_bytes(bytes(file, at)?) as usize;
        let name: [u8; 4] = bytes(file, at + 4)?;
        at = within(file, at + 12 + length)?;
        if name == *b"IEND" {
            return Ok(at);
        }
    }
}

/// A RIFF container: its size stands in front, and its content has an even length.
pub(super) fn webp(file: &[u8]) -> Result<usize, Unfit> {
    let size = u32::from_le_bytes(bytes(file, 4)?) as usize;
    within(file, 8 + size)
}

/// Segments with a length, and scans that go on until a marker that is none of their own.
pub(super) fn jpeg(file: &[u8]) -> Result<usize, Unfit> {
    const END: u8 = 0xd9;
    const SCAN: u8 = 0xda;
    let mut at = 2;
    loop {
        let [0xff, marker] = bytes(file, at)? else { return Err(Unfit::Damaged) };
        match marker {
            0xff => at += 1, // fill bytes may stand before a marker
            END => return Ok(at + 2),
            0x01 | 0xd0..=0xd7 => at += 2,
            _ => {
                let length = usize::from(u16::from_be_bytes(bytes(file, at + 2)?));
                at = within(file, at + 2 + length.max(2))?;
                if marker == SCAN {
                    at = scan(file, at)?;
                }
            }
        }
    }
}

/// The marker behind a scan. Inside it, `ff` is followed by zero or a restart marker.
fn scan(file: &[u8], from: usize) -> Result<usize, Unfit> {
    let mut rest = file[from..].windows(2).enumerate();
    let marker = rest.find(|(_, pair)| pair[0] == 0xff && !matches!(pair[1], 0 | 0xd0..=0xd7 | 0xff));
    marker.map(|(offset, _)| from + offset).ok_or(Unfit::Truncated)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_ends_where_its_frame_says() {
        const JPEG: &[u8] =
            b"\xff\xd8\xff\xe1\x00\x06\xff\xd9__\xff\xff\xda\x00\x02ab\xff\x00\xff\xd3c\xff\xd9";
        const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x02abcdefCRC.\0\0\0\0IENDCRC.";
        const WEBP: &[u8] = b"RIFF\x06\0\0\0WEBP..";
        type Walk = fn(&[u8]) -> Result<usize, Unfit>;
        for (walk, file) in [(jpeg as Walk, JPEG), (png, PNG), (webp, WEBP)] {
            assert_eq!(walk(file), Ok(file.len()));
            assert_eq!(walk(&[file, b"PK\x03\x04 \xff\xd9"].concat()), Ok(file.len()));
            for cut in 8..file.len() {
                assert_eq!(walk(&file[..cut]), Err(Unfit::Truncated), "cut at {cut}");
            }
        }
    }
}
