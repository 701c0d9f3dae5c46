//! Letters read back the way a mail program reads them.

use entity::Locale;
use mail_parser::{MessageParser, MimeHeaders};
use serde_json::json;

use super::*;
use crate::mail::letter::Template;
use crate::mail::sample::letter;

fn stationery() -> Stationery {
    Stationery::new(
        "齐声 Chorus <hub@example.org>",
        Some("desk@example.org"),
        Some("bounces@example.org"),
        "https://hub.example.org/",
    )
    .expect("is valid")
}

fn day() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).expect("is a time")
}

fn compose(envelope: &Envelope) -> Message {
    stationery().compose(envelope, &[], day()).expect("composes")
}

#[test]
fn every_letter_reads_back_as_it_was_written() {
    for template in Template::ALL {
        for &locale in Locale::ALL {
            let envelope = letter(*template, locale);
            let message = compose(&envelope);
            let words = stationery().render(&envelope).expect("renders");
            assert!(message.bytes().is_ascii());

            let read = MessageParser::default().parse(message.bytes()).expect("parses");
            assert_eq!(read.subject(), Some(words.subject.as_str()));
            assert_eq!(read.body_text(0).expect("has text").replace("\r\n", "\n"), words.text);
            assert_eq!(read.body_html(0).expect("has HTML").replace("\r\n", "\n"), words.html);
            assert_eq!(read.message_id(), Some("ltr_01JD8Z5W9X4Q@example.org"));
            assert_eq!(read.date().expect("has a date").to_timestamp(), day().timestamp());
            let from = read.from().and_then(|from| from.first()).expect("has a sender");
            assert_eq!((from.name(), from.address()), (Some("齐声 Chorus"), Some("hub@example.org")));
            let to = read.to().expect("has a recipient");
            assert_eq!(
                (to.iter().count(), to.first().and_then(|a| a.address())),
                (1, Some("ann@example.com"))
            );
            assert!(read.cc().is_none() && read.bcc().is_none());
            assert_eq!(read.header("Auto-Submitted").is_some(), template.is_notice());
            assert!(read.header("Precedence").is_none());
        }
    }
}

#[test]
fn one_click_ends_the_letters() {
    let message = compose(&letter(Template::Digest, Locale::ZhCn));
    let text = message.text();
    assert!(text.contains("\r\nList-Unsubscribe: <https://hub.example.org/stop/tok_1>\r\n"));
    assert!(text.contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));

    let long = format!("https://hub.example.org/stop/{}", "t".repeat(400));
    let envelope = Envelope { unsubscribe_url: Some(long.clone()), ..letter(Template::Digest, Locale::En) };
    assert!(compose(&envelope).text().contains(&format!("List-Unsubscribe: <{long}>\r\n")));
    assert!(!compose(&letter(Template::ResetPassword, Locale::En)).text().contains("List-Unsubscribe"));
}

#[test]
fn the_same_letter_is_the_same_bytes() {
    let envelope = letter(Template::CaseChanged, Locale::ZhCn);
    assert_eq!(compose(&envelope).bytes(), compose(&envelope).bytes());
}

#[test]
fn a_title_cannot_add_a_header() {
    let mut envelope = letter(Template::CaseChanged, Locale::En);
    envelope.facts["case_title"] = json!("x\r\nBcc: eve@example.com\r\n\r\nbody");
    let message = compose(&envelope);
    let read = MessageParser::default().parse(message.bytes()).expect("parses");
    assert!(read.bcc().is_none());
    assert_eq!(read.subject(), Some("A ballot is open: x Bcc: eve@example.com body"));
}

#[test]
fn headers_cannot_be_smuggled_in() {
    let good = letter(Template::Digest, Locale::En);
    let fault = |envelope: Envelope| stationery().compose(&envelope, &[], day()).expect_err("is refused");
    for id in ["", "ltr 1", "ltr_1>\r\nBcc: x", "ltr@1", &"l".repeat(65)] {
        let envelope = Envelope { letter_id: id.into(), ..good.clone() };
        assert!(matches!(fault(envelope), ComposeFault::LetterId), "{id}");
    }
    for url in ["https://x.example/\r\nBcc: e", "https://x.example/>", "javascript:alert(1)", "https://x 1"] {
        let envelope = Envelope { unsubscribe_url: Some(url.into()), ..good.clone() };
        assert!(matches!(fault(envelope), ComposeFault::Url("unsubscribe")), "{url}");
    }
    for to in ["", "ann", "ann@", "ann@example.com\r\nRCPT TO:<eve@example.com>", "a@x.example, b@x.example"]
    {
        let fault = fault(Envelope { to: to.into(), ..good.clone() });
        assert_eq!(fault.verdict(), SendFault::Never { code: 553, suppress: true }, "{to}");
        assert_eq!(fault.to_string(), "the recipient address is not valid");
    }
    let words = fault(Envelope { facts: json!({}), ..good });
    assert_eq!(words.verdict(), SendFault::again(Reason::Wording));
}

#[test]
fn a_bounce_names_its_letter_and_answers_go_where_they_should() {
    let plain = letter(Template::Filing, Locale::ZhCn);
    let message = compose(&plain);
    assert_eq!(message.sender().to_string(), "bounces+ltr_01JD8Z5W9X4Q@example.org");
    assert_eq!(message.host(), "example.com");
    assert!(message.text().contains("Reply-To: desk@example.org\r\n"));
    let threaded = compose(&Envelope { reply_to: Some("reply+abc@example.org".into()), ..plain.clone() });
    assert!(threaded.text().contains("Reply-To: reply+abc@example.org\r\n"));

    let simple = Stationery::new("hub@example.org", None, None, "https://hub.example.org").expect("is valid");
    let message = simple.compose(&plain, &[], day()).expect("composes");
    assert_eq!(message.sender().to_string(), "hub@example.org");
    assert!(!message.text().contains("Reply-To"));
}

#[test]
fn attachments_arrive_byte_for_byte() {
    let csv = b"a,b\n.\n1,2\r\n".to_vec();
    let files = [
        Attachment {
            name: "投诉书 QS-2026-000123.pdf".into(),
            content_type: "application/pdf".into(),
            bytes: (0..=255).cycle().take(70_000).collect(),
        },
        Attachment { name: "a\r\nb.csv".into(), content_type: "text/csv".into(), bytes: csv },
    ];
    let envelope = letter(Template::Filing, Locale::ZhCn);
    let message = stationery().compose(&envelope, &files, day()).expect("composes");
    let read = MessageParser::default().parse(message.bytes()).expect("parses");
    let got: Vec<_> = read.attachments().map(|part| (part.attachment_name(), part.contents())).collect();
    assert_eq!(got[0], (Some("投诉书 QS-2026-000123.pdf"), files[0].bytes.as_slice()));
    assert_eq!(got[1], (Some("a b.csv"), files[1].bytes.as_slice()));
    assert!(read.body_text(0).expect("has text").contains("合并投诉"));

    let odd = [Attachment { content_type: "not a type".into(), ..files[1].clone() }];
    let fault = stationery().compose(&envelope, &odd, day()).expect_err("is refused");
    assert!(matches!(fault, ComposeFault::ContentType(0)));
}

#[test]
fn logs_see_the_letter_not_the_person() {
    let envelope = letter(Template::Digest, Locale::ZhCn);
    for shown in [format!("{envelope:?}"), format!("{:?}", compose(&envelope))] {
        assert!(shown.contains("ltr_01JD8Z5W9X4Q"));
        assert!(!shown.contains("ann") && !shown.contains("点卡"), "{shown}");
    }
}
