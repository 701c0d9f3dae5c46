//! Complaints: one exact text, frozen by its hash, without anybody's name.

use chorus::service::letter::sha256;
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{App, code, person::Person, story::COMPILE, voted::Voting};

async fn download(person: &Person<'_>, complaint: &str, ending: &str) -> Vec<u8> {
    let answer = person.app.fetch(Some(&person.token), &format!("/complaints/{complaint}.{ending}")).await;
    assert_eq!(answer.status(), 200, "{ending}");
    answer.bytes().await.unwrap().to_vec()
}

async fn try_compile(person: &Person<'_>, case: &str) -> String {
    code(&person.try_ask(COMPILE, json!({ "c": case })).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_material_makes_the_same_bytes() {
    let app = App::start().await;
    let Voting { ann, bob, complaint, sha256: hash, .. } = app.voting().await;
    for ending in ["json", "pdf", "csv", "txt"] {
        let (one, other) =
            (download(&ann, &complaint, ending).await, download(&bob, &complaint, ending).await);
        assert!(one == other, "{ending} is the same for everybody and each time");
    }
    assert_eq!(sha256(&download(&ann, &complaint, "json").await), hash, "the file is what is voted on");
    assert!(download(&ann, &complaint, "pdf").await.starts_with(b"%PDF-"));
    let csv = String::from_utf8(download(&ann, &complaint, "csv").await).unwrap();
    assert_eq!(csv.lines().count(), 3, "a head and two members: {csv}");
    assert!(csv.contains("488.00") && csv.contains("KM20****0001"), "{csv}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_version_says_something_new() {
    let app = App::start().await;
    let v = app.carried().await;
    assert_eq!(try_compile(&v.olga, &v.case).await, "UNCHANGED", "also on another day");
    let amend = "mutation($c: ID!, $a: Int!) { amendClaim(input: {caseId: $c, amountFen: $a}) { claim { id } userErrors { code } } }";
    v.ann.ask(amend, json!({ "c": v.case, "a": 50_000 })).await;
    let old = download(&v.ann, &v.complaint, "json").await;
    let (second, hash) = v.olga.compile(&v.case).await;
    assert_ne!(hash, v.sha256);
    assert_eq!(download(&v.ann, &v.complaint, "json").await, old, "what was voted on stays as it was");
    assert_eq!(try_compile(&v.olga, &v.case).await, "UNCHANGED");
    let query =
        "query($c: ID!) { case(id: $c) { membership { complaints { id version claimedFen memberCount } } } }";
    let seen = v.ann.ask(query, json!({ "c": v.case })).await["case"]["membership"]["complaints"].clone();
    assert_eq!(
        (&seen[0]["id"], &seen[0]["version"], &seen[0]["claimedFen"]),
        (&json!(second), &json!(2), &json!(98_800))
    );
    assert_eq!(
        (&seen[1]["id"], &seen[1]["version"], &seen[1]["claimedFen"]),
        (&json!(v.complaint), &json!(1), &json!(97_600))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pool_edition_names_nobody() {
    let app = App::start().await;
    let v = app.voting().await;
    let query = "query($c: ID!) { case(id: $c) { membership { complaints { text } } } }";
    let seen = v.ann.ask(query, json!({ "c": v.case })).await["case"]["membership"]["complaints"][0].clone();
    let mut editions = vec![("text", seen["text"].as_str().unwrap().to_owned())];
    for ending in ["json", "csv", "txt"] {
        editions.push((ending, String::from_utf8(download(&v.ann, &v.complaint, ending).await).unwrap()));
    }
    for (edition, words) in editions {
        for private in [
            "王小明",
            "李雷",
            "13812345678",
            "13987654321",
            "漕溪北路",
            "中关村",
            "KM2026110100000001",
            "KM2026110100000002",
            "example.org",
        ] {
            assert!(!words.contains(private), "{private} stands in {edition}: {words}");
        }
        assert!(words.contains("KM20****0001"), "{edition}: {words}");
    }
    let content: Value = serde_json::from_slice(&download(&v.ann, &v.complaint, "json").await).unwrap();
    assert_eq!((&content["edition"], &content["schedule"][0]["identity"]), (&json!("pool"), &Value::Null));
    assert_eq!(content["grounds"][0]["provision_id"], "cpl-26");
    assert_eq!(content["totals"]["wanted_fen"], 97_600);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_for_the_members_only() {
    let app = App::start().await;
    let v = app.voting().await;
    let eve = app.admit("eve@example.org").await;
    for ending in ["pdf", "json", "csv", "txt"] {
        let path = format!("/complaints/{}.{ending}", v.complaint);
        assert_eq!(app.fetch(None, &path).await.status(), 401);
        assert_eq!(
            app.fetch(Some(&eve.token), &path).await.status(),
            404,
            "she is not told that it is there"
        );
    }
    assert_eq!(
        app.fetch(Some(&v.ann.token), &format!("/complaints/{}.exe", v.complaint)).await.status(),
        404
    );
    assert_eq!(try_compile(&v.ann, &v.case).await, "ORGANISERS_ONLY");
    assert_eq!(try_compile(&eve, &v.case).await, "NOT_MEMBER");
    assert_eq!(try_compile(&v.olga, &v.case).await, "UNCHANGED", "nothing changed while the ballot runs");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_needs_claims_and_law_and_no_running_ballot() {
    let app = App::start().await;
    let olga = app.admit("olga@example.org").await;
    let case = olga.case(&olga.operator("卡盟甲").await).await;
    assert_eq!(try_compile(&olga, &case).await, "NO_CITATIONS");
    olga.cite(&case).await;
    assert_eq!(try_compile(&olga, &case).await, "NOTHING_TO_COMPILE");
    olga.join(&case, "KM2026110100000001", 100).await;
    let (complaint, _) = olga.compile(&case).await;
    let ends = (app.hub.now() + TimeDelta::hours(1)).to_rfc3339();
    let open = "mutation($c: ID!, $t: DateTime!) { openBallot(input: {complaintId: $c, closesAt: $t}) { ballot { id } userErrors { code } } }";
    assert_eq!(code(&olga.try_ask(open, json!({ "c": complaint, "t": ends })).await), "TOO_FEW_MEMBERS");
    let v = app.admit("ann@example.org").await;
    v.join(&case, "KM2026110100000002", 100).await;
    let (newer, _) = olga.compile(&case).await;
    assert_eq!(code(&olga.try_ask(open, json!({ "c": complaint, "t": ends })).await), "NOT_NEWEST");
    assert_eq!(code(&olga.try_ask(open, json!({ "c": newer, "t": ends })).await), "OK");
    let third = app.admit("bob@example.org").await;
    third.join(&case, "KM2026110100000003", 100).await;
    assert_eq!(try_compile(&olga, &case).await, "BALLOT_RUNNING");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_goes_with_it_and_the_vote_covers_both() {
    let app = App::start().await;
    let v = app.voting().await;
    let query = "query($k: ID!) { node(id: $k) { ... on Complaint { reportText reportPdfUrl docxUrl } } }";
    let seen = v.ann.ask(query, json!({ "k": v.complaint })).await["node"].clone();
    let text = seen["reportText"].as_str().unwrap();
    assert!(text.contains("举报书") && text.contains("责令") && text.contains("概不退换"), "{text}");
    assert!(!text.contains("488.00") && !text.contains("退还所付款项"), "a report asks for no money: {text}");
    let report = download(&v.ann, &v.complaint, "report.json").await;
    let content: Value = serde_json::from_slice(&download(&v.ann, &v.complaint, "json").await).unwrap();
    assert_eq!(content["report_sha256"], sha256(&report), "what is voted on names the report by its hash");
    assert!(download(&v.ann, &v.complaint, "report.pdf").await.starts_with(b"%PDF-"));
    for ending in ["docx", "report.docx"] {
        assert!(download(&v.ann, &v.complaint, ending).await.starts_with(b"PK"), "{ending}");
    }
    let eve = app.admit("eve@example.org").await;
    for ending in ["report.pdf", "report.json", "docx"] {
        let path = format!("/complaints/{}.{ending}", v.complaint);
        assert_eq!(app.fetch(Some(&eve.token), &path).await.status(), 404, "{ending}");
    }
    let path = format!("/complaints/{}.report.csv", v.complaint);
    assert_eq!(app.fetch(Some(&v.ann.token), &path).await.status(), 404, "a report has no schedule");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_with_a_limit_gets_a_short_version() {
    let app = App::start().await;
    let v = app.voting().await;
    let query = "query($k: ID!, $h: Channel!) { node(id: $k) { ... on Complaint { shortVersion(channel: $h) {
        text length max shortened } } } }";
    for channel in ["OPERATOR_DESK", "MEDIATION_SITE", "REGULATOR_COMPLAINT", "PAYMENT_PROVIDER"] {
        let seen = v.ann.ask(query, json!({ "k": v.complaint, "h": channel })).await;
        let short = &seen["node"]["shortVersion"];
        assert!(short["length"].as_i64().unwrap() <= short["max"].as_i64().unwrap(), "{channel}: {short}");
        assert!(short["text"].as_str().unwrap().contains("2 名"), "{channel}: {short}");
    }
    let report = v.ann.ask(query, json!({ "k": v.complaint, "h": "REGULATOR_REPORT" })).await;
    assert_eq!(report["node"]["shortVersion"], Value::Null, "a report is no complaint in short");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_versions_are_compared() {
    let app = App::start().await;
    let v = app.carried().await;
    let amend = "mutation($c: ID!, $a: Int!) { amendClaim(input: {caseId: $c, amountFen: $a}) { claim { id } userErrors { code } } }";
    v.ann.ask(amend, json!({ "c": v.case, "a": 50_000 })).await;
    let (second, _) = v.olga.compile(&v.case).await;
    let query = "query($k: ID!, $s: ID!) { node(id: $k) { ... on Complaint { changesSince(complaintId: $s) {
        passages { passage changes { kind text } } joinedCount leftCount amendedCount amended claimedFenDifference } } } }";
    let seen = v.bob.ask(query, json!({ "k": second, "s": v.complaint })).await;
    let changes = &seen["node"]["changesSince"];
    assert_eq!((&changes["joinedCount"], &changes["leftCount"]), (&json!(0), &json!(0)));
    assert_eq!((&changes["amendedCount"], &changes["claimedFenDifference"]), (&json!(1), &json!(1_200)));
    let passages: Vec<_> = changes["passages"].as_array().unwrap().iter().map(|it| &it["passage"]).collect();
    assert_eq!(passages, [&json!("FACTS"), &json!("DEMANDS")]);
    let other = v.olga.case(&v.olga.operator("另一家卡盟").await).await;
    let elsewhere = code(&v.olga.try_ask(query, json!({ "k": second, "s": other })).await);
    assert_eq!(elsewhere, "NOT_FOUND");
}
