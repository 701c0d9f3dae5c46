//! Coordinates.

use super::cue::Cue;
use super::kind::Kind;
use super::sheet::Sheet;

/// Hides pairs of coordinates, and single ones after their cue.
pub(super) fn claim(sheet: &mut Sheet) {
    let mut i = 0;
    while i < sheet.len() {
        if !sheet.arabic(i) || (i > 0 && (sheet.arabic(i - 1) || sheet.at(i - 1) == '.')) {
            i += 1;
            continue;
        }
        if let Some(end) = degrees(sheet, i) {
            sheet.hide(named(sheet, i), end, Kind::Geo);
            i = end;
            continue;
        }
        let Some((end, places)) = decimal(sheet, i) else {
            i += 1;
            continue;
        };
        let between = |c: char| {
            matches!(
                c,
                ',' | ' ' | '、' | '/' | '°' | '度' | 'N' | 'E' | '-' | ';' | '东' | '北' | '经' | '纬' | ':'
            )
        };
        let gap = end + (0..6).take_while(|n| between(sheet.at(end + n))).count();
        let second = if gap > end { decimal(sheet, gap) } else { None };
        let second = second.map(|(last, more)| (point(sheet, last), more));
        match second {
            Some((last, more)) if places >= 4 && more >= 4 => {
                sheet.hide(named(sheet, i), last, Kind::Geo);
                i = last;
            }
            _ => {
                if places >= 2 && sheet.cue_before(i) == Some(Cue::Geo) {
                    match second.filter(|(_, more)| *more >= 2) {
                        Some((last, _)) => sheet.hide(named(sheet, i), last, Kind::Geo),
                        None => sheet.hide(named(sheet, i), point(sheet, end), Kind::Geo),
                    };
                }
                i = end;
            }
        }
    }
}

/// Where a place that begins with the figure at `start` begins: with the point of the compass.
fn named(sheet: &Sheet, start: usize) -> usize {
    let before = |n: usize| start.checked_sub(n).map_or('\0', |i| sheet.at(i));
    match (before(2), before(1)) {
        ('东' | '西', '经') | ('南' | '北', '纬') => start - 2,
        (other, 'N' | 'S' | 'E' | 'W') if !other.is_ascii_alphanumeric() => start - 1,
        _ => start,
    }
}

/// Where the sign of degrees and the point of the compass behind a figure end.
fn point(sheet: &Sheet, end: usize) -> usize {
    let sign = end + usize::from(matches!(sheet.at(end), '°' | '度'));
    let compass =
        matches!(sheet.at(sign), 'N' | 'S' | 'E' | 'W') && !sheet.at(sign + 1).is_ascii_alphanumeric();
    sign + usize::from(compass)
}

/// Reads degrees and minutes: `30°16'27"N 120°9'E`; a mere temperature has no minutes.
fn degrees(sheet: &Sheet, start: usize) -> Option<usize> {
    let whole = (0..4).take_while(|n| sheet.arabic(start + n)).count();
    let minutes = sheet.at(start + whole) == '°' && sheet.arabic(start + whole + 1);
    if !(1..=3).contains(&whole) || !minutes {
        return None;
    }
    let mut end = start;
    let part = |c: char| {
        c.is_ascii_digit()
            || matches!(c, '°' | '\'' | '"' | '′' | '″' | '’' | '”' | '.' | 'N' | 'S' | 'E' | 'W' | ' ' | ',')
    };
    while end < start + 40 && part(sheet.at(end)) {
        end += 1;
    }
    // A date may follow: the last sign counts.
    while end > start && (sheet.arabic(end - 1) || matches!(sheet.at(end - 1), ' ' | ',' | '.')) {
        end -= 1;
    }
    Some(end)
}

/// Reads a decimal fraction below 180: where it ends and how many places it has.
fn decimal(sheet: &Sheet, start: usize) -> Option<(usize, usize)> {
    let whole = (0..4).take_while(|n| sheet.arabic(start + n)).count();
    if !(1..=3).contains(&whole) || sheet.at(start + whole) != '.' {
        return None;
    }
    let from = start + whole + 1;
    let places = (0..13).take_while(|n| sheet.arabic(from + n)).count();
    let value: u32 =
        (start..start + whole).filter_map(|i| sheet.digit(i)).fold(0, |sum, d| sum * 10 + u32::from(d.value));
    let end = from + places;
    let goes_on = sheet.at(end) == '.' && sheet.arabic(end + 1);
    (places > 0 && value <= 180 && !goes_on).then_some((end, places))
}
