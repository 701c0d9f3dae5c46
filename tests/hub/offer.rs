//! Offers: put to each member, answered for oneself on the exact sheet, and over by the clock.

mod chance;
mod race;

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{
    App, code,
    offered::WITHDRAW_OFFER,
    smtp::{MailServer, Moment, Reaction},
};

#[tokio::test(flavor = "multi_thread")]
async fn who_accepts_settles_and_for_who_declines_the_filing_goes_on() {
    let app = App::start().await;
    let (v, filing) = app.sent().await;
    app.empty_mailboxes();
    let offer = v.olga.offer(&filing, json!({ "amountFen": 39_040 })).await;
    app.work().await;
    assert_eq!(v.ann.stage_of(&v.case).await, "OFFER");
    assert_eq!(app.letters_to("ann@example.org").len(), 1, "everybody is told that there is one");
    assert!(app.letters_to("ann@example.org")[0].text.contains("2026-11-28 10:00"), "and until when");

    let sheet = v.ann.offers(&filing).await["offers"][0].clone();
    assert_eq!(sheet["mine"]["amountFen"], 39_040);
    assert!(sheet["mine"]["text"].as_str().unwrap().contains("退还八成货款"));
    assert_eq!(v.ann.answer_hash(&offer, &"00".repeat(32), true).await, "HASH_MISMATCH");
    assert_eq!(v.olga.answer_offer(&filing, true).await, "NOT_IN_OFFER", "she is not in the filing");
    assert_eq!(v.ann.answer_offer(&filing, false).await, "OK");
    assert_eq!(v.ann.answer_offer(&filing, true).await, "OK", "it may be changed until the end");
    assert_eq!(v.bob.answer_offer(&filing, false).await, "OK");
    app.work().await;
    let totals = |seen: Value| seen["offers"][0]["totals"].clone();
    assert_eq!(totals(v.olga.offers(&filing).await), json!({ "accepted": 1, "declined": 1, "silent": 0 }));
    assert_eq!(totals(v.ann.offers(&filing).await), Value::Null, "two answers tell whose they are");

    app.empty_mailboxes();
    app.wait(TimeDelta::days(3)).await;
    let v = v.again().await;
    assert_eq!(app.letters_to("ann@example.org").len(), 1);
    let ann = v.ann.offers(&filing).await;
    assert_eq!((&ann["status"], &ann["offers"][0]["state"]), (&json!("REPLIED"), &json!("CLOSED")));
    assert_eq!(ann["offers"][0]["mine"]["settlement"]["amountFen"], 39_040);
    assert_eq!(ann["offers"][0]["mine"]["settlement"]["sha256"], sheet["mine"]["sha256"]);
    assert_eq!(v.bob.offers(&filing).await["offers"][0]["mine"]["settlement"], Value::Null);
    assert_eq!(v.ann.stage_of(&v.case).await, "FILED", "it goes on for bob");
    assert_eq!(v.ann.answer_offer(&filing, false).await, "OFFER_CLOSED", "what is settled stays settled");

    // A better offer is for bob alone; when he accepts it, nobody is left.
    v.olga.offer(&filing, json!({ "amountFen": 48_800, "terms": "全额退款。" })).await;
    assert_eq!(v.bob.offers(&filing).await["offers"][0]["asked"], 1);
    assert_eq!(v.ann.answer_offer(&filing, true).await, "NOT_IN_OFFER");
    assert_eq!(v.bob.answer_offer(&filing, true).await, "OK");
    app.wait(TimeDelta::days(3)).await;
    let v = v.again().await;
    assert_eq!(v.ann.offers(&filing).await["status"], "AGREED");
    assert_eq!(v.ann.stage_of(&v.case).await, "GATHERING", "for whoever joined later");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_ends_by_the_clock_even_when_the_hub_slept() {
    let app = App::start().await;
    let (v, filing) = app.sent().await;
    v.olga.offer(&filing, json!({})).await;
    assert_eq!(v.ann.answer_offer(&filing, true).await, "OK");
    app.clock.advance(TimeDelta::days(3));
    let v = v.again().await;
    assert_eq!(v.bob.answer_offer(&filing, true).await, "OFFER_CLOSED", "nobody has closed it yet");
    app.wait(TimeDelta::days(20)).await;
    let v = v.again().await;
    assert_eq!(v.ann.offers(&filing).await["offers"][0]["state"], "CLOSED");
    assert_eq!(v.olga.offers(&filing).await["offers"][0]["totals"]["accepted"], 1);
    assert_eq!(v.ann.count_events(&v.case, "OFFER_CLOSED").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn amounts_of_their_own_are_for_their_eyes_only() {
    let app = App::start().await;
    let (v, filing) = app.sent().await;
    let code_of = async |person: &crate::support::person::Person<'_>| {
        let seen = person
            .ask("query($c: ID!) { case(id: $c) { membership { code } } }", json!({ "c": v.case }))
            .await;
        seen["case"]["membership"]["code"].as_str().unwrap().to_owned()
    };
    let (ann, bob, olga) = (code_of(&v.ann).await, code_of(&v.bob).await, code_of(&v.olga).await);
    let amounts = |parts: &[(&str, i64)]| {
        let parts: Vec<_> =
            parts.iter().map(|(code, fen)| json!({ "code": code, "amountFen": fen })).collect();
        json!({ "amounts": parts })
    };
    for (wrong, refusal) in [
        (amounts(&[(&olga, 100)]), "UNKNOWN"),
        (amounts(&[(&ann, 100), (&ann, 200)]), "UNKNOWN"),
        (amounts(&[(&ann, 0)]), "OUT_OF_RANGE"),
        (json!({ "amountFen": 1, "amounts": [{ "code": ann, "amountFen": 1 }] }), "EITHER_OR"),
        (json!({ "closesAt": app.hub.now().to_rfc3339() }), "DEADLINE_TOO_SOON"),
        (json!({ "payBy": "2026-11-01" }), "TOO_EARLY"),
        (json!({ "terms": "好" }), "TOO_SHORT"),
    ] {
        assert_eq!(code(&v.olga.record_offer(&filing, wrong.clone()).await), refusal, "{wrong}");
    }
    assert_eq!(code(&v.bob.record_offer(&filing, json!({})).await), "REPRESENTATIVES_ONLY");
    v.olga.offer(&filing, amounts(&[(&ann, 30_000), (&bob, 20_000)])).await;
    assert_eq!(code(&v.olga.record_offer(&filing, json!({})).await), "OFFER_RUNNING");
    let ann = v.ann.offers(&filing).await["offers"][0].clone();
    let bob = v.bob.offers(&filing).await["offers"][0].clone();
    assert_eq!((&ann["mine"]["amountFen"], &bob["mine"]["amountFen"]), (&json!(30_000), &json!(20_000)));
    assert!(!bob.to_string().contains("30000"), "{bob}");
    let offer = ann["id"].as_str().unwrap();
    let theirs = ann["mine"]["sha256"].as_str().unwrap();
    assert_eq!(v.bob.answer_hash(offer, theirs, true).await, "HASH_MISMATCH", "the sheet is ann's");
    assert_eq!(v.olga.offers(&filing).await["offers"][0]["mine"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_back_settled_nobody_and_nothing_else_decides_over_members() {
    let app = App::start().await;
    let (v, filing) = app.sent().await;
    assert_eq!(code(&v.olga.record(&filing, "AGREED", json!({})).await), "MEMBERS_DECIDE");
    let offer = v.olga.offer(&filing, json!({})).await;
    assert_eq!(v.ann.answer_offer(&filing, true).await, "OK");
    for status in ["REPLIED", "OFFERED"] {
        assert_eq!(code(&v.olga.record(&filing, status, json!({})).await), "OFFER_RUNNING");
    }
    let close =
        "mutation($c: ID!) { closeCase(input: {caseId: $c, outcome: RESOLVED}) { userErrors { code } } }";
    assert_eq!(code(&v.olga.try_ask(close, json!({ "c": v.case })).await), "OFFER_RUNNING");
    assert_eq!(code(&v.ann.try_ask(WITHDRAW_OFFER, json!({ "o": offer })).await), "REPRESENTATIVES_ONLY");
    assert_eq!(code(&v.olga.try_ask(WITHDRAW_OFFER, json!({ "o": offer })).await), "OK");
    assert_eq!(code(&v.olga.try_ask(WITHDRAW_OFFER, json!({ "o": offer })).await), "OFFER_CLOSED");
    assert_eq!(v.ann.answer_offer(&filing, true).await, "OFFER_CLOSED");
    assert_eq!(v.ann.stage_of(&v.case).await, "FILED");
    app.wait(TimeDelta::days(5)).await;
    let v = v.again().await;
    let seen = v.ann.offers(&filing).await;
    assert_eq!(seen["offers"][0]["mine"]["settlement"], Value::Null);
    assert_eq!(
        (&seen["status"], &seen["offers"][0]["reason"]),
        (&json!("REPLIED"), &json!("对方撤回了方案。"))
    );
    assert_eq!(v.ann.count_events(&v.case, "OFFER_CLOSED").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_before_the_end_has_not_settled() {
    let app = App::start().await;
    let (v, filing) = app.sent().await;
    v.olga.offer(&filing, json!({})).await;
    assert_eq!(v.ann.answer_offer(&filing, true).await, "OK");
    let leave = "mutation($c: ID!) { leaveCase(input: {caseId: $c}) { left userErrors { code } } }";
    v.ann.ask(leave, json!({ "c": v.case })).await;
    app.wait(TimeDelta::days(3)).await;
    let v = v.again().await;
    assert_eq!(
        v.olga.offers(&filing).await["offers"][0]["totals"],
        json!({ "accepted": 0, "declined": 0, "silent": 2 })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn totals_are_told_when_no_group_is_small() {
    let app = App::start().await;
    let crowd = app.crowd(11).await;
    crowd.olga.offer(&crowd.filing, json!({ "amountFen": 40_000 })).await;
    for (n, member) in crowd.members.iter().enumerate() {
        assert_eq!(member.answer_offer(&crowd.filing, n < 6).await, "OK");
    }
    app.work().await;
    assert_eq!(
        crowd.members[0].offers(&crowd.filing).await["offers"][0]["totals"],
        Value::Null,
        "it is not over"
    );
    app.wait(TimeDelta::days(3)).await;
    let crowd = crowd.again().await;
    let told = json!({ "accepted": 6, "declined": 5, "silent": 0 });
    assert_eq!(crowd.members[0].offers(&crowd.filing).await["offers"][0]["totals"], told);
    let texts = "query($c: ID!) { case(id: $c) { timeline(first: 1) { nodes { text } } } }";
    let outside =
        app.guest(texts, json!({ "c": crowd.case })).await["data"]["case"]["timeline"]["nodes"][0].clone();
    assert!(outside["text"].as_str().unwrap().contains("接受 6，不接受 5"), "{outside}");
    let offers = "query($f: ID!) { node(id: $f) { ... on Filing { offers { id } } } }";
    assert_eq!(app.guest(offers, json!({ "f": crowd.filing })).await["data"]["node"]["offers"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filing_that_is_taken_back_while_its_mail_is_on_the_way_stays_taken_back() {
    let server = MailServer::start();
    let app = App::mailing(&server).await;
    let v = app.carried().await;
    server.take();
    server.next(1, Moment::Rcpt("tousu@kamen.example".into()), Reaction::Say("451 4.3.0 later".into()));
    let filing = v.olga.file(&v.ballot).await;
    app.work().await;
    assert_eq!(code(&v.olga.record(&filing, "WITHDRAWN", json!({})).await), "OK");
    let id: entity::FilingId = entity::Id::parse(&filing).unwrap();
    // The server took it, and says so after it was taken back.
    chorus::service::delivery::sent(&app.hub, &id).await.unwrap();
    let state = "query($f: ID!) { node(id: $f) { ... on Filing { status delivery deadlines { id } } } }";
    let seen = v.ann.ask(state, json!({ "f": filing })).await["node"].clone();
    assert_eq!(seen, json!({ "status": "WITHDRAWN", "delivery": "SENT", "deadlines": [] }));
    app.wait(TimeDelta::days(2)).await;
    let v = v.again().await;
    assert_eq!(v.ann.count_events(&v.case, "FILING_SENT").await, 0);
}
