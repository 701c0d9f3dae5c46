//! What a browser sent: names and texts, in their order.

use form_urlencoded::{Serializer, parse};

/// Names and texts; a name may come more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given(Vec<(String, String)>);

impl FromIterator<(String, String)> for Given {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(pairs: I) -> Self {
        Self(pairs.into_iter().collect())
    }
}

impl Given {
    /// Reads a query string or the body of a form.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Self {
        parse(bytes).into_owned().collect()
    }

    /// These, and then those.
    #[must_use]
    pub fn and(&self, more: &Self) -> Self {
        self.0.iter().chain(&more.0).cloned().collect()
    }

    /// Whether nothing came.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of it.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// The first text under a name.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_str())
    }

    /// Every text under a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, text)| text.as_str())
    }

    /// Whether anything came under a name, be it empty.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.text(name).is_some()
    }

    /// Whether any name that begins so has a text.
    #[must_use]
    pub fn has_under(&self, prefix: &str) -> bool {
        self.0.iter().any(|(name, text)| name.starts_with(prefix) && !text.trim().is_empty())
    }

    /// These as a query string, with some names set anew; an empty text drops its name.
    #[must_use]
    pub fn query(&self, anew: &[(String, String)]) -> String {
        let kept = self.0.iter().filter(|(name, _)| !anew.iter().any(|(other, _)| other == name));
        let pairs = kept.chain(anew.iter().filter(|(_, text)| !text.is_empty()));
        Serializer::new(String::new()).extend_pairs(pairs).finish()
    }
}
