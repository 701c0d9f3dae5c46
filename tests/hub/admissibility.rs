//! The admissibility check: what stands in the way, for whom, and what may be filed all the same.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{App, code, person::Person, voted::Voting};

const CHECK: &str =
    "query($c: ID!, $b: ID, $h: Channel!) { checkAdmissibility(caseId: $c, ballotId: $b, channel: $h) {
    members blocked wholeBlocked on
    entries { members codes finding { fault blocking ground groundItem provisionId what how } } } }";

const MINE: &str =
    "query($c: ID!) { case(id: $c) { membership { code admissibility { fault blocking provisionId } } } }";

const FILE_AT: &str = "mutation($i: FileComplaintInput!) { fileComplaint(input: $i) {
    filing { id status memberCount leftOut overrideReason } userErrors { code field message } } }";

/// A case that can be filed with the regulator: the operator is known, a representative is elected, everybody has shown
/// something. Ann and bob said yes to its complaint.
pub async fn ready(app: &App) -> Voting<'_> {
    ready_with(app, "13987654321").await
}

/// The same, with bob's telephone number.
pub async fn ready_with<'a>(app: &'a App, phone: &str) -> Voting<'a> {
    let (people, case) = app.gathered(&["olga@example.org", "ann@example.org", "bob@example.org"]).await;
    let [olga, ann, bob] = people.try_into().ok().expect("three people came");
    let operator =
        olga.ask("query($c: ID!) { case(id: $c) { operator { id } } }", json!({ "c": case })).await;
    let edit = "mutation($i: EditOperatorInput!) { editOperator(input: $i) { operator { id } userErrors { code field } } }";
    let input = json!({
        "operatorId": operator["case"]["operator"]["id"], "name": "卡盟甲", "mailbox": "tousu@kamen.example",
        "legalName": "某某网络科技有限公司", "address": "浙江省杭州市西湖区文三路 1 号", "replyDays": 3, "domains": ["kamen.example"],
    });
    olga.ask(edit, json!({ "i": input })).await;
    olga.cite(&case).await;
    ann.seal_identity("王小明", "13812345678", "上海市徐汇区漕溪北路 1 号 2 室").await;
    bob.seal_identity("李雷", phone, "北京市海淀区中关村大街 3 号").await;
    for person in [&ann, &bob] {
        person.contact(&case).await;
        let (piece, copy) = person.deposit(&case).await;
        person.confirm(&piece, &copy).await;
    }
    olga.elect(&case, &ann).await;
    bob.vote_for(&case, 0).await;
    app.wait(TimeDelta::days(2)).await;
    let (olga, ann, bob) = (olga.again().await, ann.again().await, bob.again().await);
    let (complaint, sha256) = olga.compile(&case).await;
    let ends = app.hub.now() + TimeDelta::days(3);
    let ballot = olga.open_ballot(&complaint, &ends.to_rfc3339()).await;
    for person in [&ann, &bob] {
        person.vote(&ballot, &sha256, "YES").await;
    }
    Voting { olga, ann, bob, case, complaint, sha256, ballot }.end().await
}

impl Person<'_> {
    /// Votes in the election that is open, for the candidate at this place.
    async fn vote_for(&self, case: &str, place: usize) {
        let query = "query($c: ID!) { case(id: $c) { membership { ballots { id sha256 kind candidates { code } } } } }";
        let seen = self.ask(query, json!({ "c": case })).await;
        let ballot = &seen["case"]["membership"]["ballots"][0];
        let input = json!({
            "ballotId": ballot["id"], "sha256": ballot["sha256"], "choice": "YES",
            "candidates": [ballot["candidates"][place]["code"]],
        });
        self.ask(crate::support::story::VOTE, json!({ "i": input })).await;
    }

    /// The pseudonym in a case.
    pub async fn code_in(&self, case: &str) -> String {
        self.ask(MINE, json!({ "c": case })).await["case"]["membership"]["code"].as_str().unwrap().to_owned()
    }

    /// Files with a channel, with `more` input; gives the whole answer.
    pub async fn file_at(&self, ballot: &str, channel: &str, more: Value) -> Value {
        let mut input = json!({ "ballotId": ballot, "channel": channel });
        input.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
        self.try_ask(FILE_AT, json!({ "i": input })).await
    }
}

