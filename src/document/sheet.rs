//! What stands on the paper, in reading order and before any typography.
//!
//! PDF, DOCX and plain text are three ways to lay out the same sheet, so none can say what the others do not.

use serde::Serialize;

/// A document as words on paper.
#[derive(Debug, Serialize)]
pub(super) struct Sheet {
    pub(super) title: String,
    /// Case number, version and day.
    pub(super) subtitle: String,
    /// What the copy is for, e.g. 成员表决稿.
    pub(super) purpose: String,
    pub(super) case_number: String,
    /// Version, and volume where there are several.
    pub(super) version: String,
    /// Year, month and day of compilation.
    pub(super) compiled: [u32; 3],
    /// Hash of the record that the document is made of, lower-case hex.
    pub(super) sha256: String,
    pub(super) short_hash: String,
    pub(super) sections: Vec<Section>,
}

/// Some blocks on pages of one shape.
#[derive(Debug, Default, Serialize)]
pub(super) struct Section {
    pub(super) landscape: bool,
    pub(super) blocks: Vec<Block>,
}

/// Something that stands below what came before it.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Block {
    /// Level 1 is in the table of contents.
    Heading { level: u8, text: String },
    /// Labels and what they stand for.
    Pairs { rows: Vec<Row> },
    /// A paragraph.
    Text { text: String, strong: bool },
    /// A numbered paragraph, and where it is shown.
    Numbered { number: u32, text: String, note: String, strong: bool },
    /// Somebody else's words.
    Quote { text: String },
    /// A member's own account.
    Account { heading: String, text: String },
    /// Rows under column titles.
    Table(Table),
    /// Small print below a table.
    Fine { text: String },
    /// What is attached, and where to sign.
    Signature { annexes: Vec<String>, label: Option<String> },
    /// What a reader has to know about the paper itself.
    Notice { lines: Vec<String>, rows: Vec<Row> },
}

/// A label and what it stands for.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    pub(super) label: String,
    pub(super) value: String,
}

/// How a column is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Set {
    Center,
    Left,
    Right,
    /// A hash, in small print.
    Hash,
}

/// A column of a table.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Column {
    pub(super) title: &'static str,
    /// In millimetres; 0 takes what is left.
    pub(super) width: u32,
    pub(super) set: Set,
}

/// Rows under column titles, perhaps with a last row of sums.
#[derive(Debug, Serialize)]
pub(super) struct Table {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Vec<String>>,
    pub(super) sum: Option<Vec<String>>,
    /// Of the letters, in tenths of a point.
    pub(super) size: u32,
}

impl Row {
    pub(super) fn new(label: &str, value: impl Into<String>) -> Self {
        Self { label: label.to_owned(), value: value.into() }
    }
}

impl Block {
    pub(super) fn heading(text: impl Into<String>) -> Self {
        Self::Heading { level: 1, text: text.into() }
    }

    pub(super) fn subheading(text: impl Into<String>) -> Self {
        Self::Heading { level: 2, text: text.into() }
    }

    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text { text: text.into(), strong: false }
    }

    pub(super) fn strong(text: impl Into<String>) -> Self {
        Self::Text { text: text.into(), strong: true }
    }

    /// Paragraphs counted from 1.
    pub(super) fn numbered(texts: impl IntoIterator<Item = String>) -> impl Iterator<Item = Self> {
        let block = |(number, text)| Self::Numbered { number, text, note: String::new(), strong: false };
        (1..).zip(texts).map(block)
    }
}

impl Column {
    pub(super) const fn new(title: &'static str, width: u32, set: Set) -> Self {
        Self { title, width, set }
    }
}

/// What stands in an empty cell.
pub(super) fn dash() -> String {
    "—".to_owned()
}

/// The ends of a hash, by which a reader tells two papers apart.
pub(super) fn shortened(sha256: &str) -> String {
    let end = sha256.len().saturating_sub(8);
    format!("{}…{}", sha256.get(..8).unwrap_or(sha256), sha256.get(end..).unwrap_or_default())
}
