//! The operator's desk: whoever has the link of a filing's mail answers, asks and offers, and sees nothing else.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{App, code, voted::Voting};

const DESK: &str =
    "query($t: String!) { operatorDesk(token: $t) { caseNumber status memberCount demands text verified
    messages { nodes { id author kind text publishedAt } } offers { id state terms } } }";
const ANSWER: &str = "mutation($t: String!, $x: String!, $p: Boolean!) {
    answerAsOperator(input: {token: $t, text: $x, public: $p}) { message { id text verified } userErrors { code } } }";
const ASK: &str = "mutation($t: String!, $x: String!) { askForDetails(input: {token: $t, text: $x}) {
    message { id kind } userErrors { code } } }";
const OFFER: &str =
    "mutation($i: MakeOfferInput!) { makeOffer(input: $i) { offer { id state } userErrors { code field } } }";
const TAKE_BACK: &str = "mutation($t: String!, $o: ID!) { takeBackOffer(input: {token: $t, offerId: $o, reason: \"改提新方案。\"}) {
    offer { state } userErrors { code } } }";
const WRITE: &str = "mutation($f: ID!, $x: String!) { writeToOperator(input: {filingId: $f, text: $x}) {
    message { id } userErrors { code } } }";
const MESSAGES: &str = "query($f: ID!) { node(id: $f) { ... on Filing { status channelWord
    messages { nodes { author kind text verified publishedAt refusedReason } } } } }";

/// A filing that the desk has, and the token of the link in its mail.
async fn mailed(app: &App) -> (Voting<'_>, String, String) {
    let (v, filing) = app.sent().await;
    let token = app.letter_to("tousu@kamen.example").token();
    (v, filing, token)
}

