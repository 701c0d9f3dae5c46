//! What a ballot is on, where it is not a complaint: frozen as canonical JSON, whose SHA-256 is voted on.

use entity::FilingId;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What a ballot is on. Its fields stand in a fixed order, so that the same subject always makes the same bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Subject {
    /// Who represents those who vote for them.
    Election {
        /// Number of the case.
        case: String,
        /// How many are elected at most.
        seats: usize,
        /// Who stands, in the order in which they stood.
        candidates: Vec<Candidate>,
    },
    /// One representative in the place of another, who may have resigned already.
    Replacement {
        /// Number of the case.
        case: String,
        /// Pseudonym of the representative who leaves.
        leaving: String,
        /// Who comes in their place.
        candidate: Candidate,
        /// Why.
        reason: String,
    },
    /// Taking back one's part of a filing.
    Withdrawal {
        /// Number of the case.
        case: String,
        /// The filing.
        filing: FilingId,
        /// Hash of what was filed, lower-case hex.
        filed_sha256: String,
        /// Why.
        reason: String,
    },
}

/// A member who stands for representative.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// Their pseudonym.
    pub code: String,
    /// Why one should elect them, anonymised.
    pub statement: String,
}

impl Subject {
    /// The canonical bytes, as text.
    #[must_use]
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).expect("strings and numbers always become JSON")
    }

    /// Who can be voted for; nobody where it is yes or no.
    #[must_use]
    pub fn candidates(&self) -> &[Candidate] {
        match self {
            Self::Election { candidates, .. } => candidates,
            Self::Replacement { .. } | Self::Withdrawal { .. } => &[],
        }
    }
}

/// The hash of a subject's canonical text, in lower-case hex.
#[must_use]
pub fn sha256(text: &str) -> String {
    hex::encode(Sha256::digest(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_has_one_form_and_comes_back_from_it() {
        let candidate = Candidate { code: "7QK2".into(), statement: "我有时间。".into() };
        let subject = Subject::Election {
            case: "QS-2026-000001".into(),
            seats: 2,
            candidates: vec![candidate.clone()],
        };
        let text = subject.to_text();
        assert_eq!(
            text,
            r#"{"kind":"election","case":"QS-2026-000001","seats":2,"candidates":[{"code":"7QK2","statement":"我有时间。"}]}"#
        );
        assert_eq!(serde_json::from_str::<Subject>(&text).unwrap(), subject);
        assert_eq!(subject.candidates(), [candidate]);
    }
}
