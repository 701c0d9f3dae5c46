//! A regular expression that stands in a data file.

use std::ops::Deref;

use regex::Regex;
use serde::Deserialize;

/// A pattern; it is compiled when its file is read, so that a wrong one fails the file's test.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct Pattern(Regex);

impl TryFrom<String> for Pattern {
    type Error = regex::Error;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Regex::new(&text).map(Self)
    }
}

impl Deref for Pattern {
    type Target = Regex;

    fn deref(&self) -> &Regex {
        &self.0
    }
}
