//! The sheet as plain text, for forms that take no file.

use std::fmt::Write as _;

use super::sheet::{Row, Sheet, Table};
use crate::domain::complaint::numeral;

/// Writes the sheet with one blank line between its parts.
pub(super) fn plain(sheet: &Sheet) -> String {
    let mut out = String::new();
    put(&mut out, &format!("{}（{}）\n{}", sheet.title, sheet.purpose, sheet.subtitle));

    let parties = lines(&sheet.complainants) + "\n被投诉人：\n" + &lines(&sheet.respondent);
    put(&mut out, &format!("一、当事人\n{parties}\n\n{}", sheet.opening));

    put(&mut out, "二、共同事实");
    for (number, fact) in (1..).zip(&sheet.facts) {
        let note = if fact.note.is_empty() { String::new() } else { format!("（{}）", fact.note) };
        put(&mut out, &format!("{number}. {}{note}", fact.text));
    }
    put(&mut out, "三、法律依据");
    for (number, ground) in (1..).zip(&sheet.grounds) {
        let mut words = format!("{number}. {}：\n“{}”", ground.heading, ground.quoted);
        if let Some(clause) = &ground.clause {
            write!(words, "\n被投诉人的规则：“{clause}”").expect("writing to a string cannot fail");
        }
        put(&mut out, &format!("{words}\n适用理由：{}", ground.why));
    }
    put(&mut out, "四、投诉请求");
    for (number, demand) in (1..).zip(&sheet.demands) {
        put(&mut out, &format!("{number}. {demand}"));
    }
    if let Some(claimed) = &sheet.claimed {
        put(&mut out, claimed);
    }
    if sheet.signed {
        put(&mut out, "投诉人（代表人）签名：\n日期：");
    }

    for (number, annex) in (0_usize..).zip(&sheet.annexes) {
        put(&mut out, annex);
        match number {
            0 => {
                if let Some(identities) = &sheet.identities {
                    put(&mut out, &rows(identities));
                }
                put(&mut out, &rows(&sheet.schedule));
            }
            1 => {
                sheet.statements.iter().for_each(|it| put(&mut out, &format!("{}\n{}", it.heading, it.text)))
            }
            2 => put(&mut out, &rows(&sheet.contacts)),
            _ => put(&mut out, &format!("{}\n{}", rows(&sheet.evidence), sheet.evidence_note)),
        }
    }
    let notices: Vec<_> =
        (1..).zip(&sheet.notices).map(|(n, notice)| format!("（{}）{notice}", numeral(n))).collect();
    put(&mut out, &format!("说明\n{}\n{}", notices.join("\n"), lines(&sheet.hashes)));
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn put(out: &mut String, part: &str) {
    out.push_str(part);
    out.push_str("\n\n");
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
        told.map(|(title, cell)| format!("{title}：{cell}")).collect::<Vec<_>>().join("；")
    };
    table.rows.iter().chain(&table.sum).map(row).collect::<Vec<_>>().join("\n")
}
