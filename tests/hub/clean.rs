//! Stories about pool copies: what is planted in an original is not in its copy, and what is hostile is refused, by
//! the real `chorus clean`.

#[expect(dead_code, reason = "the bench draws pages of text with it")]
mod booklet;
mod chance;
mod image;
mod keeping;
mod letters;
mod marks;
mod paper;
mod picture;
mod reading;
mod script;
mod sound;
mod tone;

use chorus::clean::{BlackBox, Cleaned, Cleaner, Order, PoolCopy, Unfit};

/// A cleaner as a hub has it.
fn cleaner() -> Cleaner {
    Cleaner::new(env!("CARGO_BIN_EXE_chorus").into(), 2)
}

/// Makes a copy without boxes.
async fn clean(original: &[u8]) -> Result<Cleaned, Unfit> {
    clean_with(original, &[]).await
}

/// Makes a copy with boxes.
async fn clean_with(original: &[u8], boxes: &[BlackBox]) -> Result<Cleaned, Unfit> {
    cleaner().clean(original, &Order { boxes: boxes.to_vec(), page: None }).await.unwrap()
}

/// The file that a copy is.
fn file(cleaned: Cleaned) -> (&'static str, Vec<u8>, Vec<(u32, u32)>) {
    match cleaned.copy {
        PoolCopy::File { media, bytes, pages } => (media, bytes, pages),
        PoolCopy::Text(text) => panic!("a text: {text}"),
    }
}
