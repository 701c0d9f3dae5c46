//! The small parts of a package, and how XML is written.

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event},
};

use super::super::sheet::Sheet;

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// XML on its way into memory.
pub(super) struct Xml(Writer<Vec<u8>>);

impl Xml {
    /// A part whose root element has this name.
    pub(super) fn part(root: &str) -> Self {
        let mut xml = Self(Writer::new(Vec::new()));
        xml.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))));
        xml.open(root, &[("xmlns:w", WORD), ("xmlns:r", RELATIONSHIPS)]);
        xml
    }

    /// Closes the root element.
    pub(super) fn end(mut self, root: &str) -> Vec<u8> {
        self.close(root);
        self.0.into_inner()
    }

    fn event(&mut self, event: Event<'_>) {
        self.0.write_event(event).expect("writing to memory cannot fail");
    }

    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.event(Event::Start(start));
    }

    pub(super) fn close(&mut self, name: &str) {
        self.event(Event::End(BytesEnd::new(name)));
    }

    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.event(Event::Empty(start));
    }

    /// A run of text; a line end in it is a break.
    pub(super) fn run(&mut self, text: &str, bold: bool) {
        self.open("w:r", &[]);
        if bold {
            self.open("w:rPr", &[]);
            self.empty("w:rFonts", &[("w:eastAsia", "黑体")]);
            self.empty("w:b", &[]);
            self.close("w:rPr");
        }
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.empty("w:br", &[]);
            }
            self.open("w:t", &[("xml:space", "preserve")]);
            let line: String = line.chars().filter(|c| is_xml(*c)).collect();
            self.event(Event::Text(BytesText::new(&line)));
            self.close("w:t");
        }
        self.close("w:r");
    }

    /// A field that a word processor fills in, such as the number of the page.
    fn field(&mut self, instruction: &str) {
        self.open("w:fldSimple", &[("w:instr", instruction)]);
        self.run("1", false);
        self.close("w:fldSimple");
    }

    /// A paragraph of one run in a style.
    pub(super) fn paragraph(&mut self, style: &str, text: &str) {
        self.begin(style, None);
        self.run(text, false);
        self.close("w:p");
    }

    /// Begins a paragraph.
    pub(super) fn begin(&mut self, style: &str, align: Option<&str>) {
        self.open("w:p", &[]);
        self.open("w:pPr", &[]);
        self.empty("w:pStyle", &[("w:val", style)]);
        if let Some(align) = align {
            self.empty("w:jc", &[("w:val", align)]);
        }
        self.close("w:pPr");
    }
}

/// Whether XML 1.0 may hold a character.
fn is_xml(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

pub(super) fn header(sheet: &Sheet) -> Vec<u8> {
    let mut xml = Xml::part("w:hdr");
    let words = format!("{}（{}）　　{}　{}", sheet.title, sheet.purpose, sheet.case_number, sheet.version);
    xml.paragraph("Margin", &words);
    xml.end("w:hdr")
}

pub(super) fn footer(sheet: &Sheet) -> Vec<u8> {
    let mut xml = Xml::part("w:ftr");
    xml.begin("Margin", Some("center"));
    xml.run(&format!("文本校验 {}　　软件辅助起草，不构成法律意见　　第 ", sheet.short_hash), false);
    xml.field("PAGE");
    xml.run(" 页　共 ", false);
    xml.field("NUMPAGES");
    xml.run(" 页", false);
    xml.close("w:p");
    xml.end("w:ftr")
}

/// What a file says of itself.
pub(super) fn properties(sheet: &Sheet) -> Vec<u8> {
    let [year, month, day] = sheet.compiled;
    let instant = format!("{year:04}-{month:02}-{day:02}T00:00:00Z");
    let mut xml = Xml(Writer::new(Vec::new()));
    xml.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))));
    let root = "cp:coreProperties";
    xml.open(
        root,
        &[
            ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
            ("xmlns:dcterms", "http://purl.org/dc/terms/"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ],
    );
    for (name, text) in [
        ("dc:title", format!("{} {}", sheet.title, sheet.case_number)),
        ("dc:creator", "Chorus".to_owned()),
        ("dc:identifier", sheet.sha256.clone()),
    ] {
        xml.open(name, &[]);
        xml.event(Event::Text(BytesText::new(&text)));
        xml.close(name);
    }
    for name in ["dcterms:created", "dcterms:modified"] {
        xml.open(name, &[("xsi:type", "dcterms:W3CDTF")]);
        xml.event(Event::Text(BytesText::new(&instant)));
        xml.close(name);
    }
    xml.end(root)
}
