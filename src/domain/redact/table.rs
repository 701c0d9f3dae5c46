//! Tables: the head of a column says what the cells below it are.

use super::cue::Cue;
use super::date;
use super::kind::Kind;
use super::sheet::{Sheet, is_han};
use super::stretch::{Stretch, Trust};
use super::surname;

/// Most columns that are read.
const COLUMNS: usize = 32;
/// Longest line that may be the head of a table.
const LONGEST_HEAD: usize = 400;

/// A cell, or a line, as a range of characters.
type Range = (usize, usize);

/// Hides the cells of columns whose head is a cue.
pub(super) fn claim(sheet: &mut Sheet) {
    let mut start = 0;
    while start < sheet.len() {
        let end = line_end(sheet, start);
        let head = head(sheet, (start, end));
        start = end + 1;
        let Some((mark, columns)) = head else { continue };
        while start < sheet.len() {
            let end = line_end(sheet, start);
            let cells = split(sheet, (start, end), mark);
            if cells.len() != columns.len() {
                break;
            }
            for (cell, cue) in cells.into_iter().zip(&columns) {
                if let Some(cue) = cue {
                    judge(sheet, cell, *cue);
                }
            }
            start = end + 1;
        }
    }
}

fn line_end(sheet: &Sheet, start: usize) -> usize {
    sheet.chars[start..].iter().position(|c| *c == '\n').map_or(sheet.len(), |n| start + n)
}

/// Reads a line as the head of a table: what parts its cells, and the cue of each.
fn head(sheet: &Sheet, line: Range) -> Option<(char, Vec<Option<Cue>>)> {
    let text = &sheet.chars[line.0..line.1];
    if text.len() > LONGEST_HEAD || text.iter().any(|c| c.is_ascii_digit() || *c == ':') {
        return None;
    }
    let mark = ['\t', '|', ',', ';'].into_iter().find(|mark| text.contains(mark))?;
    let cells = split(sheet, line, mark);
    let cue = |cell: &Range| {
        let hit = sheet.hits.get(sheet.hits.partition_point(|hit| hit.start < cell.0))?;
        (hit.start == cell.0 && hit.end == cell.1).then_some(hit.cue)
    };
    let cues: Vec<Option<Cue>> = cells.iter().map(cue).collect();
    let enough = cues.iter().flatten().count() >= 2;
    (enough && cues.len() <= COLUMNS).then_some((mark, cues))
}

/// The cells of a line, without the blanks and quotes around them.
fn split(sheet: &Sheet, line: Range, mark: char) -> Vec<Range> {
    let blank = |i: usize| matches!(sheet.at(i), ' ' | '"' | '\r' | '\t' | '*');
    let mut cells = Vec::new();
    let mut start = line.0;
    for i in line.0..=line.1 {
        if i < line.1 && sheet.at(i) != mark {
            continue;
        }
        let mut cell = (start, i);
        while cell.0 < cell.1 && blank(cell.0) {
            cell.0 += 1;
        }
        while cell.0 < cell.1 && blank(cell.1 - 1) {
            cell.1 -= 1;
        }
        cells.push(cell);
        start = i + 1;
        if cells.len() > COLUMNS {
            break;
        }
    }
    cells
}

fn judge(sheet: &mut Sheet, cell: Range, cue: Cue) {
    let kind = match cue {
        Cue::NameLabel | Cue::NameHint | Cue::Speaker => return name(sheet, cell),
        Cue::Birth => {
            if date::at(sheet, cell.0).is_some_and(|date| date.end == cell.1) {
                sheet.hide(cell.0, cell.1, Kind::Dob);
            }
            return;
        }
        Cue::Order | Cue::Number => Kind::OrderNo,
        Cue::Pay => Kind::PayNo,
        Cue::Tracking => Kind::TrackingNo,
        Cue::Secret => Kind::Secret,
        Cue::Account => Kind::Account,
        Cue::Wechat => Kind::Wechat,
        Cue::Qq => Kind::Qq,
        Cue::Card => Kind::BankCard,
        _ => return,
    };
    let value = &sheet.chars[cell.0..cell.1];
    let digits = (cell.0..cell.1).filter(|i| sheet.digit(*i).is_some()).count();
    let words = value.iter().filter(|c| is_han(**c)).count() > digits;
    let dated = date::at(sheet, cell.0).is_some_and(|date| date.end == cell.1);
    if !words && !dated && digits >= 4 && value.len() >= 5 && value.len() <= 80 {
        sheet.hide(cell.0, cell.1, kind);
    }
}

fn name(sheet: &mut Sheet, cell: Range) {
    let stretch = Stretch::forward(sheet, cell.0);
    let whole = stretch.cells.last().is_some_and(|last| last + 1 == cell.1);
    let given = !surname::is_filler(&stretch.letters) && surname::is_given(&stretch.letters);
    let total = matches!(stretch.letters.as_slice(), ['合' | '总' | '小' | '共', '计' | '额']);
    let plain = !total && (2..=4).contains(&stretch.letters.len()) && given;
    if whole && (stretch.is_name(Trust::Asked) || plain) {
        sheet.hide(cell.0, cell.1, Kind::Name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(Kind, String)> {
        let chars: Vec<char> = text.chars().collect();
        let mut sheet = Sheet::of(&chars);
        claim(&mut sheet);
        let value = |fold: &super::super::normalise::Fold| chars[fold.start..fold.end].iter().collect();
        sheet.into_found().iter().map(|fold| (fold.kind, value(fold))).collect()
    }

    #[test]
    fn columns_are_what_their_head_says() {
        let text = "姓名,订单号,金额\n石岩,240924-12726,20240924\n泥云,77455364,35\n合计,2,3";
        let wanted = [
            (Kind::Name, "石岩"),
            (Kind::OrderNo, "240924-12726"),
            (Kind::Name, "泥云"),
            (Kind::OrderNo, "77455364"),
        ];
        assert_eq!(found(text), wanted.map(|(kind, value)| (kind, value.to_owned())));
        assert_eq!(found("我的姓名,订单号都给了\n好的,知道"), []);
    }

    #[test]
    fn rules_and_quotes_are_read_over() {
        let text = "| 姓名 | 微信 |\n|---|---|\n| 张伟 | \"wei_2024\" |\n完";
        let wanted = [(Kind::Name, "张伟".to_owned()), (Kind::Wechat, "wei_2024".to_owned())];
        assert_eq!(found(text), wanted);
    }
}
