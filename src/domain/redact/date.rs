//! Dates and times, which stay unless somebody was born on them.

use super::checksum::number;
use super::cue::Cue;
use super::kind::Kind;
use super::sheet::Sheet;

/// Hides dates of birth and keeps all other dates and times of day.
pub(super) fn claim(sheet: &mut Sheet) {
    let mut i = 0;
    while i < sheet.len() {
        let before = sheet.before(i);
        let glued = before.is_ascii_alphanumeric() || (i > 0 && sheet.digit(i - 1).is_some());
        let starts = sheet.digit(i).is_some() && !glued;
        match if starts { at(sheet, i) } else { None } {
            Some(date) => {
                if born(sheet, i, date.end) {
                    sheet.hide(i, date.end, Kind::Dob);
                } else if date.whole {
                    sheet.keep(i, time_after(sheet, date.end));
                }
                i = date.end;
            }
            None => i += 1,
        }
    }
}

/// Whether somebody's birth is said of the date at `start..end`.
fn born(sheet: &Sheet, start: usize, end: usize) -> bool {
    let said_after = match (sheet.at(end), sheet.at(end + 1)) {
        ('出', '生') => true,
        ('生', next) => !matches!(next, '产' | '效' | '成'),
        _ => false,
    };
    said_after || sheet.cue_before(start) == Some(Cue::Birth)
}

/// A date found in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Date {
    pub(super) end: usize,
    /// Whether it names a day, not only a month.
    pub(super) whole: bool,
}

/// Reads a date that begins at `start`: `2024-1-2`, `2024年1月2日`, `20240102`, `一九九〇年二月`.
pub(super) fn at(sheet: &Sheet, start: usize) -> Option<Date> {
    let (year, mut i) = figure(sheet, start, 4)?;
    if i - start == 8 && sheet.arabic(start) {
        return compact(sheet, start).then_some(Date { end: start + 8, whole: true });
    }
    let four = i - start == 4 && (1900..2100).contains(&year);
    let two = i - start == 2 && sheet.at(i) == '年';
    if !four && !two {
        return None;
    }
    let mark = separator(sheet, &mut i)?;
    let (month, after) = figure(sheet, i, 2)?;
    i = after;
    if !(1..=12).contains(&month) {
        return None;
    }
    let short = i;
    let day = separator(sheet, &mut i)
        .filter(|next| *next == mark || mark == '年')
        .and_then(|_| figure(sheet, i, 2));
    match day {
        Some((day, after)) if (1..=31).contains(&day) => {
            let spaced = usize::from(mark == '年' && sheet.at(after) == ' ');
            let named = matches!(sheet.at(after + spaced), '日' | '号');
            Some(Date { end: if named { after + spaced + 1 } else { after }, whole: true })
        }
        _ if mark == '年' && sheet.at(short) == '月' => Some(Date { end: short + 1, whole: false }),
        _ if four && mark != '年' && !matches!(sheet.at(short), '-' | '.' | '/') => {
            Some(Date { end: short, whole: false })
        }
        _ => None,
    }
}

/// Reads a figure written in digits or as 十二; the run must not go on past it.
fn figure(sheet: &Sheet, start: usize, most: usize) -> Option<(u32, usize)> {
    let mut i = start;
    let mut value = 0;
    let mut ten = false;
    while i < start + 8 {
        if sheet.at(i) == '十' {
            value = value.max(1) * 10;
            ten = true;
        } else if let Some(digit) = sheet.digit(i) {
            value = if ten { value + u32::from(digit.value) } else { value * 10 + u32::from(digit.value) };
        } else {
            break;
        }
        i += 1;
    }
    let length = i - start;
    let fits =
        length > 0 && (length <= most.max(3) || (most == 4 && length == 8)) && sheet.digit(i).is_none();
    fits.then_some((value, i))
}

fn separator(sheet: &Sheet, i: &mut usize) -> Option<char> {
    while sheet.at(*i) == ' ' {
        *i += 1;
    }
    let mark = sheet.at(*i);
    if !matches!(mark, '-' | '/' | '.' | '年' | '月' | '·') {
        return None;
    }
    *i += 1;
    while sheet.at(*i) == ' ' {
        *i += 1;
    }
    Some(mark)
}

/// Whether eight digits are a day written without marks.
fn compact(sheet: &Sheet, start: usize) -> bool {
    let digits: Vec<u8> = (start..start + 8).filter_map(|i| sheet.digit(i)).map(|d| d.value).collect();
    digits.len() == 8
        && (1900..2100).contains(&number(&digits[..4]))
        && (1..=12).contains(&number(&digits[4..6]))
        && (1..=31).contains(&number(&digits[6..]))
}

/// Where a time of day that follows a date ends.
fn time_after(sheet: &Sheet, date: usize) -> usize {
    let mut i = date;
    while matches!(sheet.at(i), ' ' | 'T') && i < date + 3 {
        i += 1;
    }
    let clock =
        (sheet.arabic(i) && sheet.at(i + 1) == ':') || (sheet.arabic(i + 1) && sheet.at(i + 2) == ':');
    if !clock {
        return date;
    }
    while sheet.arabic(i) || (sheet.at(i) == ':' && sheet.arabic(i + 1)) {
        i += 1;
    }
    i
}
