//! The consolidated complaint: what the members say together, word by word.
//!
//! A complaint exists in two editions. The **pool edition** is compiled from the members' claims
//! under their pseudonyms; members read it and vote on the SHA-256 of its bytes. The **filing
//! edition** is made from a voted pool edition and from nothing else but the identities that were
//! released for this filing: it lists only members who said yes.
//!
//! What was voted stays as voted: grounds, the operator's clauses, every amount and every
//! statement are copied from the pool edition. Only sentences that count people or money are
//! counted anew, by the same functions, over the members who remain; a complaint to an authority
//! must not claim forty people where thirty-five agreed. The filing edition says so, and names
//! the hash that was voted on.
//!
//! It is a 投诉, never a 举报 (`crm-9`): it asks for a remedy and for no penalty, it tells facts
//! and passes no verdict.
//!
//! Bytes are canonical: structs in a fixed order, lists in an order that does not depend on how
//! the material was handed in, no maps. The same material makes the same bytes.

mod clean;
mod comparison;
mod compose;
mod demand;
mod fact;
mod material;
mod money;
mod report;
mod schedule;
mod volume;
mod wording;

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use entity::EvidenceId;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::manifest::Piece;

pub use comparison::{Comparison, Passage};
pub use compose::Unfit;
pub use demand::Demand;
pub use fact::{Fact, Topic};
pub use material::{
    Case, Citation, Contact, Evidence, IdDocument, Identity, Material, MemberPart, Operator, Signatory,
};
pub use money::{capitals, digits};
pub use report::{Lead, Report, Reporter};
pub use schedule::{Entry, Totals};
pub use volume::{Volume, volumes};
pub use wording::{amount, channel, date, evidence, numeral, payment, remedy_zh, result};

/// Whom an edition is for, and so whether it may say who anybody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edition {
    /// For the members: pseudonyms, masked order numbers, anonymised statements.
    Pool,
    /// For the one who decides: real names of those who said yes.
    Filing,
}

/// A legal ground: a provision as it stood, and why it applies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ground {
    /// Counted from 1.
    pub number: u32,
    /// Id of the provision in the law catalogue, e.g. `cpl-26`.
    pub provision_id: String,
    /// Name of the statute in Chinese, without 《》.
    pub instrument: String,
    /// Label of the article, e.g. 第二十六条.
    pub article: String,
    /// The provision's text on the day it speaks about.
    pub quoted: String,
    /// The operator's own words that the provision is held against.
    pub operator_clause: Option<String>,
    /// Why it applies to this case.
    pub why: String,
}

/// The content of one edition of a consolidated complaint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Complaint {
    /// Layout of this record: 2 since the evidence index names pieces by their id and both their hashes, 3 since the
    /// report is named by its hash. What was voted on in an earlier form is read as it was written.
    pub form: u16,
    /// Whom it is for.
    pub edition: Edition,
    /// The case it belongs to.
    pub case: Case,
    /// Version within the case, from 1.
    pub version: u32,
    /// The version that this one adds members to.
    pub supplementary_to: Option<u32>,
    /// The day it was compiled, in Beijing. A filing keeps the day of the text that was voted.
    pub compiled_on: NaiveDate,
    /// SHA-256 of the pool edition that was voted on, lower-case hex; in a filing edition only.
    pub voted_sha256: Option<String>,
    /// How many members the voted text counts; in a filing edition only.
    pub voted_members: Option<u32>,
    /// The heading, 合并投诉书 or 合并投诉书（补充）.
    pub title: String,
    /// The operator complained of.
    pub respondent: Operator,
    /// Labels of the elected representatives, at most two (`crm-12`).
    pub representatives: Vec<String>,
    /// One paragraph that says who complains of whom and what about.
    pub opening: String,
    /// Facts that the members have in common.
    pub facts: Vec<Fact>,
    /// Provisions relied on.
    pub grounds: Vec<Ground>,
    /// What is asked for.
    pub demands: Vec<Demand>,
    /// One sentence that adds up the money asked for, if any is.
    pub claimed: Option<String>,
    /// Sums over the schedule.
    pub totals: Totals,
    /// The members, by their codes: 附表一, 附表二 and 附表三.
    pub schedule: Vec<Entry>,
    /// 附表四; numbers are those of the voted text, so a filing may skip some.
    pub evidence: Vec<Evidence>,
    /// Root of the [manifest](crate::domain::manifest) of that evidence, in its order; in a filing edition only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence_root: Option<String>,
    /// SHA-256 of the pool edition of the [report](Report) that goes with it, lower-case hex, if one does: a vote on this
    /// text is a vote on that too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report_sha256: Option<String>,
    /// What a reader has to know about the paper itself.
    pub notices: Vec<String>,
}

impl Complaint {
    /// Compiles the pool edition that members vote on.
    ///
    /// # Errors
    ///
    /// [`Unfit`] when the material has no member, one twice, more than two representatives, or
    /// amounts that are negative or too large to add up.
    pub fn pool(material: &Material) -> Result<Self, Unfit> {
        compose::pool(material)
    }

    /// Makes the filing edition of a voted pool edition for the members who said yes, with the evidence that still
    /// `stands`: what was withdrawn since the vote is not filed.
    ///
    /// # Errors
    ///
    /// [`Unfit`] when `voted` is not a pool edition, nobody signs, or a signatory is not one of
    /// its members or signs twice.
    pub fn filing(
        voted: &Self,
        signatories: &[Signatory],
        stands: impl Fn(&Evidence) -> bool,
    ) -> Result<Self, Unfit> {
        compose::filing(voted, signatories, stands)
    }

    /// The same filing with nobody's name in it: members are called by their codes, for whoever may not see identities.
    ///
    /// # Errors
    ///
    /// [`Unfit`] as for the filing itself, which was made once already.
    pub fn unnamed(&self) -> Result<Self, Unfit> {
        compose::unnamed(self)
    }

    /// The pieces of evidence that a manifest of this text lists, in their order.
    pub fn listed(&self) -> impl Iterator<Item = (&EvidenceId, Piece<'_>)> {
        self.evidence.iter().filter_map(|piece| {
            let copy = piece.copy_sha256.as_deref()?;
            Some((piece.evidence_id.as_ref()?, Piece { original: &piece.sha256, copy }))
        })
    }

    /// The canonical bytes: compact JSON with its fields in the order of declaration.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("strings, integers, dates and lists always serialise")
    }

    /// SHA-256 of [`to_bytes`](Self::to_bytes), 64 lower-case hex digits.
    #[must_use]
    pub fn sha256(&self) -> String {
        hash(&self.to_bytes())
    }
}

/// SHA-256, 64 lower-case hex digits.
fn hash(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}
