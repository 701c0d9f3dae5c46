//! Kinds of unfair terms, and examples of them with their fair look-alikes.

use serde::Deserialize;

/// One way in which an operator's terms can be unfair.
#[derive(Debug, Clone, Deserialize)]
pub struct ClauseCategory {
    /// Stable id, such as `no-refund`.
    pub id: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// Id of the provision that fits best.
    pub primary: String,
    /// Ids of all fitting provisions, the primary one first.
    pub provisions: Vec<String>,
    /// Which paragraph or item of a provision is meant, where it has several.
    #[serde(default)]
    pub items: Vec<ClauseItem>,
}

/// A paragraph or item within a provision.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ClauseItem {
    /// Id of the provision.
    pub provision: String,
    /// The place within it, such as 第二款、第三款.
    pub item_zh: String,
}

/// Examples of one clause, unfair or fair.
#[derive(Debug, Clone, Deserialize)]
pub struct Clause {
    /// Stable id.
    pub id: String,
    /// Whether it is lawful though it looks like its category.
    pub fair: bool,
    /// Id of the category.
    pub category: String,
    /// Wordings of it.
    pub example_zh: Vec<String>,
    /// Why it is fair or not, in Chinese.
    pub why_zh: String,
    /// Why it is fair or not, in English.
    pub why_en: String,
    /// Ids of the provisions that decide it.
    pub provisions: Vec<String>,
}
