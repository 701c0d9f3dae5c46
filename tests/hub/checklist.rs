//! Checklists: what a claim has to show, and what is left to do.

use serde_json::{Value, json};

use crate::support::{App, person::Person};

async fn completeness(person: &Person<'_>, case: &str) -> Value {
    let query = "query($c: ID!) { case(id: $c) { membership { completeness { share items { need done what how } } } } }";
    person.ask(query, json!({ "c": case })).await["case"]["membership"]["completeness"].clone()
}

/// Which needs are done.
fn done(seen: &Value) -> Vec<bool> {
    seen["items"].as_array().unwrap().iter().map(|item| item["done"].as_bool().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_is_told_what_their_own_evidence_still_lacks() {
    let app = App::start().await;
    let (people, case) = app.gathered(&["olga@example.org", "ann@example.org", "bob@example.org"]).await;
    let [_, ann, bob] = people.try_into().ok().unwrap();
    let seen = completeness(&ann, &case).await;
    assert_eq!((&seen["share"], done(&seen)), (&json!(0), vec![false; 4]));
    let needs: Vec<&Value> = seen["items"].as_array().unwrap().iter().map(|item| &item["need"]).collect();
    assert_eq!(needs, ["PAYMENT", "PROMISE", "FAILURE", "CONTACT"]);
    assert!(seen["items"][0]["how"].as_str().unwrap().contains("账单"), "{seen}");

    let (piece, copy) = ann.deposit(&case).await;
    let seen = completeness(&ann, &case).await;
    assert_eq!(seen["share"], 0, "what nobody confirmed counts for nothing");
    assert!(seen["items"][2]["how"].as_str().unwrap().contains("确认"), "{seen}");
    ann.confirm(&piece, &copy).await;
    let seen = completeness(&ann, &case).await;
    assert_eq!((&seen["share"], done(&seen)), (&json!(50), vec![false, false, true, true]));
    assert_eq!(seen["items"][2]["how"], Value::Null);

    assert_eq!(completeness(&bob, &case).await["share"], 0, "another's evidence is not one's own");
    bob.contact(&case).await;
    assert_eq!(done(&completeness(&bob, &case).await), [false, false, false, true], "the contact log counts");
}

#[tokio::test(flavor = "multi_thread")]
async fn anybody_reads_what_a_kind_of_problem_has_to_show() {
    let app = App::start().await;
    let answer = app.guest("{ categories { id checklist { need kinds what how } } }", Value::Null).await;
    let categories = answer["data"]["categories"].as_array().unwrap();
    let needs = |id: &str| {
        let found = categories.iter().find(|category| category["id"] == id).unwrap();
        found["checklist"].as_array().unwrap().len()
    };
    assert_eq!((needs("non-delivery"), needs("personal-data")), (4, 3));
}
