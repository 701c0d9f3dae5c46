//! Word documents: the visible text of the main part, and nothing else of the archive.

use std::io::{Cursor, Read};

use quick_xml::{
    Reader,
    escape::resolve_predefined_entity,
    events::{BytesStart, Event},
};
use zip::{ZipArchive, result::ZipError};

use super::{desk::Desk, media::Media, text, unfit::Unfit, wire::Verdict};

/// The part that holds the text.
const MAIN: &str = "word/document.xml";
/// Most entries of an archive; a document with many pictures has a few hundred.
const ENTRIES: usize = 5000;
/// Most bytes of the main part.
const MAIN_BYTES: u64 = 32 << 20;
/// Most that the main part may inflate by. Honest ones stay below 50, a bomb comes to 1,000.
const RATIO: u64 = 200;
/// Deepest nesting of elements; tables in tables come to a few dozen.
const DEPTH: usize = 256;

/// Parts of the text that are not in it any more, or never were: deletions and moves as recorded, former properties, the
/// second way of saying a thing, and what a field computes from.
const SKIPPED: [&str; 11] = [
    "del",
    "moveFrom",
    "delText",
    "instrText",
    "delInstrText",
    "rPrChange",
    "pPrChange",
    "sectPrChange",
    "Fallback",
    "sdtPr",
    "ruby",
];

/// Makes the copy of a Word document.
pub(super) fn write_out(file: Vec<u8>, desk: &mut Desk) -> Verdict {
    let xml = main_part(file)?;
    desk.budget.earn(1.0);
    text::write(Media::Docx, &visible(&xml)?, desk)
}

/// Inflates the main part, within limits.
fn main_part(file: Vec<u8>) -> Result<String, Unfit> {
    let mut archive = ZipArchive::new(Cursor::new(file)).map_err(|_| Unfit::Truncated)?;
    if archive.len() > ENTRIES {
        return Err(Unfit::TooDemanding);
    }
    let part = archive.by_name(MAIN).map_err(|error| match error {
        ZipError::FileNotFound => Unfit::UnknownType,
        _ => Unfit::Damaged,
    })?;
    let most = MAIN_BYTES.min(part.compressed_size().saturating_mul(RATIO));
    let mut xml = Vec::new();
    // What the archive says of itself is not believed; the bytes are counted.
    part.take(most + 1).read_to_end(&mut xml).map_err(|_| Unfit::Damaged)?;
    if xml.len() as u64 > most {
        return Err(Unfit::TooDemanding);
    }
    String::from_utf8(xml).map_err(|_| Unfit::Damaged)
}

/// The text of a document while it is read.
#[derive(Default)]
struct Page {
    text: String,
    /// Runs that have begun; there are more than one where a run holds a text box.
    runs: Vec<Run>,
}

#[derive(Default)]
struct Run {
    text: String,
    hidden: bool,
}

impl Page {
    /// Adds to the run; text outside of runs is none that is shown.
    fn push(&mut self, text: &str) {
        if let Some(run) = self.runs.last_mut() {
            run.text.push_str(text);
        }
    }

    /// An element begins: a run, a property that hides it, or a character that is an element.
    fn begin(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            "r" => self.runs.push(Run::default()),
            "vanish" | "webHidden" => {
                let value = tag.try_get_attribute("w:val").ok().flatten();
                let shown = value.is_some_and(|it| matches!(it.value.as_ref(), "0" | "false" | "off"));
                if let Some(run) = self.runs.last_mut() {
                    run.hidden = !shown;
                }
            }
            "tab" | "ptab" => self.push("\t"),
            "br" | "cr" => self.push("\n"),
            "noBreakHyphen" => self.push("-"),
            _ => {}
        }
    }

    /// An element ends: a run is written unless it is hidden, and a paragraph is a line.
    fn end(&mut self, name: &str) {
        match name {
            "r" => self.text.extend(self.runs.pop().filter(|run| !run.hidden).map(|run| run.text)),
            "p" => self.text.push('\n'),
            _ => {}
        }
    }
}

