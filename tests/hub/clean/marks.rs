//! Planted marks: words that are put where people do not look, and looked for in copies.

use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};

/// Plants nothing but itself: a word that occurs nowhere by chance.
pub(super) const MARK: &str = "PLANTED-4e1f-MARK";

/// The mark in two-byte characters, the small end first.
pub(super) fn wide() -> Vec<u8> {
    MARK.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// The mark as it is, deflated.
pub(super) fn deflated() -> Vec<u8> {
    use flate2::{Compression, write::ZlibEncoder};
    use std::io::Write;
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(MARK.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

/// Whether the mark is in these bytes: as it is, in either order of two-byte characters, or in anything that inflates.
pub(super) fn is_in(bytes: &[u8]) -> bool {
    plainly(bytes) || inflated(bytes).iter().any(|inner| plainly(inner))
}

fn plainly(bytes: &[u8]) -> bool {
    let wide = wide();
    let big: Vec<u8> = MARK.encode_utf16().flat_map(u16::to_be_bytes).collect();
    [MARK.as_bytes(), &wide, &big].iter().any(|mark| bytes.windows(mark.len()).any(|at| at == *mark))
}

/// Everything in these bytes that begins like a zlib stream or stands behind the head of a zip entry, inflated.
fn inflated(bytes: &[u8]) -> Vec<Vec<u8>> {
    const MOST: u64 = 32 << 20;
    let mut found = Vec::new();
    let mut keep = |reader: &mut dyn Read| {
        let mut inner = Vec::new();
        // What came before an error is looked at too.
        let _ = reader.take(MOST).read_to_end(&mut inner);
        if inner.len() >= MARK.len() {
            found.push(inner);
        }
    };
    for (at, pair) in bytes.windows(2).enumerate() {
        if pair[0] & 0x0f == 8 && u16::from_be_bytes([pair[0], pair[1]]).is_multiple_of(31) {
            keep(&mut ZlibDecoder::new(&bytes[at..]));
        }
        if bytes[at..].starts_with(b"PK\x03\x04") && bytes.len() > at + 30 {
            let skip =
                |field: usize| usize::from(u16::from_le_bytes([bytes[at + field], bytes[at + field + 1]]));
            keep(&mut DeflateDecoder::new(bytes.get(at + 30 + skip(26) + skip(28)..).unwrap_or_default()));
        }
    }
    found
}

#[test]
fn a_mark_is_found_wherever_it_hides() {
    assert!(is_in(&[b"xx", MARK.as_bytes()].concat()));
    assert!(is_in(&[b"x", &wide()[..]].concat()));
    assert!(is_in(&[b"xyz", &deflated()[..], b"more"].concat()));
    assert!(!is_in(b"nothing of the kind"));
}