async fn check(v: &Voting<'_>, channel: &str) -> Value {
    let variables = json!({ "c": v.case, "b": v.ballot, "h": channel });
    v.olga.ask(CHECK, variables).await["checkAdmissibility"].clone()
}

fn faults(report: &Value) -> Vec<(String, i64)> {
    let entries = report["entries"].as_array().unwrap().iter();
    let blocking = entries.filter(|entry| entry["finding"]["blocking"] == true);
    blocking
        .map(|entry| {
            (entry["finding"]["fault"].as_str().unwrap().to_owned(), entry["members"].as_i64().unwrap())
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_ready_goes_to_the_regulator_and_nobody_else_may_look() {
    let app = App::start().await;
    let v = ready(&app).await;
    let report = check(&v, "REGULATOR_COMPLAINT").await;
    assert_eq!(faults(&report), [], "{report}");
    assert_eq!((&report["members"], &report["blocked"]), (&json!(2), &json!(0)));
    let variables = json!({ "c": v.case, "b": v.ballot, "h": "REGULATOR_COMPLAINT" });
    assert_eq!(code(&v.ann.try_ask(CHECK, variables.clone()).await), "ORGANISERS_ONLY");
    let stranger = app.person("sam").await;
    assert_eq!(code(&stranger.try_ask(CHECK, variables).await), "NOT_MEMBER");

    let answer = v.olga.file_at(&v.ballot, "REGULATOR_COMPLAINT", json!({})).await;
    assert_eq!(code(&answer), "OK", "{answer}");
    let filing = &answer["data"]["fileComplaint"]["filing"];
    assert_eq!((&filing["status"], &filing["memberCount"]), (&json!("PREPARED"), &json!(2)));
    assert_eq!(filing["overrideReason"], Value::Null);
    app.work().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shared_telephone_stops_those_who_share_it_until_it_is_mended() {
    let app = App::start().await;
    let v = ready_with(&app, "13812345678").await;
    let report = check(&v, "REGULATOR_COMPLAINT").await;
    assert_eq!(faults(&report), [("PHONE_SHARED".to_owned(), 2)], "{report}");
    let entry = report["entries"]
        .as_array()
        .unwrap()
        .iter()
        .find(|entry| entry["finding"]["fault"] == "PHONE_SHARED");
    let finding = &entry.unwrap()["finding"];
    assert_eq!(
        (&finding["ground"], &finding["groundItem"], &finding["provisionId"]),
        (&json!("NOT_CONSUMER"), &json!("第（三）项"), &json!("crm-17"))
    );
    for words in ["what", "how"] {
        assert!(!finding[words].as_str().unwrap().is_empty());
    }
    let answer = v.olga.file_at(&v.ballot, "REGULATOR_COMPLAINT", json!({})).await;
    assert_eq!(code(&answer), "NOT_ADMISSIBLE", "{answer}");
    assert_eq!(
        code(&v.olga.file_at(&v.ballot, "REGULATOR_COMPLAINT", json!({ "leaveOutBlocked": true })).await),
        "NOBODY_TO_FILE"
    );
    assert_eq!(
        v.ann.ask(MINE, json!({ "c": v.case })).await["case"]["membership"]["admissibility"],
        json!([
            { "fault": "PHONE_SHARED", "blocking": true, "provisionId": "crm-17" },
        ])
    );

    // Bob gives his own number: nobody is in anybody's way any more.
    v.bob.seal_identity("李雷", "13987654321", "北京市海淀区中关村大街 3 号").await;
    assert_eq!(faults(&check(&v, "REGULATOR_COMPLAINT").await), []);
    assert_eq!(
        v.ann.ask(MINE, json!({ "c": v.case })).await["case"]["membership"]["admissibility"],
        json!([])
    );
    assert_eq!(code(&v.olga.file_at(&v.ballot, "REGULATOR_COMPLAINT", json!({})).await), "OK");
    app.work().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_shown_nothing_is_left_out_and_the_others_are_filed() {
    let app = App::start().await;
    let v = ready(&app).await;
    let mine = "query($c: ID!) { case(id: $c) { membership { myEvidence { nodes { id } } } } }";
    let piece = v.bob.ask(mine, json!({ "c": v.case })).await;
    let piece = piece["case"]["membership"]["myEvidence"]["nodes"][0]["id"].clone();
    let withdraw = "mutation($e: ID!) { withdrawEvidence(input: {evidenceId: $e}) { userErrors { code } } }";
    v.bob.ask(withdraw, json!({ "e": piece })).await;
    let report = check(&v, "REGULATOR_COMPLAINT").await;
    assert_eq!(faults(&report), [("PROOF_MISSING".to_owned(), 1)], "{report}");
    let bob = v.bob.code_in(&v.case).await;
    assert!(report["entries"].as_array().unwrap().iter().any(|entry| entry["codes"] == json!([bob])));

    let answer = v.olga.file_at(&v.ballot, "REGULATOR_COMPLAINT", json!({ "leaveOutBlocked": true })).await;
    assert_eq!(code(&answer), "OK", "{answer}");
    let filing = &answer["data"]["fileComplaint"]["filing"];
    assert_eq!((&filing["memberCount"], &filing["leftOut"]), (&json!(1), &json!(1)));
    let carried = "query($c: ID!) { case(id: $c) { filings { carriesMe } } }";
    for (person, carries) in [(&v.ann, true), (&v.bob, false)] {
        assert_eq!(
            person.ask(carried, json!({ "c": v.case })).await["case"]["filings"][0]["carriesMe"],
            carries
        );
    }
    app.work().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organiser_may_file_over_a_finding_with_a_reason_that_members_see() {
    let app = App::start().await;
    let v = ready_with(&app, "13812345678").await;
    for (reason, expected) in
        [("   ", "NOT_ADMISSIBLE"), ("短", "TOO_SHORT"), ("长".repeat(501).as_str(), "TOO_LONG")]
    {
        let more = json!({ "overrideReason": reason });
        let answer = v.olga.file_at(&v.ballot, "REGULATOR_COMPLAINT", more).await;
        assert_eq!(code(&answer), expected, "{answer}");
    }
    let reason = "两人是同住的夫妻，共用一部电话，愿意到场说明。";
    let answer = v.olga.file_at(&v.ballot, "REGULATOR_COMPLAINT", json!({ "overrideReason": reason })).await;
    assert_eq!(code(&answer), "OK", "{answer}");
    let seen = "query($c: ID!) { case(id: $c) { filings { overrideReason memberCount } } }";
    let filings = |answer: Value| answer["case"]["filings"][0].clone();
    let filing = filings(v.ann.ask(seen, json!({ "c": v.case })).await);
    assert_eq!((&filing["overrideReason"], &filing["memberCount"]), (&json!(reason), &json!(2)));
    let guest = app.guest(seen, json!({ "c": v.case })).await;
    assert_eq!(filings(guest["data"].clone())["overrideReason"], Value::Null);
    app.work().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_that_is_for_something_else_and_a_missing_representative_block_the_whole() {
    let app = App::start().await;
    let v = app.carried().await;
    let report = check(&v, "CYBERSPACE_ADMINISTRATION").await;
    assert_eq!(faults(&report), [("NOT_FOR_THIS".to_owned(), 0)], "{report}");
    assert_eq!(report["wholeBlocked"], true);
    let found: Vec<String> =
        faults(&check(&v, "REGULATOR_COMPLAINT").await).into_iter().map(|(fault, _)| fault).collect();
    assert_eq!(found, ["RESPONDENT_UNKNOWN", "NO_REPRESENTATIVE", "PROOF_MISSING"]);
    assert_eq!(faults(&check(&v, "OPERATOR_DESK").await), [], "the desk is asked with what there is");
    let more = json!({ "leaveOutBlocked": true });
    assert_eq!(code(&v.olga.file_at(&v.ballot, "CYBERSPACE_ADMINISTRATION", more).await), "NOT_ADMISSIBLE");
}
