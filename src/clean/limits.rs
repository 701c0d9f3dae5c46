//! How much one original may ask for. Each number bounds the memory or the time of one child.

/// Most bytes of an original that is no sound.
pub(super) const FILE_BYTES: u64 = 20 << 20;
/// Most bytes of a text or a web page: years of a chat.
pub(super) const TEXT_BYTES: u64 = 4 << 20;
/// Most bytes of a sound.
pub(super) const AUDIO_BYTES: u64 = 100 << 20;
/// Most bytes of a copy: a picture of noise is larger as a PNG than it was as a JPEG.
pub(super) const COPY_BYTES: usize = 128 << 20;

/// Memory a child may write to, in bytes. With what it shares with its parent it stays below 256 MB.
pub(super) const MEMORY: u64 = 224 << 20;
/// Processor time a child starts with, in seconds.
pub(super) const FIRST_SECONDS: f64 = 1.0;
/// Processor time that no child exceeds, whatever it has done, in seconds.
pub(super) const MOST_SECONDS: u64 = 60;
/// Wall-clock time until the parent gives up, in seconds; a machine may be busy with other things.
pub(super) const WALL_SECONDS: u64 = 120;

/// Most bytes of a decoded picture: 50 megapixels of a photograph.
pub(super) const DECODED_BYTES: u64 = 160 << 20;
/// Most pixels of a copy. A bound on the area rather than on the edge: a long screenshot of a chat stays readable.
pub(super) const COPY_PIXELS: u64 = 16_000_000;
/// Most pages of a PDF.
pub(super) const PAGES: u32 = 60;
/// Longest edge of a page, in points: 200 inches, the most that PDF itself used to allow.
pub(super) const PAGE_POINTS: f64 = 14_400.0;
/// Most pixels of a page: an A3 at 150 dots an inch. A larger one is drawn coarser.
pub(super) const PAGE_PIXELS: f64 = 4_500_000.0;
/// Processor time that a drawn page buys for the next, in seconds.
pub(super) const PAGE_SECONDS: f64 = 0.5;
/// Longest edge of a copy, in pixels.
pub(super) const COPY_EDGE: u32 = 30_000;
