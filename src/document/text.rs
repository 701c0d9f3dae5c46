//! The sheet as plain text, for forms that take no file.

use super::sheet::{Block, Row, Sheet, Table};
use crate::domain::complaint::numeral;

/// Writes the sheet with one blank line between its parts.
pub(super) fn plain(sheet: &Sheet) -> String {
    let mut out = String::new();
    put(&mut out, &format!("{}（{}）\n{}", sheet.title, sheet.purpose, sheet.subtitle));
    for block in sheet.sections.iter().flat_map(|section| &section.blocks) {
        put(&mut out, &told(block));
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn put(out: &mut String, part: &str) {
    if !part.is_empty() {
        out.push_str(part);
        out.push_str("\n\n");
    }
}

fn told(block: &Block) -> String {
    match block {
        Block::Heading { text, .. } | Block::Text { text, .. } | Block::Fine { text } => text.clone(),
        Block::Pairs { rows } => lines(rows),
        Block::Numbered { number, text, note, .. } => {
            let note = if note.is_empty() { String::new() } else { format!("（{note}）") };
            format!("{number}. {text}{note}")
        }
        Block::Quote { text } => format!("“{text}”"),
        Block::Account { heading, text } => format!("{heading}\n{text}"),
        Block::Table(table) => rows(table),
        Block::Signature { annexes, label } => {
            let annexes = (!annexes.is_empty()).then(|| format!("附：\n{}", annexes.join("\n")));
            let label = label.as_ref().map(|label| format!("{label}：\n日期："));
            annexes.into_iter().chain(label).collect::<Vec<_>>().join("\n\n")
        }
        Block::Notice { lines: notices, rows } => {
            let notices: Vec<_> =
                (1..).zip(notices).map(|(n, notice)| format!("（{}）{notice}", numeral(n))).collect();
            format!("说明\n{}\n{}", notices.join("\n"), lines(rows))
        }
    }
}

fn lines(rows: &[Row]) -> String {
    let lines: Vec<_> = rows.iter().map(|row| format!("{}：{}", row.label, row.value)).collect();
    lines.join("\n")
}

fn rows(table: &Table) -> String {
    if table.rows.is_empty() {
        return "（无）".to_owned();
    }
    let row = |cells: &Vec<String>| {
        let told = table.columns.iter().zip(cells).filter(|(_, cell)| !cell.is_empty());
        told.map(|(column, cell)| format!("{}：{cell}", column.title)).collect::<Vec<_>>().join("；")
    };
    table.rows.iter().chain(&table.sum).map(row).collect::<Vec<_>>().join("\n")
}
