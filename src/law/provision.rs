//! One article of an instrument.

use chrono::NaiveDate;
use serde::Deserialize;

/// How well a text is attested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Sources of different origin agree to the character.
    Verified,
    /// One source only: compare with the official text before quoting.
    SingleSource,
}

/// One article in one wording.
#[derive(Debug, Clone)]
pub struct Provision {
    /// Instrument and article, such as `cpl-26`.
    pub id: String,
    /// Id of the instrument.
    pub instrument: String,
    /// Number of the article.
    pub article: u16,
    /// The number as the statute writes it, such as 第二十六条.
    pub label_zh: String,
    /// The statutory text, paragraphs parted by newlines.
    pub text_zh: String,
    /// What it says, in English; not official.
    pub summary_en: String,
    /// Ids of its topics.
    pub topics: Vec<String>,
    /// First day on which this wording holds.
    pub effective_from: NaiveDate,
    /// Last day on which it holds, where that is known.
    pub effective_to: Option<NaiveDate>,
    /// How well the text is attested.
    pub status: Status,
    /// SHA-256 of the text in UTF-8, in lower-case hex.
    pub text_sha256: String,
}

impl Provision {
    /// Whether this wording is in force on that day.
    #[must_use]
    pub fn in_force(&self, on: NaiveDate) -> bool {
        self.effective_from <= on && self.effective_to.is_none_or(|last| on <= last)
    }
}

/// What provisions are about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Stable id, such as `auto-renewal`.
    pub id: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
}
