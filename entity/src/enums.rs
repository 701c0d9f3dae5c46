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

mod ballot;
mod evidence;
mod filing;
mod message;
mod offer;
mod operator;
mod outcome;
mod paper;
mod transfer;

pub use ballot::*;
pub use evidence::*;
pub use filing::*;
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
