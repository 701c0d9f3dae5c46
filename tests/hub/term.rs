//! The register of terms: which operator says what, since when, and with which snapshot.

use chorus::service::account::promote;
use entity::AccountRole;
use serde_json::{Value, json};

use crate::support::{
    App, code,
    person::Person,
    terms::{ADOPT, REJECT, SUBMIT, clause_of},
};

const CLAUSE: &str = "虚拟商品一经售出，概不退换。";

const LISTED: &str = "query($o: ID!) { operator(id: $o) { clauses(first: 5) { nodes {
    id clause firstSeen lastSeen sightings(first: 5) { nodes { seenOn url sha256 state isMine evidenceId reason } } } } } }";

const WAITING: &str = "query($o: ID) { waitingSightings(operatorId: $o) { nodes { id term { clause } } } }";

/// The operator's clauses as a guest sees them.
async fn listed(app: &App, operator: &str) -> Vec<Value> {
    let answer = app.guest(LISTED, json!({ "o": operator })).await;
    assert_eq!(code(&answer), "OK", "{answer}");
    answer["data"]["operator"]["clauses"]["nodes"].as_array().unwrap().clone()
}

async fn operator_of(person: &Person<'_>, case: &str) -> String {
    let data = person.ask("query($c: ID!) { case(id: $c) { operator { id } } }", json!({ "c": case })).await;
    data["case"]["operator"]["id"].as_str().unwrap().to_owned()
}

async fn moderator<'a>(app: &'a App, email: &str) -> Person<'a> {
    let person = app.admit(email).await;
    promote(&app.hub, email, AccountRole::Moderator).await.unwrap();
    person.again().await
}

async fn refusal(person: &Person<'_>, query: &str, variables: Value) -> String {
    code(&person.try_ask(query, variables).await)
}

/// How many sightings wait for somebody to decide.
async fn waits_for(person: &Person<'_>, operator: Option<&str>) -> usize {
    let data = person.ask(WAITING, json!({ "o": operator })).await;
    data["waitingSightings"]["nodes"].as_array().unwrap().len()
}

const THREE: [&str; 3] = ["olga@example.org", "ann@example.org", "bob@example.org"];

