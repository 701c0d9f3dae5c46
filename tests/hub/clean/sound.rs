//! Sounds keep what is heard, and nothing around it.

use chorus::clean::{BlackBox, Media, Unfit};
use ogg::PacketReader;

use super::{clean, clean_with, file, marks, tone};

/// The copy of a sound, which must be of this type and hold no mark.
async fn copy(original: &[u8], media: Media, kind: &str) -> Vec<u8> {
    assert!(marks::is_in(original), "{media:?} was planted");
    let cleaned = clean(original).await.unwrap();
    assert_eq!(cleaned.original, media);
    let (told, copy, pages) = file(cleaned);
    assert_eq!((told, pages), (kind, vec![]));
    assert!(!marks::is_in(&copy), "{media:?} leaks");
    copy
}

#[tokio::test]
async fn an_mp3_is_its_frames() {
    let copy = copy(&tone::mp3(), Media::Mp3, "audio/mpeg").await;
    assert_eq!(copy, tone::mp3_frames(5));
}

#[tokio::test]
async fn a_wav_is_its_format_and_its_samples() {
    let copy = copy(&tone::wav(), Media::Wav, "audio/wav").await;
    assert_eq!(copy, [tone::wav_head(2000), tone::samples()].concat());
}

#[tokio::test]
async fn an_m4a_is_its_frames_with_a_head_each() {
    let copy = copy(&tone::m4a(), Media::M4a, "audio/aac").await;
    let mut rest = &copy[..];
    for frame in tone::aac_frames() {
        let [0xff, 0xf1, a, b, c, d, e] = rest[..7] else { panic!("no head: {:x?}", &rest[..7]) };
        assert_eq!([a, b & 0xfc, e], [0x50, 0x80, 0xfc], "44.1 kHz, two channels");
        let length = usize::from(b & 3) << 11 | usize::from(c) << 3 | usize::from(d >> 5);
        assert_eq!(rest[7..length], frame);
        rest = &rest[length..];
    }
    assert!(rest.is_empty());
}

#[tokio::test]
async fn an_ogg_is_its_packets_with_an_empty_comment() {
    for opus in [false, true] {
        let original = tone::ogg(opus, 12);
        let copy = copy(&original, Media::Ogg, "audio/ogg").await;
        let packets = |file: &[u8]| {
            let mut reader = PacketReader::new(std::io::Cursor::new(file.to_vec()));
            let mut packets = Vec::new();
            while let Some(packet) = reader.read_packet().unwrap() {
                packets.push((packet.absgp_page(), packet.last_in_stream(), packet.data));
            }
            packets
        };
        let (before, after) = (packets(&original), packets(&copy));
        let headers = if opus { 2 } else { 3 };
        assert_eq!(before[headers..], after[headers..], "what is heard");
        assert_eq!(before.len(), after.len());
        let comment: &[u8] =
            if opus { b"OpusTags\0\0\0\0\0\0\0\0" } else { b"\x03vorbis\0\0\0\0\0\0\0\0\x01" };
        assert_eq!(after[1].2, comment);
    }
}

#[tokio::test]
async fn what_is_no_whole_sound_is_refused() {
    let cut = |mut file: Vec<u8>, by: usize| {
        file.truncate(file.len() - by);
        file
    };
    let frames = tone::mp3_frames(5);
    let vorbis = tone::ogg(false, 12);
    let bare_wav = [tone::wav_head(2000), tone::samples()].concat();
    for (what, original, code) in [
        ("an MP3 cut in a frame", cut(frames.clone(), 7), "FILE_TRUNCATED"),
        ("an MP3 cut in its tag", tone::mp3()[..60].to_vec(), "FILE_TRUNCATED"),
        ("an MP3 with a zip behind it", [&frames[..], b"PK\x03\x04rest of a zip"].concat(), "FILE_DAMAGED"),
        ("one frame", tone::mp3_frames(1), "FILE_DAMAGED"),
        ("only a tag", b"ID3\x03\0\0\0\0\0\0".to_vec(), "FILE_DAMAGED"),
        ("a WAV cut in its samples", cut(bare_wav.clone(), 1), "FILE_TRUNCATED"),
        ("a WAV without samples", bare_wav[..30].to_vec(), "FILE_TRUNCATED"),
        ("an Ogg without its last page", cut(vorbis.clone(), 400), "FILE_TRUNCATED"),
        ("an Ogg with a page behind it", [&vorbis[..], &vorbis].concat(), "FILE_DAMAGED"),
        ("an Ogg with text behind it", [&vorbis[..], b"<script>"].concat(), "FILE_DAMAGED"),
        ("an Ogg of headers", tone::ogg(true, 0), "FILE_TRUNCATED"),
        ("an M4A without its index", tone::m4a()[..300].to_vec(), "FILE_TRUNCATED"),
        (
            "an M4A with text behind it",
            [tone::m4a(), b"\0\0\0\x02<script>".to_vec()].concat(),
            "FILE_DAMAGED",
        ),
        ("a page of Ogg that is no sound", vorbis[..40].to_vec(), "FILE_TRUNCATED"),
    ] {
        let unfit = clean(&original).await.expect_err(what);
        assert_eq!(unfit.code(), code, "{what}");
    }
    let covered = BlackBox { page: 0, x: 0, y: 0, width: 1, height: 1 };
    assert_eq!(clean_with(&frames, &[covered]).await, Err(Unfit::BoxOutside));
}
