//! Every letter in every language, and what must never be in one.

use std::collections::BTreeSet;

use serde_json::json;

use super::*;
use crate::mail::letter::{CaseEvent, Template};
use crate::mail::sample::{STOP, letter, sample};

const SITE: &str = "https://hub.example.org";

fn letters() -> impl Iterator<Item = Envelope> {
    let pairs = Template::ALL.iter().flat_map(|t| Locale::ALL.iter().map(|locale| (*t, *locale)));
    pairs.map(|(template, locale)| letter(template, locale))
}

#[test]
fn every_letter_has_words_in_every_language() {
    for plain in letters() {
        for discreet in [false, true] {
            let envelope = Envelope { discreet, ..plain.clone() };
            let Rendered { subject, text, html } = render(&envelope, SITE).expect("renders");
            let name = format!("{} {} discreet={discreet}", envelope.template, envelope.locale);
            assert!(!subject.is_empty() && subject == subject.trim(), "{name}: {subject:?}");
            assert!(text.contains(SITE), "{name} says where it comes from");
            assert!(html.contains(&format!("<html lang=\"{}\">", envelope.locale)), "{name}");
            assert!(html.contains(&format!("<title>{}</title>", escaped(&subject))), "{name}");
            assert!(!text.contains("{{") && !html.contains("{{") && !html.contains("{%"), "{name}");
            assert!(!text.contains("\n\n\n"), "{name} has a hole:\n{text}");
            assert_eq!(text.contains(STOP), envelope.unsubscribe_url.is_some(), "{name}");
            assert_eq!(html.contains(&escaped(STOP)), envelope.unsubscribe_url.is_some(), "{name}");
            for loads in ["<img", "<script", "<link", "@import", "url(", " src="] {
                assert!(!html.contains(loads), "{name} loads something: {loads}");
            }
            assert!(html.len() < 16 * 1024, "{name} is {} bytes", html.len());
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('\'', "&#x27;").replace('"', "&quot;").replace('/', "&#x2f;")
}

#[test]
fn every_event_has_words_in_every_language() {
    for event in CaseEvent::ALL {
        for &locale in Locale::ALL {
            let mut envelope = letter(Template::CaseChanged, locale);
            envelope.facts["event"] = json!(event.as_str());
            let rendered = render(&envelope, SITE).unwrap_or_else(|e| panic!("{event} {locale}: {e}"));
            assert!(rendered.subject.contains("点卡充值不到账"));
            envelope.facts["lines"] = json!([]);
            assert!(!render(&envelope, SITE).expect("renders without lines").text.contains("\n\n\n"));
        }
    }
    for (locale, table) in EVENTS {
        let table: toml::Table = table.parse().expect("is TOML");
        let known: BTreeSet<_> = CaseEvent::ALL.iter().map(|event| event.as_str()).collect();
        assert_eq!(table.keys().map(String::as_str).collect::<BTreeSet<_>>(), known, "{locale}");
    }
}

#[test]
fn a_missing_fact_is_an_error_not_a_blank() {
    for envelope in letters() {
        for fact in envelope.facts.as_object().expect("is an object").keys() {
            let mut poorer = envelope.clone();
            poorer.facts.as_object_mut().expect("is an object").remove(fact);
            assert!(render(&poorer, SITE).is_err(), "{} went out without {fact}", envelope.template);
        }
    }
    for facts in [json!(null), json!([]), json!("x"), json!({ "event": "unheard-of" })] {
        let envelope = Envelope { facts, ..letter(Template::CaseChanged, Locale::En) };
        assert!(render(&envelope, SITE).is_err());
    }
}

/// The templates cannot read anything but the facts listed here, so nothing else can leak into a letter.
#[test]
fn templates_read_their_own_facts_only() {
    let ours = ["locale", "site_url", "unsubscribe_url", "subject", "events"];
    for template in Template::ALL {
        let facts = sample(*template);
        let allowed: BTreeSet<_> =
            facts.as_object().expect("is an object").keys().map(String::as_str).chain(ours).collect();
        for (name, _) in LETTERS {
            if name.split('/').nth(1) == Some(template.as_str()) {
                let used = TEMPLATES.get_template(name).expect("is there").undeclared_variables(false);
                let foreign: Vec<_> = used.iter().filter(|fact| !allowed.contains(fact.as_str())).collect();
                assert!(foreign.is_empty(), "{name} reads {foreign:?}");
            }
        }
    }
}

#[test]
fn a_discreet_letter_says_only_that_there_is_news() {
    for envelope in letters().filter(|envelope| envelope.template.yields_to_discretion()) {
        let discreet = render(&Envelope { discreet: true, ..envelope.clone() }, SITE).expect("renders");
        let without = Envelope { discreet: true, facts: json!({}), ..envelope };
        assert_eq!(discreet, render(&without, SITE).expect("renders"));
        for part in [&discreet.subject, &discreet.text, &discreet.html] {
            for word in ["QS-2026", "点卡", "投诉", "案件", "complaint", "case", "/c/"] {
                assert!(!part.contains(word), "{word} in {part}");
            }
        }
    }
}

#[test]
fn facts_cannot_break_out() {
    let mut envelope = letter(Template::CaseChanged, Locale::En);
    envelope.facts["case_title"] = json!("<b>bold</b>\r\nBcc: eve@example.com\u{202E}");
    envelope.facts["lines"] = json!(["a\n\n-- \nforged", "<a href=\"https://evil.example\">x</a>"]);
    let Rendered { subject, text, html } = render(&envelope, SITE).expect("renders");
    assert_eq!(subject, "A ballot is open: <b>bold</b> Bcc: eve@example.com");
    assert!(text.contains("a -- forged\n"));
    assert!(!html.contains("<b>") && !html.contains("<a href=\"https://evil"));
    assert!(html.contains("&lt;b&gt;bold"));
}

#[test]
fn a_digest_of_one_case_does_not_speak_of_others() {
    let mut envelope = letter(Template::Digest, Locale::En);
    let subject = |envelope: &Envelope| render(envelope, SITE).expect("renders").subject;
    assert_eq!(subject(&envelope), "2 updates: 点卡充值不到账");
    envelope.facts["items"][1]["case_title"] = json!("会员到期不退");
    assert_eq!(subject(&envelope), "2 updates: 点卡充值不到账 and more");
}
