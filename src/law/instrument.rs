//! A law, regulation, rule or judicial interpretation as a whole.

use chrono::NaiveDate;
use serde::Deserialize;

use super::load::{date, maybe_date};

/// What sort of instrument it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InstrumentKind {
    /// 法律, by the National People's Congress or its Standing Committee.
    Law,
    /// 行政法规, by the State Council.
    AdministrativeRegulation,
    /// 司法解释, by the Supreme People's Court.
    JudicialInterpretation,
    /// 部门规章, by a ministry.
    DepartmentalRule,
}

/// One instrument in one edition.
#[derive(Debug, Clone, Deserialize)]
pub struct Instrument {
    /// Short id, the first half of its provisions' ids.
    pub id: String,
    /// Full official title.
    pub title_zh: String,
    /// Title as used in citations.
    pub short_zh: String,
    /// English title; not official.
    pub title_en: String,
    /// What sort it is.
    pub kind: InstrumentKind,
    /// Who issued it.
    pub issuer: String,
    /// Number of the order or announcement, in Chinese.
    pub document_number: String,
    /// Day on which it was first adopted.
    #[serde(deserialize_with = "date")]
    pub adopted: NaiveDate,
    /// First day on which this edition is in force.
    #[serde(deserialize_with = "date")]
    pub effective_from: NaiveDate,
    /// Last day on which it is in force, where it has been repealed.
    #[serde(default, deserialize_with = "maybe_date")]
    pub effective_to: Option<NaiveDate>,
    /// Which edition this is, in a few words of English.
    pub version: String,
    /// How the text was checked, and what to beware of.
    pub source_note: String,
    /// Id of the instrument it replaced.
    pub supersedes: Option<String>,
    /// Id of the instrument that replaced it.
    pub superseded_by: Option<String>,
    /// Id of a later instrument that overrides part of it while it stays in force.
    pub superseded_in_part_by: Option<String>,
}

impl Instrument {
    /// Whether this edition is in force on that day.
    #[must_use]
    pub fn in_force(&self, on: NaiveDate) -> bool {
        self.effective_from <= on && self.effective_to.is_none_or(|last| on <= last)
    }

    /// The full title without the name of the country, as a citation puts it between 《 and 》.
    #[must_use]
    pub fn name_zh(&self) -> &str {
        self.title_zh.strip_prefix("中华人民共和国").unwrap_or(&self.title_zh)
    }
}