#[tokio::test(flavor = "multi_thread")]
async fn a_clause_is_seen_decided_and_listed_with_its_days() {
    let app = App::start().await;
    let (people, case) = app.gathered(&THREE).await;
    let [olga, ann, bob] = people.try_into().ok().unwrap();
    let operator = operator_of(&olga, &case).await;
    let mo = moderator(&app, "mo@example.org").await;

    let text = format!("{CLAUSE}如有疑问请加微信：wxid_abc12345，手机 13900001111");
    let submitted = ann.ask(SUBMIT, json!({ "i": clause_of(&operator, &text) })).await;
    let sighting = &submitted["submitTerm"]["sighting"];
    assert_eq!((&sighting["state"], &sighting["isMine"]), (&json!("WAITING"), &json!(true)));
    assert!(!sighting["term"]["clause"].as_str().unwrap().contains("13900001111"), "{sighting}");
    assert!(listed(&app, &operator).await.is_empty(), "nobody has looked at it yet");
    let term = json!({ "t": sighting["term"]["id"] });
    let node = "query($t: ID!) { node(id: $t) { id } }";
    assert!(app.guest(node, term.clone()).await["data"]["node"].is_null());
    assert_eq!((waits_for(&olga, Some(&operator)).await, waits_for(&mo, None).await), (1, 1));
    assert_eq!((waits_for(&bob, Some(&operator)).await, waits_for(&olga, None).await), (0, 0));

    let first = json!({ "s": sighting["id"] });
    assert_eq!(refusal(&bob, ADOPT, first.clone()).await, "NOT_FOUND", "to others it is not there");
    assert_eq!(refusal(&ann, ADOPT, first.clone()).await, "ORGANISERS_ONLY");
    olga.ask(ADOPT, first.clone()).await;
    assert_eq!(refusal(&mo, ADOPT, first.clone()).await, "SIGHTING_DECIDED");
    let shown = listed(&app, &operator).await;
    assert_eq!((&shown[0]["firstSeen"], &shown[0]["lastSeen"]), (&json!("2026-11-01"), &json!("2026-11-01")));
    assert_eq!(shown[0]["sightings"]["nodes"][0]["isMine"], false);
    assert_eq!(app.guest(node, term).await["data"]["node"]["id"], shown[0]["id"]);

    // The same clause, written in another way on another day.
    let mut again = clause_of(&operator, &text.replace('，', ","));
    again["seenOn"] = json!("2026-11-20");
    let second = bob.submit(again).await;
    olga.adopt(&second).await;
    let shown = listed(&app, &operator).await;
    assert_eq!(shown.len(), 1, "{shown:?}");
    assert_eq!((&shown[0]["firstSeen"], &shown[0]["lastSeen"]), (&json!("2026-11-01"), &json!("2026-11-20")));
    assert_eq!(shown[0]["sightings"]["nodes"].as_array().unwrap().len(), 2);

    // What was adopted is dropped by moderators only, and takes its day along.
    let second = json!({ "s": second });
    assert_eq!(refusal(&olga, REJECT, second.clone()).await, "MODERATORS_ONLY");
    let dropped = mo.ask(REJECT, second).await;
    assert!(dropped["rejectSighting"]["sighting"]["reason"].is_null(), "it is told to who submitted it");
    assert_eq!(listed(&app, &operator).await[0]["lastSeen"], "2026-11-01");
    mo.ask(REJECT, first).await;
    assert!(listed(&app, &operator).await.is_empty());
    let own = "{ viewer { sightings { nodes { state reason term { clause } } } } }";
    let own = bob.ask(own, json!({})).await["viewer"]["sightings"]["nodes"].clone();
    assert_eq!((&own[0]["state"], &own[0]["reason"]), (&json!("REJECTED"), &json!("快照里没有这一句")));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_decides_alone_and_nobody_floods_the_register() {
    let app = App::start().await;
    let (people, case) = app.gathered(&THREE).await;
    let [olga, ann, _] = people.try_into().ok().unwrap();
    let operator = operator_of(&olga, &case).await;

    let own = json!({ "s": olga.submit(clause_of(&operator, CLAUSE)).await });
    assert_eq!(refusal(&olga, ADOPT, own.clone()).await, "OWN_SIGHTING");
    assert_eq!(refusal(&olga, REJECT, own.clone()).await, "OWN_SIGHTING");
    let hide = "mutation($c: ID!) { hideCase(input: {caseId: $c, reason: \"含有他人的个人信息\"}) { userErrors { code } } }";
    let mo = moderator(&app, "mo@example.org").await;
    let theirs = json!({ "s": ann.submit(clause_of(&operator, "超过时效不予处理")).await });
    mo.ask(hide, json!({ "c": case })).await;
    assert_eq!(refusal(&olga, ADOPT, theirs.clone()).await, "NOT_FOUND", "their case is no longer public");
    let with = mo.submit(clause_of(&operator, "最终解释权归平台所有")).await;
    mo.adopt(&with).await;

    assert_eq!(
        refusal(&ann, SUBMIT, json!({ "i": clause_of(&operator, "超过时效，不予处理！") })).await,
        "ALREADY_SUBMITTED"
    );
    let withdraw = "mutation($s: ID!) { withdrawSighting(input: {sightingId: $s}) { sighting { state } userErrors { code } } }";
    assert_eq!(refusal(&olga, withdraw, theirs.clone()).await, "NOT_FOUND");
    assert_eq!(ann.ask(withdraw, theirs.clone()).await["withdrawSighting"]["sighting"]["state"], "WITHDRAWN");
    assert_eq!(refusal(&ann, withdraw, theirs.clone()).await, "SIGHTING_DECIDED");
    assert_eq!(refusal(&mo, ADOPT, theirs).await, "SIGHTING_DECIDED");
    for n in 0..20 {
        ann.submit(clause_of(&operator, &format!("第{n}类商品概不退换"))).await;
    }
    let more = json!({ "i": clause_of(&operator, "又一类商品概不退换") });
    assert_eq!(refusal(&ann, SUBMIT, more).await, "TOO_MANY_SIGHTINGS");

    let page = "query($o: ID, $a: String) { waitingSightings(operatorId: $o, first: 15, after: $a) {
        nodes { id } pageInfo { hasNextPage endCursor } } }";
    let first = mo.ask(page, json!({})).await["waitingSightings"].clone();
    assert_eq!(first["pageInfo"]["hasNextPage"], true);
    let rest = mo.ask(page, json!({ "a": first["pageInfo"]["endCursor"] })).await["waitingSightings"].clone();
    assert_eq!(rest["nodes"].as_array().unwrap().len(), 6, "twenty of Ann's and one of Olga's");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_clauses_is_read_page_by_page() {
    let app = App::start().await;
    let mo = moderator(&app, "mo@example.org").await;
    let operator = mo.operator("卡盟甲").await;
    for (n, day) in ["2026-11-03", "2026-11-01", "2026-11-03", "2026-11-02"].into_iter().enumerate() {
        let mut input = clause_of(&operator, &format!("第{n}类商品概不退换"));
        input["seenOn"] = json!(day);
        let waits = mo.submit(input).await;
        mo.adopt(&waits).await;
    }
    let query = "query($o: ID!, $a: String) { operator(id: $o) { clauses(first: 1, after: $a) {
        nodes { clause } pageInfo { hasNextPage endCursor } } } }";
    let (mut order, mut after) = (Vec::new(), Value::Null);
    loop {
        let data = mo.ask(query, json!({ "o": operator, "a": after })).await["operator"]["clauses"].clone();
        order.push(data["nodes"][0]["clause"].as_str().unwrap().chars().nth(1).unwrap());
        if data["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = data["pageInfo"]["endCursor"].clone();
    }
    assert_eq!(order, ['2', '0', '3', '1'], "seen last first, then newest first");
    let other = json!({ "o": operator, "a": "Y2FzZV8x" });
    assert_eq!(code(&mo.try_ask(query, other).await), "BAD_INPUT", "a cursor of another list");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_piece_of_evidence_in_the_pool_is_a_snapshot() {
    let app = App::start().await;
    let (people, case) = app.gathered(&THREE).await;
    let [olga, ann, bob] = people.try_into().ok().unwrap();
    let operator = operator_of(&olga, &case).await;
    let deposit = "mutation($i: DepositTextInput!) { depositText(input: $i) {
        evidence { id copySha256 originalDigest } userErrors { code } } }";
    let piece = |kind: &str| json!({ "i": { "caseId": case, "kind": kind, "title": "用户协议快照", "text": CLAUSE, "capturedOn": "2026-11-02" } });
    let terms = ann.ask(deposit, piece("OPERATOR_TERMS")).await["depositText"]["evidence"].clone();
    let chat = ann.ask(deposit, piece("CHAT_LOG")).await["depositText"]["evidence"].clone();
    let from =
        |piece: &Value| json!({ "i": { "operatorId": operator, "text": CLAUSE, "evidenceId": piece["id"] } });
    assert_eq!(refusal(&ann, SUBMIT, from(&chat)).await, "NOT_TERMS");
    assert_eq!(refusal(&ann, SUBMIT, from(&terms)).await, "NOT_POOLED");
    ann.confirm(terms["id"].as_str().unwrap(), terms["copySha256"].as_str().unwrap()).await;
    assert_eq!(refusal(&bob, SUBMIT, from(&terms)).await, "NOT_FOUND", "it is somebody else's");
    let mut other = from(&terms);
    other["i"]["operatorId"] = json!(ann.operator("卡盟之乙").await);
    assert_eq!(refusal(&ann, SUBMIT, other).await, "OTHER_OPERATOR");
    let mut another_day = from(&terms);
    another_day["i"]["seenOn"] = json!("2026-11-03");
    assert_eq!(refusal(&ann, SUBMIT, another_day).await, "EITHER_OR");

    let sighting = ann.ask(SUBMIT, from(&terms)).await["submitTerm"]["sighting"].clone();
    assert_eq!(sighting["sha256"], terms["originalDigest"], "as the chain of custody names it");
    assert_eq!((&sighting["seenOn"], &sighting["evidenceId"]), (&json!("2026-11-02"), &terms["id"]));
    olga.adopt(sighting["id"].as_str().unwrap()).await;
    let shown = listed(&app, &operator).await;
    assert_eq!(shown[0]["sightings"]["nodes"][0]["sha256"], terms["originalDigest"]);
    assert!(shown[0]["sightings"]["nodes"][0]["evidenceId"].is_null(), "strangers are not led to the pool");
}

