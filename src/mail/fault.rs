//! Why a letter did not go out, and whether trying again can help.
//!
//! Losing a letter is worse than trying once too often: only a verdict on this very address or this
//! very letter is final. Whatever a server says about us (our password, our network, our sender
//! address) or about itself is tried again until [`crate::domain::backoff`] gives up.

use std::fmt;

/// What kept a letter from going out this time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// No connection to the server could be made, or it turned us away at the door.
    Connect,
    /// The connection could not be encrypted as configured.
    Tls,
    /// The server did not take our user name and password.
    Auth,
    /// The connection was lost, or what came over it made no sense.
    Lost,
    /// The server did not answer in time.
    Timeout,
    /// The server answered with this SMTP code.
    Refused(u16),
    /// The letter could not be written to the directory.
    Disk,
    /// The letter could not be put into words: a fault of ours that the next release may mend.
    Wording,
}

impl Reason {
    /// A short slug for logs and metrics.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Tls => "tls",
            Self::Auth => "auth",
            Self::Lost => "lost",
            Self::Timeout => "timeout",
            Self::Refused(_) => "refused",
            Self::Disk => "disk",
            Self::Wording => "wording",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())?;
        match self {
            Self::Refused(code) => write!(f, " {code}"),
            _ => Ok(()),
        }
    }
}

/// A letter that was not sent. Its text never holds an address nor the server's words, which often do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SendFault {
    /// Later may be better.
    #[error("not sent for now: {reason}")]
    Again {
        /// What went wrong.
        reason: Reason,
    },
    /// The server's verdict is final.
    #[error("refused for good: {code}")]
    Never {
        /// The SMTP code of the refusal.
        code: u16,
        /// Whether the address itself is bad, so that nothing more should be sent to it.
        suppress: bool,
    },
}

impl SendFault {
    /// A fault that may pass.
    #[must_use]
    pub const fn again(reason: Reason) -> Self {
        Self::Again { reason }
    }
}

/// How far a conversation had come when the server said no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Greeting, EHLO, STARTTLS, AUTH: nothing was said about the letter yet.
    Session,
    /// `MAIL FROM`: about our own address.
    Sender,
    /// `RCPT TO`: about the recipient.
    Recipient,
    /// `DATA` and the letter itself.
    Content,
}

/// Judges a negative reply by what it was an answer to.
///
/// `text` is the reply without its code; an enhanced code (RFC 3463) at its start weighs more than
/// the plain code, which servers use loosely.
pub(super) fn judge(stage: Stage, code: u16, text: &str) -> SendFault {
    let again = SendFault::again(Reason::Refused(code));
    if !(500..600).contains(&code) {
        return again;
    }
    let never = |suppress| SendFault::Never { code, suppress };
    match (stage, enhanced(text)) {
        // 530, 535, 538: authentication, whenever the server thinks of it.
        _ if matches!(code, 530 | 535 | 538) => again,
        (Stage::Session | Stage::Sender, _) => again,

        // 5.1.7 and 5.1.8 are about the sender's address.
        (_, Some((1, 7 | 8))) => again,
        (_, Some((1, _)) | Some((2, 1))) => never(true),
        // A full mailbox may be emptied, and a relay that does not know us may be told.
        (_, Some((2, 2))) | (Stage::Recipient, Some(_)) => again,
        (Stage::Content, Some(_)) => never(false),

        // RFC 5321 §4.5.3.1.10: 552 to RCPT means "too many", as 452 does.
        (Stage::Recipient, None) => match code {
            550 | 551 | 553 | 556 => never(true),
            552 => again,
            _ => never(false),
        },
        // 503: a command out of order, so the two sides have lost each other.
        (Stage::Content, None) if code == 503 => again,
        (Stage::Content, None) => never(false),
    }
}

/// The subject and detail of an enhanced status code at the start of a permanent refusal, if it says
/// more than the plain code does (subject 0 is "other").
fn enhanced(text: &str) -> Option<(u16, u16)> {
    let mut parts = text.split_whitespace().next()?.split('.');
    let class = parts.next()?;
    let pair = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    (class == "5" && pair.0 != 0 && parts.next().is_none()).then_some(pair)
}

