//! What an operator's terms say, as the register keeps it: what is taken, and which texts are one.

mod change;

use sha2::{Digest, Sha256};
use url::Url;

pub use self::change::{Change, ChangeKind, changes};

use super::{folded::Folded, framing::framed, refusal::Refusal, text};

/// The most characters of one clause; a citation quotes no more.
const LONGEST_CLAUSE: usize = 1_000;

/// The most characters of the whole text of a document.
const LONGEST_TEXT: usize = 200_000;

const NAME: &str = "chorus/term/1";

/// A clause, or the whole text of a document, that can be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// Name of the document; `None` for one clause.
    pub document: Option<String>,
    /// What it says.
    pub text: String,
}

impl Wording {
    /// Reads what was typed in.
    ///
    /// # Errors
    /// A refusal about `document` or `text`.
    pub fn read(document: Option<&str>, raw: &str) -> Result<Self, Refusal> {
        let document = document.map(|name| name.trim().trim_matches(['《', '》']));
        let document = text::optional_line("document", document, 80)?;
        let longest = if document.is_some() { LONGEST_TEXT } else { LONGEST_CLAUSE };
        let text = text::prose("text", raw, 4, longest)?;
        if !text.chars().any(char::is_alphanumeric) {
            return Err(Refusal::Required { field: "text" });
        }
        Ok(Self { document, text })
    }

    /// What tells it from other terms of one operator, in lower-case hex.
    ///
    /// Of a clause only letters and figures count, in whichever way they are written: it is one clause wherever its
    /// commas stand. In the text of a document each character counts, since each may change what it means.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let letters: String;
        let (document, counts) = match &self.document {
            Some(document) => (text::fold(document), self.text.as_str()),
            None => {
                letters = Folded::new(&self.text).as_str().chars().filter(|c| c.is_alphanumeric()).collect();
                (String::new(), letters.as_str())
            }
        };
        hex::encode(Sha256::digest(framed(NAME, [document.as_str(), counts])))
    }
}

/// The address of a page where terms were seen, without what names a visitor or a place in the page.
///
/// # Errors
/// `TooLong`, `BadCharacters` or `BadFormat` about `url`.
pub fn address(raw: &str) -> Result<String, Refusal> {
    const FIELD: &str = "url";
    let bad = Refusal::BadFormat { field: FIELD };
    let line = text::line(FIELD, raw, 1, 500)?;
    let mut url = Url::parse(&line).map_err(|_| bad.clone())?;
    let names_visitor = !url.username().is_empty() || url.password().is_some();
    let is_site = url.domain().is_some_and(|domain| domain.contains('.'));
    if !matches!(url.scheme(), "http" | "https") || names_visitor || !is_site {
        return Err(bad);
    }
    url.set_fragment(None);
    Ok(url.to_string())
}

/// A SHA-256 in hex, evened out to lower case.
///
/// # Errors
/// `BadFormat` about `sha256`.
pub fn snapshot(raw: &str) -> Result<String, Refusal> {
    let is_hash = raw.len() == 64 && raw.bytes().all(|b| b.is_ascii_hexdigit());
    if is_hash { Ok(raw.to_ascii_lowercase()) } else { Err(Refusal::BadFormat { field: "sha256" }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(document: Option<&str>, text: &str) -> String {
        Wording::read(document, text).unwrap().fingerprint()
    }

    #[test]
    fn a_clause_is_one_however_it_is_written() {
        let clause = print(None, "虚拟商品一经售出，概不退换。");
        for same in
            ["虚拟商品一经售出 概不退换", "“虚拟商品一经售出,概不退换！”", "虚拟商 品一经售出，概不退换"]
        {
            assert_eq!(print(None, same), clause, "{same}");
        }
        assert_ne!(print(None, "虚拟商品一经售出，概可退换。"), clause);
    }

    #[test]
    fn of_a_document_each_character_counts() {
        let text = print(Some("用户协议"), "虚拟商品一经售出，概不退换。");
        assert_eq!(print(Some(" 《用户协议》 "), "虚拟商品一经售出，概不退换。"), text);
        assert_ne!(print(Some("用户协议"), "虚拟商品，一经售出，概不退换。"), text);
        assert_ne!(print(Some("会员协议"), "虚拟商品一经售出，概不退换。"), text);
        assert_ne!(print(None, "虚拟商品一经售出，概不退换。"), text);
    }

    #[test]
    fn what_says_nothing_is_refused() {
        assert_eq!(Wording::read(None, "……。。"), Err(Refusal::Required { field: "text" }));
        assert_eq!(
            Wording::read(None, &"长".repeat(1_001)),
            Err(Refusal::TooLong { field: "text", max: LONGEST_CLAUSE })
        );
        assert!(Wording::read(Some("用户协议"), &"长".repeat(1_001)).is_ok());
    }

    #[test]
    fn an_address_leads_to_a_page_and_names_no_visitor() {
        for (raw, expected) in [
            ("https://kamen.example/terms?id=3#p2", Some("https://kamen.example/terms?id=3")),
            ("HTTP://Kamen.Example", Some("http://kamen.example/")),
            ("https://卡盟.中国/协议", Some("https://xn--hlrw93f.xn--fiqs8s/%E5%8D%8F%E8%AE%AE")),
            ("https://ann:secret@kamen.example/", None),
            ("javascript:alert(1)", None),
            ("https://127.0.0.1/terms", None),
            ("https://localhost/terms", None),
            ("kamen.example/terms", None),
        ] {
            assert_eq!(address(raw).ok().as_deref(), expected, "{raw}");
        }
    }

    #[test]
    fn a_snapshot_is_named_by_a_hash() {
        assert_eq!(snapshot(&"Ab".repeat(32)), Ok("ab".repeat(32)));
        assert!(snapshot("ab").is_err());
        assert!(snapshot(&"g".repeat(64)).is_err());
    }
}
