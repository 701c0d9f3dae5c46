//! Filings: followed to their end, with deadlines, and made once.

use std::sync::Arc;

use chorus::{hub::Hub, service::account::promote, store, worker::Worker};
use chrono::TimeDelta;
use entity::{AccountRole, Id, MemberRole};
use serde_json::{Value, json};

use crate::support::{
    App, code,
    mailed::readers,
    person::Person,
    smtp::{MailServer, Moment, Reaction},
    story::FILE,
};

/// The filings of a case, newest first, as this person sees them.
async fn filings(person: &Person<'_>, case: &str) -> Value {
    let query = "query($c: ID!) { case(id: $c) { stage filings { id status delivery channelWord ground receipt carriesMe
        deadlines { dueOn basis metAt overdue } } } }";
    person.ask(query, json!({ "c": case })).await["case"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_recorded_in_the_order_in_which_they_can_come() {
    let app = App::start().await;
    let v = app.carried().await;
    let filing = v.olga.file(&v.ballot).await;
    assert_eq!(
        code(&v.olga.record(&filing, "ACCEPTED", json!({})).await),
        "STEP_NOT_ALLOWED",
        "it has not left"
    );
    app.work().await;
    app.empty_mailboxes();

    assert_eq!(code(&v.ann.record(&filing, "ACCEPTED", json!({})).await), "ORGANISERS_ONLY");
    assert_eq!(code(&v.olga.record(&filing, "SCREENED_OUT", json!({})).await), "GROUND_REQUIRED");
    let mut told = 0;
    for (status, more, answer, stage) in [
        ("ACCEPTED", json!({ "channelWord": "已受理", "receipt": "SL-1" }), "OK", "FILED"),
        ("SCREENED_OUT", json!({ "ground": "重复投诉" }), "STEP_NOT_ALLOWED", "FILED"),
        ("IN_PROCESS", json!({}), "OK", "FILED"),
        ("OFFERED", json!({ "channelWord": "退还八成" }), "OK", "OFFER"),
        ("ACCEPTED", json!({}), "STEP_NOT_ALLOWED", "OFFER"),
        ("REPLIED", json!({}), "OK", "FILED"),
        ("ENDED_NO_DEAL", json!({}), "GROUND_REQUIRED", "FILED"),
        ("ENDED_NO_DEAL", json!({ "ground": "双方未达成一致" }), "OK", "FILED"),
        ("AGREED", json!({}), "STEP_NOT_ALLOWED", "FILED"),
        ("WITHDRAWN", json!({}), "STEP_NOT_ALLOWED", "FILED"),
    ] {
        assert_eq!(code(&v.olga.record(&filing, status, more).await), answer, "{status}");
        app.work().await;
        told += usize::from(answer == "OK");
        // At its end everybody is asked as well what they got.
        told += usize::from(answer == "OK" && status == "ENDED_NO_DEAL");
        assert_eq!(
            app.letters_to("ann@example.org").len(),
            told,
            "{status}: one letter for what was recorded"
        );
        assert_eq!(filings(&v.ann, &v.case).await["stage"], stage, "{status}");
    }
    let seen = filings(&v.ann, &v.case).await["filings"][0].clone();
    assert_eq!(seen["channelWord"], "退还八成", "the channel's last own word is kept");
    assert_eq!(seen["receipt"], "SL-1");
    assert_eq!(seen["ground"], "双方未达成一致");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_is_held_to_its_promise_and_everybody_hears_when_it_passes() {
    let app = App::start().await;
    let v = app.carried().await;
    v.olga.file(&v.ballot).await;
    app.work().await;
    let deadline = |case: Value| case["filings"][0]["deadlines"][0].clone();
    let due = deadline(filings(&v.ann, &v.case).await);
    // Sent on the 25th; the operator promises three days.
    assert_eq!((&due["dueOn"], &due["basis"]), (&json!("2026-11-28"), &json!("promise")));
    assert_eq!(v.ann.count_events(&v.case, "DEADLINE_DUE").await, 0);

    app.empty_mailboxes();
    app.wait(TimeDelta::hours(14) - TimeDelta::milliseconds(1)).await;
    assert_eq!(app.letters_to("ann@example.org").len(), 0, "the 26th has not begun in Beijing");
    app.wait(TimeDelta::milliseconds(1)).await;
    app.wait(TimeDelta::hours(1)).await;
    let v = v.again().await;
    assert_eq!(v.ann.count_events(&v.case, "DEADLINE_DUE").await, 1);
    assert_eq!(app.letters_to("ann@example.org").len(), 1);

    app.wait(TimeDelta::days(3)).await;
    app.wait(TimeDelta::days(3)).await;
    let v = v.again().await;
    assert_eq!(v.ann.count_events(&v.case, "DEADLINE_OVERDUE").await, 1);
    assert_eq!(app.letters_to("ann@example.org").len(), 2);
    assert_eq!(deadline(filings(&v.ann, &v.case).await)["overdue"], true);
    assert_eq!(
        filings(&v.ann, &v.case).await["filings"][0]["status"],
        "SUBMITTED",
        "being late is not an answer"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_in_time_ends_the_wait() {
    let app = App::start().await;
    let v = app.carried().await;
    let filing = v.olga.file(&v.ballot).await;
    app.work().await;
    assert_eq!(code(&v.olga.record(&filing, "REPLIED", json!({ "channelWord": "已退款" })).await), "OK");
    app.wait(TimeDelta::days(9)).await;
    let v = v.again().await;
    let due = filings(&v.ann, &v.case).await["filings"][0]["deadlines"][0].clone();
    assert_eq!(due["overdue"], false);
    assert!(due["metAt"].is_string());
    for kind in ["DEADLINE_DUE", "DEADLINE_OVERDUE"] {
        assert_eq!(v.ann.count_events(&v.case, kind).await, 0, "{kind}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_that_slept_tells_only_what_is_still_news() {
    let app = App::start().await;
    let v = app.carried().await;
    v.olga.file(&v.ballot).await;
    app.work().await;
    app.empty_mailboxes();
    app.wait(TimeDelta::days(30)).await;
    let v = v.again().await;
    assert_eq!(v.ann.count_events(&v.case, "DEADLINE_DUE").await, 0);
    assert_eq!(v.ann.count_events(&v.case, "DEADLINE_OVERDUE").await, 1);
    assert_eq!(app.letters_to("ann@example.org").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_identity_was_opened_sees_for_which_filing() {
    let app = App::start().await;
    let v = app.voting_of(1).await;
    v.ann.vote(&v.ballot, &v.sha256, "YES").await;
    v.bob.vote(&v.ballot, &v.sha256, "ABSTAIN").await;
    let v = v.end().await;
    let openings = "{ viewer { openings { edges { node { filingId openedAt } } } } }";
    assert_eq!(v.ann.ask(openings, Value::Null).await["viewer"]["openings"]["edges"], json!([]));

    let filing = v.olga.file(&v.ballot).await;
    let seen = v.ann.ask(openings, Value::Null).await["viewer"]["openings"]["edges"].clone();
    assert_eq!(
        seen,
        json!([{ "node": { "filingId": filing, "openedAt": app.hub.now().format("%Y-%m-%dT%H:%M:%S+00:00").to_string() } }])
    );
    for other in [&v.bob, &v.olga] {
        assert_eq!(other.ask(openings, Value::Null).await["viewer"]["openings"]["edges"], json!([]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn real_names_are_mailed_only_to_a_mailbox_that_is_known_to_be_the_operators() {
    let app = App::start().await;
    let v = app.carried().await;
    let against = "query($c: ID!) { case(id: $c) { operator { id mailboxIsProven } } }";
    let operator = v.olga.ask(against, json!({ "c": v.case })).await["case"]["operator"].clone();
    assert_eq!(operator["mailboxIsProven"], true);
    // Whoever recorded the operator gives it a mailbox of their own, and a domain where anybody has one.
    let edit = "mutation($i: EditOperatorInput!) { editOperator(input: $i) { operator { mailboxIsProven } userErrors { code } } }";
    for (mailbox, domains) in [
        ("olga@example.org", json!([])),
        ("tousu@kamen.example", json!(["shop.example"])),
        ("12345@qq.com", json!(["qq.com"])),
    ] {
        let input =
            json!({ "operatorId": operator["id"], "name": "卡盟甲", "mailbox": mailbox, "domains": domains });
        let edited = v.olga.ask(edit, json!({ "i": input })).await;
        assert_eq!(edited["editOperator"]["operator"]["mailboxIsProven"], false, "{mailbox}");
        let answer = v.olga.try_ask(FILE, json!({ "b": v.ballot })).await;
        assert_eq!(code(&answer), "MAILBOX_UNCONFIRMED", "{mailbox}");
    }
    let mo = app.person("mo").await;
    promote(&app.hub, "mo@example.org", AccountRole::Moderator).await.unwrap();
    let confirm = "mutation($o: ID!, $m: String!) { confirmMailbox(input: {operatorId: $o, mailbox: $m}) {
        operator { mailboxIsProven } userErrors { code } } }";
    let ids = |mailbox: &str| json!({ "o": operator["id"], "m": mailbox });
    assert_eq!(code(&v.olga.try_ask(confirm, ids("12345@qq.com")).await), "MODERATORS_ONLY");
    assert_eq!(code(&mo.try_ask(confirm, ids("other@qq.com")).await), "UNKNOWN");
    let confirmed = mo.ask(confirm, ids("12345@qq.com")).await;
    assert_eq!(confirmed["confirmMailbox"]["operator"]["mailboxIsProven"], true);
    assert_eq!(code(&v.olga.try_ask(FILE, json!({ "b": v.ballot })).await), "OK");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_organisers_who_file_at_once_make_one_filing() {
    let app = App::start().await;
    let v = app.carried().await;
    let bob = store::account::find_by_email(&app.hub.db, "bob@example.org").await.unwrap().unwrap();
    let case = entity::CaseId::parse(&v.case).unwrap();
    let promoted = app.hub.write(async |tx| {
        let mut seat = store::member::hold(tx, &case, &bob.id).await?.unwrap();
        seat.role = MemberRole::Organiser;
        store::save(tx, seat).await
    });
    promoted.await.unwrap();

    let file = |person| Person::try_ask(person, FILE, json!({ "b": v.ballot }));
    let answers = tokio::join!(file(&v.olga), file(&v.bob), file(&v.olga));
    let mut codes = [code(&answers.0), code(&answers.1), code(&answers.2)];
    codes.sort_unstable();
    assert_eq!(codes, ["FILING_ALREADY", "FILING_ALREADY", "OK"]);
    app.work().await;
    assert_eq!(app.letters_to("tousu@kamen.example").len(), 1);
    assert_eq!(filings(&v.ann, &v.case).await["filings"].as_array().unwrap().len(), 1);
    assert_eq!(v.ann.count_events(&v.case, "FILING_QUEUED").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_at_once_send_everything_once() {
    let server = MailServer::start();
    let app = App::mailing(&server).await;
    let v = app.carried().await;
    server.take();
    let filing = v.olga.file(&v.ballot).await;
    let other = Arc::new(Hub::open(app.hub.config.clone(), app.clock.clone()).await.unwrap());
    let other = Arc::new(Worker::new(other).unwrap());
    for _ in 0..2 {
        tokio::join!(app.work(), other.work_off());
    }
    let sent = server.take();
    assert_eq!(
        readers(&sent),
        ["ann@example.org", "bob@example.org", "olga@example.org", "tousu@kamen.example"]
    );
    for status in ["ACCEPTED", "IN_PROCESS", "REPLIED"] {
        v.olga.record(&filing, status, json!({})).await;
    }
    tokio::join!(app.work(), other.work_off());
    tokio::join!(app.work(), other.work_off());
    assert_eq!(server.take().len(), 9, "three changes, three members");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filing_that_cannot_be_delivered_can_be_voted_on_and_filed_again() {
    let server = MailServer::start();
    let app = App::mailing(&server).await;
    let v = app.carried().await;
    server.next(
        1,
        Moment::Rcpt("tousu@kamen.example".into()),
        Reaction::Say("550 5.1.1 no such mailbox".into()),
    );
    v.olga.file(&v.ballot).await;
    app.work().await;
    let failed = filings(&v.ann, &v.case).await["filings"][0].clone();
    assert_eq!((&failed["delivery"], &failed["status"]), (&json!("FAILED"), &json!("WITHDRAWN")));
    assert_eq!(v.ann.count_events(&v.case, "FILING_FAILED").await, 1);
    server.take();

    let ends = app.hub.now() + TimeDelta::days(3);
    let ballot = v.olga.open_ballot(&v.complaint, &ends.to_rfc3339()).await;
    v.ann.vote(&ballot, &v.sha256, "YES").await;
    v.bob.vote(&ballot, &v.sha256, "YES").await;
    let v = v.end().await;
    v.olga.file(&ballot).await;
    server.take();
    app.work().await;
    assert!(readers(&server.take()).contains(&"tousu@kamen.example"));
    let filings = filings(&v.ann, &v.case).await;
    assert_eq!(filings["filings"][0]["delivery"], "SENT", "{filings}");
}
