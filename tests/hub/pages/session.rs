//! Cookies, caches and languages.

use chrono::TimeDelta;
use reqwest::{StatusCode, header};
use serde_json::Value;

use super::browser::Browser;
use crate::support::App;

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_renewed_also_by_many_requests_at_once_and_after_a_lost_answer() {
    let app = App::start().await;
    let mut ann = Browser::of(&app, "ann@example.org").await;
    let before = ann.cookies.clone();
    app.clock.advance(TimeDelta::minutes(11));

    // A page and what it shows ask at the same moment, each with the cookies of before.
    let url = format!("{}/me", app.url);
    let cookies: Vec<_> = before.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let asked = (0..6).map(|_| ann.http().get(&url).header(header::COOKIE, cookies.join("; ")).send());
    for answer in futures_util::future::join_all(asked).await {
        let answer = answer.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        assert!(answer.text().await.unwrap().contains("ann@example.org"));
    }
    // None of these answers arrived; an hour later the browser comes with what it has.
    app.clock.advance(TimeDelta::hours(1));
    ann.get("/me").await.says("ann@example.org");
    assert_ne!(ann.cookies["chorus-refresh"], before["chorus-refresh"]);
    app.clock.advance(TimeDelta::minutes(11));
    ann.get("/me").await.says("ann@example.org");
    app.work().await;
    assert!(
        app.letters_to("ann@example.org").iter().all(|letter| !letter.subject.contains("登录")),
        "nothing looked stolen"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_was_ended_elsewhere_is_over_here() {
    let app = App::start().await;
    let mut ann = Browser::of(&app, "ann@example.org").await;
    let other = crate::support::person::Person::sign_in(&app, "ann@example.org").await;
    let sessions = other.ask("{ viewer { sessions { id current } } }", Value::Null).await;
    for session in sessions["viewer"]["sessions"].as_array().unwrap() {
        if session["current"] == false {
            let revoke =
                "mutation($s: ID!) { revokeSession(input: {sessionId: $s}) { done userErrors { code } } }";
            other.ask(revoke, serde_json::json!({ "s": session["id"] })).await;
        }
    }
    assert_eq!(ann.get("/me").await.path, "/sign-in?next=%2Fme");
    assert!(!ann.cookies.contains_key("chorus-refresh"));
}

#[tokio::test(flavor = "multi_thread")]
async fn public_pages_are_kept_by_caches_and_private_ones_are_not() {
    let app = App::start().await;
    let mut guest = Browser::open(&app);
    for path in ["/", "/cases"] {
        let page = guest.get(path).await;
        assert!(page.header(header::CACHE_CONTROL).starts_with("public"), "{path}");
        assert!(page.header(header::VARY).contains("Cookie"), "{path}");
        assert!(guest.cookies.is_empty(), "{path} sets cookies");
        let known = guest
            .http()
            .get(format!("{}{path}", app.url))
            .header(header::IF_NONE_MATCH, page.header(header::ETAG));
        assert_eq!(guest.send(known).await.status(), StatusCode::NOT_MODIFIED);
    }
    for path in ["/sign-in", "/register", "/nowhere"] {
        assert_eq!(guest.get(path).await.header(header::CACHE_CONTROL), "private, no-store", "{path}");
    }
    let mut ann = Browser::of(&app, "ann@example.org").await;
    for path in ["/", "/cases", "/me"] {
        assert_eq!(ann.get(path).await.header(header::CACHE_CONTROL), "private, no-store", "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_may_load_nothing_from_elsewhere_and_run_no_inline_script() {
    let app = App::start().await;
    let mut guest = Browser::open(&app);
    let page = guest.get("/").await;
    let policy = page.header(header::CONTENT_SECURITY_POLICY);
    for rule in [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ] {
        assert!(policy.contains(rule), "{policy}");
    }
    assert!(!policy.contains("unsafe"), "{policy}");
    for part in page.html.split('"').filter(|text| text.starts_with("/static/")) {
        let file = app.fetch(None, part).await;
        assert_eq!(file.status(), StatusCode::OK, "{part}");
        assert!(file.headers()["cache-control"].to_str().unwrap().contains("immutable"), "{part}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_language_is_chosen_here_else_by_the_account_else_by_the_browser() {
    let app = App::start().await;
    let mut guest = Browser::open(&app);
    guest.get("/").await.says("<html lang=\"zh-CN\"");
    guest.language = "en-GB,en;q=0.9";
    guest.get("/").await.says("<html lang=\"en\"").says("hreflang=\"zh-CN\"");
    let mut ann = Browser::of(&app, "ann@example.org").await;
    ann.language = "en";
    ann.get("/").await.says("<html lang=\"zh-CN\"");
    ann.get("/?lang=en").await.says("<html lang=\"en\"");
    ann.get("/cases").await.says("<html lang=\"en\"");
    ann.get("/display?theme=dark&type=large&back=/cases")
        .await
        .says("data-theme=\"dark\" data-size=\"large\"");
    ann.get("/display?theme=%22%3E&back=//evil.example/").await.says("data-theme=\"auto\"");
}

#[tokio::test(flavor = "multi_thread")]
async fn over_https_cookies_are_bound_to_this_host() {
    let app = App::start_with(&[("CHORUS_SERVER__PUBLIC_URL", "https://hub.example".into())]).await;
    let answer = app.fetch(None, "/sign-in").await;
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(
        cookie.starts_with("__Host-chorus-guest=") && cookie.contains("Secure") && cookie.contains("Path=/"),
        "{cookie}"
    );
    assert!(!cookie.contains("Domain"), "{cookie}");
}
