//! The closed vocabularies of the record; each value is stored as a short string.

use std::fmt;

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

macro_rules! vocabulary {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident $value:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, EnumIter, DeriveActiveEnum)]
        #[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))")]
        pub enum $name {
            $($(#[$vdoc])* #[sea_orm(string_value = $value)] #[serde(rename = $value)] $variant,)*
        }

        impl $name {
            /// The stored form, which is also the key of its words in the locale files.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $value,)* }
            }

            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    )*};
}

mod message;
mod offer;
mod operator;
mod outcome;
mod paper;
mod transfer;

pub use message::*;
pub use offer::*;
pub use operator::*;
pub use outcome::*;
pub use paper::*;
pub use transfer::*;

vocabulary! {
    /// The language an account reads.
    Locale {
        /// Simplified Chinese, the default.
        ZhCn "zh-CN",
        /// English.
        En "en",
    }
    /// Which news of a case reaches a member's mailbox.
    LetterPreference {
        /// Each change at once.
        Every "every",
        /// One letter a day.
        Daily "daily",
        /// Only ballots, filings' answers and results.
        Results "results",
        /// No news of cases at all.
        None "none",
    }
    /// What an account may do beyond its own cases.
    AccountRole {
        /// A person who complains.
        Consumer "consumer",
        /// Hides and restores.
        Moderator "moderator",
        /// Also accounts, channels and operators.
        Admin "admin",
    }
    /// What a token sent by mail is good for.
    TokenPurpose {
        /// Makes the account that was asked for.
        SignUp "sign_up",
        /// Sets a new password.
        Reset "reset",
        /// Moves an account to another address.
        EmailChange "email_change",
    }
    /// What kind of document proves who somebody is.
    IdDocument {
        /// Resident identity card.
        ResidentId "resident_id",
        /// Passport.
        Passport "passport",
        /// Hong Kong, Macao or Taiwan permit.
        Permit "permit",
    }
    /// Where a case stands.
    Stage {
        /// Only its organisers see it.
        Draft "draft",
        /// Public; people join and pool evidence.
        Gathering "gathering",
        /// A version is put to the vote.
        Ballot "ballot",
        /// At least one filing is open.
        Filed "filed",
        /// An offer is being answered.
        Offer "offer",
        /// Done, with an outcome.
        Closed "closed",
    }
    /// How a case ended.
    CaseOutcome {
        /// Everybody got what they asked for.
        Resolved "resolved",
        /// Some did, or in part.
        PartlyResolved "partly_resolved",
        /// Nobody did.
        Unresolved "unresolved",
        /// The organisers gave it up.
        Withdrawn "withdrawn",
        /// It goes on in another case.
        Merged "merged",
    }
    /// What a seat may do in its case.
    MemberRole {
        /// Joined with a claim.
        Member "member",
        /// Speaks for the members that elected them.
        Representative "representative",
        /// Runs the case.
        Organiser "organiser",
    }
    /// How the money was paid.
    PaymentMethod {
        /// Alipay.
        Alipay "alipay",
        /// WeChat Pay.
        WechatPay "wechat_pay",
        /// QQ wallet.
        QqWallet "qq_wallet",
        /// Bank card or transfer.
        BankCard "bank_card",
        /// The operator's own balance.
        Balance "balance",
        /// A prepaid card or code.
        PrepaidCard "prepaid_card",
        /// Anything else.
        Other "other",
    }
    /// What a member asks for.
    Remedy {
        /// All the money back.
        RefundFull "refund_full",
        /// Part of the money back.
        RefundPart "refund_part",
        /// What was bought.
        Deliver "deliver",
        /// A working one instead.
        Replace "replace",
        /// The account unlocked.
        RestoreAccount "restore_account",
        /// Damages.
        Compensation "compensation",
        /// Anything else, told in words.
        Other "other",
    }
    /// How the operator was contacted.
    ContactChannel {
        /// The site's chat.
        OnlineChat "online_chat",
        /// Telephone.
        Phone "phone",
        /// E-mail.
        Email "email",
        /// A ticket or form.
        Ticket "ticket",
        /// A social network or messenger.
        Messenger "messenger",
        /// Anything else.
        Other "other",
    }
    /// What came of a contact.
    ContactResult {
        /// Nobody answered.
        NoAnswer "no_answer",
        /// The demand was refused.
        Refused "refused",
        /// Put off.
        PutOff "put_off",
        /// Something was promised.
        Promised "promised",
        /// It was settled in part.
        PartlySettled "partly_settled",
    }
    /// What a piece of evidence is.
    EvidenceKind {
        /// An order.
        Order "order",
        /// Proof of payment.
        PaymentProof "payment_proof",
        /// The page of the product.
        ProductPage "product_page",
        /// A chat log.
        ChatLog "chat_log",
        /// A recorded call.
        CallRecording "call_recording",
        /// A screen with the error.
        ErrorScreen "error_screen",
        /// The operator's terms.
        OperatorTerms "operator_terms",
        /// A member's own statement.
        Statement "statement",
        /// Anything else.
        Other "other",
    }
    /// How far a piece of evidence has come on its way into the pool.
    EvidenceState {
        /// The original is sealed.
        Uploaded "uploaded",
        /// An anonymised copy waits for its owner.
        Cleaned "cleaned",
        /// In the pool.
        Confirmed "confirmed",
        /// Part of a filing.
        Released "released",
        /// Taken back by its owner.
        Withdrawn "withdrawn",
        /// The original is gone, or its key.
        Destroyed "destroyed",
    }
    /// How far a file has come on its way into the vault.
    BlobState {
        /// Bytes are being sent.
        Open "open",
        /// All bytes are there; nothing uses it yet.
        Whole "whole",
        /// Evidence uses it.
        Kept "kept",
        /// To be deleted.
        Doomed "doomed",
    }
    /// What was done with a piece of evidence.
    CustodyAct {
        /// The original was sealed.
        Deposited "deposited",
        /// A copy was made for its owner to look at.
        Redacted "redacted",
        /// Its owner put the copy into the pool.
        Confirmed "confirmed",
        /// A filing carries it.
        Released "released",
        /// Its owner took it back.
        Withdrawn "withdrawn",
        /// The original was destroyed.
        Destroyed "destroyed",
        /// It went on in another case.
        Transferred "transferred",
        /// It came from another case; the next link says how it stood.
        Received "received",
    }
    /// Whether a provision is cited.
    CitationState {
        /// A member proposed it.
        Proposed "proposed",
        /// It is in the complaint.
        Adopted "adopted",
        /// It is not.
        Dropped "dropped",
    }
    /// Whether a sighting of an operator's term counts.
    SightingState {
        /// Nobody has looked at it yet.
        Waiting "waiting",
        /// It is in the register.
        Adopted "adopted",
        /// It is not.
        Rejected "rejected",
        /// Taken back by who submitted it.
        Withdrawn "withdrawn",
    }
    /// How a ballot stands.
    BallotState {
        /// Votes are taken.
        Open "open",
        /// Carried.
        Passed "passed",
        /// Lost, or too few voted.
        Rejected "rejected",
    }
    /// What a member said in a ballot.
    Choice {
        /// In favour, and into the filing.
        Yes "yes",
        /// Against.
        No "no",
        /// Neither.
        Abstain "abstain",
    }
    /// What a ballot decides.
    BallotKind {
        /// Whether a version of the complaint is filed, for those who say yes.
        Complaint "complaint",
        /// Who represents those who vote: two at most.
        Election "election",
        /// Whether one representative takes the place of another, for those who say yes.
        Replacement "replacement",
        /// Whether those who say yes take their part of a filing back.
        Withdrawal "withdrawal",
    }
    /// Why a representative's mandate ended.
    MandateEnding {
        /// They gave it back.
        Resigned "resigned",
        /// Members put somebody else in their place.
        Replaced "replaced",
        /// They left the case.
        Left "left",
    }
    /// Where a filing goes.
    Channel {
        /// The operator's own complaint mailbox.
        OperatorDesk "operator_desk",
        /// A public site that passes complaints on to operators.
        MediationSite "mediation_site",
        /// A complaint to the market regulator: the complainant's own dispute, for mediation.
        RegulatorComplaint "regulator_complaint",
        /// A report to the market regulator: a lead about a breach, for its inquiry.
        RegulatorReport "regulator_report",
        /// A consumer association.
        ConsumerAssociation "consumer_association",
        /// Whoever carried the payment.
        PaymentProvider "payment_provider",
        /// The cyberspace administration.
        CyberspaceAdministration "cyberspace_administration",
        /// A court.
        Court "court",
    }
    /// How far a filing's delivery has come.
    Delivery {
        /// Waits to be sent.
        Queued "queued",
        /// Being sent.
        Sending "sending",
        /// Taken by the receiving server.
        Sent "sent",
        /// Came back.
        Bounced "bounced",
        /// Given up.
        Failed "failed",
    }
    /// What the channel did with a filing.
    FilingStatus {
        /// Drawn up.
        Prepared "prepared",
        /// Handed in.
        Submitted "submitted",
        /// Refused at the door, with a ground.
        ScreenedOut "screened_out",
        /// Taken up.
        Accepted "accepted",
        /// Being worked on.
        InProcess "in_process",
        /// Answered.
        Replied "replied",
        /// Answered with an offer.
        Offered "offered",
        /// Settled.
        Agreed "agreed",
        /// Ended without a settlement, with a ground.
        EndedNoDeal "ended_no_deal",
        /// Taken back.
        Withdrawn "withdrawn",
    }
    /// What must happen by a deadline.
    DeadlineKind {
        /// The operator answers.
        OperatorReply "operator_reply",
        /// The regulator decides whether it takes the complaint up.
        AcceptanceDecision "acceptance_decision",
        /// Mediation is over.
        MediationEnd "mediation_end",
        /// A channel that no statute binds to a time answers.
        ChannelReply "channel_reply",
        /// The court takes the suit up, or rules that it does not.
        Docketing "docketing",
    }
    /// What happened in a case.
    EventKind {
        /// Opened as a draft.
        CaseOpened "case_opened",
        /// Its words were changed.
        CaseEdited "case_edited",
        /// Made public.
        CasePublished "case_published",
        /// Closed with an outcome.
        CaseClosed "case_closed",
        /// Gathering again.
        CaseReopened "case_reopened",
        /// Hidden by a moderator.
        CaseHidden "case_hidden",
        /// Shown again.
        CaseRestored "case_restored",
        /// Somebody joined.
        MemberJoined "member_joined",
        /// Somebody left.
        MemberLeft "member_left",
        /// A claim was changed.
        ClaimAmended "claim_amended",
        /// Evidence came into the pool.
        EvidencePooled "evidence_pooled",
        /// Evidence was taken out of it.
        EvidenceWithdrawn "evidence_withdrawn",
        /// A provision was proposed.
        CitationProposed "citation_proposed",
        /// A provision was adopted.
        CitationAdopted "citation_adopted",
        /// A provision was dropped.
        CitationDropped "citation_dropped",
        /// A version was compiled.
        ComplaintCompiled "complaint_compiled",
        /// A ballot began.
        BallotOpened "ballot_opened",
        /// A ballot ended.
        BallotClosed "ballot_closed",
        /// A ballot on something else than a complaint began.
        ResolutionOpened "resolution_opened",
        /// A ballot on something else than a complaint ended.
        ResolutionClosed "resolution_closed",
        /// A member stands for representative.
        CandidateStood "candidate_stood",
        /// A representative was elected.
        MandateBegan "mandate_began",
        /// A representative's mandate ended.
        MandateEnded "mandate_ended",
        /// A filing was queued.
        FilingQueued "filing_queued",
        /// A filing reached its channel.
        FilingSent "filing_sent",
        /// A filing could not be delivered.
        FilingFailed "filing_failed",
        /// The channel answered.
        FilingAnswered "filing_answered",
        /// The operator proposes a settlement.
        OfferMade "offer_made",
        /// The time to answer an offer is over.
        OfferClosed "offer_closed",
        /// An offer was taken back.
        OfferWithdrawn "offer_withdrawn",
        /// A member did not get what was promised, and goes on with their claim.
        PromiseBroken "promise_broken",
        /// The operator wrote.
        MessageReceived "message_received",
        /// Somebody wrote to the operator for the case.
        MessageSent "message_sent",
        /// Everybody may read what the operator replied.
        ReplyPublished "reply_published",
        /// A deadline is near.
        DeadlineDue "deadline_due",
        /// A deadline has passed.
        DeadlineOverdue "deadline_overdue",
        /// Organisers agreed to merge two cases; members may object.
        MergeAgreed "merge_agreed",
        /// Organisers agreed to split a case; members may object.
        SplitAgreed "split_agreed",
        /// A merge or split will not happen.
        TransferCancelled "transfer_cancelled",
        /// A case went on in another one.
        CaseMerged "case_merged",
        /// Part of a case went on by itself.
        CaseSplit "case_split",
        /// A case goes on with those who did not go along with a merge.
        CaseContinued "case_continued",
    }
    /// How far a letter has come.
    LetterState {
        /// Waits for the next daily digest.
        Held "held",
        /// Waits to be sent.
        Queued "queued",
        /// Taken by a sender until its lease ends.
        Sending "sending",
        /// Taken by the receiving server.
        Sent "sent",
        /// Given up.
        Failed "failed",
        /// Not sent: the address is closed, or its owner wants no letters.
        Suppressed "suppressed",
    }
}
