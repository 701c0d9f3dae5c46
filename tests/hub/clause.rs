//! An operator's terms, read clause by clause.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::support::App;

const ANALYSE: &str = "query($t: String!, $on: NaiveDate) { analyseClause(text: $t, on: $on) { clauseCount notice findings {
    verdict confidence category { id nameZh } span { start end text } signs { text } why complaintRequest reportRequest
    provisions { itemZh provision { id } } } } }";

const TERMS: &str = "第五条 售后\n1. 虚拟商品一经售出，概不退换。\n2. 卡密无效的，核实后全额退款。\n\
                     3. 本活动最终解释权归本平台所有。\n4. 客服工作时间为每日9时至22时。";

async fn analyse(app: &App, text: &str, on: &str) -> Value {
    let answer = app.guest(ANALYSE, json!({ "t": text, "on": on })).await;
    answer["data"]["analyseClause"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_is_told_which_terms_are_unfair_and_why() {
    let app = App::start().await;
    let read = analyse(&app, TERMS, "2026-11-27").await;
    assert_eq!(read["clauseCount"], 5);
    let findings = read["findings"].as_array().unwrap();
    let told: Vec<_> = findings.iter().map(|found| (&found["verdict"], &found["category"]["id"])).collect();
    assert_eq!(
        told,
        [
            (&json!("UNFAIR"), &json!("no-refund")),
            (&json!("LAWFUL"), &json!("no-refund")),
            (&json!("UNFAIR"), &json!("final-interpretation")),
        ],
        "{read}"
    );
    let last = &findings[2];
    assert_eq!(last["span"]["text"], "3. 本活动最终解释权归本平台所有。");
    assert_eq!(last["provisions"][0], json!({ "itemZh": "第（五）项", "provision": { "id": "otm-21" } }));
    assert!(last["reportRequest"].as_str().unwrap().contains("最终解释权"), "{last}");
    assert_eq!(findings[1]["complaintRequest"], Value::Null, "nothing is asked for about a lawful clause");
    assert!(findings[1]["why"].is_string());
    assert!(read["notice"].as_str().unwrap().contains("不是法律意见"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_law_of_the_day_is_named() {
    let app = App::start().await;
    let ids = async |on| {
        let read = analyse(&app, "自动续费一经扣款不予退还。", on).await;
        let provisions = read["findings"][0]["provisions"].as_array().unwrap().clone();
        provisions.iter().map(|told| told["provision"]["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    // The implementing regulations of the Consumer Protection Law came into force on 1 July 2024.
    assert!(!ids("2024-06-30").await.contains(&"cplr-10".to_owned()));
    assert!(ids("2024-07-01").await.contains(&"cplr-10".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_that_quotes_a_clause_is_told_of_it() {
    let app = App::start().await;
    let text = "充了200元一直没到账。客服说虚拟商品一经售出概不退换。";
    let query = "query($i: AdviseOnProblemInput!) { adviseOnProblem(input: $i) { clauses {
        category { id } span { text } provisions { provision { id } } } } }";
    let answer = app.guest(query, json!({ "i": { "text": text } })).await;
    let clauses = &answer["data"]["adviseOnProblem"]["clauses"];
    assert_eq!(clauses[0]["category"]["id"], "no-refund", "{answer}");
    assert_eq!(clauses[0]["span"]["text"], "客服说虚拟商品一经售出概不退换。");
    assert_eq!(clauses[0]["provisions"][0]["provision"]["id"], "cpl-26");
    assert_eq!(clauses.as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn too_much_is_refused() {
    let app = App::start().await;
    let long = app.guest(ANALYSE, json!({ "t": "长".repeat(200_001), "on": "2026-11-27" })).await;
    assert_eq!(long["errors"][0]["extensions"]["code"], "TOO_LONG", "{long}");
}

#[test]
fn the_command_line_answers_each_line() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_chorus"))
        .args(["analyse", "--jsonl", "--on", "2026-11-27"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let line = json!({ "id": "a", "text": TERMS });
    child.stdin.take().unwrap().write_all(format!("{line}\n").as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let clauses = answer["clauses"].as_array().unwrap();
    assert_eq!(clauses.len(), 5);
    assert_eq!(clauses[0]["verdict"], "NONE");
    assert_eq!((&clauses[0]["category"], &clauses[0]["provisions"]), (&Value::Null, &json!([])));
    let clause = &clauses[1];
    let (start, end) = (clause["start"].as_u64().unwrap(), clause["end"].as_u64().unwrap());
    let text: String =
        TERMS.chars().skip(start.try_into().unwrap()).take((end - start).try_into().unwrap()).collect();
    assert_eq!((text.as_str(), &clause["verdict"]), ("1. 虚拟商品一经售出，概不退换。", &json!("UNFAIR")));
}
