//! Frequent problems: what an operator could work off, and no number about a few.

use chorus::service::account::promote;
use chrono::TimeDelta;
use entity::AccountRole;
use serde_json::{Value, json};

use crate::support::App;

const PROBLEMS: &str = "query($o: ID!) {
    problems { category { id } cases people claimedFen asked answered answeredPercent medianAnswerDays trend { from to people } }
    operator(id: $o) { problems { category { id } cases people trend { from to people } asked medianAnswerDays } } }";

/// Lets the worker count.
async fn count(app: &App) {
    app.wait(TimeDelta::minutes(11)).await;
    app.work().await;
}

async fn problems(app: &App, operator: &str) -> Value {
    app.guest(PROBLEMS, json!({ "o": operator })).await["data"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn problems_are_counted_by_kind_and_month_without_the_cases_of_a_few() {
    let app = App::start().await;
    let olga = app.person("olga").await;
    let operator = olga.operator("卡盟甲").await;
    let (many, few) = (olga.case(&operator).await, olga.case(&operator).await);
    for (number, name) in ["ann", "bob", "cai", "dan"].into_iter().enumerate() {
        let person = app.person(name).await;
        person.join(&many, &format!("KM20261101000{number}"), 10_000).await;
        if number < 2 {
            person.join(&few, &format!("KM20261102000{number}"), 10_000).await;
        }
    }
    count(&app).await;
    let told = problems(&app, &operator).await;
    assert_eq!(
        told["problems"][0]["people"], 5,
        "the organiser has a seat, and a case of three is not in it: {told}"
    );
    assert_eq!(told["problems"][0]["cases"], 1);
    assert_eq!(told["problems"][0]["claimedFen"], 40_000);
    let trend = json!([{ "from": "2026-11-01", "to": "2026-11-01", "people": 5 }]);
    assert_eq!(told["operator"]["problems"][0]["trend"], trend);
    assert_eq!(told["operator"]["problems"][0]["category"]["id"], "non-delivery");

    // Two who join in the month after are too few to be a number of their own.
    app.wait(TimeDelta::days(30)).await;
    for (number, name) in ["eva", "fei"].into_iter().enumerate() {
        app.person(name).await.join(&many, &format!("KM20261201000{number}"), 10_000).await;
    }
    count(&app).await;
    let told = problems(&app, &operator).await;
    let trend = json!([{ "from": "2026-11-01", "to": "2026-12-01", "people": 7 }]);
    assert_eq!(told["problems"][0]["trend"], trend);
    assert_eq!(told["problems"][0]["people"], 7);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hidden_case_is_not_counted_any_more() {
    let app = App::start().await;
    let olga = app.person("olga").await;
    let operator = olga.operator("卡盟甲").await;
    let case = olga.case(&operator).await;
    for (number, name) in ["ann", "bob", "cai", "dan"].into_iter().enumerate() {
        app.person(name).await.join(&case, &format!("KM20261101000{number}"), 10_000).await;
    }
    count(&app).await;
    assert_eq!(problems(&app, &operator).await["problems"][0]["people"], 5);
    promote(&app.hub, "olga@example.org", AccountRole::Moderator).await.unwrap();
    let hide = "mutation($c: ID!) { hideCase(input: {caseId: $c, reason: \"含有未核实的指控。\"}) { case { id } userErrors { code } } }";
    olga.again().await.ask(hide, json!({ "c": case })).await;
    count(&app).await;
    let told = problems(&app, &operator).await;
    assert_eq!(told["problems"], json!([]));
    assert_eq!(told["operator"]["problems"], json!([]));
}
