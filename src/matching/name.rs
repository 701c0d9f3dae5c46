//! Operators by what they are known by, also where a text only mentions them.

use std::collections::{BTreeSet, HashMap};

use entity::{KnownBy, OperatorId, operator_identity};

use crate::domain::{
    folded::{Folded, han},
    operator::{folded, tells_apart},
};

/// The fewest Chinese characters of a name that is looked for within a text, and the fewest of other writing.
const SHORTEST: (usize, usize) = (3, 4);

/// Operators by what they are known by.
#[derive(Default)]
pub struct Names {
    of: HashMap<OperatorId, Vec<Known>>,
    /// By what is looked for when somebody tells a whole name.
    whole: HashMap<String, Vec<(OperatorId, KnownBy)>>,
    /// By their first two characters, for those that a text may mention.
    mentioned: HashMap<(char, char), Vec<Found>>,
}

struct Known {
    kind: KnownBy,
    whole: String,
    mentioned: Option<String>,
}

/// An operator, and by what it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Which.
    pub operator: OperatorId,
    /// By what sort of thing.
    pub kind: KnownBy,
    /// As it was looked for.
    pub value: String,
}

impl Names {
    /// Sets what an operator is known by.
    pub fn set(&mut self, operator: &OperatorId, rows: &[operator_identity::Model]) {
        self.forget(operator);
        let known: Vec<Known> = rows.iter().map(Known::of).collect();
        for Known { kind, whole, mentioned } in &known {
            self.whole.entry(whole.clone()).or_default().push((operator.clone(), *kind));
            if let Some(name) = mentioned
                && let Some(start) = start(name)
            {
                let found = Found { operator: operator.clone(), kind: *kind, value: name.clone() };
                self.mentioned.entry(start).or_default().push(found);
            }
        }
        self.of.insert(operator.clone(), known);
    }

    /// Forgets an operator.
    pub fn forget(&mut self, operator: &OperatorId) {
        for Known { whole, mentioned, .. } in self.of.remove(operator).unwrap_or_default() {
            drop_from(&mut self.whole, &whole, |(other, _)| other == operator);
            if let Some(start) = mentioned.as_deref().and_then(start) {
                drop_from(&mut self.mentioned, &start, |found| found.operator == *operator);
            }
        }
    }

    /// Whether an operator is known here.
    #[must_use]
    pub fn has(&self, operator: &OperatorId) -> bool {
        self.of.contains_key(operator)
    }

    /// The operators that are known by exactly this, of one of these kinds.
    #[must_use]
    pub fn exactly(&self, value: &str, kinds: &[KnownBy]) -> Vec<Found> {
        let kind = kinds.first().copied().unwrap_or(KnownBy::Name);
        let value = folded(kind, value);
        let found = self.whole.get(&value).into_iter().flatten().filter(|(_, kind)| kinds.contains(kind));
        found
            .map(|(operator, kind)| Found { operator: operator.clone(), kind: *kind, value: value.clone() })
            .collect()
    }

    /// An operator and those that are one with it.
    #[must_use]
    pub fn twins(&self, operator: &OperatorId) -> BTreeSet<OperatorId> {
        let known = self.of.get(operator).into_iter().flatten().filter(|known| tells_apart(known.kind));
        let shared = known.filter_map(|known| self.whole.get(&known.whole)).flatten();
        let twins = shared.filter(|(_, kind)| tells_apart(*kind)).map(|(other, _)| other.clone());
        twins.chain([operator.clone()]).collect()
    }

    /// The operators that a text mentions, each with the first thing it is mentioned by.
    #[must_use]
    pub fn mentioned(&self, text: &Folded) -> Vec<Found> {
        let text = text.as_str();
        let mut found: Vec<Found> = Vec::new();
        for ((at, first), (_, second)) in text.char_indices().zip(text.char_indices().skip(1)) {
            for known in self.mentioned.get(&(first, second)).into_iter().flatten() {
                let end = at + known.value.len();
                let stands = text[at..].starts_with(&known.value) && is_whole(text, at, end);
                if stands && !found.iter().any(|other| other.operator == known.operator) {
                    found.push(known.clone());
                }
            }
        }
        found
    }
}

