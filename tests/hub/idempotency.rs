//! `idempotencyKey`: the same key with the same input gives the same answer and has one effect.

use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::support::{
    App, code,
    person::Person,
    story::{JOIN, claim},
};

const OPEN: &str =
    "mutation($i: OpenCaseInput!) { openCase(input: $i) { case { id number } userErrors { code field } } }";

fn case(operator: &str, key: &str) -> Value {
    json!({ "i": {
        "operatorId": operator, "category": "non-delivery", "title": "充值未到账",
        "summary": "付款后长期未收到卡密，客服拒绝处理。", "idempotencyKey": key,
        "notJoining": "购买的商品和经过不同。",
    } })
}

fn seat(case: &str, key: &str) -> Value {
    json!({ "i": { "caseId": case, "claim": claim("KM2026110100001234", 48_800), "idempotencyKey": key } })
}

async fn act(person: &Person<'_>, mutation: &str, case: &str) {
    let query =
        format!("mutation($c: ID!) {{ {mutation}(input: {{caseId: $c}}) {{ userErrors {{ code }} }} }}");
    person.ask(&query, json!({ "c": case })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_request_gets_its_answer_again_and_does_nothing_more() {
    let app = App::start().await;
    let (olga, ann) = (app.person("olga").await, app.person("ann").await);
    let operator = olga.operator("卡盟甲").await;

    let first = olga.ask(OPEN, case(&operator, "one")).await;
    let after_first = app.rows().await;
    assert_eq!(olga.ask(OPEN, case(&operator, "one")).await, first);
    assert_eq!(app.rows().await, after_first);

    // A secret is shown once, and once more to who did not hear it the first time.
    let register = "mutation { registerApp(input: {name: \"看板\", scopes: [CASES_READ], idempotencyKey: \"app\"}) { secret userErrors { code } } }";
    let secret = olga.ask(register, json!({})).await;
    assert_eq!(olga.ask(register, json!({})).await, secret);

    // Keys of different people and of different mutations do not meet; another input under the same key is refused.
    assert_ne!(ann.ask(OPEN, case(&operator, "one")).await, first);
    let before = app.rows().await;
    let mut other = case(&operator, "one");
    other["i"]["title"] = json!("另一个标题");
    let refused = olga.try_ask(OPEN, other).await;
    assert_eq!(code(&refused), "IDEMPOTENCY_KEY_REUSED", "{refused}");
    let elsewhere = "mutation($i: JoinCaseInput!) { joinCase(input: $i) { code userErrors { code } } }";
    let id = first["openCase"]["case"]["id"].as_str().unwrap();
    assert_eq!(code(&olga.try_ask(elsewhere, seat(id, "one")).await), "IDEMPOTENCY_KEY_REUSED");
    for key in ["", "\u{0}", &"k".repeat(101)] {
        assert_eq!(code(&olga.try_ask(OPEN, case(&operator, key)).await), "BAD_INPUT", "{key:?}");
    }
    assert_eq!(app.rows().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_that_come_at_once_have_one_effect() {
    let app = App::start().await;
    let (olga, ann) = (app.person("olga").await, app.person("ann").await);
    let operator = olga.operator("卡盟甲").await;
    let before = app.rows().await;
    let answers = join_all((0..6).map(|_| olga.ask(OPEN, case(&operator, "one")))).await;
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    assert_eq!(app.rows().await["cases"], before["cases"] + 1);

    let case = olga.case(&operator).await;
    let answers = join_all((0..6).map(|_| ann.ask(JOIN, seat(&case, "two")))).await;
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    assert_eq!(app.rows().await["claims"], before["claims"] + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_kept_for_a_day() {
    let app = App::start().await;
    let olga = app.person("olga").await;
    let operator = olga.operator("卡盟甲").await;
    let first = olga.ask(OPEN, case(&operator, "one")).await;
    app.wait(TimeDelta::hours(23)).await;
    let olga = olga.again().await;
    assert_eq!(olga.ask(OPEN, case(&operator, "one")).await, first);
    app.clock.advance(TimeDelta::hours(1));
    let olga = olga.again().await;
    let anew = olga.ask(OPEN, case(&operator, "one")).await;
    assert_ne!(anew["openCase"]["case"]["id"], first["openCase"]["case"]["id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_not_kept() {
    let app = App::start().await;
    let (olga, ann) = (app.person("olga").await, app.person("ann").await);
    let operator = olga.operator("卡盟甲").await;
    let case_id = olga.case(&operator).await;

    // The input is mended under the same key.
    let mut short = case(&operator, "one");
    short["i"]["title"] = json!("短");
    assert_eq!(code(&olga.try_ask(OPEN, short).await), "TOO_SHORT");
    assert_eq!(code(&olga.try_ask(OPEN, case(&operator, "one")).await), "OK");

    // The world is mended under the same key, also when something was anonymised before the refusal.
    ann.join(&case_id, "KM2026110100009999", 1_000).await;
    let mut again = seat(&case_id, "two");
    again["i"]["claim"]["story"] = json!("付款后没有收到卡密，请打我的新号码 13700001111 联系。");
    assert_eq!(code(&ann.try_ask(JOIN, again.clone()).await), "ALREADY_MEMBER");
    act(&ann, "leaveCase", &case_id).await;
    let joined = ann.ask(JOIN, again.clone()).await;
    assert_eq!(ann.ask(JOIN, again).await, joined);
}
