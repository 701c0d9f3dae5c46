//! The closed world in which a page is typeset.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

const TEMPLATE: &str = include_str!("paper.typ");
pub(super) const SERIF: &[u8] = include_bytes!("fonts/NotoSerifCJKsc-Regular.otf");
const SANS_BOLD: &[u8] = include_bytes!("fonts/NotoSansCJKsc-Bold.otf");

static HOUSE: LazyLock<House> = LazyLock::new(House::new);

/// What all documents share, read once.
struct House {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    template: Source,
    data: FileId,
}

impl House {
    fn new() -> Self {
        let fonts: Vec<Font> =
            [SERIF, SANS_BOLD].into_iter().flat_map(|file| Font::iter(Bytes::new(file))).collect();
        Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            template: Source::new(file("paper.typ"), TEMPLATE.to_owned()),
            data: file("paper.json"),
        }
    }
}

fn file(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("a plain file name");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// The template, and one document's data.
pub(super) struct Page {
    data: Bytes,
}

impl Page {
    /// A world whose only data file has this content.
    pub(super) fn new(json: Vec<u8>) -> Self {
        Self { data: Bytes::new(json) }
    }
}

/// Whether the text face can draw a character.
pub(super) fn drawn(c: char) -> bool {
    HOUSE.fonts.first().is_some_and(|serif| serif.info().coverage.contains(u32::from(c)))
}

impl World for Page {
    fn library(&self) -> &LazyHash<Library> {
        &HOUSE.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &HOUSE.book
    }

    fn main(&self) -> FileId {
        HOUSE.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == HOUSE.template.id() { Ok(HOUSE.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == HOUSE.data { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        HOUSE.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_nothing_else_to_reach() {
        let page = Page::new(b"{}".to_vec());
        let elsewhere = file("etc/passwd");
        assert_eq!(page.file(elsewhere), Err(FileError::AccessDenied));
        assert!(page.source(elsewhere).is_err());
        assert!(page.today(None).is_none());
    }

    #[test]
    fn the_fonts_have_the_characters_of_names() {
        for c in "喆堃玥祎骉镕犇燚赟翀昇陳張劉“”—…《》【】〔〕□①％".chars() {
            assert!(drawn(c), "{c}");
        }
        assert_eq!(HOUSE.fonts.len(), 2);
    }
}
