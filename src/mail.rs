//! The mail room: letters are rendered, put into envelopes and handed to a mail server.
//!
//! A letter comes in as an [`Envelope`] (whom, in which language, which [`Template`], which facts),
//! [`Stationery`] turns it into a [`Message`] (the exact bytes), and a [`Mailer`] carries it, over SMTP
//! or into a directory. Nothing in here knows the database: what is owed to whom, when to try again
//! ([`crate::domain::backoff`]) and how fast to go ([`crate::domain::pace`]) is the worker's business.
//!
//! The same letter always becomes the same bytes with the same Message-ID: a letter that had to be
//! sent twice is folded into one by the mailbox that gets it.

mod fault;
mod inbound;
mod letter;
mod mailer;
mod message;
mod outbox;
mod render;
#[cfg(test)]
mod sample;
mod smtp;
mod word;

pub use fault::{Reason, SendFault};
pub use inbound::{Incoming, read as incoming};
pub use letter::{Attachment, CaseEvent, Envelope, Template};
pub use mailer::{MailSetupFault, Mailer, Receipt, Route, Sender, SmtpRoute, Tls};
pub use message::{ComposeFault, Message, Stationery};
pub use render::{Rendered, sources};
