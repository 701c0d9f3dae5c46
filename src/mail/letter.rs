//! What a letter is before it has words: a recipient, a template and facts.

use std::fmt;
use std::str::FromStr;

use entity::Locale;
use serde_json::Value;

/// A slug that names no member of the closed set it was read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown {0}")]
pub struct UnknownSlug(&'static str);

/// Writes a closed set of slugs once: the enum, `ALL`, `as_str`, `Display` and `FromStr`.
macro_rules! slugs {
    (
        $(#[$outer:meta])*
        $name:ident, $noun:literal: $($(#[$inner:meta])* $variant:ident = $slug:literal,)+
    ) => {
        $(#[$outer])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$inner])* $variant,)+
        }

        impl $name {
            /// Every member, in the order they are declared.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The slug it is stored under.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $slug,)+
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = UnknownSlug;

            fn from_str(slug: &str) -> Result<Self, Self::Err> {
                match slug {
                    $($slug => Ok(Self::$variant),)+
                    _ => Err(UnknownSlug($noun)),
                }
            }
        }
    };
}

slugs! {
    /// Which letter it is; each names the facts its words need, all of them required.
    ///
    /// `url`s are absolute, instants (`at`) are RFC 3339, dates are `YYYY-MM-DD`, money is whole fen.
    Template, "letter template":
    /// Confirms the address of a new account: `url`, `valid_hours`.
    VerifyEmail = "verify-email",
    /// Somebody tried to sign up with an address that has an account: `sign_in_url`, `reset_url`.
    AlreadyRegistered = "already-registered",
    /// The link that sets a new password: `url`, `valid_minutes`.
    ResetPassword = "reset-password",
    /// A reset was asked for an address that has no account: `sign_up_url`.
    ResetUnknown = "reset-unknown",
    /// Confirms a new address, sent to it: `url`, `valid_hours`.
    EmailChangedConfirm = "email-changed-confirm",
    /// Tells the old address that it was replaced: `at`, `url` (to take it back).
    EmailChangedNotice = "email-changed-notice",
    /// The password was changed: `at`, `url` (to set another one).
    PasswordChanged = "password-changed",
    /// A refresh token was used twice, so every session was ended: `at`, `url` (to sign in again).
    SessionReuse = "session-reuse",
    /// The account is closed and its keys are destroyed: `at`.
    AccountClosed = "account-closed",
    /// Something happened in a case: `case_number`, `case_title`, `event` ([`CaseEvent`]), `lines`
    /// (sentences in the reader's language, no claim facts; may be empty), `url`.
    CaseChanged = "case-changed",
    /// Several such events: `items`, each with the facts of [`Template::CaseChanged`], and `url`.
    Digest = "digest",
    /// The complaint itself, mailed to a desk: `case_number`, `operator`, `channel`, `members`,
    /// `amount_fen`, `demands` (sentences), `representatives` (each `name` and `phone`; may be empty),
    /// `reply_url`, `reply_by` (date), `files` (each `name` and `sha256`), `complaint_sha256`,
    /// `evidence_root` (may be null).
    Filing = "filing",
    /// What a case writes to an operator: `case_number`, `lines` (paragraphs), `url` (to answer by).
    DeskMessage = "desk-message",
}

impl Template {
    /// Whether a reader in discreet mode gets "there is news" in its place.
    ///
    /// Letters about the account say nothing of any case and are useless without their link; a filing
    /// is addressed to a desk, not to a member.
    #[must_use]
    pub const fn yields_to_discretion(self) -> bool {
        matches!(self, Self::CaseChanged | Self::Digest)
    }

    /// Whether a program decided to write it, as opposed to people who want to hear the answer.
    ///
    /// RFC 3834: responders keep quiet on `Auto-Submitted: auto-generated`. That is right for notices;
    /// a desk's automatic acknowledgement of a complaint is a receipt we want.
    #[must_use]
    pub const fn is_notice(self) -> bool {
        !matches!(self, Self::Filing | Self::DeskMessage)
    }
}

slugs! {
    /// What happened in a case, as far as a letter words it.
    CaseEvent, "case event":
    /// The case is public and gathers people.
    Published = "published",
    /// The reader has a seat now.
    JoinedConfirmation = "joined-confirmation",
    /// A ballot is open and the reader may vote.
    BallotOpened = "ballot-opened",
    /// A ballot on something else than a complaint is open.
    ResolutionOpened = "resolution-opened",
    /// A ballot ends soon and the reader has not voted.
    BallotClosing = "ballot-closing",
    /// A ballot has a result.
    BallotClosed = "ballot-closed",
    /// The complaint was handed in.
    ComplaintFiled = "complaint-filed",
    /// The desk took the complaint on.
    FilingAccepted = "filing-accepted",
    /// The desk would not take the complaint on.
    FilingRefused = "filing-refused",
    /// The desk or the operator wrote back.
    FilingReplied = "filing-replied",
    /// The operator proposes a settlement.
    FilingOffered = "filing-offered",
    /// An agreement was reached.
    FilingAgreed = "filing-agreed",
    /// The procedure ended without an agreement.
    FilingEnded = "filing-ended",
    /// The reader is asked what they really got.
    OutcomeAsked = "outcome-asked",
    /// A deadline is near.
    DeadlineDue = "deadline-due",
    /// A deadline has passed without an answer.
    DeadlineOverdue = "deadline-overdue",
    /// The case is closed.
    CaseClosed = "case-closed",
    /// The case gathers people again.
    CaseReopened = "case-reopened",
    /// A moderator took the case out of sight.
    CaseHidden = "case-hidden",
    /// The reader is asked whether two cases should become one, or to run a part of one.
    TransferProposed = "transfer-proposed",
    /// Two cases are to become one, and the reader may object.
    MergeAgreed = "merge-agreed",
    /// Part of a case is to go on by itself, and the reader may object.
    SplitAgreed = "split-agreed",
    /// A merge or split that was told of will not happen.
    TransferCancelled = "transfer-cancelled",
    /// Two cases became one.
    CaseMerged = "case-merged",
    /// Part of the case goes on by itself.
    CaseSplit = "case-split",
    /// The case goes on with the reader while others went on in another one.
    CaseContinued = "case-continued",
    /// Anything else; `lines` say what.
    News = "news",
}

/// A letter that is still to be worded.
#[derive(Clone)]
pub struct Envelope {
    /// The letter's id (`ltr_…`): what the Message-ID is made of.
    pub letter_id: String,
    /// The one recipient's address.
    pub to: String,
    /// The recipient's language.
    pub locale: Locale,
    /// Which letter.
    pub template: Template,
    /// What the template speaks of: a JSON object, see [`Template`].
    pub facts: Value,
    /// Where one POST ends these letters (RFC 8058), for letters one can do without.
    pub unsubscribe_url: Option<String>,
    /// Where answers should go, if not to the house's own address.
    pub reply_to: Option<String>,
    /// Whether the letter may only say that there is news.
    pub discreet: bool,
}

impl fmt::Debug for Envelope {
    /// Names the letter, not the person: this ends up in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { letter_id, locale, template, discreet, .. } = self;
        let mut out = f.debug_struct("Envelope");
        out.field("letter_id", letter_id).field("template", template);
        out.field("locale", &locale.as_str()).field("discreet", discreet).finish_non_exhaustive()
    }
}

/// A file that goes with a filing.
#[derive(Clone)]
pub struct Attachment {
    /// The file name the recipient sees.
    pub name: String,
    /// Its media type, e.g. `application/pdf`.
    pub content_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_read_back() {
        for template in Template::ALL {
            assert_eq!(template.as_str().parse(), Ok(*template));
        }
        for event in CaseEvent::ALL {
            assert_eq!(event.as_str().parse(), Ok(*event));
        }
        assert!("Digest".parse::<Template>().is_err());
    }
}
