//! Letters over a real socket: what arrives, what is tried again, what is given up.

use std::time::Duration;

use chorus::mail::{
    Attachment, CaseEvent, Envelope, Mailer, Message, Reason, Receipt, Route, SendFault, SmtpRoute,
    Stationery, Template, Tls,
};
use chrono::{DateTime, Utc};
use entity::Locale;
use serde_json::json;

use crate::support::smtp::{Encryption, MailServer, Moment, Options, Reaction};

fn day() -> DateTime<Utc> {
    "2026-11-22T02:00:00Z".parse().unwrap()
}

fn envelope(id: &str, to: &str) -> Envelope {
    Envelope {
        letter_id: id.into(),
        to: to.into(),
        locale: Locale::ZhCn,
        template: Template::CaseChanged,
        facts: json!({
            "case_number": "QS-2026-000123", "case_title": "点卡充值不到账", "event": CaseEvent::BallotOpened.as_str(),
            "lines": ["截止 12 月 1 日"], "url": "https://hub.example.org/cases/QS-2026-000123",
        }),
        unsubscribe_url: Some("https://hub.example.org/unsubscribe/x".into()),
        reply_to: None,
        discreet: false,
    }
}

fn compose(envelope: &Envelope, files: &[Attachment]) -> Message {
    let from = "齐声 Chorus <hub@example.org>";
    let stationery = Stationery::new(from, None, None, "https://hub.example.org").unwrap();
    stationery.compose(envelope, files, day()).unwrap()
}

fn letter(id: &str, to: &str) -> Message {
    compose(&envelope(id, to), &[])
}

fn route(server: &MailServer, tls: Tls) -> SmtpRoute {
    SmtpRoute {
        hello: Some("hub.test".into()),
        timeout: Duration::from_secs(5),
        ..SmtpRoute::new("127.0.0.1", server.port(), tls)
    }
}

fn mailer(server: &MailServer) -> Mailer {
    Mailer::new(Route::Smtp(route(server, Tls::Loopback))).unwrap()
}

