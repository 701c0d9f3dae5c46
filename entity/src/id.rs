//! Typed ids: a prefix that names the table and a ULID, as in `case_01j9…`.

use std::fmt;

use sea_orm::{DbErr, DeriveValueType, TryFromU64};
use serde::{Deserialize, Serialize};

/// An id of one table, told from the ids of others by its prefix.
pub trait Id: Sized {
    /// What stands before the underscore.
    const PREFIX: &'static str;

    /// Makes an id from the part behind the prefix, which the caller has made unique.
    fn from_suffix(suffix: &str) -> Self;

    /// Reads an id that came from outside; `None` when it is not of this table.
    fn parse(text: &str) -> Option<Self> {
        let suffix = text.strip_prefix(Self::PREFIX)?.strip_prefix('_')?;
        let plain =
            suffix.len() == 26 && suffix.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase());
        plain.then(|| Self::from_suffix(suffix))
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, DeriveValueType)]
        pub struct $name(String);

        impl $name {
            /// The id as it is stored and shown.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Id for $name {
            const PREFIX: &'static str = $prefix;

            fn from_suffix(suffix: &str) -> Self {
                Self(format!(concat!($prefix, "_{}"), suffix))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, DbErr> {
                Err(DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    )*};
}

ids! {
    /// An account.
    AccountId "acc";
    /// A third party's app.
    AppId "app";
    /// A ballot.
    BallotId "blt";
    /// A file in the vault.
    BlobId "blob";
    /// A case.
    CaseId "case";
    /// A citation of a provision in a case.
    CitationId "cit";
    /// A member's claim.
    ClaimId "clm";
    /// A version of a consolidated complaint.
    ComplaintId "cmp";
    /// An entry of a contact log.
    ContactId "con";
    /// A deadline of a filing.
    DeadlineId "ddl";
    /// A link by which an operator answers.
    DeskLinkId "lnk";
    /// An event of a case's timeline.
    EventId "evt";
    /// A piece of evidence.
    EvidenceId "evd";
    /// A filing.
    FilingId "fil";
    /// A job in the queue.
    JobId "job";
    /// A letter.
    LetterId "ltr";
    /// A representative's mandate.
    MandateId "mdt";
    /// A seat in a case.
    MemberId "mem";
    /// What a case or an operator wrote to the other.
    MessageId "msg";
    /// What an operator proposes.
    OfferId "ofr";
    /// A record that a sealed identity was opened.
    OpeningId "opn";
    /// An operator.
    OperatorId "opr";
    /// A typeset part of a complaint.
    PaperId "ppr";
    /// A session.
    SessionId "ses";
    /// A submission that a term was seen on a day.
    SightingId "sgt";
    /// A clause of an operator, or a whole text of its terms.
    TermId "trm";
    /// A merge or a split.
    TransferId "trf";
}
