//! The calendar of deadlines: a secret link that its owner makes, passes to a calendar program, and revokes.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{App, person::Person};

const MAKE: &str = "mutation { makeCalendarLink(input: {}) { url madeAt userErrors { code } } }";

/// The path of a link that this person makes.
async fn link(person: &Person<'_>) -> String {
    let made = person.ask(MAKE, Value::Null).await;
    let url = made["makeCalendarLink"]["url"].as_str().unwrap();
    url.strip_prefix(&person.app.url).unwrap().to_owned()
}

async fn feed(app: &App, path: &str) -> (u16, String) {
    let answer = app.fetch(None, path).await;
    (answer.status().as_u16(), answer.text().await.unwrap().replace("\r\n ", ""))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organiser_subscribes_to_the_deadlines_of_their_cases() {
    let app = App::start().await;
    let v = app.carried().await;
    let path = link(&v.olga).await;
    assert!(!feed(&app, &path).await.1.contains("BEGIN:VEVENT"), "nothing is due yet");
    v.olga.file(&v.ballot).await;
    app.work().await;
    let answer = app.fetch(None, &path).await;
    assert_eq!(answer.headers()["content-type"], "text/calendar; charset=utf-8");
    let (status, text) = feed(&app, &path).await;
    assert_eq!(status, 200);
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 1);
    // Sent on the 25th; the operator promises three days.
    assert!(text.contains("DTSTART;VALUE=DATE:20261128"), "{text}");
    let number = v.olga.ask("query($c: ID!) { case(id: $c) { number } }", json!({ "c": v.case })).await;
    assert!(text.contains(number["case"]["number"].as_str().unwrap()), "{text}");
    for secret in ["王小明", "李雷", "13812345678", "example.org", "tousu@"] {
        assert!(!text.contains(secret), "{secret} is in {text}");
    }
    assert!(!feed(&app, &link(&v.ann).await).await.1.contains("BEGIN:VEVENT"), "a member organises nothing");

    app.wait(TimeDelta::days(1)).await;
    let v = v.again().await;
    v.olga.record(&filing(&v.olga, &v.case).await, "REPLIED", json!({ "channelWord": "已退款" })).await;
    assert!(feed(&app, &path).await.1.contains("SUMMARY:✓ "), "what was met is ticked off");
    app.work().await;
}

async fn filing(person: &Person<'_>, case: &str) -> String {
    let seen = person.ask("query($c: ID!) { case(id: $c) { filings { id } } }", json!({ "c": case })).await;
    seen["case"]["filings"][0]["id"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_was_replaced_or_revoked_opens_nothing() {
    let app = App::start().await;
    let olga = app.person("olga").await;
    let linked = async || {
        olga.ask("{ viewer { calendarLinkedAt } }", Value::Null).await["viewer"]["calendarLinkedAt"].clone()
    };
    assert_eq!(linked().await, Value::Null);
    let first = link(&olga).await;
    assert_eq!(feed(&app, &first).await.0, 200);
    assert!(linked().await.is_string());
    let second = link(&olga).await;
    assert_eq!((feed(&app, &first).await.0, feed(&app, &second).await.0), (404, 200));
    let revoke = "mutation { revokeCalendarLink(input: {}) { revoked userErrors { code } } }";
    for was_there in [true, false] {
        assert_eq!(olga.ask(revoke, Value::Null).await["revokeCalendarLink"]["revoked"], was_there);
    }
    for path in [second.as_str(), "/calendar/nothing.ics", "/calendar/nothing"] {
        assert_eq!(feed(&app, path).await.0, 404, "{path}");
    }
}
