//! A mail server for tests and benchmarks: it takes letters in over a real socket and keeps them.
//!
//! The protocol is read by `smtp-proto`; what is here is the conversation around it. The server runs on a
//! thread of its own, so a test with a single-threaded runtime can block on it, and a benchmark can pin it.
//! It can be told to refuse, to fall silent or to hang up at any point of a conversation.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::JoinHandle;

use smtp_proto::request::receiver::{DataReceiver, RequestReceiver};
use smtp_proto::{
    AUTH_PLAIN, EXT_8BIT_MIME, EXT_AUTH, EXT_ENHANCED_STATUS_CODES, EXT_PIPELINING, EXT_START_TLS,
    EhloResponse, Error, Request,
};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

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
            session = Session { encrypted: true, ..Session::new(Arc::clone(&shared)) };
            session.talk(stream, false).await;
        }
        (None, _) => {
            session.talk(stream, true).await;
        }
    }
}

/// One conversation.
struct Session {
    shared: Arc<Shared>,
    encrypted: bool,
    known: bool,
    from: Option<String>,
    to: Vec<String>,
    /// What is still to be said.
    out: Vec<u8>,
}

/// How the conversation goes on.
#[derive(PartialEq, Eq)]
enum Turn {
    Listen,
    Letter,
    StartTls,
    Leave,
    HangUp,
    Freeze,
}

impl Session {
    fn new(shared: Arc<Shared>) -> Self {
        let known = shared.options.login.is_none();
        Self { shared, encrypted: false, known, from: None, to: Vec::new(), out: Vec::new() }
    }

    /// Talks until the end, or hands the stream back to be encrypted.
    async fn talk<S: AsyncRead + AsyncWrite + Unpin>(&mut self, mut stream: S, greet: bool) -> Option<S> {
        let mut turn = Turn::Listen;
        if greet {
            turn = self.react(&Moment::Greeting, "220 mail.test ESMTP", Turn::Listen);
        }
        let mut requests = RequestReceiver::default();
        let mut letter = (DataReceiver::new(), Vec::new());
        let mut buffer = vec![0; 64 * 1024];
        loop {
            if turn == Turn::HangUp {
                return None;
            }
            if turn == Turn::Freeze {
                std::future::pending::<()>().await;
            }
            stream.write_all(&self.out).await.ok()?;
            stream.flush().await.ok()?;
            self.out.clear();
            match turn {
                Turn::StartTls => return Some(stream),
                Turn::Leave => return None,
                _ => {}
            }
            let n = stream.read(&mut buffer).await.ok().filter(|n| *n > 0)?;
            let mut bytes = buffer[..n].iter();
            // Everything that came in one piece is answered in one piece (RFC 2920).
            while matches!(turn, Turn::Listen | Turn::Letter) && !bytes.as_slice().is_empty() {
                if turn == Turn::Letter {
                    if !letter.0.ingest(&mut bytes, &mut letter.1) {
                        break;
                    }
                    let (_, body) = std::mem::replace(&mut letter, (DataReceiver::new(), Vec::new()));
                    turn = self.receive(body);
                } else {
                    turn = match requests.ingest(&mut bytes) {
                        Ok(request) => self.answer(request),
                        Err(Error::NeedsMoreData { .. }) => break,
                        Err(_) => self.say("500 5.5.2 not understood"),
                    };
                }
            }
        }
    }

