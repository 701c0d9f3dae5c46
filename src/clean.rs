//! Pool copies of uploaded files, drawn anew in a process of their own.
//!
//! A copy is made by writing down what may be in it, never by taking out what may not: an image is decoded to
//! pixels and the pixels are written as a bare PNG. What is written comes from the decoded meaning of the original,
//! so that nothing a decoder passes over (metadata, thumbnails, comments, bytes behind the end) can reach the copy.
//!
//! An original is hostile until proven otherwise. [`Cleaner`] hands each one to a child process (`chorus clean`,
//! which runs [`child`]) that gives up its rights before it reads the first byte: memory, processor time, files,
//! network. A bomb or a bug in a decoder ends that child and nothing else, and comes back as a refusal ([`Unfit`]).
//! Processor time is earned: the child starts with two seconds, and each finished piece of work buys a little more
//! for the next, so that a long honest document is read to its end and a runaway one is not.
//!
//! Of a text only what one sees of it is copied, and it still says who people are: the redactor comes next, in the parent.
//! [`Ocr`] proposes what to cover in a picture.
//!
//! The type of a file is what its content says; its name is never asked. What happens to content of two types at once
//! is decided by format: see [`Media`].

mod cleaner;
mod confine;
mod desk;
mod docx;
mod extent;
mod html;
mod input;
mod limits;
mod media;
mod ocr;
mod order;
mod paint;
mod pdf;
mod picture;
mod sound;
mod text;
mod unfit;
mod wire;
mod work;

pub use cleaner::Cleaner;
pub use media::Media;
pub use ocr::Ocr;
pub use order::{BlackBox, Cleaned, Order, PoolCopy};
pub use unfit::Unfit;
pub use work::child;
