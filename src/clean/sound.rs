//! Sounds: the frames that are heard, and nothing around them. No tags, no cover, no chapters, no unused bytes.
//!
//! Frames are copied, not decoded, while they are read, so that a long recording needs little memory. What an encoder
//! hides inside of a frame (padding, ancillary data) is copied with it; a voice cannot be made anonymous here either,
//! which is why a sound is pooled only when its owner insists.
//!
//! What does not parse to its end is refused, and so is another file behind the end, except for the tags that stand
//! there by custom.

pub(super) mod m4a;
pub(super) mod mp3;
pub(super) mod ogg;
mod tape;
pub(super) mod wav;

pub(super) use tape::Tape;

use super::{
    media::Media,
    wire::{Form, Note},
};

/// What is said about the copy of a sound.
fn note(original: Media) -> Note {
    Note { original, form: Form::Sound, pages: Vec::new() }
}