#[cfg(test)]
mod tests {
    use super::*;

    const AGAIN: Option<bool> = None;
    const NEVER: Option<bool> = Some(false);
    const SUPPRESS: Option<bool> = Some(true);

    #[test]
    fn replies_are_judged_by_what_they_answer() {
        let table = [
            // At the door nothing is the address's fault.
            (Stage::Session, 554, "no service here", AGAIN),
            (Stage::Session, 535, "5.7.8 bad credentials", AGAIN),
            (Stage::Session, 550, "5.7.1 your network is listed", AGAIN),
            (Stage::Session, 421, "4.3.2 shutting down", AGAIN),
            // About our own address.
            (Stage::Sender, 550, "5.1.8 sender domain unknown", AGAIN),
            (Stage::Sender, 530, "5.7.0 authentication required", AGAIN),
            (Stage::Sender, 451, "4.3.0 try later", AGAIN),
            // About the recipient.
            (Stage::Recipient, 450, "4.2.0 greylisted", AGAIN),
            (Stage::Recipient, 452, "too many recipients", AGAIN),
            (Stage::Recipient, 550, "5.1.1 no such user", SUPPRESS),
            (Stage::Recipient, 550, "no such user", SUPPRESS),
            (Stage::Recipient, 550, "5.0.0 no such user", SUPPRESS),
            (Stage::Recipient, 551, "user not local", SUPPRESS),
            (Stage::Recipient, 553, "mailbox name not allowed", SUPPRESS),
            (Stage::Recipient, 554, "5.1.2 bad destination", SUPPRESS),
            (Stage::Recipient, 556, "domain takes no mail", SUPPRESS),
            (Stage::Recipient, 556, "5.1.10 null MX", SUPPRESS),
            (Stage::Recipient, 550, "5.2.1 mailbox disabled", SUPPRESS),
            (Stage::Recipient, 552, "5.2.2 mailbox full", AGAIN),
            (Stage::Recipient, 552, "mailbox full", AGAIN),
            (Stage::Recipient, 554, "5.7.1 relay access denied", AGAIN),
            (Stage::Recipient, 550, "5.1.8 bad sender", AGAIN),
            (Stage::Recipient, 530, "authenticate first", AGAIN),
            (Stage::Recipient, 554, "transaction failed", NEVER),
            // About the letter.
            (Stage::Content, 552, "5.3.4 message too big", NEVER),
            (Stage::Content, 554, "5.7.1 looks like spam", NEVER),
            (Stage::Content, 554, "rejected", NEVER),
            (Stage::Content, 550, "5.1.1 no such user after all", SUPPRESS),
            (Stage::Content, 552, "5.2.2 mailbox full", AGAIN),
            (Stage::Content, 451, "4.7.1 try later", AGAIN),
            (Stage::Content, 503, "bad sequence", AGAIN),
        ];
        for (stage, code, text, want) in table {
            let got = match judge(stage, code, text) {
                SendFault::Again { reason } => {
                    assert_eq!(reason, Reason::Refused(code));
                    None
                }
                SendFault::Never { suppress, code: c } => {
                    assert_eq!(c, code);
                    Some(suppress)
                }
            };
            assert_eq!(got, want, "{stage:?} {code} {text}");
        }
    }

    #[test]
    fn enhanced_codes_are_read_strictly() {
        assert_eq!(enhanced("5.1.1 no"), Some((1, 1)));
        assert_eq!(enhanced("5.1.10"), Some((1, 10)));
        for text in ["", "no", "4.1.1 no", "5.1 no", "5.1.1.1 no", "5.x.1 no", "5.0.0 no"] {
            assert_eq!(enhanced(text), None, "{text}");
        }
    }

    #[test]
    fn a_fault_reads_well_and_names_nobody() {
        let again = SendFault::again(Reason::Refused(451));
        assert_eq!(again.to_string(), "not sent for now: refused 451");
        let never = SendFault::Never { code: 550, suppress: true };
        assert_eq!(never.to_string(), "refused for good: 550");
    }
}