    fn answer<T: AsRef<str>>(&mut self, request: Request<T>) -> Turn {
        match request {
            Request::Ehlo { .. } | Request::Lhlo { .. } => self.introduce(),
            Request::Helo { .. } => self.say("250 mail.test"),
            Request::StartTls if self.shared.options.tls == Encryption::StartTls && !self.encrypted => {
                self.say("220 2.0.0 go ahead");
                Turn::StartTls
            }
            Request::Auth { mechanism: AUTH_PLAIN, initial_response } => {
                self.login(initial_response.as_ref())
            }
            Request::Mail { .. } if !self.known => self.say("530 5.7.0 authenticate first"),
            Request::Mail { from } => {
                self.reset();
                let turn = self.react(&Moment::Mail, "250 2.1.0 ok", Turn::Listen);
                if turn == Turn::Listen && self.out.ends_with(b"250 2.1.0 ok\r\n") {
                    self.from = Some(from.address.as_ref().to_owned());
                }
                turn
            }
            Request::Rcpt { .. } if self.from.is_none() => self.say("503 5.5.1 MAIL first"),
            Request::Rcpt { to } => {
                let address = to.address.as_ref().to_owned();
                let turn = self.react(&Moment::Rcpt(address.clone()), "250 2.1.5 ok", Turn::Listen);
                if turn == Turn::Listen && self.out.ends_with(b"250 2.1.5 ok\r\n") {
                    self.to.push(address);
                }
                turn
            }
            Request::Data if self.to.is_empty() => self.say("503 5.5.1 RCPT first"),
            Request::Data => self.react(&Moment::Data, "354 go on", Turn::Letter),
            Request::Rset => {
                self.reset();
                self.say("250 2.0.0 ok")
            }
            Request::Noop { .. } => self.say("250 2.0.0 ok"),
            Request::Quit => {
                self.say("221 2.0.0 bye");
                Turn::Leave
            }
            _ => self.say("502 5.5.1 not here"),
        }
    }

    fn introduce(&mut self) -> Turn {
        let mut hello = EhloResponse::new("mail.test");
        hello.capabilities = EXT_8BIT_MIME | EXT_ENHANCED_STATUS_CODES | EXT_PIPELINING;
        if self.shared.options.tls == Encryption::StartTls && !self.encrypted {
            hello.capabilities |= EXT_START_TLS;
        }
        if self.shared.options.login.is_some() {
            hello.capabilities |= EXT_AUTH;
            hello.auth_mechanisms = AUTH_PLAIN;
        }
        hello.write(&mut self.out).expect("memory can be written");
        Turn::Listen
    }

    /// RFC 4616: `\0user\0password` in base64.
    fn login(&mut self, response: &str) -> Turn {
        let said = mail_parser::decoders::base64::base64_decode(response.as_bytes()).unwrap_or_default();
        let login = self.shared.options.login.as_ref();
        self.known =
            login.is_some_and(|(user, password)| said == format!("\0{user}\0{password}").into_bytes());
        self.say(if self.known { "235 2.7.0 welcome" } else { "535 5.7.8 no" })
    }

    fn receive(&mut self, bytes: Vec<u8>) -> Turn {
        let moments: Vec<_> = self.to.iter().map(|to| Moment::Letter(to.clone())).collect();
        let reaction = moments.iter().find_map(|moment| self.shared.reaction(moment));
        if reaction.is_none() || reaction == Some(Reaction::TakeAndHangUp) {
            self.shared.taken.fetch_add(1, Ordering::Relaxed);
            if !self.shared.options.forgetful {
                let (from, to) = (self.from.take().unwrap_or_default(), std::mem::take(&mut self.to));
                let received = Received { from, to, bytes, encrypted: self.encrypted };
                lock(&self.shared.letters).push(received);
            }
        }
        self.reset();
        self.carry_out(reaction, "250 2.0.0 taken", Turn::Listen)
    }

    fn reset(&mut self) {
        self.from = None;
        self.to.clear();
    }

    fn react(&mut self, moment: &Moment, usually: &str, then: Turn) -> Turn {
        let reaction = self.shared.reaction(moment);
        self.carry_out(reaction, usually, then)
    }

    fn carry_out(&mut self, reaction: Option<Reaction>, usually: &str, then: Turn) -> Turn {
        match reaction {
            None => {
                self.say(usually);
                then
            }
            Some(Reaction::Say(line)) => {
                self.say(&line);
                if line.starts_with("421") { Turn::Leave } else { Turn::Listen }
            }
            Some(Reaction::HangUp | Reaction::TakeAndHangUp) => Turn::HangUp,
            Some(Reaction::Silence) => Turn::Freeze,
        }
    }

    fn say(&mut self, line: &str) -> Turn {
        self.out.extend_from_slice(line.as_bytes());
        self.out.extend_from_slice(b"\r\n");
        Turn::Listen
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
