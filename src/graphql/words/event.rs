//! What happens in a case, as the API calls it.

use async_graphql::Enum;

/// What happened in a case.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::EventKind")]
pub enum EventKind {
    /// Opened as a draft.
    CaseOpened,
    /// Its words were changed.
    CaseEdited,
    /// Made public.
    CasePublished,
    /// Closed with an outcome.
    CaseClosed,
    /// Gathering again.
    CaseReopened,
    /// Hidden by a moderator.
    CaseHidden,
    /// Shown again.
    CaseRestored,
    /// Somebody joined.
    MemberJoined,
    /// Somebody left.
    MemberLeft,
    /// A claim was changed.
    ClaimAmended,
    /// Evidence came into the pool.
    EvidencePooled,
    /// Evidence was taken out of it.
    EvidenceWithdrawn,
    /// A provision was proposed.
    CitationProposed,
    /// A provision was adopted.
    CitationAdopted,
    /// A provision was dropped.
    CitationDropped,
    /// A version was compiled.
    ComplaintCompiled,
    /// A ballot began.
    BallotOpened,
    /// A ballot ended.
    BallotClosed,
    /// A ballot on something else than a complaint began.
    ResolutionOpened,
    /// A ballot on something else than a complaint ended.
    ResolutionClosed,
    /// A member stands for representative.
    CandidateStood,
    /// A representative was elected.
    MandateBegan,
    /// A representative's mandate ended.
    MandateEnded,
    /// A filing was queued.
    FilingQueued,
    /// A filing reached its channel.
    FilingSent,
    /// A filing could not be delivered.
    FilingFailed,
    /// The channel answered.
    FilingAnswered,
    /// The operator proposes a settlement.
    OfferMade,
    /// The time to answer an offer is over.
    OfferClosed,
    /// An offer was taken back.
    OfferWithdrawn,
    /// A member did not get what was promised, and goes on with their claim.
    PromiseBroken,
    /// The operator wrote.
    MessageReceived,
    /// Somebody wrote to the operator for the case.
    MessageSent,
    /// Everybody may read what the operator replied.
    ReplyPublished,
    /// A deadline is near.
    DeadlineDue,
    /// A deadline has passed.
    DeadlineOverdue,
    /// Organisers agreed to merge two cases; members may object.
    MergeAgreed,
    /// Organisers agreed to split a case; members may object.
    SplitAgreed,
    /// A merge or split will not happen.
    TransferCancelled,
    /// A case went on in another one.
    CaseMerged,
    /// Part of a case went on by itself.
    CaseSplit,
    /// A case goes on with those who did not go along with a merge.
    CaseContinued,
}