const DOCUMENTS: &str =
    "query($o: ID!) { operator(id: $o) { clauses { nodes { id } } documents(first: 5) { nodes {
    id document firstSeen fullText previous { id } changes { kind text leftOut } } } } }";

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_terms_is_shown_sentence_by_sentence() {
    let app = App::start().await;
    let mo = moderator(&app, "mo@example.org").await;
    let operator = mo.operator("卡盟甲").await;
    let text = |refund: &str| {
        let filler: String =
            (1..=200).map(|n| format!("第{n}条 用户应当遵守本协议的第{n}项约定。\n")).collect();
        format!("{filler}退款：{refund}\n其他事项由双方协商。")
    };
    let version = |text: String, day: &str| {
        let mut input = clause_of(&operator, &text);
        input["document"] = json!("用户协议");
        input["seenOn"] = json!(day);
        input
    };
    let old = mo.adopt(&mo.submit(version(text("七日内可以申请退款。"), "2026-10-01")).await).await;
    let new = mo.submit(version(text("一经售出概不退换。"), "2026-11-01")).await;
    let waiting =
        "{ waitingSightings(first: 2) { nodes { term { fullText previous { id } changes { kind } } } } }";
    let waiting = mo.ask(waiting, json!({})).await["waitingSightings"]["nodes"][0]["term"].clone();
    assert!(waiting["fullText"].as_str().unwrap().contains("概不退换"), "who decides reads it");
    assert_eq!(
        (&waiting["previous"]["id"], &waiting["changes"][1]["kind"]),
        (&json!(old), &json!("REMOVED"))
    );
    let new = mo.adopt(&new).await;

    let shown = app.guest(DOCUMENTS, json!({ "o": operator })).await["data"]["operator"].clone();
    assert_eq!(shown["clauses"]["nodes"], json!([]), "a document is no clause");
    let [latest, first] = &shown["documents"]["nodes"].as_array().unwrap()[..] else { panic!("{shown}") };
    assert_eq!(
        (&latest["id"], &latest["previous"]["id"], &first["id"]),
        (&json!(new), &json!(old), &json!(old))
    );
    assert!(first["changes"].is_null() && first["previous"].is_null(), "nothing came before");
    assert_eq!(
        latest["changes"],
        json!([
            { "kind": "SAME", "text": "第199条 用户应当遵守本协议的第199项约定。\n第200条 用户应当遵守本协议的第200项约定。", "leftOut": 198 },
            { "kind": "REMOVED", "text": "退款：七日内可以申请退款。", "leftOut": 0 },
            { "kind": "ADDED", "text": "退款：一经售出概不退换。", "leftOut": 0 },
            { "kind": "SAME", "text": "其他事项由双方协商。", "leftOut": 0 },
        ])
    );
    let since = "query($t: ID!, $s: ID!) { node(id: $t) { ... on Term { changes(since: $s) { kind } } } }";
    let back = app.guest(since, json!({ "t": old, "s": new })).await;
    assert_eq!(back["data"]["node"]["changes"].as_array().unwrap().len(), 4, "{back}");
    let clause = mo.adopt(&mo.submit(clause_of(&operator, CLAUSE)).await).await;
    let unlike = app.guest(since, json!({ "t": new, "s": clause })).await;
    assert_eq!(code(&unlike), "NOT_FOUND", "a clause is no text to compare with");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_nobody_vouches_for_is_not_kept() {
    let app = App::start().await;
    let mo = moderator(&app, "mo@example.org").await;
    let ann = app.admit("ann@example.org").await;
    let operator = ann.operator("卡盟甲").await;
    let mut input = clause_of(&operator, &"用户应当遵守本协议。".repeat(20_000));
    input["document"] = json!("用户协议");
    let kept = async || app.rows().await["term_texts"];
    let first = ann.submit(input.clone()).await;
    let second = mo.submit(input.clone()).await;
    assert_eq!(kept().await, 1, "one text, seen by two");
    mo.ask(REJECT, json!({ "s": first })).await;
    assert_eq!(kept().await, 1, "the other submission waits");
    mo.ask(REJECT, json!({ "s": second })).await;
    assert_eq!(kept().await, 0);
    mo.adopt(&ann.submit(input).await).await;
    assert_eq!(kept().await, 1, "and may be submitted anew");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_cites_from_the_register() {
    let app = App::start().await;
    let (people, case) = app.gathered(&THREE).await;
    let [olga, ann, _] = people.try_into().ok().unwrap();
    let operator = operator_of(&olga, &case).await;
    let mo = moderator(&app, "mo@example.org").await;
    let propose = "mutation($i: ProposeCitationInput!) { proposeCitation(input: $i) {
        citation { id clause term { id lastSeen } } userErrors { code field } } }";
    let cite = |term: &str| json!({ "caseId": case, "provisionId": "cpl-26", "why": "格式条款排除了退款的权利。", "termId": term });

    let waits = ann.ask(SUBMIT, json!({ "i": clause_of(&operator, CLAUSE) })).await;
    let sighting = &waits["submitTerm"]["sighting"];
    let term = sighting["term"]["id"].as_str().unwrap();
    assert_eq!(
        refusal(&ann, propose, json!({ "i": cite(term) })).await,
        "UNKNOWN",
        "nobody vouches for it yet"
    );
    olga.adopt(sighting["id"].as_str().unwrap()).await;
    let mut twice = cite(term);
    twice["clause"] = json!("概不退换");
    assert_eq!(refusal(&ann, propose, json!({ "i": twice })).await, "EITHER_OR");
    let elsewhere = mo.operator("卡盟之乙").await;
    let theirs = mo.adopt(&mo.submit(clause_of(&elsewhere, CLAUSE)).await).await;
    assert_eq!(refusal(&ann, propose, json!({ "i": cite(&theirs) })).await, "OTHER_OPERATOR");

    let cited = ann.ask(propose, json!({ "i": cite(term) })).await["proposeCitation"]["citation"].clone();
    assert_eq!((&cited["clause"], &cited["term"]["id"]), (&json!(CLAUSE), &json!(term)));
    assert_eq!(refusal(&ann, propose, json!({ "i": cite(term) })).await, "ALREADY_CITED");

    // What a case says stays as it was when the register changes.
    mo.ask(REJECT, json!({ "s": sighting["id"] })).await;
    let seen = "query($c: ID!) { case(id: $c) { citations { clause term { id } } } }";
    let seen = ann.ask(seen, json!({ "c": case })).await["case"]["citations"][0].clone();
    assert_eq!((&seen["clause"], &seen["term"]), (&json!(CLAUSE), &Value::Null));
}
