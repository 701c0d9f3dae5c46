//! What the service hands to the composer.

use chrono::NaiveDate;
use entity::{ContactChannel, ContactResult, EvidenceId, EvidenceKind, MemberRole, PaymentMethod, Remedy};
use serde::{Deserialize, Serialize};

/// Everything a pool edition is compiled from.
///
/// The order of the lists does not matter, except that of `citations`, which is the order in which
/// the grounds are argued.
#[derive(Clone, Debug)]
pub struct Material {
    /// The case.
    pub case: Case,
    /// The operator complained of.
    pub operator: Operator,
    /// Today in Beijing.
    pub compiled_on: NaiveDate,
    /// Version within the case, from 1.
    pub version: u32,
    /// The version that this one adds late joiners to.
    pub supplementary_to: Option<u32>,
    /// The members whose claims are in it.
    pub members: Vec<MemberPart>,
    /// The adopted citations.
    pub citations: Vec<Citation>,
    /// Pooled evidence; what belongs to nobody in `members` is left out.
    pub evidence: Vec<Evidence>,
}

/// The case as a document names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// E.g. `QS-2026-000123`.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Chinese name of the problem category.
    pub category: String,
    /// The day it was opened, in Beijing.
    pub opened_on: NaiveDate,
}

/// The operator as a document names it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operator {
    /// The name people know.
    pub name: String,
    /// The name on the business licence.
    pub legal_name: Option<String>,
    /// Unified social credit code.
    pub credit_code: Option<String>,
    /// ICP filing number of the site.
    pub icp: Option<String>,
    /// Registered or real place of business.
    pub address: Option<String>,
    /// Complaint mailbox.
    pub mailbox: Option<String>,
    /// Telephone for customers.
    pub hotline: Option<String>,
    /// Domain or address of the site.
    pub site: Option<String>,
    /// Days within which it promises to answer complaints.
    pub reply_days: Option<u32>,
}

/// A member's claim, anonymised.
#[derive(Clone, Debug)]
pub struct MemberPart {
    /// Pseudonym code, e.g. `7QK2`; unique in the case.
    pub code: String,
    /// What the seat may do; only representatives are told apart here.
    pub role: MemberRole,
    /// The order number with its middle hidden.
    pub order_number: String,
    /// The day of purchase.
    pub bought_on: NaiveDate,
    /// What was bought.
    pub product: String,
    /// Price paid, in fen.
    pub amount_fen: i64,
    /// How it was paid.
    pub payment_method: PaymentMethod,
    /// Bought for daily life and not to sell on (`cpl-2`).
    pub own_use: bool,
    /// What happened, anonymised.
    pub what_happened: String,
    /// What is asked for.
    pub remedy: Remedy,
    /// Money asked for, in fen. A full refund without it means the price.
    pub wanted_fen: Option<i64>,
    /// Attempts to settle with the operator.
    pub contacts: Vec<Contact>,
}

/// One attempt to settle with the operator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The day, in Beijing.
    pub on: NaiveDate,
    /// How.
    pub channel: ContactChannel,
    /// What was said, anonymised.
    pub said: String,
    /// What came of it.
    pub result: ContactResult,
}

/// An adopted citation of a provision.
#[derive(Clone, Debug)]
pub struct Citation {
    /// Id of the provision in the law catalogue, e.g. `cpl-26`.
    pub provision_id: String,
    /// Name of the statute in Chinese; 《》 around it are dropped.
    pub instrument: String,
    /// Label of the article, e.g. 第二十六条.
    pub article: String,
    /// The provision's text on the day it speaks about.
    pub quoted: String,
    /// The operator's own words that the provision is held against.
    pub operator_clause: Option<String>,
    /// Why it applies.
    pub why: String,
}

/// One line of the evidence index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Number within the complaint; never given to another piece.
    pub number: u32,
    /// What it is.
    pub kind: EvidenceKind,
    /// Its title, anonymised.
    pub title: String,
    /// The member who deposited it.
    pub member_code: String,
    /// The [digest](crate::domain::digest) of the sealed original, lower-case hex.
    pub sha256: String,
    /// The day it was taken, where known.
    pub captured_on: Option<NaiveDate>,
    /// Its id; unknown in a text of form 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence_id: Option<EvidenceId>,
    /// SHA-256 of the anonymised copy that members saw, lower-case hex; unknown in a text of form 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy_sha256: Option<String>,
}

/// A member who said yes, and what is released about them for this one filing.
#[derive(Clone)]
pub struct Signatory {
    /// Pseudonym code in the voted edition.
    pub code: String,
    /// Who they are.
    pub identity: Identity,
    /// The full order number.
    pub order_number: String,
    /// Their statement before it was anonymised, if they release it; the voted one otherwise.
    pub statement: Option<String>,
}

/// Who a complainant is, as the authorities require it (`crm-10`).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Real name.
    pub name: String,
    /// Telephone number.
    pub phone: String,
    /// Postal address.
    pub address: String,
    /// Identity document, for channels that ask for it.
    pub document: Option<IdDocument>,
}

/// An identity document. It is printed in the annex only.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdDocument {
    /// Chinese name of its kind, e.g. 居民身份证.
    pub kind: String,
    /// Its number.
    pub number: String,
}

// Identities must not reach a log by way of `{:?}`, so these three say as little as they can.

impl std::fmt::Debug for Signatory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Signatory").field("code", &self.code).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Identity").finish_non_exhaustive()
    }
}

impl std::fmt::Debug for IdDocument {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IdDocument").finish_non_exhaustive()
    }
}
