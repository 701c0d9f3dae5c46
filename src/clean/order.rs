//! What is asked of a child, and what comes back.

use serde::{Deserialize, Serialize};

use super::{media::Media, unfit::Unfit};

/// A rectangle that the owner wants black, in pixels of the copy made without boxes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlackBox {
    /// The page, counted from 0; a picture is page 0.
    pub page: u32,
    /// The left edge.
    pub x: u32,
    /// The top edge.
    pub y: u32,
    /// The width.
    pub width: u32,
    /// The height.
    pub height: u32,
}

/// How a copy is to be made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// What the owner wants black.
    pub boxes: Vec<BlackBox>,
    /// One page of a PDF only, as a PNG, to look at or to read; all of it otherwise.
    pub page: Option<u32>,
}

impl Order {
    /// Refuses boxes on pages that do not exist, and such a page itself.
    pub(super) fn within(&self, pages: u32) -> Result<(), Unfit> {
        if self.boxes.iter().map(|it| it.page).chain(self.page).all(|page| page < pages) {
            Ok(())
        } else {
            Err(Unfit::BoxOutside)
        }
    }
}

/// A pool copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PoolCopy {
    /// A text, as it was: whoever asked for it has the redactor read it before anybody else does.
    Text(String),
    /// A file.
    File {
        /// Its media type, as `image/png`.
        media: &'static str,
        /// Its content.
        bytes: Vec<u8>,
        /// Width and height of each page in pixels; none for a sound.
        pages: Vec<(u32, u32)>,
    },
}

/// An original that could be made into a pool copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleaned {
    /// What the original is.
    pub original: Media,
    /// Its copy.
    pub copy: PoolCopy,
}
