//! Sounds with tags, covers and unused bytes around their frames. The frames are made up: nobody listens to them.

use ogg::{PacketWriteEndInfo, PacketWriter};

use super::{
    image::{bare_jpeg, quarters},
    marks::{MARK, wide},
};

/// This many frames of 417 bytes, at 128 kbit/s and 44.1 kHz.
pub(super) fn mp3_frames(count: usize) -> Vec<u8> {
    (0..count).flat_map(|n| [&[0xff, 0xfb, 0x90, 0x00][..], &vec![n as u8 | 1; 413]].concat()).collect()
}

/// An MP3 with a title and a cover in front, a frame that describes the others, and two tags behind.
pub(super) fn mp3() -> Vec<u8> {
    let frame = |name: &[u8; 4], content: &[u8]| {
        [name, &(content.len() as u32).to_be_bytes()[..], b"\0\0", content].concat()
    };
    let cover = [b"\0image/jpeg\0\x03\0", &bare_jpeg(&quarters(16, 16))[..]].concat();
    let title = [b"\x01\xff\xfe", &wide()[..]].concat();
    let frames = [frame(b"TIT2", &title), frame(b"APIC", &cover), frame(b"TPE1", MARK.as_bytes())].concat();
    let size = frames.len() as u32;
    let synchsafe = [size >> 21, size >> 14 & 0x7f, size >> 7 & 0x7f, size & 0x7f].map(|byte| byte as u8);
    let mut info = [&[0xff, 0xfb, 0x90, 0x00][..], &[0; 413]].concat();
    info[36..40].copy_from_slice(b"Info");
    info[100..100 + MARK.len()].copy_from_slice(MARK.as_bytes());
    let mut old = [b"TAG", MARK.as_bytes()].concat();
    old.resize(128, 0);
    let newer = [b"APETAGEX", MARK.as_bytes()].concat();
    [b"ID3\x03\0\0", &synchsafe[..], &frames, &info, &mp3_frames(5), &newer, &old].concat()
}

fn chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let padding = vec![0; content.len() % 2];
    [name, &(content.len() as u32).to_le_bytes()[..], content, &padding].concat()
}

/// One channel of 16 bits at 8 kHz.
const TELEPHONE: [u8; 16] = [1, 0, 1, 0, 0x40, 0x1f, 0, 0, 0x80, 0x3e, 0, 0, 2, 0, 16, 0];

/// A WAV with an extended format, lists before and after the samples, and a zip behind the end.
pub(super) fn wav() -> Vec<u8> {
    let guid = [1, 0, 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];
    let extended = [&[0xfe, 0xff][..], &TELEPHONE[2..], &[22, 0, 16, 0, 4, 0, 0, 0], &guid].concat();
    let list = [b"INFOINAM", MARK.as_bytes()].concat();
    let data = [
        b"WAVE".to_vec(),
        chunk(b"JUNK", MARK.as_bytes()),
        chunk(b"fmt ", &extended),
        chunk(b"LIST", &list),
        chunk(b"data", &samples()),
        chunk(b"id3 ", MARK.as_bytes()),
        chunk(b"bext", &wide()),
    ]
    .concat();
    [chunk(b"RIFF", &data), super::image::zip_with_mark()].concat()
}

/// What is heard in [`wav`].
pub(super) fn samples() -> Vec<u8> {
    (0..2000).map(|n| (n % 251) as u8).collect()
}

/// The head of a WAV with this many bytes of samples.
pub(super) fn wav_head(samples: u32) -> Vec<u8> {
    let size = (samples + 36).to_le_bytes();
    [b"RIFF", &size[..], b"WAVE", &chunk(b"fmt ", &TELEPHONE), b"data", &samples.to_le_bytes()].concat()
}

