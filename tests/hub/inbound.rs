//! Mail that comes in: for whoever knows the secret, to the reply address of a filing, shown once.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::App;

const SECRET: &str = "a long and random secret of the mail server";
const MESSAGES: &str = "query($f: ID!) { node(id: $f) { ... on Filing { status
    messages { nodes { author via kind text verified } } } } }";

async fn post(app: &App, secret: Option<&str>, mail: &str) -> (StatusCode, Value) {
    let mut request = app.http().post(format!("{}/inbound", app.url)).body(mail.to_owned());
    if let Some(secret) = secret {
        request = request.bearer_auth(secret);
    }
    let answer = request.send().await.unwrap();
    (answer.status(), answer.json().await.unwrap_or_default())
}

fn mail(from: &str, to: &str, id: &str, body: &str) -> String {
    format!(
        "From: <{from}>\r\nTo: <{to}>\r\nSubject: Re: complaint\r\nMessage-ID: <{id}>\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{body}"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_by_mail_is_shown_to_its_case_once() {
    let settings = [
        ("CHORUS_MAIL__REPLY_DOMAIN", "in.example.org".to_owned()),
        ("CHORUS_MAIL__INBOUND_SECRET", SECRET.to_owned()),
    ];
    let app = App::start_with(&settings).await;
    let (v, filing) = app.sent().await;
    let raw = app.letter_to("tousu@kamen.example");
    let to = raw.reply_to.clone().expect("the mail says where answers come in");
    assert!(to.ends_with("@in.example.org"), "{to}");
    let body = "<p>王小明的订单<b>已退款</b>。</p><script>alert(1)</script>";
    let answer = mail("kefu@kamen.example", &to, "one@kamen.example", body);

    assert_eq!(post(&app, None, &answer).await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(post(&app, Some("another secret"), &answer).await.0, StatusCode::UNAUTHORIZED);
    let guessed = mail("kefu@kamen.example", &to.replace("r-", "r-0"), "two@kamen.example", body);
    assert_eq!(post(&app, Some(SECRET), &guessed).await.0, StatusCode::NOT_FOUND);
    let tokens = tokio::join!(
        post(&app, Some(SECRET), &answer),
        post(&app, Some(SECRET), &answer),
        post(&app, Some(SECRET), &answer)
    );
    let mut new = [&tokens.0, &tokens.1, &tokens.2].map(|(_, answer)| answer["new"].as_bool().unwrap());
    new.sort_unstable();
    assert_eq!(new, [false, false, true], "a replay is ignored");
    let stranger = mail("somebody@example.org", &to, "three@example.org", "你好");
    assert_eq!(post(&app, Some(SECRET), &stranger).await, (StatusCode::OK, json!({ "new": true })));

    let seen = v.ann.ask(MESSAGES, json!({ "f": filing })).await["node"].clone();
    let nodes = seen["messages"]["nodes"].as_array().unwrap();
    assert_eq!(
        (nodes.len(), &seen["status"]),
        (2, &json!("SUBMITTED")),
        "a mail may be automatic and is no answer yet"
    );
    let first = &nodes[1];
    let text = first["text"].as_str().unwrap();
    assert!(text.contains("已退款") && !text.contains("王小明") && !text.contains("alert"), "{text}");
    assert_eq!((&first["via"], &first["verified"]), (&json!("MAIL"), &json!(true)));
    assert_eq!(nodes[0]["verified"], false, "anybody may write so");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_secret_there_is_no_door() {
    let app = App::start().await;
    assert_eq!(post(&app, Some(""), "x").await.0, StatusCode::NOT_FOUND);
    assert_eq!(post(&app, None, "x").await.0, StatusCode::NOT_FOUND);
}
