//! Ogg: the packets of one Vorbis or Opus stream in new pages, with an empty comment.

use std::io::Read;

use ogg::{
    PacketWriteEndInfo::{self, EndPage, EndStream, NormalPacket},
    PacketWriter,
    reading::{BasePacketReader, PageParser},
};

use super::{Tape, note};
use crate::clean::{
    desk::{Desk, unheard},
    media::Media,
    unfit::Unfit,
    wire::Verdict,
};

/// The number of the stream in the copy; the one in the original is drawn at random and could be looked for.
const SERIAL: u32 = 1;

/// Makes the copy of an Ogg file.
///
/// More than one stream, at once or one after another, is refused: only one can be the sound that was meant.
pub(in crate::clean) fn copy(mut tape: Tape<impl Read>, desk: &mut Desk) -> Verdict {
    desk.order.within(0)?;
    let mut packets = BasePacketReader::new();
    let (mut serial, mut codec) = (None, None);
    let mut number = 0_u64;
    let mut ended = false;
    let Desk { budget, out, .. } = desk;
    let mut writer = PacketWriter::new(out);
    while !tape.ahead(1)?.is_empty() {
        if ended || tape.ahead(4)? != b"OggS" {
            return Err(Unfit::Damaged);
        }
        let (mut page, segments) = PageParser::new(tape.take()?).map_err(damaged)?;
        let bytes = page.parse_segments(tape.take_vec(segments)?);
        let page = page.parse_packet_data(tape.take_vec(bytes)?).map_err(damaged)?;
        budget.earn(bytes as f64 / 1e7);
        packets.push_page(page).map_err(damaged)?;
        while let Some(packet) = packets.read_packet() {
            if *serial.get_or_insert(packet.stream_serial()) != packet.stream_serial() {
                return Err(Unfit::Damaged);
            }
            ended = packet.last_in_stream();
            let (granule, last_in_page) = (packet.absgp_page(), packet.last_in_page());
            let data = match number {
                0 => {
                    let found = Codec::of(&packet.data).ok_or(Unfit::UnknownType)?;
                    codec.insert(found).head(packet.data)?
                }
                _ => codec.ok_or(Unfit::Damaged)?.packet(number, packet.data)?,
            };
            // The first page holds nothing but the first packet, and sound begins on a page of its own.
            let headers = codec.map_or(0, Codec::headers);
            let end: PacketWriteEndInfo = match number {
                _ if ended => EndStream,
                number if number == 0 || number + 1 == headers || last_in_page => EndPage,
                _ => NormalPacket,
            };
            writer.write_packet(data, SERIAL, end, granule).map_err(unheard)?;
            number += 1;
        }
    }
    match ended {
        true if number > codec.map_or(0, Codec::headers) => Ok(note(Media::Ogg)),
        true => Err(Unfit::Damaged),
        false => Err(Unfit::Truncated),
    }
}

fn damaged(_: ogg::OggReadError) -> Unfit {
    Unfit::Damaged
}

#[derive(Clone, Copy, Debug)]
enum Codec {
    Vorbis,
    Opus,
}

impl Codec {
    /// What a first packet says that the stream is.
    fn of(first: &[u8]) -> Option<Self> {
        if first.starts_with(b"\x01vorbis") {
            Some(Self::Vorbis)
        } else if first.starts_with(b"OpusHead") {
            Some(Self::Opus)
        } else {
            None
        }
    }

    /// How many packets come before the sound.
    fn headers(self) -> u64 {
        match self {
            Self::Vorbis => 3,
            Self::Opus => 2,
        }
    }

    /// The first packet, cut to what its codec puts there.
    fn head(self, mut data: Vec<u8>) -> Result<Vec<u8>, Unfit> {
        let length = match self {
            Self::Vorbis => 30,
            // With a table of channels where there are more than two.
            Self::Opus if data.get(18).is_some_and(|family| *family > 0) => 21 + usize::from(data[9]),
            Self::Opus => 19,
        };
        if data.len() < length {
            return Err(Unfit::Damaged);
        }
        data.truncate(length);
        Ok(data)
    }

    /// Another packet: the comment is emptied, and sound is copied.
    fn packet(self, number: u64, data: Vec<u8>) -> Result<Vec<u8>, Unfit> {
        match (self, number) {
            (Self::Vorbis, 1) if data.starts_with(b"\x03vorbis") => {
                Ok(b"\x03vorbis\0\0\0\0\0\0\0\0\x01".to_vec())
            }
            (Self::Opus, 1) if data.starts_with(b"OpusTags") => Ok(b"OpusTags\0\0\0\0\0\0\0\0".to_vec()),
            (Self::Vorbis, 2) if data.starts_with(b"\x05vorbis") => Ok(data),
            // The lowest bit of a packet of sound is not set.
            (Self::Vorbis, 3..) if data.first().is_none_or(|first| first & 1 == 0) => Ok(data),
            (Self::Opus, 2..) => Ok(data),
            _ => Err(Unfit::Damaged),
        }
    }
}
