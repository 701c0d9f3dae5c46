//! What an original is, told by its content.

use serde::{Deserialize, Serialize};

use super::sound::mp3;

/// A type of file that can be made into a pool copy.
///
/// A file is of the type that it begins as; something else in front makes it another type, or none. Something else behind
/// the end is left out of the copy of an image, a WAV and a PDF (there within the last kilobyte; further off, the end is
/// missing), and so are the tags that stand behind an MP3 by custom. It is refused behind any other sound and in a text. Of
/// a Word document only the text is read, whatever else is in the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Media {
    /// A PNG image.
    Png,
    /// A JPEG image.
    Jpeg,
    /// A WebP image.
    Webp,
    /// A PDF.
    Pdf,
    /// Plain text.
    Text,
    /// A table as text.
    Csv,
    /// A web page.
    Html,
    /// A Word document.
    Docx,
    /// An MP3 sound.
    Mp3,
    /// An AAC sound in an MP4 file.
    M4a,
    /// A WAV sound.
    Wav,
    /// A Vorbis or Opus sound in an Ogg file.
    Ogg,
}

impl Media {
    /// The media type, as `image/png`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
            Self::Text => "text/plain",
            Self::Csv => "text/csv",
            Self::Html => "text/html",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Mp3 => "audio/mpeg",
            Self::M4a => "audio/mp4",
            Self::Wav => "audio/wav",
            Self::Ogg => "audio/ogg",
        }
    }

    /// The type that a file begins as, where its first bytes leave no doubt; text has no such mark.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        match head {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            [b'%', b'P', b'D', b'F', b'-', ..] => Some(Self::Pdf),
            [b'P', b'K', 3, 4, ..] => Some(Self::Docx),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'A', b'V', b'E', ..] => Some(Self::Wav),
            [b'O', b'g', b'g', b'S', ..] => Some(Self::Ogg),
            [b'I', b'D', b'3', ..] => Some(Self::Mp3),
            [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => {
                const BRANDS: [&[u8]; 6] = [b"M4A", b"M4B", b"mp4", b"iso", b"3gp", b"dash"];
                BRANDS.iter().any(|name| brand.starts_with(name)).then_some(Self::M4a)
            }
            [a, b, c, d, ..] if mp3::Frame::read([*a, *b, *c, *d]).is_some() => Some(Self::Mp3),
            _ => None,
        }
    }
}
