//! Documents made of a complaint: PDF to read and sign, text to paste, JSON and CSV for machines.
//!
//! The same complaint makes the same bytes in every format. The JSON file is the complaint's
//! canonical form, so that `sha256sum` of the pool edition's file is the hash that was voted on.
//!
//! The PDF is typeset by Typst, used as a library in a world of one template, one data file and
//! two fonts: there is no file system, network, package or clock to reach. What people wrote goes
//! in as data and is never read as markup. Nothing outside this module knows of Typst.

mod csv;
mod legible;
mod sheet;
mod text;
mod typeset;
mod world;

#[cfg(test)]
mod tests;

use crate::domain::complaint::Complaint;

/// Why a document could not be made: a fault of the template, never of what people wrote.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// The template did not compile.
    #[error("the page could not be laid out: {0}")]
    Layout(String),
    /// The pages could not be written as PDF.
    #[error("the pages could not be written as PDF: {0}")]
    Export(String),
}

/// Typesets a complaint as an A4 PDF with its fonts embedded.
///
/// An optimised build takes 50 ms and 45 MB for three members, 0.3 s and 90 MB for forty, and 10 s
/// and 1.9 GB for two thousand (777 pages): call it off the async threads, and large ones one at a
/// time.
///
/// # Errors
///
/// [`DocumentError`] when the template is broken.
pub fn pdf(complaint: &Complaint) -> Result<Vec<u8>, DocumentError> {
    typeset::pdf(complaint)
}

/// Whether the face that texts are set in has every character of `text`.
#[must_use]
pub fn can_draw(text: &str) -> bool {
    text.chars().all(world::drawn)
}

/// The face that texts are set in, as an OpenType file.
pub(crate) fn text_face() -> &'static [u8] {
    world::SERIF
}

/// The canonical JSON of a complaint.
#[must_use]
pub fn json(complaint: &Complaint) -> Vec<u8> {
    complaint.to_bytes()
}

/// The schedule of members as CSV for a spreadsheet: RFC 4180, UTF-8 with a byte order mark.
#[must_use]
pub fn schedule_csv(complaint: &Complaint) -> Vec<u8> {
    csv::schedule(complaint)
}

/// The whole complaint as plain text for pasting into a form, lines ended by `\n`.
#[must_use]
pub fn text(complaint: &Complaint) -> String {
    text::plain(&sheet::Sheet::of(complaint))
}
