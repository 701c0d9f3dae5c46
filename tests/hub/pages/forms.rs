//! Forms: what is wrong is said at its field, nothing typed is lost, and no other site can send one.

use reqwest::{StatusCode, header};

use super::browser::Browser;
use crate::support::{App, person::PASSWORD};

#[tokio::test(flavor = "multi_thread")]
async fn a_person_registers_confirms_signs_in_and_out() {
    let app = App::start().await;
    let mut ann = Browser::open(&app);
    let page = ann.get("/register").await;
    let weak = ann.submit(&page, "register", &[("email", "ann@example.org"), ("password", "short")]).await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    weak.says("内容太短，至少要 10 个字符。").says("value=\"ann@example.org\"").hides("value=\"short\"");
    weak.says("aria-invalid=\"true\"").says("<title>出错了：");
    let sent = ann.submit(&weak, "register", &[("email", "ann@example.org"), ("password", PASSWORD)]).await;
    assert_eq!(sent.path, "/register/sent");
    app.work().await;
    let token = app.letter_to("ann@example.org").token();

    let page = ann.get(&format!("/verify?token={token}")).await;
    assert_eq!(page.header(header::CACHE_CONTROL), "private, no-store");
    let page = ann.submit(&page, "verify-email", &[]).await;
    assert_eq!(page.path, "/sign-in");
    page.says("邮箱确认好了");
    ann.get("/sign-in").await.hides("邮箱确认好了");

    let wrong =
        ann.submit(&page, "sign-in", &[("email", "ann@example.org"), ("password", "not this one")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mine = ann.submit(&wrong, "sign-in", &[("email", "ann@example.org"), ("password", PASSWORD)]).await;
    assert_eq!(mine.path, "/me");
    mine.says("ann@example.org");
    assert_eq!(mine.header(header::CACHE_CONTROL), "private, no-store");
    let out = ann.submit(&mine, "sign-out", &[]).await;
    assert_eq!(out.path, "/");
    assert_eq!(ann.get("/me").await.path, "/sign-in?next=%2Fme");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_signs_in_comes_back_to_where_they_were_going_and_nowhere_else() {
    let app = App::start().await;
    app.admit("ann@example.org").await;
    for (next, expected) in [
        ("/cases?text=%E5%8D%A1", "/cases?text=%E5%8D%A1"),
        ("//evil.example/", "/me"),
        ("https://evil.example", "/me"),
    ] {
        let mut ann = Browser::open(&app);
        let page = ann.get("/sign-in").await;
        let pairs = [("email", "ann@example.org"), ("password", PASSWORD), ("_next", next)];
        assert_eq!(ann.submit(&page, "sign-in", &pairs).await.path, expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_of_other_sites_do_nothing() {
    let app = App::start().await;
    let mut ann = Browser::of(&app, "ann@example.org").await;
    let page = ann.get("/me").await;
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(page.hidden("sign-out")).finish();
    let form = |site: Option<&str>, origin: Option<&str>, body: &str| {
        let mut request = ann.http().post(format!("{}/me", app.url)).body(body.to_owned());
        request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(site) = site {
            request = request.header("sec-fetch-site", site);
        }
        if let Some(origin) = origin {
            request = request.header(header::ORIGIN, origin);
        }
        request
    };
    let foreign = [
        form(Some("cross-site"), Some("https://evil.example"), &body),
        form(Some("same-site"), None, &body),
        form(None, Some("https://evil.example"), &body),
        form(None, Some("null"), &body),
        form(Some("same-origin"), None, "_do=sign-out"),
        form(Some("same-origin"), None, "_do=sign-out&_token=AAAA"),
        form(None, None, "_do=sign-out"),
    ];
    for request in foreign {
        assert_eq!(ann.send(request).await.status(), StatusCode::FORBIDDEN);
    }
    let json = ann
        .http()
        .post(format!("{}/me", app.url))
        .header(header::CONTENT_TYPE, "text/plain")
        .body(body.clone());
    assert_eq!(ann.send(json).await.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    ann.get("/me").await.says("ann@example.org");

    let mut bob = Browser::of(&app, "bob@example.org").await;
    let request = bob.http().post(format!("{}/me", app.url)).body(body);
    let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let answer = bob.send(request).await;
    assert_eq!(answer.status(), StatusCode::FORBIDDEN, "a token is good in one session only");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_survives_a_session_that_changed_meanwhile() {
    let app = App::start().await;
    app.admit("ann@example.org").await;
    let mut ann = Browser::open(&app);
    let page = ann.get("/reset").await;
    ann.sign_in("ann@example.org").await;
    let again = ann.submit(&page, "request-password-reset", &[("email", "ann@example.org")]).await;
    assert_eq!(again.status, StatusCode::FORBIDDEN);
    again.says("你填的内容都还在").says("value=\"ann@example.org\"");
    let sent = ann.submit(&again, "request-password-reset", &[("email", "ann@example.org")]).await;
    assert_eq!(sent.path, "/reset/sent");
}
