//! How each language writes dates and money.

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use entity::Locale;

/// Beijing time, which has no summer time.
#[must_use]
pub fn beijing() -> FixedOffset {
    FixedOffset::east_opt(8 * 3600).expect("eight hours are less than a day")
}

/// An instant in Beijing time, to the minute.
#[must_use]
pub fn moment(locale: Locale, at: DateTime<Utc>) -> String {
    let local = at.with_timezone(&beijing());
    let pattern = match locale {
        Locale::ZhCn => "%Y年%-m月%-d日 %H:%M（北京时间）",
        Locale::En => "%-d %B %Y, %H:%M (Beijing time)",
    };
    local.format(pattern).to_string()
}

/// A calendar date.
#[must_use]
pub fn day(locale: Locale, date: NaiveDate) -> String {
    let pattern = match locale {
        Locale::ZhCn => "%Y年%-m月%-d日",
        Locale::En => "%-d %B %Y",
    };
    date.format(pattern).to_string()
}

/// A whole number with thousands apart.
#[must_use]
pub fn count(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() * 4 / 3 + 1);
    if number < 0 {
        out.push('-');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Whole fen as yuan, with thousands apart.
#[must_use]
pub fn yuan(locale: Locale, fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let whole = count((fen / 100).abs());
    let cents = fen.unsigned_abs() % 100;
    match locale {
        Locale::ZhCn => format!("{sign}{whole}.{cents:02} 元"),
        Locale::En => format!("{sign}CNY {whole}.{cents:02}"),
    }
}
