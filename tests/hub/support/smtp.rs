//! A mail server for tests and benchmarks: it takes letters in over a real socket and keeps them.
//!
//! The protocol is read by `smtp-proto`; `session.rs` is the conversation around it. The server runs on a
//! thread of its own, so a test with a single-threaded runtime can block on it, and a benchmark can pin it.
//! It can be told to refuse, to fall silent or to hang up at any point of a conversation.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::JoinHandle;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

use session::Session;

// By path, so that a benchmark can take this file in by path as well.
#[path = "smtp/session.rs"]
mod session;

/// What kind of server to be.
#[derive(Debug, Clone, Default)]
pub(crate) struct Options {
    /// Whether and when to encrypt; the certificate is for `localhost` and 127.0.0.1.
    pub(crate) tls: Encryption,
    /// User name and password without which nothing is taken in.
    pub(crate) login: Option<(String, String)>,
    /// Count letters instead of keeping them, for benchmarks.
    pub(crate) forgetful: bool,
}

/// Whether and when a connection is encrypted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Encryption {
    #[default]
    None,
    StartTls,
    Implicit,
}

/// A point of the conversation where the server can misbehave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Moment {
    /// Instead of the greeting.
    Greeting,
    /// In answer to MAIL.
    Mail,
    /// In answer to RCPT for this address.
    Rcpt(String),
    /// In answer to DATA.
    Data,
    /// In answer to the final dot of a letter to this address.
    Letter(String),
}

/// What it does there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reaction {
    /// Says this line, e.g. `550 5.1.1 no such user`; after 421 it hangs up.
    Say(String),
    /// Drops the connection without a word.
    HangUp,
    /// Takes the letter in, then drops the connection before saying so.
    TakeAndHangUp,
    /// Never answers.
    Silence,
}

/// A letter that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Received {
    pub(crate) from: String,
    pub(crate) to: Vec<String>,
    pub(crate) bytes: Vec<u8>,
    /// Whether it came over TLS.
    pub(crate) encrypted: bool,
}

/// A running server; it stops when dropped.
pub(crate) struct MailServer {
    addr: SocketAddr,
    certificate: String,
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    options: Options,
    acceptor: Option<TlsAcceptor>,
    letters: Mutex<Vec<Received>>,
    taken: AtomicU64,
    connections: AtomicU64,
    rules: Mutex<Vec<Rule>>,
}

struct Rule {
    moment: Moment,
    reaction: Reaction,
    /// How often it still applies; `None` is always.
    left: Option<u32>,
}

impl MailServer {
    /// A server on a free port of this machine that takes everything.
    pub(crate) fn start() -> Self {
        Self::start_with(Options::default())
    }

    /// A server of the given kind.
    pub(crate) fn start_with(options: Options) -> Self {
        let (certificate, acceptor) = match options.tls {
            Encryption::None => (String::new(), None),
            Encryption::StartTls | Encryption::Implicit => {
                let (pem, acceptor) = certificate();
                (pem, Some(acceptor))
            }
        };
        let shared = Arc::new(Shared {
            options,
            acceptor,
            letters: Mutex::default(),
            taken: AtomicU64::new(0),
            connections: AtomicU64::new(0),
            rules: Mutex::default(),
        });
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
        listener.set_nonblocking(true).expect("a socket can be made non-blocking");
        let addr = listener.local_addr().expect("a bound socket has an address");
        let (stop, stopped) = oneshot::channel();
        let serving = Arc::clone(&shared);
        let thread = std::thread::Builder::new().name("mail-server".into()).spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime can be made").block_on(async {
                tokio::select! {
                    () = accept(listener, serving) => {}
                    _ = stopped => {}
                }
            });
        });
        let thread = Some(thread.expect("a thread can be started"));
        Self { addr, certificate, shared, stop: Some(stop), thread }
    }

    /// The port it listens on, at 127.0.0.1.
    pub(crate) fn port(&self) -> u16 {
        self.addr.port()
    }

    /// The certificate to trust, in PEM.
    pub(crate) fn certificate(&self) -> &[u8] {
        self.certificate.as_bytes()
    }

    /// The letters taken in so far, oldest first.
    pub(crate) fn letters(&self) -> Vec<Received> {
        lock(&self.shared.letters).clone()
    }

    /// The letters taken in since the last call.
    pub(crate) fn take(&self) -> Vec<Received> {
        std::mem::take(&mut lock(&self.shared.letters))
    }

    /// How many letters were taken in, kept or not.
    pub(crate) fn taken(&self) -> u64 {
        self.shared.taken.load(Ordering::Relaxed)
    }

    /// How many connections were made.
    pub(crate) fn connections(&self) -> u64 {
        self.shared.connections.load(Ordering::Relaxed)
    }

    /// From now on, always.
    pub(crate) fn always(&self, moment: Moment, reaction: Reaction) {
        lock(&self.shared.rules).push(Rule { moment, reaction, left: None });
    }

    /// The next `times` times.
    pub(crate) fn next(&self, times: u32, moment: Moment, reaction: Reaction) {
        lock(&self.shared.rules).push(Rule { moment, reaction, left: Some(times) });
    }

    /// Refuses an address with this line.
    pub(crate) fn refuse(&self, address: &str, line: &str) {
        self.always(Moment::Rcpt(address.into()), Reaction::Say(line.into()));
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _panicked_already = thread.join();
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect("no test panics while it holds the mailbox")
}

fn certificate() -> (String, TlsAcceptor) {
    let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
    let made = rcgen::generate_simple_self_signed(names).expect("a certificate can be made");
    let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key.into())
        .expect("key and certificate belong together");
    (made.cert.pem(), TlsAcceptor::from(Arc::new(config)))
}

async fn accept(listener: std::net::TcpListener, shared: Arc<Shared>) {
    let listener = TcpListener::from_std(listener).expect("the socket is non-blocking");
    while let Ok((stream, _)) = listener.accept().await {
        shared.connections.fetch_add(1, Ordering::Relaxed);
        tokio::spawn(serve(stream, Arc::clone(&shared)));
    }
}

async fn serve(stream: TcpStream, shared: Arc<Shared>) {
    stream.set_nodelay(true).expect("a fresh socket takes options");
    let mut session = Session::new(Arc::clone(&shared));
    match (&shared.acceptor, shared.options.tls) {
        (Some(acceptor), Encryption::Implicit) => {
            let Ok(stream) = acceptor.accept(stream).await else { return };
            session.encrypted = true;
            session.talk(stream, true).await;
        }
        (Some(acceptor), _) => {
            let Some(stream) = session.talk(stream, true).await else { return };
            let Ok(stream) = acceptor.accept(stream).await else { return };
            session = Session::new(Arc::clone(&shared));
            session.encrypted = true;
            session.talk(stream, false).await;
        }
        (None, _) => {
            session.talk(stream, true).await;
        }
    }
}

impl Shared {
    /// What the rules say, newest first.
    fn reaction(&self, moment: &Moment) -> Option<Reaction> {
        let mut rules = lock(&self.rules);
        let rule = rules.iter_mut().rev().find(|rule| rule.moment == *moment && rule.left != Some(0))?;
        rule.left = rule.left.map(|left| left - 1);
        Some(rule.reaction.clone())
    }
}
