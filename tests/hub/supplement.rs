//! Supplements: a version and a filing for whoever joined after the first one went out.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{App, code, person::Person};

const COMPILE: &str =
    "mutation($c: ID!, $s: Channel) { compileComplaint(input: {caseId: $c, supplementaryTo: $s}) {
    complaint { id sha256 memberCount text } userErrors { code field } } }";

async fn compile(person: &Person<'_>, case: &str, supplement: Option<&str>) -> Value {
    person.try_ask(COMPILE, json!({ "c": case, "s": supplement })).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_supplement_speaks_only_for_those_for_whom_nothing_is_with_the_channel() {
    let app = App::start().await;
    let (v, filing) = app.sent().await;
    let desk = Some("OPERATOR_DESK");
    assert_eq!(code(&compile(&v.olga, &v.case, Some("REGULATOR_COMPLAINT")).await), "NOTHING_TO_SUPPLEMENT");
    assert_eq!(
        code(&compile(&v.olga, &v.case, desk).await),
        "NOTHING_TO_COMPILE",
        "everybody is in it already"
    );
    for (n, name) in ["cai", "dan"].into_iter().enumerate() {
        let late = app.person(name).await;
        late.join(&v.case, &format!("KM20261120{n:08}"), 20_000).await;
        late.seal_oneself(20 + n).await;
    }
    let compiled = compile(&v.olga, &v.case, desk).await["data"]["compileComplaint"]["complaint"].clone();
    assert_eq!(compiled["memberCount"], 2);
    assert!(compiled["text"].as_str().unwrap().contains("补充"), "{}", compiled["text"]);
    let (complaint, sha256) = (compiled["id"].as_str().unwrap(), compiled["sha256"].as_str().unwrap());
    let ballot = v.olga.open_ballot(complaint, &(app.hub.now() + TimeDelta::days(3)).to_rfc3339()).await;
    assert_eq!(v.ann.stage_of(&v.case).await, "FILED");
    for name in ["cai", "dan"] {
        let late = Person::sign_in(&app, &format!("{name}@example.org")).await;
        late.vote(&ballot, sha256, "YES").await;
    }
    let vote = "mutation($i: CastVoteInput!) { castVote(input: $i) { userErrors { code } } }";
    let input = json!({ "ballotId": ballot, "sha256": sha256, "choice": "YES", "releaseIdentity": true });
    assert_eq!(code(&v.ann.try_ask(vote, json!({ "i": input })).await), "NOT_IN_ELECTORATE");
    app.wait(TimeDelta::days(3)).await;
    let v = v.again().await;
    let second = v.olga.file(&ballot).await;
    app.work().await;
    let late = Person::sign_in(&app, "cai@example.org").await;
    assert_eq!(
        (&late.offers(&second).await["carriesMe"], &v.ann.offers(&second).await["carriesMe"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(v.ann.offers(&filing).await["status"], "SUBMITTED", "the first one goes on beside it");
    assert_eq!(code(&compile(&v.olga, &v.case, desk).await), "NOTHING_TO_COMPILE");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_settled_is_in_no_later_version_until_the_promise_is_broken() {
    let app = App::start().await;
    let (v, filing) = app.sent().await;
    v.olga.offer(&filing, json!({ "amountFen": 39_040 })).await;
    assert_eq!(v.ann.answer_offer(&filing, true).await, "OK");
    app.wait(TimeDelta::days(3)).await;
    let v = v.again().await;
    let count = |answer: Value| answer["data"]["compileComplaint"]["complaint"]["memberCount"].clone();
    assert_eq!(count(compile(&v.olga, &v.case, None).await), 1, "bob alone");
    app.wait(TimeDelta::days(8)).await;
    let v = v.again().await;
    assert_eq!(v.ann.got(&filing, "NO_ANSWER", json!({})).await, "OK");
    assert_eq!(v.ann.reopen_unpaid(&filing).await, "OK");
    assert_eq!(v.ann.count_events(&v.case, "PROMISE_BROKEN").await, 1);
    assert_eq!(count(compile(&v.olga, &v.case, None).await), 2);
    // The filing was not over, and goes on for her.
    v.olga.offer(&filing, json!({ "amountFen": 48_800, "terms": "全额退款，当日到账。" })).await;
    assert_eq!(v.ann.answer_offer(&filing, true).await, "OK");
    app.wait(TimeDelta::days(3)).await;
    let v = v.again().await;
    let settled = v.ann.offers(&filing).await["offers"].clone();
    assert_eq!(settled[0]["mine"]["settlement"]["amountFen"], 48_800);
    assert!(settled[1]["mine"]["settlement"]["brokenAt"].is_string());
}
