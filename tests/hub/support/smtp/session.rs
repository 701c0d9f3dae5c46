//! What the test mail server says, and when it misbehaves.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use smtp_proto::request::receiver::{DataReceiver, RequestReceiver};
use smtp_proto::{
    AUTH_PLAIN, EXT_8BIT_MIME, EXT_AUTH, EXT_ENHANCED_STATUS_CODES, EXT_PIPELINING, EXT_START_TLS,
    EhloResponse, Error, Request,
};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use super::{Encryption, Moment, Reaction, Received, Shared, lock};

/// One conversation.
pub(super) struct Session {
    shared: Arc<Shared>,
    pub(super) encrypted: bool,
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
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        let known = shared.options.login.is_none();
        Self { shared, encrypted: false, known, from: None, to: Vec::new(), out: Vec::new() }
    }

    /// Talks until the end, or hands the stream back to be encrypted.
    pub(super) async fn talk<S: AsyncRead + AsyncWrite + Unpin>(
        &mut self,
        mut stream: S,
        greet: bool,
    ) -> Option<S> {
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
