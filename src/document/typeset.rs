//! From a sheet to the bytes of a PDF.

use typst::comemo;
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use super::sheet::Sheet;
use super::world::{self, Page};
use super::{DocumentError, Typeset, legible};

/// Written into the file as the program that made it; no version, so that an upgrade of this
/// program alone does not change a document's bytes.
const CREATOR: &str = "Chorus";

/// Up to this many blocks a page is tagged for screen readers. For two thousand members, tags make
/// the file seven times as large, and the plain text says the same.
const TAGGED: usize = 300;

pub(super) fn pdf(sheet: &Sheet) -> Result<Typeset, DocumentError> {
    let mut data = serde_json::to_value(sheet).expect("strings and lists always become a JSON value");
    legible::all(&mut data, &world::drawn);
    let page = Page::new(data.to_string().into_bytes());
    drop(data);

    let blocks: usize = sheet.sections.iter().map(|section| section.blocks.len()).sum();
    let made = print(&page, format!("{} {}", sheet.sha256, sheet.version), blocks <= TAGGED);
    // Typst remembers everything it computed; the next document has nothing in common with this.
    comemo::evict(0);
    made
}

fn print(page: &Page, ident: String, tagged: bool) -> Result<Typeset, DocumentError> {
    let document = typst::compile::<PagedDocument>(page)
        .output
        .map_err(|errors| DocumentError::Layout(told(&errors)))?;
    let options = PdfOptions {
        ident: Smart::Custom(ident),
        creator: Smart::Custom(Some(CREATOR.to_owned())),
        tagged,
        ..PdfOptions::default()
    };
    let bytes = typst_pdf::pdf(&document, &options).map_err(|errors| DocumentError::Export(told(&errors)))?;
    Ok(Typeset { bytes, pages: document.pages().len() })
}

fn told(errors: &[SourceDiagnostic]) -> String {
    errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join("; ")
}
