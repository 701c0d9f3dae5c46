//! What names a provision: a rule by its id, or a text as `crm-15` or 《…》第…条.

use std::{
    collections::{BTreeSet, HashMap},
    sync::LazyLock,
};

use chrono::NaiveDate;
use regex::Regex;

use super::{Catalogue, name::fold, numeral};

/// A provision that something names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// Its id; or the citation itself, where it is of an instrument that is not known.
    pub id: String,
    /// What names it.
    pub by: String,
    /// The day on which it must be in force, where a rule says from when it holds; otherwise the day of the data.
    pub on: Option<NaiveDate>,
    /// The place within it that is meant, such as 第（二）项.
    pub item: Option<String>,
}

/// A reader of texts that knows the instruments by their ids and names.
pub struct Reader {
    id: Regex,
    names: HashMap<String, String>,
}

static CITATION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("《([^《》\n]{1,80})》(?:（[^（）\n]{1,20}）)?第([〇零一二两三四五六七八九十百千0-9]{1,12})条")
        .expect("the pattern is checked by a test")
});

impl Reader {
    /// A reader for the instruments of a catalogue.
    #[must_use]
    pub fn of(catalogue: &Catalogue) -> Self {
        Self::new(catalogue.instruments().iter().map(|instrument| {
            let names = [&*instrument.title_zh, instrument.name_zh(), &instrument.short_zh];
            (instrument.id.clone(), names.map(str::to_owned).to_vec())
        }))
    }

    /// A reader for instruments, each with its names.
    pub(super) fn new(instruments: impl IntoIterator<Item = (String, Vec<String>)>) -> Self {
        let (mut ids, mut names) = (BTreeSet::new(), HashMap::new());
        for (id, known) in instruments {
            names.extend(known.iter().map(|name| (fold(name), id.clone())));
            ids.insert(regex::escape(&id));
        }
        let ids = ids.into_iter().collect::<Vec<_>>().join("|");
        let id = Regex::new(&format!("(?:{ids})-[0-9]{{1,4}}")).expect("escaped ids are a pattern");
        Self { id, names }
    }

    /// The provisions that a text names. A citation of an instrument that is not known comes back as it stands.
    #[must_use]
    pub fn read(&self, text: &str) -> BTreeSet<String> {
        let inside = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        let alone = |found: &regex::Match<'_>| {
            !text[..found.start()].ends_with(inside) && !text[found.end()..].starts_with(inside)
        };
        let ids = self.id.find_iter(text).filter(alone).map(|found| found.as_str().to_owned());
        // 《…》第二十六条 shows how a citation looks; it cites nothing.
        let real = |found: &regex::Captures<'_>| found[1].chars().any(char::is_alphabetic);
        let citations = CITATION.captures_iter(text).filter(real).map(|found| {
            let number = numeral::read(&found[2]).map(|(number, _)| number);
            match (self.names.get(&fold(&found[1])), number) {
                (Some(instrument), Some(number)) => format!("{instrument}-{number}"),
                _ => found[0].to_owned(),
            }
        });
        ids.chain(citations).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_citations_are_found_in_a_text() {
        let reader = Reader::of(super::super::catalogue());
        let table: [(&str, &[&str]); 10] = [
            ("as 《…》第二十六条", &[]),
            ("provisions = [\"crm-15\", \"cpl-39\"]", &["cpl-39", "crm-15"]),
            ("见（`crm-16`）。", &["crm-16"]),
            ("按crm-12办理", &["crm-12"]),
            ("sha-256, non-delivery, qs-2026-000123, xcrm-15, own-rule", &[]),
            ("依据《消费者权益保护法》第二十六条第二款", &["cpl-26"]),
            ("《中华人民共和国民法典》（2020年）第一千一百九十八条", &["cc-1198"]),
            ("《民法典》第496条", &["cc-496"]),
            ("《产品质量法》第四十条", &["《产品质量法》第四十条"]),
            ("《市场监督管理行政处罚程序规定》", &[]),
        ];
        for (text, expected) in table {
            assert_eq!(reader.read(text).iter().collect::<Vec<_>>(), expected, "{text}");
        }
    }
}
