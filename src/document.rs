//! Documents made of a complaint: PDF to read and sign, DOCX to work on, text to paste, JSON and CSV for machines.
//!
//! A complaint of many is typeset in parts, each by itself, so that ten thousand members take no more memory than one
//! volume of them: a main part with all that they say together, then volumes of annexes.
//!
//! The same complaint makes the same bytes in every format. The JSON file is the complaint's
//! canonical form, so that `sha256sum` of the pool edition's file is the hash that was voted on.
//!
//! The PDF is typeset by Typst, used as a library in a world of one template, one data file and
//! two fonts: there is no file system, network, package or clock to reach. What people wrote goes
//! in as data and is never read as markup. Nothing outside this module knows of Typst.

mod annex;
mod complaint;
mod csv;
mod docx;
mod legible;
mod mandate;
mod report;
mod sheet;
mod text;
mod typeset;
mod world;

#[cfg(test)]
mod tests;

use crate::domain::{
    complaint::{Complaint, Report},
    mandate::Mandate,
};

pub use complaint::{Part, Prints};

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

/// A PDF, and how many pages it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typeset {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its pages.
    pub pages: usize,
}

impl Prints<'_> {
    /// Typesets a part as an A4 PDF with its fonts embedded: off the async threads, one at a time, since a volume of 250
    /// members takes seconds and some 300 MB.
    ///
    /// # Errors
    ///
    /// [`DocumentError`] when the template is broken.
    pub fn pdf(&self, part: Part<'_>) -> Result<Typeset, DocumentError> {
        typeset::pdf(&self.sheet(part))
    }

    /// A part as a file for word processors.
    #[must_use]
    pub fn docx(&self, part: Part<'_>) -> Vec<u8> {
        docx::written(&self.sheet(part))
    }

    /// The whole as plain text for pasting into a form, lines ended by `\n`.
    #[must_use]
    pub fn text(&self) -> String {
        text::plain(&self.sheet(Part::Whole))
    }
}

/// Typesets a report, as [`Prints::pdf`] does a complaint.
///
/// # Errors
///
/// [`DocumentError`] when the template is broken.
pub fn report_pdf(report: &Report) -> Result<Typeset, DocumentError> {
    typeset::pdf(&report::sheet(report))
}

/// A report as a file for word processors.
#[must_use]
pub fn report_docx(report: &Report) -> Vec<u8> {
    docx::written(&report::sheet(report))
}

/// A report as plain text.
#[must_use]
pub fn report_text(report: &Report) -> String {
    text::plain(&report::sheet(report))
}

/// Typesets a mandate: one paper for each thousand consents.
///
/// # Errors
///
/// [`DocumentError`] when the template is broken.
pub fn mandate_pdfs(mandate: &Mandate) -> Result<Vec<Typeset>, DocumentError> {
    mandate::sheets(mandate).iter().map(typeset::pdf).collect()
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

/// The schedule of members as CSV for a spreadsheet: RFC 4180, UTF-8 with a byte order mark.
#[must_use]
pub fn schedule_csv(complaint: &Complaint) -> Vec<u8> {
    csv::schedule(complaint)
}
