//! The sheet as an OOXML file, to be opened and worked on in a word processor.
//!
//! The package has no more parts than it needs: the text, its styles, a header and a footer with page numbers, and who
//! made it. Its entries stand in a fixed order and bear the day of compilation, so that the same sheet makes the same
//! bytes.

mod body;
mod part;

use std::io::Write as _;

use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use super::sheet::Sheet;

const TYPES: &str = include_str!("docx/types.xml");
const RELATIONS: &str = include_str!("docx/relations.xml");
const DOCUMENT_RELATIONS: &str = include_str!("docx/document_relations.xml");
const STYLES: &str = include_str!("docx/styles.xml");

/// Writes the package.
pub(super) fn written(sheet: &Sheet) -> Vec<u8> {
    let [year, month, day] = sheet.compiled;
    let narrow = |number: u32| u8::try_from(number).unwrap_or(1);
    let year = u16::try_from(year).unwrap_or(1980);
    let time = DateTime::from_date_and_time(year, narrow(month), narrow(day), 0, 0, 0).unwrap_or_default();
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(time)
        .unix_permissions(0o644);
    let mut package = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let parts: [(&str, Vec<u8>); 8] = [
        ("[Content_Types].xml", TYPES.into()),
        ("_rels/.rels", RELATIONS.into()),
        ("docProps/core.xml", part::properties(sheet)),
        ("word/document.xml", body::document(sheet)),
        ("word/_rels/document.xml.rels", DOCUMENT_RELATIONS.into()),
        ("word/styles.xml", STYLES.into()),
        ("word/header1.xml", part::header(sheet)),
        ("word/footer1.xml", part::footer(sheet)),
    ];
    for (name, bytes) in parts {
        package.start_file(name, options).expect("a short name and a file below 4 GB");
        package.write_all(&bytes).expect("writing to memory cannot fail");
    }
    package.finish().expect("writing to memory cannot fail").into_inner()
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use quick_xml::{Reader, events::Event};

    use crate::document::{Part, Prints};
    use crate::domain::complaint::{
        Complaint,
        sample::{material, signatory},
    };

    fn opened(bytes: &[u8]) -> Vec<(String, String)> {
        let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        (0..package.len())
            .map(|at| {
                let mut part = package.by_index(at).unwrap();
                let mut text = String::new();
                part.read_to_string(&mut text).unwrap();
                (part.name().unwrap().into_owned(), text)
            })
            .collect()
    }

    /// The words of a part; panics where it is not well-formed.
    fn words(xml: &str) -> String {
        let mut reader = Reader::from_str(xml);
        let (mut words, mut open) = (String::new(), 0_i32);
        loop {
            match reader.read_event().unwrap() {
                Event::Start(_) => open += 1,
                Event::End(_) => open -= 1,
                Event::Text(text) => words.push_str(&text),
                Event::GeneralRef(name) => words.push_str(&format!("&{};", &*name)),
                Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(open, 0, "an element is not closed");
        words
    }

    #[test]
    fn a_package_is_whole_and_says_what_the_text_says() {
        let pool = Complaint::pool(&material(3)).unwrap();
        let signatories: Vec<_> = (0..3).map(signatory).collect();
        let filing = Complaint::filing(&pool, &signatories, |_| true).unwrap();
        let prints = Prints::of(&filing);
        let bytes = prints.docx(Part::Whole);
        assert_eq!(bytes, prints.docx(Part::Whole), "the same complaint makes the same bytes");
        let parts = opened(&bytes);
        assert_eq!(parts[0].0, "[Content_Types].xml");
        for (name, text) in &parts {
            words(text);
            if let Some(stem) = name.strip_prefix("word/").filter(|rest| !rest.contains('/')) {
                assert!(parts[0].1.contains(stem), "{name} has no type");
            }
        }
        let document = &parts.iter().find(|(name, _)| name == "word/document.xml").unwrap().1;
        let said = words(document);
        for entry in &filing.schedule {
            let identity = entry.identity.as_ref().unwrap();
            assert!(said.contains(&identity.name) && said.contains(&identity.address), "{}", entry.code);
        }
        for fact in filing.facts.iter().map(|fact| &fact.text).chain(filing.demands.iter().map(|d| &d.text)) {
            assert!(said.contains(fact.as_str()), "{fact}");
        }
        assert!(document.contains("w:tblHeader") && document.contains("w:orient=\"landscape\""));
    }

    #[test]
    fn hostile_text_stays_text() {
        let mut material = material(1);
        material.members[0].what_happened = "<w:p>&amp;]]>\u{b}\u{fffe}结束</w:p>".into();
        let pool = Complaint::pool(&material).unwrap();
        let parts = opened(&Prints::of(&pool).docx(Part::Whole));
        let document = &parts.iter().find(|(name, _)| name == "word/document.xml").unwrap().1;
        words(document);
        assert!(!document.contains('\u{fffe}') && document.contains("&lt;w:p&gt;"));
    }
}
