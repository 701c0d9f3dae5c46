//! The kinds of problem a case can be about.
//!
//! A category says what went wrong in the words of those it happened to, which evidence shows it
//! and which provisions usually fit. The provisions are ids of the law catalogue, whose tests
//! check that each exists; whether one applies is for the citation to say.

use std::sync::LazyLock;

use entity::EvidenceKind;
use serde::Deserialize;

const DATA: &str = include_str!("category/categories.toml");

static CATEGORIES: LazyLock<Vec<Category>> =
    LazyLock::new(|| parse(DATA).expect("the embedded categories are checked by a test"));

/// One kind of problem.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// Stable id, a slug such as `non-delivery`.
    pub id: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// What it covers, one Chinese sentence.
    pub description_zh: String,
    /// What it covers, one English sentence.
    pub description_en: String,
    /// Ids of the provisions that usually fit, the best one first.
    pub provisions: Vec<String>,
    /// Evidence that a claim of this kind should have, the most telling first.
    pub evidence: Vec<EvidenceKind>,
}

#[derive(Deserialize)]
struct Data {
    category: Vec<Category>,
}

fn parse(text: &str) -> Result<Vec<Category>, toml::de::Error> {
    toml::from_str(text).map(|data: Data| data.category)
}

/// Every category, in the order in which people are offered them; `other` is the last.
#[must_use]
pub fn all() -> &'static [Category] {
    &CATEGORIES
}

/// The category with that id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Category> {
    all().iter().find(|category| category.id == id)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ids_are_slugs_and_unique() {
        let mut seen = BTreeSet::new();
        for Category { id, .. } in all() {
            assert!(id.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{id}");
            assert!(seen.insert(id), "{id} is there twice");
        }
    }

    #[test]
    fn every_category_is_complete() {
        for category in all() {
            let id = &category.id;
            assert!(!category.name_zh.is_empty() && !category.name_en.is_empty(), "{id}");
            assert!(category.description_zh.ends_with('。'), "{id}");
            assert!(category.description_en.ends_with('.'), "{id}");
            assert!(!category.provisions.is_empty() && !category.evidence.is_empty(), "{id}");
            let provisions: BTreeSet<_> = category.provisions.iter().collect();
            assert_eq!(provisions.len(), category.provisions.len(), "{id}");
            let evidence: BTreeSet<_> = category.evidence.iter().collect();
            assert_eq!(evidence.len(), category.evidence.len(), "{id}");
        }
    }

    #[test]
    fn a_category_is_found_by_its_id() {
        assert_eq!(find("auto-renewal").map(|category| category.name_zh.as_str()), Some("自动续费"));
        assert_eq!(find("nothing"), None);
        assert_eq!(all().last().map(|category| category.id.as_str()), Some("other"));
    }
}
