//! Order, payment and waybill numbers that no cue announces.

use super::checksum::ean13;
use super::cue::Cue;
use super::kind::Kind;
use super::papers::day;
use super::place::counted;
use super::run::separates;
use super::sheet::Sheet;
use super::spread;

/// Hides order, payment and waybill numbers that stand without a cue but look like nothing else.
pub(super) fn claim(sheet: &mut Sheet) {
    let mut i = 0;
    while i < sheet.len() {
        if !sheet.at(i).is_ascii_alphanumeric() || sheet.taken(i) {
            i += 1;
            continue;
        }
        let length = sheet.chars[i..]
            .iter()
            .enumerate()
            .take_while(|(n, c)| c.is_ascii_alphanumeric() && !sheet.taken(i + n))
            .count();
        let end = i + length;
        let parted = matches!(sheet.before(i), '-' | '/' | '_' | '.') || matches!(sheet.at(end), '/' | '_');
        if length >= 10
            && !parted
            && sheet.cue_before(i) != Some(Cue::Keep)
            && let Some((end, kind)) = serial(sheet, i, end)
        {
            sheet.hide(i, end, kind);
        }
        i = end;
    }
}

fn serial(sheet: &Sheet, start: usize, end: usize) -> Option<(usize, Kind)> {
    let word = &sheet.chars[start..end];
    // Letters that stand for digits count as such.
    let digit = |n: usize| sheet.digit(start + n).is_some();
    let letters = (0..word.len()).take_while(|n| word[*n].is_ascii_alphabetic() && !digit(*n)).count();
    let head: String = word[..letters].iter().map(char::to_ascii_uppercase).collect();
    let tail = (letters..word.len()).take_while(|n| digit(*n)).count();
    let last = word.len() - letters - tail;
    let goes_on = separates(sheet.at(end)) && sheet.digit(end + 1).is_some();
    let end = if goes_on && tail >= 12 {
        spread::read(sheet, start, 12, 40).map_or(end, |(end, _)| end)
    } else {
        end
    };
    let unit = counted(sheet, end) || (separates(sheet.at(end)) && sheet.digit(end + 1).is_some());
    match (head.as_str(), letters, tail, last) {
        (_, 2, 9, 2) if word[11..].iter().all(char::is_ascii_uppercase) => Some((end, Kind::TrackingNo)),
        ("JY" | "SC" | "XK" | "QS" | "TS", _, 10.., 0) => None,
        (
            "SF" | "YT" | "JD" | "JDV" | "JDVA" | "JDVB" | "JDVC" | "JDX" | "JT" | "ZTO" | "STO" | "DPK"
            | "YD" | "EMS" | "JDK" | "JDVE" | "KYE" | "ZT" | "BEST" | "DB",
            _,
            9..,
            0,
        ) => Some((end, Kind::TrackingNo)),
        (_, 1..=4, 13.., 0) => Some((end, Kind::OrderNo)),
        ("", 0, 6, 0) => None,
        ("", 0, 12.., 0) if !unit && tail <= 40 => bare(sheet, start, end).map(|kind| (end, kind)),
        _ => None,
    }
}

/// Judges a bare number of twelve digits or more.
fn bare(sheet: &Sheet, start: usize, end: usize) -> Option<Kind> {
    let digits: Vec<u8> = (start..end).filter_map(|i| sheet.digit(i)).map(|d| d.value).collect();
    let article = ean13(&digits) && digits[0] != 1;
    let instant = digits.len() == 13 && matches!(digits[..2], [1, 4..=8]);
    let clock = digits.len() <= 17 && digits.len() >= 14 && day(&digits[..8]);
    (!article && !instant && !clock).then_some(Kind::OrderNo)
}
