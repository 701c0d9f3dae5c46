//! Carries letters away, over SMTP or into a directory.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use secrecy::SecretString;
use tokio::sync::Semaphore;

use super::fault::{Reason, SendFault};
use super::message::Message;
use super::outbox;
use super::smtp::{Connection, Setup};

/// Where letters go.
#[derive(Debug, Clone)]
pub enum Route {
    /// To a mail server.
    Smtp(SmtpRoute),
    /// Into files of this directory, for development.
    Directory(PathBuf),
}

/// How to reach the mail server.
#[derive(Debug, Clone)]
pub struct SmtpRoute {
    /// Host name or address.
    pub host: String,
    /// Usually 587 with [`Tls::StartTls`], 465 with [`Tls::Implicit`].
    pub port: u16,
    /// How the connection is encrypted.
    pub tls: Tls,
    /// User name and password, where the server wants them.
    pub login: Option<(String, SecretString)>,
    /// A certificate authority to trust besides the public ones, in PEM.
    pub extra_ca: Option<Vec<u8>>,
    /// What to call ourselves in EHLO; the machine's host name when `None`.
    pub hello: Option<String>,
    /// How long to wait for each answer of the server. RFC 5321 §4.5.3.2 would have five minutes.
    pub timeout: Duration,
    /// How many connections [`Mailer::send`] keeps open at most.
    pub connections: usize,
}

/// How the way to the mail server is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// Not at all: only to this very machine.
    Loopback,
    /// Not at all, to wherever; said aloud by whoever configures it.
    Plain,
    /// Encrypted before anything is said about a letter (RFC 3207); never falls back to plain.
    StartTls,
    /// Encrypted from the first byte (RFC 8314).
    Implicit,
}

impl SmtpRoute {
    /// A route with the usual timeout (30 s) and four connections, without login.
    #[must_use]
    pub fn new(host: impl Into<String>, port: u16, tls: Tls) -> Self {
        Self {
            host: host.into(),
            port,
            tls,
            login: None,
            extra_ca: None,
            hello: None,
            timeout: Duration::from_secs(30),
            connections: 4,
        }
    }
}

/// Why no mailer can be made of a configuration.
#[derive(Debug, thiserror::Error)]
pub enum MailSetupFault {
    /// An unencrypted connection that would leave this machine.
    #[error("mail to {0} would travel unencrypted; use TLS, or allow it explicitly")]
    Unencrypted(String),
    /// A password that would travel in the clear.
    #[error("the password for {0} would travel unencrypted")]
    Password(String),
    /// A certificate or host name TLS cannot work with.
    #[error("TLS cannot be set up")]
    Tls(#[source] lettre::transport::smtp::Error),
}

/// A letter that was taken in by the next server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    /// The server's answer, 250 as a rule.
    pub code: u16,
}

/// Sends letters; cheap to clone, all clones share the kept connections.
#[derive(Clone)]
pub struct Mailer {
    inner: Arc<Inner>,
}

enum Inner {
    Smtp { setup: Arc<Setup>, idle: Mutex<Vec<Sender>>, seats: Semaphore },
    Directory(PathBuf),
}

impl Mailer {
    /// Checks the route; connects to nothing yet.
    ///
    /// # Errors
    /// [`MailSetupFault`] when letters or the password would travel in the clear, or TLS cannot be set up.
    pub fn new(route: Route) -> Result<Self, MailSetupFault> {
        let inner = match route {
            Route::Directory(dir) => Inner::Directory(dir),
            Route::Smtp(smtp) => {
                let seats = Semaphore::new(smtp.connections.max(1));
                Inner::Smtp { setup: Arc::new(Setup::new(smtp)?), idle: Mutex::default(), seats }
            }
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// A sender of its own for a task that has many letters.
    #[must_use]
    pub fn sender(&self) -> Sender {
        Sender(match &*self.inner {
            Inner::Smtp { setup, .. } => Line::Smtp(Box::new(Connection::new(Arc::clone(setup)))),
            Inner::Directory(dir) => Line::Directory(dir.clone()),
        })
    }

    /// Sends one letter over a connection that is kept open for the next.
    ///
    /// # Errors
    /// [`SendFault`], which says whether to try again.
    pub async fn send(&self, message: &Message) -> Result<Receipt, SendFault> {
        let Inner::Smtp { idle, seats, .. } = &*self.inner else {
            return self.sender().send(message).await;
        };
        let _seat = seats.acquire().await.expect("the semaphore is never closed");
        let kept = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut sender = kept.unwrap_or_else(|| self.sender());
        let outcome = sender.send(message).await;
        idle.lock().unwrap_or_else(PoisonError::into_inner).push(sender);
        outcome
    }

    /// Says hello to the mail server, or makes sure the directory can be written: for `doctor`.
    ///
    /// # Errors
    /// [`SendFault::Again`] with what is wrong.
    pub async fn check(&self) -> Result<(), SendFault> {
        match &*self.inner {
            Inner::Smtp { setup, .. } => Connection::new(Arc::clone(setup)).check().await,
            Inner::Directory(dir) => {
                let made = tokio::fs::create_dir_all(dir).await;
                made.map_err(|_| SendFault::again(Reason::Disk))
            }
        }
    }
}

/// One task's own way out: holds a connection and keeps it open between letters.
pub struct Sender(Line);

enum Line {
    Smtp(Box<Connection>),
    Directory(PathBuf),
}

impl Sender {
    /// Sends one letter. Dropping the future half-way drops the connection, not the sender.
    ///
    /// # Errors
    /// [`SendFault`], which says whether to try again.
    pub async fn send(&mut self, message: &Message) -> Result<Receipt, SendFault> {
        match &mut self.0 {
            Line::Smtp(connection) => connection.send(message).await.map(|code| Receipt { code }),
            Line::Directory(dir) => match outbox::write(dir.clone(), message).await {
                Ok(()) => Ok(Receipt { code: 250 }),
                Err(_) => Err(SendFault::again(Reason::Disk)),
            },
        }
    }

    /// Takes leave of the server, where a connection is open.
    pub async fn close(self) {
        if let Line::Smtp(connection) = self.0 {
            connection.close().await;
        }
    }
}
