//! The main job, end to end.

mod long;

use chrono::TimeDelta;
use serde_json::json;

use crate::support::App;

#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_opened_joined_voted_on_filed_and_everybody_is_told() {
    let app = App::start().await;
    let olga = app.person("olga").await;
    let ann = app.person("ann").await;
    let bob = app.person("bob").await;

    let operator = olga.operator("卡盟甲").await;
    let case = olga.case(&operator).await;
    ann.join(&case, "KM2026110100001234", 48_800).await;
    bob.join(&case, "KM2026110100005678", 30_000).await;
    olga.cite(&case).await;
    ann.seal_identity("王小明", "13812345678", "上海市徐汇区漕溪北路 1 号 2 室").await;
    bob.seal_identity("李雷", "13987654321", "北京市海淀区中关村大街 3 号").await;

    let (complaint, sha256) = olga.compile(&case).await;
    let ballot = olga.open_ballot(&complaint, "2026-11-25T02:00:00Z").await;
    ann.vote(&ballot, &sha256, "YES").await;
    bob.vote(&ballot, &sha256, "YES").await;
    app.wait(TimeDelta::days(3)).await;

    let (olga, ann) = (olga.again().await, ann.again().await);
    let filing = olga.file(&ballot).await;
    app.empty_mailboxes();
    app.work().await;
    let desk = app.letter_to("tousu@kamen.example");
    assert_eq!(desk.attachments.len(), 3, "PDF, CSV and JSON");
    assert!(desk.attachments[0].1.starts_with(b"%PDF"));
    assert_eq!(app.letters_to("ann@example.org").len(), 1, "one letter for one change");

    let record =
        "mutation($f: ID!) { recordAnswer(input: {filingId: $f, status: ACCEPTED, channelWord: \"已受理\"}) {
        filing { status channelWord } userErrors { code message } } }";
    let data = olga.ask(record, json!({ "f": filing })).await;
    assert_eq!(data["recordAnswer"]["filing"]["status"], "ACCEPTED");
    app.work().await;
    assert_eq!(app.letters_to("ann@example.org").len(), 2);

    let seen = ann
        .ask("query($c: ID!) { case(id: $c) { stage memberCount filings { status deadlines { dueOn basis } carriesMe } } }", json!({ "c": case }))
        .await;
    assert_eq!(seen["case"]["stage"], "FILED");
    assert_eq!(seen["case"]["memberCount"], 3);
    assert_eq!(seen["case"]["filings"][0]["carriesMe"], true);
}