/// The text that a reader of the document sees.
///
/// A document type definition is refused: with it, text could come from elsewhere or grow without bound.
fn visible(xml: &str) -> Result<String, Unfit> {
    let mut reader = Reader::from_str(xml);
    let mut page = Page::default();
    let mut open: Vec<String> = Vec::new();
    // How many elements were open when the outermost skipped one began.
    let mut skipping = None;
    loop {
        let event = reader.read_event().map_err(|_| Unfit::Damaged)?;
        let in_text = skipping.is_none() && open.last().is_some_and(|name| name == "t");
        match event {
            Event::Eof if open.is_empty() => return Ok(page.text),
            Event::Eof | Event::DocType(_) => return Err(Unfit::Damaged),
            Event::Start(tag) => {
                let name = tag.local_name().as_ref().to_owned();
                if skipping.is_none() && SKIPPED.contains(&name.as_str()) {
                    skipping = Some(open.len());
                }
                if skipping.is_none() {
                    page.begin(&tag);
                }
                open.push(name);
                if open.len() > DEPTH {
                    return Err(Unfit::TooDemanding);
                }
            }
            Event::Empty(tag) if skipping.is_none() => {
                page.begin(&tag);
                page.end(tag.local_name().as_ref());
            }
            Event::End(_) => {
                let name = open.pop().ok_or(Unfit::Damaged)?;
                match skipping {
                    Some(depth) if depth == open.len() => skipping = None,
                    Some(_) => {}
                    None => page.end(&name),
                }
            }
            Event::Text(text) if in_text => page.push(&text),
            Event::CData(text) if in_text => page.push(&text),
            Event::GeneralRef(name) if in_text => match name.resolve_char_ref() {
                Ok(Some(c)) => page.push(c.encode_utf8(&mut [0; 4])),
                _ => page.push(resolve_predefined_entity(&name).ok_or(Unfit::Damaged)?),
            },
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Result<String, Unfit> {
        visible(&format!("<?xml version='1.0'?><w:document><w:body>{body}</w:body></w:document>"))
    }

    #[test]
    fn text_is_what_a_reader_sees() {
        for (body, expected) in [
            ("<w:p><w:r><w:t>客服：</w:t></w:r><w:r><w:t>a&amp;b&#20320;</w:t></w:r></w:p>", "客服：a&b你\n"),
            ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", "a\tb\nc\n"),
            ("<w:p><w:del><w:r><w:delText>x</w:delText><w:t>x</w:t></w:r></w:del></w:p>", "\n"),
            ("<w:p><w:ins><w:r><w:t>new</w:t></w:r></w:ins></w:p>", "new\n"),
            ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r>", ""),
            ("<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>y</w:t></w:r>", "y"),
            (
                "<w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>y</w:t></w:r>",
                "y",
            ),
            ("<w:r><w:instrText>x</w:instrText></w:r><w:t>outside</w:t>", ""),
            (
                "<w:r><w:t>a</w:t><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></w:r>",
                "box\na",
            ),
            ("<!-- x --><w:r><w:t><![CDATA[<b>]]></w:t></w:r>", "<b>"),
        ] {
            assert_eq!(read(body).as_deref(), Ok(expected), "{body}");
        }
    }

    #[test]
    fn a_hostile_text_is_refused() {
        let entity = "<!DOCTYPE d [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><d><r><t>&a;</t></r></d>";
        assert_eq!(visible(entity), Err(Unfit::Damaged));
        assert_eq!(read("<w:r><w:t>&unknown;</w:t></w:r>"), Err(Unfit::Damaged));
        assert_eq!(read(&"<a>".repeat(100_000)), Err(Unfit::TooDemanding));
        assert_eq!(read("<w:r><w:t>"), Err(Unfit::Damaged));
    }
}
