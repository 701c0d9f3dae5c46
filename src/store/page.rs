//! Keyset pagination: a page begins behind the key of the row before it, so that no page costs more than
//! the first and no row is counted.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};

use crate::error::{Error, Result};

/// The most rows in one page.
pub const MOST: u64 = 100;

/// Which rows are asked for.
#[derive(Clone, Debug)]
pub struct Page {
    /// How many at most.
    pub first: u64,
    /// The key of the row before the first one, as parts.
    pub after: Option<Vec<String>>,
}

impl Page {
    /// Reads what a client asked for.
    ///
    /// # Errors
    /// `BadInput` for a negative or too large `first` and for a cursor we did not make.
    pub fn new(first: Option<i32>, after: Option<&str>) -> Result<Self> {
        let first = match first {
            None => 20,
            Some(count) => u64::try_from(count)
                .ok()
                .filter(|count| *count <= MOST)
                .ok_or(Error::BadInput("first must be between 0 and 100"))?,
        };
        Ok(Self { first, after: after.map(decode).transpose()? })
    }

    /// All rows up to the most one page has.
    #[must_use]
    pub fn all() -> Self {
        Self { first: MOST, after: None }
    }

    /// The single key part behind which the page begins.
    #[must_use]
    pub fn after_id(&self) -> Option<&str> {
        self.after.as_ref()?.last().map(String::as_str)
    }

    /// The part of the key before the id.
    #[must_use]
    pub fn after_key(&self) -> Option<&str> {
        self.after.as_ref().filter(|parts| parts.len() > 1)?.first().map(String::as_str)
    }

    /// Cuts the one row too many that was fetched to see whether there is more.
    #[must_use]
    pub fn slice<T>(&self, mut rows: Vec<T>) -> Slice<T> {
        let first = usize::try_from(self.first).unwrap_or(usize::MAX);
        let has_next = rows.len() > first;
        rows.truncate(first);
        Slice { rows, has_next, has_previous: self.after.is_some() }
    }
}

/// One page of rows.
#[derive(Clone, Debug)]
pub struct Slice<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Whether there are more behind them.
    pub has_next: bool,
    /// Whether there are some before them.
    pub has_previous: bool,
}

impl<T> Slice<T> {
    /// The same page of something made from each row.
    pub fn map<U>(self, make: impl FnMut(T) -> U) -> Slice<U> {
        Slice {
            rows: self.rows.into_iter().map(make).collect(),
            has_next: self.has_next,
            has_previous: self.has_previous,
        }
    }
}

/// A cursor that says where a row stands.
#[must_use]
pub fn cursor(parts: &[&str]) -> String {
    BASE64.encode(parts.join("\n"))
}

fn decode(cursor: &str) -> Result<Vec<String>> {
    let bad = || Error::BadInput("this cursor is not one of ours");
    if cursor.len() > 400 {
        return Err(bad());
    }
    let text = BASE64.decode(cursor).ok().and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(bad)?;
    if text.contains('\0') {
        return Err(bad());
    }
    Ok(text.split('\n').map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_gives_its_key_back() {
        let page = Page::new(Some(2), Some(&cursor(&["2026", "case_1"]))).unwrap();
        assert_eq!((page.after_key(), page.after_id()), (Some("2026"), Some("case_1")));
        let slice = page.slice(vec![1, 2, 3]);
        assert_eq!((slice.rows, slice.has_next), (vec![1, 2], true));
    }

    #[test]
    fn what_we_did_not_make_is_refused() {
        assert!(Page::new(Some(-1), None).is_err());
        assert!(Page::new(Some(101), None).is_err());
        assert!(Page::new(None, Some("%%%")).is_err());
        assert!(Page::new(None, Some(&BASE64.encode("a\0"))).is_err());
    }
}
