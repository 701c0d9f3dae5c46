//! What stands for an original where others see it.
//!
//! Of a picture, a document or a sound that is its SHA-256. A text is little more than its anonymised copy: whoever
//! sees the copy could try every telephone number in the place of 【手机1】 until the hash fits. So the digest of a text
//! is the SHA-256, in lower-case hex, of these [framed](super::framing) fields:
//!
//! | field | for example |
//! |---|---|
//! | name | `chorus/original/1` |
//! | salt, 32 random bytes in lower-case hex | 64 digits |
//! | SHA-256 of the original, lower-case hex | 64 digits |
//!
//! Its owner has the salt, and so has whoever shows by the SHA-256 that they hold the original.

use sha2::{Digest, Sha256};

use super::framing::framed;

const NAME: &str = "chorus/original/1";

/// The digest of an original by its SHA-256 and, for a text, its salt; all in lower-case hex.
#[must_use]
pub fn of_original(sha256: &str, salt: Option<&str>) -> String {
    match salt {
        Some(salt) => hex::encode(Sha256::digest(framed(NAME, [salt, sha256]))),
        None => sha256.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_what_its_documentation_says() {
        let (sha256, salt) = ("ab".repeat(32), "01".repeat(32));
        assert_eq!(of_original(&sha256, None), sha256);
        // Computed with another program from the table of the module.
        assert_eq!(
            of_original(&sha256, Some(&salt)),
            "322588c3aed411d0901a728f515de40ec03404b979a7cf84f46a1694617dde28"
        );
    }
}
