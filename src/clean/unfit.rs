//! Why no pool copy can be made of a file.

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantNames};

/// Why no pool copy can be made of a file, as a fact that its owner can act on.
#[derive(
    Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize, IntoStaticStr, VariantNames,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE", prefix = "FILE_")]
pub enum Unfit {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It is of no type that the pool takes, whatever its name says.
    #[error("the type of the file is not known")]
    UnknownType,
    /// Its end is missing.
    #[error("the end of the file is missing")]
    Truncated,
    /// It begins as its type and does not go on as it.
    #[error("the file is damaged")]
    Damaged,
    /// It is larger than its type may be.
    #[error("the file has more than {max} bytes")]
    TooLarge {
        /// Most bytes.
        max: u64,
    },
    /// A picture with more pixels than can be decoded safely.
    #[error("the picture takes more than {max} bytes when decoded")]
    TooManyPixels {
        /// Most bytes of the decoded picture.
        max: u64,
    },
    /// A document or web page without visible text.
    #[error("there is no text in it")]
    NoText,
    /// A PDF that needs a password.
    #[error("the file needs a password")]
    Encrypted,
    /// A PDF with more pages than a copy can have.
    #[error("the file has more than {max} pages")]
    TooManyPages {
        /// Most pages.
        max: u32,
    },
    /// A PDF with a page that no printer has paper for.
    #[error("a page is longer than {max} points")]
    PageTooLarge {
        /// Longest edge, in points (1/72 inch).
        max: u32,
    },
    /// What is drawn takes more room than a copy may have.
    #[error("the copy would have more than {max} bytes")]
    CopyTooLarge {
        /// Most bytes.
        max: u64,
    },
    /// It took more memory or time than any honest file of its type, or broke the decoder.
    #[error("the file asks for too much memory or time")]
    TooDemanding,
    /// A black box covers nothing, or the page that was asked for does not exist.
    #[error("a black box or a page lies outside of the file")]
    BoxOutside,
}

impl Unfit {
    /// The stable code, as `FILE_TOO_DEMANDING`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.into()
    }

    /// The bound that was passed, where there is one.
    #[must_use]
    pub fn max(&self) -> Option<u64> {
        serde_json::to_value(self).ok()?.as_object()?.values().next()?.get("max")?.as_u64()
    }
}