impl Known {
    fn of(row: &operator_identity::Model) -> Self {
        let name = match row.kind {
            KnownBy::Domain => row.value.to_lowercase(),
            _ => Folded::new(&row.value).as_str().to_owned(),
        };
        let chinese = name.chars().filter(|c| han(*c)).count();
        let is_long = chinese >= SHORTEST.0 || name.chars().count() - chinese >= SHORTEST.1;
        Self { kind: row.kind, whole: row.folded.clone(), mentioned: is_long.then_some(name) }
    }
}

/// The first two characters.
fn start(name: &str) -> Option<(char, char)> {
    let mut chars = name.chars();
    Some((chars.next()?, chars.next()?))
}

/// Whether what stands there is no part of a longer word in letters or digits.
fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let parted = |outside: Option<char>, inside: Option<char>| !(is_word(outside) && is_word(inside));
    parted(text[..start].chars().next_back(), text[start..].chars().next())
        && parted(text[end..].chars().next(), text[..end].chars().next_back())
}

fn drop_from<K: std::hash::Hash + Eq, V>(
    map: &mut HashMap<K, Vec<V>>,
    key: &K,
    is_gone: impl Fn(&V) -> bool,
) {
    if let Some(values) = map.get_mut(key) {
        values.retain(|value| !is_gone(value));
        if values.is_empty() {
            map.remove(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use entity::Id;

    use super::*;

    fn operator(n: u8) -> OperatorId {
        OperatorId::from_suffix(&format!("{n:026}"))
    }

    fn known(n: u8, values: &[(KnownBy, &str)]) -> Vec<operator_identity::Model> {
        let row = |(kind, value): &(KnownBy, &str)| operator_identity::Model {
            operator_id: operator(n),
            kind: *kind,
            place: 0,
            value: (*value).to_owned(),
            folded: folded(*kind, value),
        };
        values.iter().map(row).collect()
    }

    fn names() -> Names {
        let mut names = Names::default();
        let star =
            [(KnownBy::Name, "星海卡盟"), (KnownBy::Domain, "xinghai.example"), (KnownBy::Payee, "星海科技")];
        names.set(&operator(1), &known(1, &star));
        names.set(&operator(2), &known(2, &[(KnownBy::Name, "Star Sea"), (KnownBy::Alias, "星海 卡盟")]));
        names.set(&operator(3), &known(3, &[(KnownBy::Name, "快充"), (KnownBy::Payee, "星海科技")]));
        names
    }

    #[test]
    fn operators_are_found_where_a_text_mentions_them() {
        let names = names();
        for (text, expected) in [
            ("我在星海卡盟买的点卡", &[1, 2][..]),
            ("网址是https://pay.XINGHAI.example/a", &[1]),
            ("myxinghai.example 不是它", &[]),
            ("收款方显示星海科技", &[1, 3]),
            ("在STAR SEA 上充的", &[2]),
            ("starsea", &[]),
            ("快充没到账", &[]),
        ] {
            let found = names.mentioned(&Folded::new(text));
            let mut found: Vec<_> = found.into_iter().map(|found| found.operator).collect();
            found.sort_unstable();
            assert_eq!(found, expected.iter().map(|n| operator(*n)).collect::<Vec<_>>(), "{text}");
        }
    }

    #[test]
    fn who_shares_a_name_is_one_and_who_shares_a_payee_is_not() {
        let mut names = names();
        assert_eq!(names.twins(&operator(1)), BTreeSet::from([operator(1), operator(2)]));
        assert_eq!(names.twins(&operator(3)), BTreeSet::from([operator(3)]));
        assert_eq!(names.exactly("星海科技", &[KnownBy::Payee]).len(), 2);
        assert_eq!(names.exactly("星海科技", &[KnownBy::Name]).len(), 0);
        names.set(&operator(2), &known(2, &[(KnownBy::Name, "另一家")]));
        assert_eq!(names.twins(&operator(1)), BTreeSet::from([operator(1)]));
        names.forget(&operator(1));
        assert!(!names.has(&operator(1)) && names.mentioned(&Folded::new("星海卡盟")).is_empty());
    }
}
