//! The schedule as a file that a spreadsheet opens as text and not as a program.

use crate::domain::complaint::{Complaint, Entry, digits};

/// Tells Excel that the file is UTF-8; without it a Chinese Windows reads GBK.
const BYTE_ORDER_MARK: &str = "\u{feff}";
/// A spreadsheet keeps no more than 15 digits of a number, and writes 12 as `1.2E+11`.
const DIGITS_KEPT: usize = 11;

/// Writes 附表一 with one line for each member, names included in a filing edition.
pub(super) fn schedule(complaint: &Complaint) -> Vec<u8> {
    let mut csv = String::from(BYTE_ORDER_MARK);
    line(
        &mut csv,
        [
            "序号",
            "代号",
            "姓名",
            "电话",
            "通讯地址",
            "证件种类",
            "证件号码",
            "订单编号",
            "购买日期",
            "商品或者服务",
            "金额（元）",
            "付款方式",
            "生活消费",
            "请求",
            "请求金额（元）",
        ],
    );
    for entry in &complaint.schedule {
        line(&mut csv, cells(entry).iter().map(String::as_str));
    }
    csv.into_bytes()
}

fn cells(entry: &Entry) -> Vec<String> {
    let identity = entry.identity.as_ref();
    let document = identity.and_then(|identity| identity.document.as_ref());
    let text = |value: Option<&String>| value.cloned().unwrap_or_default();
    vec![
        entry.row.to_string(),
        entry.code.clone(),
        text(identity.map(|it| &it.name)),
        text(identity.map(|it| &it.phone)),
        text(identity.map(|it| &it.address)),
        text(document.map(|it| &it.kind)),
        text(document.map(|it| &it.number)),
        entry.order_number.clone(),
        entry.bought_on.to_string(),
        entry.product.clone(),
        digits(entry.amount_fen).replace(',', ""),
        entry.payment_zh().to_owned(),
        if entry.own_use { "是" } else { "未说明" }.to_owned(),
        entry.remedy_zh().to_owned(),
        entry.wanted_fen.map(|fen| digits(fen).replace(',', "")).unwrap_or_default(),
    ]
}

fn line<'a>(csv: &mut String, cells: impl IntoIterator<Item = &'a str>) {
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            csv.push(',');
        }
        csv.push_str(&quoted(&inert(cell)));
    }
    csv.push_str("\r\n");
}

/// Keeps a cell from being run as a formula, or being rounded as a number.
fn inert(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n']);
    let digits = cell.len() > DIGITS_KEPT && cell.bytes().all(|byte| byte.is_ascii_digit());
    if formula || digits { format!("'{cell}") } else { cell.to_owned() }
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) || cell.starts_with(' ') || cell.ends_with(' ') {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula_nor_a_rounded_number() {
        for (cell, written) in [
            ("普通", "普通"),
            ("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""),
            ("+8613900000000", "'+8613900000000"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("＝1＋1", "'＝1＋1"),
            ("\t=1", "'\t=1"),
            ("13900001000", "13900001000"),
            ("440300199001010000", "'440300199001010000"),
            ("44030019900101000X", "44030019900101000X"),
            ("甲,乙", "\"甲,乙\""),
            ("“引号”\"直\"", "\"“引号”\"\"直\"\"\""),
            ("两\n行", "\"两\n行\""),
            ("", ""),
        ] {
            assert_eq!(quoted(&inert(cell)), written);
        }
    }
}
