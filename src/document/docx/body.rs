//! The text of a package: block by block, section by section.

use super::super::sheet::{Block, Row, Section, Set, Sheet, Table};
use super::part::Xml;

/// Twentieths of a point in a millimetre.
fn twips(millimetres: u32) -> u32 {
    millimetres * 567 / 10
}

/// Width and height of A4, and the margins at the sides, in millimetres.
const PAGE: (u32, u32) = (210, 297);
const SIDE: u32 = 26;
const LANDSCAPE_SIDE: u32 = 20;

pub(super) fn document(sheet: &Sheet) -> Vec<u8> {
    let mut xml = Xml::part("w:document");
    xml.open("w:body", &[]);
    xml.paragraph("Title", &sheet.title);
    xml.paragraph("Subtitle", &format!("{}\n（{}）", sheet.subtitle, sheet.purpose));
    let last = sheet.sections.len().saturating_sub(1);
    for (at, section) in sheet.sections.iter().enumerate() {
        for block in &section.blocks {
            draw(&mut xml, block, section);
        }
        if at == last {
            shape(&mut xml, section);
        } else {
            // The shape of a section that others follow stands in its last paragraph.
            xml.open("w:p", &[]);
            xml.open("w:pPr", &[]);
            shape(&mut xml, section);
            xml.close("w:pPr");
            xml.close("w:p");
        }
    }
    xml.close("w:body");
    xml.end("w:document")
}

fn shape(xml: &mut Xml, section: &Section) {
    let (width, height) = if section.landscape { (PAGE.1, PAGE.0) } else { PAGE };
    let side = twips(side(section)).to_string();
    let (width, height) = (twips(width).to_string(), twips(height).to_string());
    xml.open("w:sectPr", &[]);
    xml.empty("w:headerReference", &[("w:type", "default"), ("r:id", "rId2")]);
    xml.empty("w:footerReference", &[("w:type", "default"), ("r:id", "rId3")]);
    let mut size = vec![("w:w", width.as_str()), ("w:h", height.as_str())];
    if section.landscape {
        size.push(("w:orient", "landscape"));
    }
    xml.empty("w:pgSz", &size);
    let (top, bottom, edge) = (twips(27).to_string(), twips(24).to_string(), twips(13).to_string());
    xml.empty(
        "w:pgMar",
        &[
            ("w:top", &top),
            ("w:right", &side),
            ("w:bottom", &bottom),
            ("w:left", &side),
            ("w:header", &edge),
            ("w:footer", &edge),
            ("w:gutter", "0"),
        ],
    );
    xml.close("w:sectPr");
}

fn side(section: &Section) -> u32 {
    if section.landscape { LANDSCAPE_SIDE } else { SIDE }
}

fn draw(xml: &mut Xml, block: &Block, section: &Section) {
    match block {
        Block::Heading { level: 1, text } => xml.paragraph("Heading1", text),
        Block::Heading { text, .. } => xml.paragraph("Heading2", text),
        Block::Pairs { rows } => pairs(xml, "Normal", rows),
        Block::Text { text, strong } => {
            xml.begin("Body", None);
            xml.run(text, *strong);
            xml.close("w:p");
        }
        Block::Numbered { number, text, note, strong } => {
            xml.begin("Body", None);
            xml.run(&format!("{number}. "), false);
            xml.run(text, *strong);
            if !note.is_empty() {
                xml.run(&format!("（{note}）"), false);
            }
            xml.close("w:p");
        }
        Block::Quote { text } => xml.paragraph("Quote", text),
        Block::Account { heading, text } => {
            xml.paragraph("Account", heading);
            text.split('\n').for_each(|part| xml.paragraph("Body", part));
        }
        Block::Table(data) => table(xml, data, section),
        Block::Fine { text } => xml.paragraph("Fine", text),
        Block::Signature { annexes, label } => {
            if !annexes.is_empty() {
                xml.paragraph("Normal", &format!("附：\n{}", annexes.join("\n")));
            }
            if let Some(label) = label {
                let line = "＿".repeat(12);
                xml.begin("Normal", Some("right"));
                xml.run(&format!("{label}：{line}\n日期：　　　　年　　月　　日"), false);
                xml.close("w:p");
            }
        }
        Block::Notice { lines, rows } => {
            xml.paragraph("Account", "说明");
            for (number, line) in (1..).zip(lines) {
                xml.paragraph("Fine", &format!("{number}. {line}"));
            }
            pairs(xml, "Fine", rows);
        }
    }
}

fn pairs(xml: &mut Xml, style: &str, rows: &[Row]) {
    for row in rows {
        xml.begin(style, None);
        xml.run(&format!("{}：", row.label), true);
        xml.run(&row.value, false);
        xml.close("w:p");
    }
}

fn table(xml: &mut Xml, table: &Table, section: &Section) {
    if table.rows.is_empty() {
        xml.paragraph("Normal", "（无）");
        return;
    }
    let full = if section.landscape { PAGE.1 } else { PAGE.0 } - 2 * side(section);
    let taken: u32 = table.columns.iter().map(|column| column.width).sum();
    let left = full.saturating_sub(taken).max(20);
    let widths: Vec<String> = table
        .columns
        .iter()
        .map(|column| twips(if column.width == 0 { left } else { column.width }).to_string())
        .collect();
    xml.open("w:tbl", &[]);
    xml.open("w:tblPr", &[]);
    xml.empty("w:tblW", &[("w:w", &twips(full).to_string()), ("w:type", "dxa")]);
    xml.open("w:tblBorders", &[]);
    for side in ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"] {
        xml.empty(side, &[("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", "808080")]);
    }
    xml.close("w:tblBorders");
    xml.empty("w:tblLayout", &[("w:type", "fixed")]);
    xml.close("w:tblPr");
    xml.open("w:tblGrid", &[]);
    widths.iter().for_each(|width| xml.empty("w:gridCol", &[("w:w", width)]));
    xml.close("w:tblGrid");

    let titles: Vec<String> = table.columns.iter().map(|column| column.title.to_owned()).collect();
    row(xml, table, &widths, &titles, Some("w:tblHeader"));
    table.rows.iter().for_each(|cells| row(xml, table, &widths, cells, None));
    if let Some(sum) = &table.sum {
        row(xml, table, &widths, sum, Some("w:cantSplit"));
    }
    xml.close("w:tbl");
    // Two tables without a paragraph between them would become one.
    xml.paragraph("Fine", "");
}

/// A row; one with a property of its own is set in bold.
fn row(xml: &mut Xml, table: &Table, widths: &[String], cells: &[String], property: Option<&str>) {
    xml.open("w:tr", &[]);
    if let Some(name) = property {
        xml.open("w:trPr", &[]);
        xml.empty(name, &[]);
        xml.close("w:trPr");
    }
    for ((column, width), cell) in table.columns.iter().zip(widths).zip(cells) {
        xml.open("w:tc", &[]);
        xml.open("w:tcPr", &[]);
        xml.empty("w:tcW", &[("w:w", width), ("w:type", "dxa")]);
        if property == Some("w:tblHeader") {
            xml.empty("w:shd", &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", "EBEBEB")]);
        }
        xml.close("w:tcPr");
        let align = match column.set {
            _ if property == Some("w:tblHeader") => "center",
            Set::Center => "center",
            Set::Left | Set::Hash => "left",
            Set::Right => "right",
        };
        xml.begin("Cell", Some(align));
        xml.run(cell, property.is_some());
        xml.close("w:p");
        xml.close("w:tc");
    }
    xml.close("w:tr");
}