/// An Ogg file with a comment; the frames of sound are these.
pub(super) fn ogg(opus: bool, frames: usize) -> Vec<u8> {
    let comment = [&(MARK.len() as u32).to_le_bytes()[..], MARK.as_bytes()].concat();
    let comments = [&comment[..], &2_u32.to_le_bytes(), &comment, &comment].concat();
    let headers: Vec<Vec<u8>> = if opus {
        let head = b"OpusHead\x01\x01\x38\x01\x80\xbb\0\0\0\0\0".to_vec();
        vec![[&head[..], MARK.as_bytes()].concat(), [b"OpusTags", &comments[..], MARK.as_bytes()].concat()]
    } else {
        let head = b"\x01vorbis\0\0\0\0\x01\x44\xac\0\0\0\0\0\0\0\xee\x02\0\0\0\0\0\xb8\x01".to_vec();
        let setup = [b"\x05vorbis", &[7; 300][..]].concat();
        vec![head, [b"\x03vorbis", &comments[..], b"\x01"].concat(), setup]
    };
    let mut writer = PacketWriter::new(Vec::new());
    for header in headers {
        writer.write_packet(header, 0x4e1f, PacketWriteEndInfo::EndPage, 0).unwrap();
    }
    for n in 0..frames {
        let end = match n {
            n if n + 1 == frames => PacketWriteEndInfo::EndStream,
            n if n % 5 == 4 => PacketWriteEndInfo::EndPage,
            _ => PacketWriteEndInfo::NormalPacket,
        };
        // One of them fills more than a page.
        let length = if n == 3 { 70_000 } else { 100 };
        writer.write_packet(vec![n as u8 * 2; length], 0x4e1f, end, 960 * (n as u64 + 1)).unwrap();
    }
    writer.into_inner()
}

fn atom(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    [&(content.len() as u32 + 8).to_be_bytes()[..], name, content].concat()
}

/// The frames of [`m4a`].
pub(super) fn aac_frames() -> Vec<Vec<u8>> {
    (1..=6_u8).map(|n| vec![n; 50 + usize::from(n)]).collect()
}

/// An M4A with a title, a cover, a free atom, and unused bytes between its frames.
pub(super) fn m4a() -> Vec<u8> {
    let frames = aac_frames();
    let head = atom(b"ftyp", b"M4A \0\0\0\0M4A isom");
    let unused = atom(b"free", MARK.as_bytes());
    // Every frame is a chunk of its own, with the mark in front of it.
    let mut at = head.len() + unused.len() + 8;
    let (mut sound, mut offsets) = (Vec::new(), Vec::new());
    for frame in &frames {
        at += MARK.len();
        offsets.push(at as u32);
        sound.extend([MARK.as_bytes(), frame].concat());
        at += frame.len();
    }
    let table = |values: &[u32]| values.iter().flat_map(|value| value.to_be_bytes()).collect::<Vec<u8>>();
    let count = frames.len() as u32;
    let sizes: Vec<u32> = frames.iter().map(|frame| frame.len() as u32).collect();
    let esds = [
        &[0, 0, 0, 0, 3, 25, 0, 1, 0, 4, 17, 0x40, 0x15, 0, 0, 0, 0, 1, 0xf4, 0, 0, 1, 0xf4, 0][..],
        &[5, 2, 0x12, 0x10, 6, 1, 2],
    ]
    .concat();
    let entry = [
        &[0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 16, 0, 0, 0, 0][..],
        &[0xac, 0x44, 0, 0],
        &atom(b"esds", &esds),
    ]
    .concat();
    let tables = [
        atom(b"stsd", &[&table(&[0, 1])[..], &atom(b"mp4a", &entry)].concat()),
        atom(b"stts", &table(&[0, 1, count, 1024])),
        atom(b"stsc", &table(&[0, 1, 1, 1, 1])),
        atom(b"stsz", &[table(&[0, 0, count]), table(&sizes)].concat()),
        atom(b"stco", &[table(&[0, count]), table(&offsets)].concat()),
    ]
    .concat();
    let location =
        atom(b"dinf", &atom(b"dref", &[&table(&[0, 1])[..], &atom(b"url ", &table(&[1]))].concat()));
    let media = [atom(b"smhd", &[0; 8]), location, atom(b"stbl", &tables)].concat();
    let handler = [&[0; 8][..], b"soun", &[0; 12], MARK.as_bytes(), b"\0"].concat();
    let clock = [table(&[0, 0, 0, 44_100, count * 1024]), vec![0x55, 0xc4, 0, 0]].concat();
    let track = [
        atom(b"tkhd", &[table(&[7, 0, 0, 1, 0, count * 1024]), vec![0; 60]].concat()),
        atom(b"mdia", &[atom(b"mdhd", &clock), atom(b"hdlr", &handler), atom(b"minf", &media)].concat()),
    ]
    .concat();
    let film = [
        atom(b"mvhd", &[table(&[0, 0, 0, 44_100, count * 1024]), vec![0; 80]].concat()),
        atom(b"trak", &track),
        atom(b"udta", &atom(b"name", MARK.as_bytes())),
    ]
    .concat();
    [head, unused, atom(b"mdat", &sound), atom(b"moov", &film), atom(b"uuid", &wide())].concat()
}
