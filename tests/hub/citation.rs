//! Citations: proposed by members, adopted by who runs the case, in force on the day they speak about.

use chorus::{law, service::letter::sha256};
use serde_json::{Value, json};

use crate::support::{App, code, person::Person};

const PROPOSE: &str = "mutation($i: ProposeCitationInput!) { proposeCitation(input: $i) {
    citation { id quote clause why onDay state provision { textSha256 } } userErrors { code field message } } }";
const ADOPT: &str =
    "mutation($c: ID!) { adoptCitation(input: {citationId: $c}) { citation { state } userErrors { code } } }";
const DROP: &str =
    "mutation($c: ID!) { dropCitation(input: {citationId: $c}) { citation { state } userErrors { code } } }";

async fn propose(person: &Person<'_>, case: &str, provision: &str, more: Value) -> Value {
    let mut input =
        json!({ "caseId": case, "provisionId": provision, "why": "格式条款排除了消费者要求退款的权利。" });
    input.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
    person.try_ask(PROPOSE, json!({ "i": input })).await
}

/// The states of the citations that somebody sees.
async fn states(app: &App, token: Option<&str>, case: &str) -> Vec<Value> {
    let query = "query($c: ID!) { case(id: $c) { citations { state } } }";
    let seen = app.send(token, query, json!({ "c": case })).await;
    let citations = seen["data"]["case"]["citations"].as_array().unwrap().clone();
    citations.into_iter().map(|citation| citation["state"].clone()).collect()
}

const PAIR: [&str; 2] = ["olga@example.org", "ann@example.org"];

#[tokio::test(flavor = "multi_thread")]
async fn a_citation_is_proposed_adopted_and_dropped() {
    let app = App::start().await;
    let (people, case) = app.gathered(&PAIR).await;
    let [olga, ann] = people.try_into().ok().unwrap();
    let clause = json!({ "clause": "虚拟商品一经售出概不退换，纠纷请联系13900001111" });
    let proposed = propose(&ann, &case, "cpl-26", clause.clone()).await;
    let citation = proposed["data"]["proposeCitation"]["citation"].clone();
    assert_eq!(citation["state"], "PROPOSED", "{proposed}");
    let quote = citation["quote"].as_str().unwrap();
    assert_eq!(quote, law::catalogue().provision("cpl-26").unwrap().text_zh, "the text is stored with it");
    assert_eq!(citation["provision"]["textSha256"], sha256(quote.as_bytes()));
    assert!(!citation["clause"].as_str().unwrap().contains("13900001111"), "{citation}");
    assert_eq!(code(&propose(&ann, &case, "cpl-26", clause).await), "ALREADY_CITED");
    assert_eq!(states(&app, Some(&ann.token), &case).await, ["PROPOSED"]);
    assert!(states(&app, None, &case).await.is_empty(), "strangers see what was adopted");

    let id = json!({ "c": citation["id"] });
    assert_eq!(code(&ann.try_ask(ADOPT, id.clone()).await), "ORGANISERS_ONLY");
    assert_eq!(olga.ask(ADOPT, id.clone()).await["adoptCitation"]["citation"]["state"], "ADOPTED");
    assert_eq!(code(&olga.try_ask(ADOPT, id.clone()).await), "CITATION_DECIDED");
    assert_eq!(states(&app, None, &case).await, ["ADOPTED"]);
    app.work().await;
    let count = "query($c: ID!) { case(id: $c) { citationCount } }";
    assert_eq!(ann.ask(count, json!({ "c": case })).await["case"]["citationCount"], 1);

    assert_eq!(olga.ask(DROP, id.clone()).await["dropCitation"]["citation"]["state"], "DROPPED");
    assert_eq!(
        code(&olga.try_ask(ADOPT, id).await),
        "CITATION_DECIDED",
        "it can be proposed again, not revived"
    );
    assert!(states(&app, Some(&ann.token), &case).await.is_empty());
    assert_eq!(code(&propose(&ann, &case, "cpl-26", json!({})).await), "OK");
    app.work().await;
    assert_eq!(ann.ask(count, json!({ "c": case })).await["case"]["citationCount"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_in_force_on_the_day_is_refused_with_what_was() {
    let app = App::start().await;
    let (people, case) = app.gathered(&PAIR).await;
    let ann = &people[1];
    let early = propose(ann, &case, "crm-15", json!({ "onDay": "2026-04-14" })).await;
    assert_eq!(code(&early), "NOT_IN_FORCE");
    let told = &early["data"]["proposeCitation"]["userErrors"][0];
    assert_eq!(told["field"], "onDay");
    let message = told["message"].as_str().unwrap();
    let before = &law::catalogue().instrument("crm0").unwrap().title_zh;
    assert!(message.contains(before.as_str()) && message.contains("2026-04-15"), "{message}");

    let good = propose(ann, &case, "crm-15", json!({ "onDay": "2026-04-15" })).await;
    assert_eq!(good["data"]["proposeCitation"]["citation"]["onDay"], "2026-04-15", "{good}");
    let today = propose(ann, &case, "crm-17", json!({})).await;
    assert_eq!(today["data"]["proposeCitation"]["citation"]["onDay"], "2026-11-22", "today in Beijing");
    assert_eq!(code(&propose(ann, &case, "cpl-26", json!({ "onDay": "2026-11-23" })).await), "IN_FUTURE");
    assert_eq!(code(&propose(ann, &case, "no-such-1", json!({})).await), "UNKNOWN");
    let stranger = app.admit("eve@example.org").await;
    assert_eq!(code(&propose(&stranger, &case, "cpl-26", json!({})).await), "NOT_MEMBER");
}
