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
        if let Some(last) = grouped(sheet, i, end) {
            sheet.hide(i, last, Kind::OrderNo);
            i = last;
            continue;
        }
        let parted = matches!(sheet.before(i), '-' | '_' | '.')
            || (sheet.before(i) == '/' || matches!(sheet.at(end), '/' | '_')) && in_path(sheet, i);
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

/// Whether what stands at `i` is part of a path or a standard, not an entry of a list: `张三/138…/TB2408…`.
fn in_path(sheet: &Sheet, i: usize) -> bool {
    let begin = (0..i).rev().take(80).take_while(|at| !sheet.at(*at).is_whitespace()).last().unwrap_or(i);
    let run = &sheet.chars[begin..i];
    !(run.iter().filter(|c| **c == '/').count() > 1 && run.iter().any(|c| !c.is_ascii()))
        || run.windows(2).any(|pair| pair == ['/', '/'])
        || run.starts_with(&['w', 'w', 'w'])
}

/// Where a number ends that is written in groups: `240817-330921`, `TB20 2408 1733 0921`; its first group is `start..end`.
fn grouped(sheet: &Sheet, start: usize, end: usize) -> Option<usize> {
    let mark = sheet.at(end);
    let digits = |from: usize| (0..32).take_while(|n| sheet.digit(from + n).is_some()).count();
    let letters = (start..end).take_while(|i| sheet.at(*i).is_ascii_uppercase()).count();
    let first = digits(start + letters);
    let whole = letters <= 4 && start + letters + first == end && first > 0;
    let hotline = letters == 0 && matches!(sheet.at(start), '4' | '8') && sheet.at(start + 1) == '0';
    if !matches!(mark, ' ' | '-')
        || !whole
        || hotline
        || matches!(sheet.before(start), '-' | '.' | '_')
        || sheet.before(start) == '/' && in_path(sheet, start)
    {
        return None;
    }
    let mut sizes = vec![end - start];
    let mut last = end;
    while sheet.at(last) == mark && sizes.len() < 10 {
        let size = digits(last + 1);
        if size == 0 || sheet.taken(last + 1) {
            break;
        }
        sizes.push(size);
        last += 1 + size;
    }
    let total: usize = sizes.iter().sum();
    let even = sizes.len() > 2
        && sizes[..sizes.len() - 1].iter().all(|size| *size == 4)
        && sizes[sizes.len() - 1] <= 4;
    let halves = mark == '-' && sizes.len() == 2 && first >= 4 && sizes[1] >= 6;
    let long = (14..=32).contains(&total) && (even || halves);
    let free = sheet.free(start, last) && sheet.cue_before(start) != Some(Cue::Keep);
    let ends = !sheet.at(last).is_ascii_alphanumeric() && !counted(sheet, last);
    (long && free && ends).then_some(last)
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
