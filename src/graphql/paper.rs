//! Parts of a complaint of many, typeset one by one.

use async_graphql::{Enum, SimpleObject};
use chrono::{DateTime, Utc};
use entity::paper;

use crate::{hub::Hub, service::letter};

/// How far a part has come.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::PaperState")]
pub enum PaperState {
    /// It waits for its turn.
    Waiting,
    /// It is there.
    Drawn,
    /// It cannot be made.
    Failed,
}

/// A part of a complaint of many that is typeset by itself, in the background: what all say together, or the annexes of
/// some members in a row.
#[derive(SimpleObject)]
pub struct Paper {
    /// 0 is the main part; volumes are counted from 1.
    number: i32,
    /// Line of its first member in the schedule.
    first_row: i32,
    /// Line of its last member.
    last_row: i32,
    /// How far it has come.
    state: PaperState,
    /// Pages, once it is drawn.
    pages: Option<i32>,
    /// Bytes, once it is drawn.
    size: Option<i64>,
    /// SHA-256 of the file, once it is drawn.
    sha256: Option<String>,
    /// When it was drawn.
    drawn_at: Option<DateTime<Utc>>,
    /// Where it is, for members who send their bearer token; null until it is drawn, and for a part of a filing, which
    /// names people and is in the filing pack.
    url: Option<String>,
}

impl Paper {
    pub(super) fn new(hub: &Hub, row: paper::Model) -> Self {
        let is_open = row.filing_id.is_none() && row.drawn_at.is_some();
        Self {
            number: row.number,
            first_row: row.first_row,
            last_row: row.last_row,
            state: row.state.into(),
            pages: row.pages,
            size: row.size,
            sha256: row.sha256,
            drawn_at: row.drawn_at,
            url: is_open.then(|| letter::url(hub, &format!("/papers/{}.pdf", row.id))),
        }
    }
}
