//! M4A: the AAC frames of the one track of sound, each with a head of its own (ADTS).

use std::ops::Range;

use re_mp4::{BoxType, Mp4, StsdBoxContent, TrackKind};

use super::note;
use crate::clean::{desk::Desk, media::Media, unfit::Unfit, wire::Verdict};

/// The bytes of the head of a frame.
const HEAD: usize = 7;

/// Makes the copy of an M4A. A film is refused; a cover, chapters and whatever else is no sound are left out.
pub(in crate::clean) fn copy(file: &[u8], desk: &mut Desk) -> Verdict {
    desk.order.within(0)?;
    let sound = media(file)?;
    let mp4 = Mp4::read_bytes(file).map_err(|error| match error {
        re_mp4::Error::Io(_) | re_mp4::Error::BoxNotFound(BoxType::MoovBox) => Unfit::Truncated,
        _ => Unfit::Damaged,
    })?;
    desk.budget.earn(1.0);
    let tracks = || mp4.tracks().values();
    if tracks().any(|track| track.kind == Some(TrackKind::Video)) {
        return Err(Unfit::UnknownType);
    }
    let mut sounds = tracks().filter(|track| track.kind == Some(TrackKind::Audio));
    let (Some(track), None) = (sounds.next(), sounds.next()) else { return Err(Unfit::UnknownType) };
    let StsdBoxContent::Mp4a(about) = &track.trak(&mp4).mdia.minf.stbl.stsd.contents else {
        return Err(Unfit::UnknownType);
    };
    let about = about.esds.as_ref().ok_or(Unfit::Damaged)?;
    let about = &about.es_desc.dec_config.dec_specific;
    let head = Head::new(about.profile, about.freq_index, about.chan_conf)?;
    if track.samples.is_empty() {
        return Err(Unfit::Damaged);
    }
    for sample in &track.samples {
        let end = sample.offset.checked_add(sample.size).ok_or(Unfit::Damaged)?;
        let range = usize::try_from(sample.offset).ok().zip(usize::try_from(end).ok());
        // A table that points elsewhere would pass tags off as sound.
        if !range.is_some_and(|(from, to)| sound.iter().any(|atom| atom.start <= from && to <= atom.end)) {
            return Err(Unfit::Damaged);
        }
        let frame = range.and_then(|(from, to)| file.get(from..to)).ok_or(Unfit::Truncated)?;
        desk.put(&head.of(frame.len())?)?;
        desk.put(frame)?;
        desk.budget.earn(frame.len() as f64 / 1e7);
    }
    Ok(note(Media::M4a))
}

/// Where media data (`mdat`) lies. Refuses a file whose outermost atoms do not end where it ends.
fn media(file: &[u8]) -> Result<Vec<Range<usize>>, Unfit> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < file.len() {
        let rest = &file[at..];
        let (size, after) = rest.split_first_chunk().ok_or(Unfit::Truncated)?;
        let size = match u32::from_be_bytes(*size) {
            // The last one may go on to the end.
            0 => rest.len() as u64,
            1 => after
                .get(4..12)
                .and_then(<[u8]>::first_chunk)
                .map_or(u64::MAX, |size| u64::from_be_bytes(*size)),
            size => u64::from(size),
        };
        match usize::try_from(size) {
            Ok(..8) => return Err(Unfit::Damaged),
            Ok(size) if size <= rest.len() => {
                if after.starts_with(b"mdat") {
                    found.push(at..at + size);
                }
                at += size;
            }
            _ => return Err(Unfit::Truncated),
        }
    }
    Ok(found)
}

/// What all heads of a sound have in common.
struct Head {
    profile: u8,
    rate: u8,
    channels: u8,
}

impl Head {
    fn new(object: u8, rate: u8, channels: u8) -> Result<Self, Unfit> {
        let profile = match object {
            1..=4 => object - 1,
            // Spectral band replication lies on top of low complexity, and a player finds it by itself.
            5 | 29 => 1,
            _ => return Err(Unfit::UnknownType),
        };
        if rate > 12 || !(1..=7).contains(&channels) {
            return Err(Unfit::UnknownType);
        }
        Ok(Self { profile, rate, channels })
    }

    /// The head of a frame of this many bytes.
    fn of(&self, bytes: usize) -> Result<[u8; HEAD], Unfit> {
        let length = u16::try_from(bytes + HEAD).ok().filter(|length| *length < 1 << 13);
        let [high, low] = length.ok_or(Unfit::Damaged)?.to_be_bytes();
        let Self { profile, rate, channels } = self;
        Ok([
            0xff,
            0xf1,
            profile << 6 | rate << 2 | channels >> 2,
            channels << 6 | high >> 3,
            high << 5 | low >> 3,
            low << 5 | 0x1f,
            0xfc,
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_tells_the_length_of_its_frame() {
        let head = Head::new(2, 4, 2).and_then(|head| head.of(0x123 - HEAD));
        assert_eq!(head, Ok([0xff, 0xf1, 0x50, 0x80, 0x24, 0x7f, 0xfc]));
        assert!(Head::new(2, 4, 2).is_ok_and(|head| head.of(8192).is_err()));
        assert!(Head::new(42, 4, 2).is_err());
    }
}