async fn desk(app: &App, token: &str) -> Value {
    app.guest(DESK, json!({ "t": token })).await["data"]["operatorDesk"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_reads_what_it_was_mailed_and_answers_without_an_account() {
    let app = App::start().await;
    let (v, filing, token) = mailed(&app).await;
    let seen = desk(&app, &token).await;
    assert_eq!(
        (&seen["status"], &seen["memberCount"], &seen["verified"]),
        (&json!("SUBMITTED"), &json!(2), &json!(true))
    );
    let text = seen["text"].as_str().unwrap();
    assert!(
        text.contains("王小明") && text.contains("13812345678"),
        "the edition with names, as it was mailed"
    );
    for unknown in ["not-a-token", "", "💥"] {
        assert_eq!(desk(&app, unknown).await, Value::Null, "{unknown}");
    }

    app.empty_mailboxes();
    let words = "王小明（13812345678）的订单已经退款，其余正在核实。";
    let answered = app.guest(ANSWER, json!({ "t": token, "x": words, "p": true })).await;
    assert_eq!(code(&answered), "OK", "{answered}");
    app.work().await;
    assert_eq!(app.letters_to("ann@example.org").len(), 1, "one letter for what is news");
    let inside = v.bob.ask(MESSAGES, json!({ "f": filing })).await["node"].clone();
    assert_eq!(inside["status"], "REPLIED");
    let told = inside["messages"]["nodes"][0].clone();
    assert!(!told["text"].as_str().unwrap().contains("王小明"), "{told}");
    assert!(!told["text"].as_str().unwrap().contains("13812345678"), "{told}");
    assert_eq!((&told["author"], &told["verified"]), (&json!("OPERATOR"), &json!(true)));
    let outside = app.guest(MESSAGES, json!({ "f": filing })).await["data"]["node"].clone();
    assert_eq!(outside["messages"]["nodes"], json!([]), "no moderator has looked at it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_is_public_once_a_moderator_let_it_through() {
    let app = App::start().await;
    let (v, filing, token) = mailed(&app).await;
    let mut ids = Vec::new();
    for (words, public) in [("第一次答复。", true), ("第二次答复。", true), ("只给案件看。", false)]
    {
        let answered = app.guest(ANSWER, json!({ "t": token, "x": words, "p": public })).await;
        ids.push(answered["data"]["answerAsOperator"]["message"]["id"].clone());
    }
    let mo = app.person("mo").await;
    let waiting = "{ waitingReplies { nodes { id text } } }";
    assert_eq!(code(&mo.try_ask(waiting, Value::Null).await), "MODERATORS_ONLY");
    chorus::service::account::promote(&app.hub, "mo@example.org", entity::AccountRole::Moderator)
        .await
        .unwrap();
    let queue = mo.ask(waiting, Value::Null).await["waitingReplies"]["nodes"].clone();
    assert_eq!(queue.as_array().unwrap().len(), 2);
    let decide = "mutation($m: ID!, $r: String) { decideReply(input: {messageId: $m, refusedReason: $r}) {
        message { publishedAt } userErrors { code } } }";
    for (id, reason, answer) in [
        (&ids[0], Value::Null, "OK"),
        (&ids[0], Value::Null, "REPLY_DECIDED"),
        (&ids[1], json!("含有他人的个人信息"), "OK"),
        (&ids[1], Value::Null, "REPLY_DECIDED"),
        (&ids[2], Value::Null, "REPLY_DECIDED"),
    ] {
        assert_eq!(code(&mo.try_ask(decide, json!({ "m": id, "r": reason })).await), answer);
    }
    let nodes = |seen: Value| seen["messages"]["nodes"].as_array().unwrap().clone();
    let outside = nodes(app.guest(MESSAGES, json!({ "f": filing })).await["data"]["node"].clone());
    assert_eq!(outside.len(), 1);
    assert_eq!(outside[0]["text"], "第一次答复。");
    let inside = nodes(v.ann.ask(MESSAGES, json!({ "f": filing })).await["node"].clone());
    assert_eq!((inside.len(), &inside[1]["refusedReason"]), (3, &json!("含有他人的个人信息")));
    assert_eq!(v.ann.count_events(&v.case, "REPLY_PUBLISHED").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_and_messages_go_to_and_fro_under_one_filing() {
    let app = App::start().await;
    let (v, filing, token) = mailed(&app).await;
    let asked = app.guest(ASK, json!({ "t": token, "x": "请提供兑换失败的时间。" })).await;
    assert_eq!(code(&asked), "OK");
    app.work().await;
    assert_eq!(
        v.ann.ask(MESSAGES, json!({ "f": filing })).await["node"]["status"],
        "SUBMITTED",
        "a question is no answer"
    );
    assert_eq!(
        code(&v.ann.try_ask(WRITE, json!({ "f": filing, "x": "十一月一日。" })).await),
        "REPRESENTATIVES_ONLY"
    );
    app.empty_mailboxes();
    assert_eq!(
        code(&v.olga.try_ask(WRITE, json!({ "f": filing, "x": "十一月一日，见附件三。" })).await),
        "OK"
    );
    app.work().await;
    let mail = app.letter_to("tousu@kamen.example");
    assert!(mail.text.contains("见附件三"), "{}", mail.text);
    assert_eq!(mail.token(), token, "the link that works goes along");
    let seen = desk(&app, &token).await;
    let kinds: Vec<_> =
        seen["messages"]["nodes"].as_array().unwrap().iter().map(|one| one["kind"].clone()).collect();
    assert_eq!(kinds, ["NOTE", "QUESTION"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_from_the_desk_is_answered_by_each_member_and_taken_back_by_the_operator_alone() {
    let app = App::start().await;
    let (v, filing, token) = mailed(&app).await;
    let offer = |fen: i64| {
        let ends = (app.hub.now() + TimeDelta::days(2)).to_rfc3339();
        json!({ "i": { "token": token, "terms": "退还八成货款，原路退回。", "amountFen": fen, "closesAt": ends } })
    };
    assert_eq!(code(&app.guest(OFFER, offer(0)).await), "OUT_OF_RANGE");
    let made = app.guest(OFFER, offer(39_040)).await;
    let id = made["data"]["makeOffer"]["offer"]["id"].clone();
    assert_eq!(code(&app.guest(OFFER, offer(39_040)).await), "OFFER_RUNNING");
    assert_eq!(v.ann.offers(&filing).await["offers"][0]["source"], "OPERATOR");
    let theirs = code(&v.olga.try_ask(crate::support::offered::WITHDRAW_OFFER, json!({ "o": id })).await);
    assert_eq!(theirs, "OFFERS_THEIRS");
    assert_eq!(code(&app.guest(TAKE_BACK, json!({ "t": token, "o": id })).await), "OK");
    assert_eq!(code(&app.guest(OFFER, offer(48_800)).await), "OK");
    assert_eq!(v.ann.answer_offer(&filing, true).await, "OK");
    app.wait(TimeDelta::days(2)).await;
    let v = v.again().await;
    assert_eq!(v.ann.offers(&filing).await["offers"][0]["mine"]["settlement"]["amountFen"], 48_800);
    let states: Vec<_> = desk(&app, &token).await["offers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["state"].clone())
        .collect();
    assert_eq!(states, ["CLOSED", "WITHDRAWN"]);
    // What an organiser records is none of the desk's.
    let recorded = v.olga.offer(&filing, json!({})).await;
    assert_eq!(code(&app.guest(TAKE_BACK, json!({ "t": token, "o": recorded })).await), "NOT_FOUND");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_revoked_expires_and_is_not_guessed() {
    let app = App::start_with(&[("CHORUS_LIMITS__DOOR_PER_MINUTE", "30".into())]).await;
    let (v, filing, token) = mailed(&app).await;
    let revoke =
        "mutation($f: ID!) { revokeOperatorLink(input: {filingId: $f}) { revoked userErrors { code } } }";
    assert_eq!(code(&v.ann.try_ask(revoke, json!({ "f": filing })).await), "ORGANISERS_ONLY");
    assert_eq!(v.olga.ask(revoke, json!({ "f": filing })).await["revokeOperatorLink"]["revoked"], true);
    assert_eq!(desk(&app, &token).await, Value::Null);
    assert_eq!(
        code(&app.guest(ANSWER, json!({ "t": token, "x": "已经处理。", "p": false })).await),
        "NOT_FOUND"
    );
    app.empty_mailboxes();
    v.olga.ask(WRITE, json!({ "f": filing, "x": "请用新的链接答复。" })).await;
    app.work().await;
    let fresh = app.letter_to("tousu@kamen.example").token();
    assert_ne!(fresh, token);
    assert!(desk(&app, &fresh).await.is_object());
    app.clock.advance(TimeDelta::days(181));
    assert_eq!(desk(&app, &fresh).await, Value::Null, "it has expired");
    let mut limited = 0;
    for _ in 0..60 {
        let answer = app.guest(DESK, json!({ "t": fresh })).await;
        limited += usize::from(code(&answer) == "RATE_LIMITED");
    }
    assert!(limited > 0);
}
