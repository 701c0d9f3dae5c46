//! From a complaint to the bytes of a PDF.

use typst::comemo;
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use super::sheet::Sheet;
use super::world::{self, Page};
use super::{DocumentError, legible};
use crate::domain::complaint::Complaint;

/// Written into the file as the program that made it; no version, so that an upgrade of this
/// program alone does not change a document's bytes.
const CREATOR: &str = "Chorus";

/// Up to this many members a page is tagged for screen readers. For two thousand, tags make the
/// file seven times as large, and the plain text says the same.
const TAGGED: u32 = 200;

pub(super) fn pdf(complaint: &Complaint) -> Result<Vec<u8>, DocumentError> {
    let sheet = Sheet::of(complaint);
    let mut data = serde_json::to_value(&sheet).expect("strings and lists always become a JSON value");
    legible::all(&mut data, &world::drawn);
    let page = Page::new(data.to_string().into_bytes());

    let made = print(&page, complaint.sha256(), complaint.totals.members <= TAGGED);
    // Typst remembers everything it computed; the next document has nothing in common with this.
    comemo::evict(0);
    made
}

fn print(page: &Page, ident: String, tagged: bool) -> Result<Vec<u8>, DocumentError> {
    let document = typst::compile::<PagedDocument>(page)
        .output
        .map_err(|errors| DocumentError::Layout(told(&errors)))?;
    let options = PdfOptions {
        ident: Smart::Custom(ident),
        creator: Smart::Custom(Some(CREATOR.to_owned())),
        tagged,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|errors| DocumentError::Export(told(&errors)))
}

fn told(errors: &[SourceDiagnostic]) -> String {
    errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join("; ")
}
