//! The closed words of the API. They are spelled out here rather than taken from the record, so that a change of
//! the record does not change the API unseen.

mod event;

use async_graphql::Enum;

pub use event::EventKind;

/// The language an account reads.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::Locale")]
pub enum Locale {
    /// Simplified Chinese, the default.
    ZhCn,
    /// English.
    En,
}

/// Which news of a case reaches a member's mailbox.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::LetterPreference")]
pub enum LetterPreference {
    /// Each change at once.
    Every,
    /// One letter a day.
    Daily,
    /// Only ballots, filings' answers and results.
    Results,
    /// No news of cases at all.
    None,
}

/// What an account may do beyond its own cases.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::AccountRole")]
pub enum AccountRole {
    /// A person who complains.
    Consumer,
    /// Hides and restores.
    Moderator,
    /// Also accounts, channels and operators.
    Admin,
}

/// What kind of document proves who somebody is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::IdDocument")]
pub enum IdDocument {
    /// Resident identity card.
    ResidentId,
    /// Passport.
    Passport,
    /// Hong Kong, Macao or Taiwan permit.
    Permit,
}

/// Where a case stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::Stage")]
pub enum Stage {
    /// Only its organisers see it.
    Draft,
    /// Public; people join and pool evidence.
    Gathering,
    /// A version is put to the vote.
    Ballot,
    /// At least one filing is open.
    Filed,
    /// An offer is being answered.
    Offer,
    /// Done, with an outcome.
    Closed,
}

/// How a case ended.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::CaseOutcome")]
pub enum CaseOutcome {
    /// Everybody got what they asked for.
    Resolved,
    /// Some did, or in part.
    PartlyResolved,
    /// Nobody did.
    Unresolved,
    /// The organisers gave it up.
    Withdrawn,
    /// It goes on in another case.
    Merged,
}

/// What a seat may do in its case.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::MemberRole")]
pub enum MemberRole {
    /// Joined with a claim.
    Member,
    /// Speaks for the members that elected them.
    Representative,
    /// Runs the case.
    Organiser,
}

/// How the money was paid.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::PaymentMethod")]
pub enum PaymentMethod {
    /// Alipay.
    Alipay,
    /// WeChat Pay.
    WechatPay,
    /// QQ wallet.
    QqWallet,
    /// Bank card or transfer.
    BankCard,
    /// The operator's own balance.
    Balance,
    /// A prepaid card or code.
    PrepaidCard,
    /// Anything else.
    Other,
}

/// What a member asks for.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::Remedy")]
pub enum Remedy {
    /// All the money back.
    RefundFull,
    /// Part of the money back.
    RefundPart,
    /// What was bought.
    Deliver,
    /// A working one instead.
    Replace,
    /// The account unlocked.
    RestoreAccount,
    /// Damages.
    Compensation,
    /// Anything else, told in words.
    Other,
}

/// How the operator was contacted.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::ContactChannel")]
pub enum ContactChannel {
    /// The site's chat.
    OnlineChat,
    /// Telephone.
    Phone,
    /// E-mail.
    Email,
    /// A ticket or form.
    Ticket,
    /// A social network or messenger.
    Messenger,
    /// Anything else.
    Other,
}

/// What came of a contact.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::ContactResult")]
pub enum ContactResult {
    /// Nobody answered.
    NoAnswer,
    /// The demand was refused.
    Refused,
    /// Put off.
    PutOff,
    /// Something was promised.
    Promised,
    /// It was settled in part.
    PartlySettled,
}

/// What a piece of evidence is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::EvidenceKind")]
pub enum EvidenceKind {
    /// An order.
    Order,
    /// Proof of payment.
    PaymentProof,
    /// The page of the product.
    ProductPage,
    /// A chat log.
    ChatLog,
    /// A recorded call.
    CallRecording,
    /// A screen with the error.
    ErrorScreen,
    /// The operator's terms.
    OperatorTerms,
    /// A member's own statement.
    Statement,
    /// Anything else.
    Other,
}

/// How far a piece of evidence has come on its way into the pool.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::EvidenceState")]
pub enum EvidenceState {
    /// The original is sealed.
    Uploaded,
    /// An anonymised copy waits for its owner.
    Cleaned,
    /// In the pool.
    Confirmed,
    /// Part of a filing.
    Released,
    /// Taken back by its owner.
    Withdrawn,
    /// Its key is gone.
    Destroyed,
}

/// Whether a provision is cited.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::CitationState")]
pub enum CitationState {
    /// A member proposed it.
    Proposed,
    /// It is in the complaint.
    Adopted,
    /// It is not.
    Dropped,
}

/// Whether a sighting of an operator's term counts.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::SightingState")]
pub enum SightingState {
    /// Nobody has looked at it yet.
    Waiting,
    /// It is in the register.
    Adopted,
    /// It is not.
    Rejected,
    /// Taken back by who submitted it.
    Withdrawn,
}

/// How a ballot stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::BallotState")]
pub enum BallotState {
    /// Votes are taken.
    Open,
    /// Carried.
    Passed,
    /// Lost, or too few voted.
    Rejected,
}

/// What a member said in a ballot.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::Choice")]
pub enum Choice {
    /// In favour, and into the filing.
    Yes,
    /// Against.
    No,
    /// Neither.
    Abstain,
}

/// How far a filing's delivery has come.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::Delivery")]
pub enum Delivery {
    /// Waits to be sent.
    Queued,
    /// Being sent.
    Sending,
    /// Taken by the receiving server.
    Sent,
    /// Came back.
    Bounced,
    /// Given up.
    Failed,
}

/// What the channel did with a filing.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::FilingStatus")]
pub enum FilingStatus {
    /// Drawn up.
    Prepared,
    /// Handed in.
    Submitted,
    /// Refused at the door, with a ground.
    ScreenedOut,
    /// Taken up.
    Accepted,
    /// Being worked on.
    InProcess,
    /// Answered.
    Replied,
    /// Answered with an offer.
    Offered,
    /// Settled.
    Agreed,
    /// Ended without a settlement, with a ground.
    EndedNoDeal,
    /// Taken back.
    Withdrawn,
}

/// What must happen by a deadline.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::DeadlineKind")]
pub enum DeadlineKind {
    /// The operator answers.
    OperatorReply,
    /// The regulator decides whether it takes the complaint up.
    AcceptanceDecision,
    /// Mediation is over.
    MediationEnd,
    /// A channel that no statute binds to a time answers.
    ChannelReply,
    /// The court takes the suit up, or rules that it does not.
    Docketing,
}

/// How far a letter has come.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::LetterState")]
pub enum LetterState {
    /// Waits for the next daily digest.
    Held,
    /// Waits to be sent.
    Queued,
    /// Taken by a sender until its lease ends.
    Sending,
    /// Taken by the receiving server.
    Sent,
    /// Given up.
    Failed,
    /// Not sent: the address is closed, or its owner wants no letters.
    Suppressed,
}
