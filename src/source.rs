//! Texts of the source tree that the binary carries: templates, documents, words, style.

/// A text that the binary carries. A debug build reads it anew from the source tree when it starts, where that is
/// still there, so that words and looks are changed without building.
#[must_use]
pub fn text(path: &str, embedded: &'static str) -> &'static str {
    if !cfg!(debug_assertions) {
        return embedded;
    }
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(path);
    match std::fs::read_to_string(path) {
        Ok(text) if text != embedded => text.leak(),
        _ => embedded,
    }
}

/// Embeds the text of a file below `src`.
macro_rules! embed {
    ($($part:literal),+ $(,)?) => {
        crate::source::text(
            concat!($($part),+),
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/", $($part),+)),
        )
    };
}
pub(crate) use embed;
