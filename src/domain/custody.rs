//! The custody of evidence: what was done with it, as a chain in which each link holds the hash of the one before.
//!
//! The hash of a link is the SHA-256, in lower-case hex, of these [framed](super::framing) fields:
//!
//! | field | for example |
//! |---|---|
//! | name | `chorus/custody/1` |
//! | case id | `case_01kan…` |
//! | place in the chain, from 1, in decimal | `7` |
//! | evidence id | `evd_01kan…` |
//! | act | `confirmed` |
//! | [digest](super::digest) of the original, lower-case hex | 64 digits |
//! | SHA-256 of the copy; empty where none is meant | 64 digits |
//! | id of the filing that carries it; empty for other acts | `fil_01kan…` |
//! | instant, RFC 3339 in UTC with milliseconds | `2026-11-22T02:00:00.000Z` |
//! | hash of the link before; 64 zeros before the first | 64 digits |
//!
//! A piece that goes on in another case leaves a link in both chains: `transferred` in the one it leaves, and in the
//! other `received`, behind which the act is repeated that its state stands on. So each chain is whole by itself, says
//! how its pieces stand, and nothing in it is ever moved.
//!
//! Whoever wrote down the last hash of a chain can see later whether anything before it was changed: nobody can
//! change a link and keep its hash, and each hash is part of the next.

use chrono::{DateTime, SecondsFormat, Utc};
use entity::{CaseId, CustodyAct, EvidenceId, EvidenceState, FilingId, custody, custody_head, evidence};
use sha2::{Digest, Sha256};

use super::{digest, framing::framed};

const NAME: &str = "chorus/custody/1";

/// What stands for the hash before the first link.
const NOTHING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A piece of evidence as its custody knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exhibit {
    /// Its case.
    pub case_id: CaseId,
    /// Its id.
    pub id: EvidenceId,
    /// The [digest](super::digest) of the original, lower-case hex.
    pub original_digest: String,
    /// SHA-256 of the copy, lower-case hex.
    pub copy_sha256: String,
}

impl From<&evidence::Model> for Exhibit {
    fn from(row: &evidence::Model) -> Self {
        Self {
            case_id: row.case_id.clone(),
            id: row.id.clone(),
            original_digest: digest::of_original(&row.original_sha256, row.original_salt.as_deref()),
            copy_sha256: row.copy_sha256.clone(),
        }
    }
}

/// Where the chain of a case ends before anything was done.
#[must_use]
pub fn start(case: &CaseId) -> custody_head::Model {
    custody_head::Model { case_id: case.clone(), place: 0, hash: NOTHING.to_owned() }
}

/// Where a chain ends after its last link.
#[must_use]
pub fn head(last: &custody::Model) -> custody_head::Model {
    custody_head::Model { case_id: last.case_id.clone(), place: last.place, hash: last.hash.clone() }
}

/// The link that an act adds behind `head`. `now` counts to the millisecond.
#[must_use]
pub fn link(
    head: &custody_head::Model,
    piece: &Exhibit,
    act: CustodyAct,
    filing: Option<&FilingId>,
    now: DateTime<Utc>,
) -> custody::Model {
    let mut link = custody::Model {
        case_id: head.case_id.clone(),
        place: head.place + 1,
        evidence_id: piece.id.clone(),
        act,
        original_digest: piece.original_digest.clone(),
        // What is deposited is the original; a copy of it is the next act.
        copy_sha256: (act != CustodyAct::Deposited).then(|| piece.copy_sha256.clone()),
        filing_id: filing.cloned(),
        happened_at: now,
        previous: head.hash.clone(),
        hash: String::new(),
    };
    link.hash = hash(&link);
    link
}

/// The hash that a link must have.
#[must_use]
pub fn hash(link: &custody::Model) -> String {
    let (place, at) = (link.place.to_string(), link.happened_at.to_rfc3339_opts(SecondsFormat::Millis, true));
    let fields = [
        link.case_id.as_str(),
        &place,
        link.evidence_id.as_str(),
        link.act.as_str(),
        &link.original_digest,
        link.copy_sha256.as_deref().unwrap_or_default(),
        link.filing_id.as_ref().map(FilingId::as_str).unwrap_or_default(),
        &at,
        &link.previous,
    ];
    hex::encode(Sha256::digest(framed(NAME, fields)))
}

/// What is wrong with a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Break {
    /// One before it is missing, or it is there twice.
    #[error("does not stand in its place")]
    Place,
    /// The one before it was changed, or taken out.
    #[error("does not hold the hash of the one before")]
    Previous,
    /// It was changed.
    #[error("does not fit its hash")]
    Hash,
}

/// Checks a link against the head of the chain before it.
///
/// # Errors
/// The first break.
pub fn check(before: &custody_head::Model, link: &custody::Model) -> Result<(), Break> {
    if link.place != before.place + 1 {
        Err(Break::Place)
    } else if link.previous != before.hash {
        Err(Break::Previous)
    } else if link.hash != hash(link) {
        Err(Break::Hash)
    } else {
        Ok(())
    }
}

/// The state in which an act leaves a piece of evidence; going from case to case leaves it in none.
#[must_use]
pub fn state_after(act: CustodyAct) -> Option<EvidenceState> {
    match act {
        CustodyAct::Deposited => Some(EvidenceState::Uploaded),
        CustodyAct::Redacted => Some(EvidenceState::Cleaned),
        CustodyAct::Confirmed => Some(EvidenceState::Confirmed),
        CustodyAct::Released => Some(EvidenceState::Released),
        CustodyAct::Withdrawn => Some(EvidenceState::Withdrawn),
        CustodyAct::Destroyed => Some(EvidenceState::Destroyed),
        CustodyAct::Transferred | CustodyAct::Received => None,
    }
}

/// The act that a state stands on.
#[must_use]
pub fn act_before(state: EvidenceState) -> CustodyAct {
    match state {
        EvidenceState::Uploaded => CustodyAct::Deposited,
        EvidenceState::Cleaned => CustodyAct::Redacted,
        EvidenceState::Confirmed => CustodyAct::Confirmed,
        EvidenceState::Released => CustodyAct::Released,
        EvidenceState::Withdrawn => CustodyAct::Withdrawn,
        EvidenceState::Destroyed => CustodyAct::Destroyed,
    }
}

/// Whether a piece is as its last link in the chain of its case left it.
#[must_use]
pub fn agrees(piece: &evidence::Model, last: &custody::Model) -> bool {
    piece.case_id == last.case_id
        && Some(piece.state) == state_after(last.act)
        && Exhibit::from(piece).original_digest == last.original_digest
        && last.copy_sha256.as_ref().is_none_or(|copy| *copy == piece.copy_sha256)
}

#[cfg(test)]
mod tests;