#[tokio::test]
async fn letters_arrive_whole_over_one_connection() {
    let server = MailServer::start();
    let mailer = mailer(&server);
    for i in 0..20 {
        let message = letter(&format!("ltr_{i}"), &format!("m{i}@example.com"));
        assert_eq!(mailer.send(&message).await, Ok(Receipt { code: 250 }));
        let got = server.take();
        assert_eq!(got.len(), 1);
        assert_eq!(
            (got[0].from.as_str(), got[0].to.clone()),
            ("hub@example.org", vec![format!("m{i}@example.com")])
        );
        assert_eq!(got[0].bytes, message.bytes());
    }
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn a_refused_address_costs_its_neighbours_nothing() {
    let server = MailServer::start();
    server.refuse("gone@example.com", "550 5.1.1 no such user gone@example.com");
    server.refuse("busy@example.com", "451 4.2.0 greylisted");
    let mut sender = mailer(&server).sender();
    assert_eq!(
        sender.send(&letter("ltr_1", "gone@example.com")).await,
        Err(SendFault::Never { code: 550, suppress: true })
    );
    assert_eq!(
        sender.send(&letter("ltr_2", "busy@example.com")).await,
        Err(SendFault::Again { reason: Reason::Refused(451) })
    );
    server.always(Moment::Letter("spam@example.com".into()), Reaction::Say("554 5.7.1 spam".into()));
    assert_eq!(
        sender.send(&letter("ltr_3", "spam@example.com")).await,
        Err(SendFault::Never { code: 554, suppress: false })
    );
    assert!(sender.send(&letter("ltr_4", "ann@example.com")).await.is_ok());
    assert_eq!((server.connections(), server.taken()), (1, 1));
    sender.close().await;
}

#[tokio::test]
async fn a_stale_connection_is_replaced_unnoticed() {
    let server = MailServer::start();
    let mailer = mailer(&server);
    assert!(mailer.send(&letter("ltr_1", "ann@example.com")).await.is_ok());
    server.next(1, Moment::Mail, Reaction::Say("421 4.4.2 idle too long".into()));
    assert!(mailer.send(&letter("ltr_2", "ann@example.com")).await.is_ok());
    server.next(1, Moment::Mail, Reaction::HangUp);
    assert!(mailer.send(&letter("ltr_3", "ann@example.com")).await.is_ok());
    assert_eq!((server.connections(), server.taken()), (3, 3));
}

#[tokio::test]
async fn whatever_goes_wrong_half_way_is_tried_again_with_the_same_id() {
    let server = MailServer::start();
    let mailer = mailer(&server);
    let message = letter("ltr_1", "ann@example.com");
    let again = |reason| Err(SendFault::Again { reason });
    server.next(1, Moment::Greeting, Reaction::Say("554 5.7.1 not you".into()));
    assert_eq!(mailer.send(&message).await, again(Reason::Refused(554)));
    server.next(1, Moment::Greeting, Reaction::HangUp);
    assert_eq!(mailer.send(&message).await, again(Reason::Connect));
    server.next(1, Moment::Data, Reaction::HangUp);
    assert_eq!(mailer.send(&message).await, again(Reason::Lost));
    server.next(1, Moment::Letter("ann@example.com".into()), Reaction::TakeAndHangUp);
    assert_eq!(mailer.send(&message).await, again(Reason::Lost));
    assert!(mailer.send(&message).await.is_ok());
    let got = server.letters();
    assert_eq!(got.len(), 2);
    assert_eq!(got[0], got[1]);
}

#[tokio::test]
async fn silence_has_an_end_and_no_server_is_no_verdict() {
    let server = MailServer::start();
    let quick = SmtpRoute { timeout: Duration::from_millis(50), ..route(&server, Tls::Loopback) };
    let mailer = Mailer::new(Route::Smtp(quick.clone())).unwrap();
    let message = letter("ltr_1", "ann@example.com");
    for moment in [Moment::Greeting, Moment::Mail, Moment::Data] {
        server.next(1, moment, Reaction::Silence);
        assert_eq!(mailer.send(&message).await, Err(SendFault::Again { reason: Reason::Timeout }));
    }
    assert!(mailer.send(&message).await.is_ok());
    drop(server);
    let mailer = Mailer::new(Route::Smtp(quick)).unwrap();
    assert_eq!(mailer.send(&message).await, Err(SendFault::Again { reason: Reason::Connect }));
    assert!(mailer.check().await.is_err());
}

#[tokio::test]
async fn tls_and_passwords() {
    for (encryption, tls) in [(Encryption::StartTls, Tls::StartTls), (Encryption::Implicit, Tls::Implicit)] {
        let login = Some(("hub".to_owned(), "s3cret".to_owned()));
        let server = MailServer::start_with(Options { tls: encryption, login, forgetful: false });
        let message = letter("ltr_1", "ann@example.com");
        let good = SmtpRoute {
            login: Some(("hub".into(), "s3cret".to_owned().into())),
            extra_ca: Some(server.certificate().to_vec()),
            ..route(&server, tls)
        };
        let mailer = Mailer::new(Route::Smtp(good.clone())).unwrap();
        assert_eq!(mailer.send(&message).await, Ok(Receipt { code: 250 }));
        assert!(mailer.check().await.is_ok());
        assert!(server.take()[0].encrypted);
        let wrong = SmtpRoute { login: Some(("hub".into(), "guess".to_owned().into())), ..good.clone() };
        assert_eq!(
            Mailer::new(Route::Smtp(wrong)).unwrap().send(&message).await,
            Err(SendFault::Again { reason: Reason::Auth })
        );
        let stranger = SmtpRoute { extra_ca: None, ..good };
        assert_eq!(
            Mailer::new(Route::Smtp(stranger)).unwrap().send(&message).await,
            Err(SendFault::Again { reason: Reason::Tls })
        );
        assert_eq!(server.taken(), 1);
    }
    let plain = MailServer::start();
    let mailer = Mailer::new(Route::Smtp(route(&plain, Tls::StartTls))).unwrap();
    assert_eq!(
        mailer.send(&letter("ltr_1", "ann@example.com")).await,
        Err(SendFault::Again { reason: Reason::Tls })
    );
    assert_eq!(plain.taken(), 0);
}

#[tokio::test]
async fn a_big_filing_and_an_abandoned_attempt() {
    let server = MailServer::start();
    let mailer = mailer(&server);
    let file = Attachment {
        name: "pack.zip".into(),
        content_type: "application/zip".into(),
        bytes: vec![7; 3_000_000],
    };
    let message = compose(&envelope("ltr_f", "desk@example.com"), &[file]);
    server.next(1, Moment::Data, Reaction::Silence);
    let mut sender = mailer.sender();
    assert!(tokio::time::timeout(Duration::from_millis(50), sender.send(&message)).await.is_err());
    assert!(sender.send(&message).await.is_ok());
    assert!(server.take()[0].bytes == message.bytes());
}

#[tokio::test]
async fn without_a_server_letters_become_files() {
    let dir = tempfile::tempdir().unwrap();
    let mailer = Mailer::new(Route::Directory(dir.path().join("letters"))).unwrap();
    let message = letter("ltr_1", "ann@example.com");
    mailer.check().await.unwrap();
    mailer.send(&message).await.unwrap();
    assert_eq!(std::fs::read(dir.path().join("letters/ltr_1.eml")).unwrap(), message.bytes());
}
