//! Why a person may not do a thing, told as a fact they can act on.

use serde::Serialize;
use strum::{IntoStaticStr, VariantNames};

/// A refusal: a stable code, the field it is about, and the facts its words are made from.
///
/// The words live in the locale files under `refusal.CODE`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, IntoStaticStr, VariantNames)]
#[serde(untagged)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "each variant is explained by its words in the locale files")]
pub enum Refusal {
    // What was typed in.
    Required {
        field: &'static str,
    },
    TooShort {
        field: &'static str,
        min: usize,
    },
    TooLong {
        field: &'static str,
        max: usize,
    },
    TooMany {
        field: &'static str,
        max: usize,
    },
    BadCharacters {
        field: &'static str,
    },
    BadFormat {
        field: &'static str,
    },
    BadChecksum {
        field: &'static str,
    },
    OutOfRange {
        field: &'static str,
        min: i64,
        max: i64,
    },
    InFuture {
        field: &'static str,
    },
    TooEarly {
        field: &'static str,
        earliest: String,
    },
    Unknown {
        field: &'static str,
    },
    NothingToChange,
    // Accounts.
    PasswordWeak {
        field: &'static str,
    },
    PasswordWrong,
    SignInFailed,
    TokenInvalid,
    SessionInvalid,
    EmailTaken,
    IdentityMissing,
    IdempotencyKeyReused {
        field: &'static str,
    },
    IdempotencyAnswerLost {
        field: &'static str,
    },
    // Operators and cases.
    OperatorExists {
        field: &'static str,
        name: String,
    },
    OperatorUnreachable {
        name: String,
    },
    /// Anybody may read the mailbox on record.
    MailboxUnconfirmed {
        name: String,
    },
    /// Others with the same problem gather already.
    SimilarCases {
        field: &'static str,
        numbers: String,
    },
    OrganisersOnly,
    RepresentativesOnly,
    ModeratorsOnly,
    NotDraft,
    NotGathering,
    NotClosed,
    AlreadyClosed,
    CaseNotOpen,
    CaseHidden,
    NotHidden,
    DeadlineTooSoon {
        field: &'static str,
        minutes: i64,
    },
    DeadlineTooFar {
        field: &'static str,
        days: i64,
    },
    // Seats and claims.
    AlreadyMember {
        code: String,
    },
    NotMember,
    LastOrganiser,
    NoClaim,
    AlreadyClaimed,
    InLiveBallot,
    AlreadyFiled,
    SeatMoved {
        number: String,
    },
    // Merges and splits.
    SameCase {
        field: &'static str,
    },
    OperatorsDiffer,
    CasesNotGathering {
        number: String,
    },
    TransferPending {
        number: String,
    },
    TransferMoving,
    TransferNotOpen,
    NotAsked,
    TooManyProposals {
        max: u64,
    },
    MergeNotClosed {
        field: &'static str,
    },
    // Evidence.
    EvidenceNotCleaned,
    EvidenceChanged {
        field: &'static str,
    },
    EvidenceGone,
    EvidenceInPool,
    EvidenceMoved,
    ReleaseWithdrawn,
    TooMuchEvidence {
        max: u64,
    },
    FileEmpty {
        field: &'static str,
    },
    FileTooLarge {
        max: u64,
    },
    FileTooLong {
        max: i64,
    },
    OffsetMismatch {
        received: i64,
    },
    UploadTakenOver,
    UploadUnfinished {
        received: i64,
        length: i64,
    },
    TooManyUploads {
        max: u64,
    },
    StorageUnavailable,
    NoPages {
        field: &'static str,
    },
    LinkExpired,
    /// Why a file cannot be taken; `code` is its own, and `max` what it is about where it is about a bound.
    FileUnfit {
        field: &'static str,
        code: &'static str,
        max: Option<u64>,
    },
    // Law.
    NotInForce {
        field: &'static str,
        provision: String,
        from: String,
        to: String,
        successor: String,
    },
    AlreadyCited {
        field: &'static str,
    },
    CitationDecided,
    // The register of terms.
    EitherOr {
        field: &'static str,
        other: &'static str,
    },
    NotTerms {
        field: &'static str,
    },
    NotPooled {
        field: &'static str,
    },
    OtherOperator {
        field: &'static str,
    },
    AlreadySubmitted {
        field: &'static str,
    },
    TooManySightings {
        max: u64,
    },
    SightingDecided,
    OwnSighting,
    // Complaints, ballots and filings.
    NothingToCompile,
    NothingToSupplement {
        field: &'static str,
    },
    NoCitations,
    Unchanged {
        version: i32,
    },
    TooFewMembers {
        needed: i64,
        have: i64,
    },
    NotNewest {
        version: i32,
    },
    BallotRunning,
    BallotClosed,
    BallotNotPassed,
    NotInElectorate,
    AbstainInstead {
        field: &'static str,
    },
    NoCandidates,
    NotACandidate,
    NotARepresentative,
    FilingOver,
    HashMismatch {
        field: &'static str,
    },
    ReleaseNeeded {
        field: &'static str,
    },
    NobodyToFile,
    FilingOpen,
    NotAdmissible {
        field: &'static str,
        findings: usize,
        members: i64,
    },
    NotHandedIn,
    FilingAlready,
    NotSubmitted,
    StepNotAllowed {
        field: &'static str,
        from: String,
        to: String,
    },
    GroundRequired {
        field: &'static str,
    },
    // Offers.
    /// A settlement needs the yes of each member.
    MembersDecide {
        field: &'static str,
    },
    OfferRunning,
    OfferClosed,
    NotInOffer,
    OffersTheirs,
    // Messages.
    TooManyMessages {
        max: u64,
    },
    ReplyDecided,
    // Outcomes.
    NotInFiling,
    NotSettled,
    NotDueYet,
    PromiseKept,
    // Apps.
    TooManyApps {
        max: u64,
    },
}

impl Refusal {
    /// The stable code, as `NOT_GATHERING`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::FileUnfit { code, .. } => code,
            other => other.into(),
        }
    }

    /// What the words are made from.
    #[must_use]
    pub fn facts(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// The input field the refusal is about.
    #[must_use]
    pub fn field(&self) -> Option<String> {
        Some(self.facts().get("field")?.as_str()?.to_owned())
    }
}
