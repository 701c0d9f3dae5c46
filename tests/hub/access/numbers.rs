//! Numbers with fewer than five people behind them are not published, also not by subtraction.

use serde_json::{Value, json};

use crate::support::App;

const NUMBERS: &str = "query($c: ID!) { case(id: $c) { memberCount claimedFen evidenceCount
    timeline(first: 100) { nodes { kind text actor } } } }";

fn kinds(case: &Value) -> Vec<&str> {
    let nodes = case["timeline"]["nodes"].as_array().unwrap();
    nodes.iter().map(|event| event["kind"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_see_no_numbers_below_five_and_no_exact_sums_above() {
    let app = App::start().await;
    let olga = app.person("olga").await;
    let operator = olga.operator("卡盟甲").await;
    let case = olga.case(&operator).await;
    let ids = json!({ "c": case });
    app.work().await;
    // With the organiser there is one person more than there are claims.
    for (place, name) in ["ann", "bob", "cai", "dan"].into_iter().enumerate() {
        let people = place + 1;
        let outside = app.guest(NUMBERS, ids.clone()).await["data"]["case"].clone();
        for number in ["memberCount", "claimedFen", "evidenceCount"] {
            assert_eq!(outside[number], Value::Null, "{number} with {people} people");
        }
        let seen = kinds(&outside);
        assert!(seen.contains(&"CASE_PUBLISHED"), "{seen:?}");
        assert!(
            !seen.iter().any(|kind| kind.starts_with("MEMBER_") || kind.starts_with("EVIDENCE_")),
            "{seen:?}"
        );
        let inside = olga.ask(NUMBERS, ids.clone()).await["case"].clone();
        assert_eq!(inside["memberCount"], people);
        app.person(name).await.join(&case, &format!("KM202611010000{place:04}"), 12_345).await;
        app.work().await;
    }
    let outside = app.guest(NUMBERS, ids.clone()).await["data"]["case"].clone();
    assert_eq!(
        (&outside["memberCount"], &outside["claimedFen"]),
        (&json!(5), &json!(49_000)),
        "rounded down"
    );
    let inside = olga.ask(NUMBERS, ids).await["case"].clone();
    assert_eq!(inside["claimedFen"], 49_380);
    assert!(kinds(&inside).contains(&"MEMBER_JOINED"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ballot_tells_strangers_no_small_counts_and_nobody_a_count_before_its_end() {
    let app = App::start().await;
    let mut world = super::world::World::new(&app).await;
    let running = world.voted().await;
    let counts = "query($b: ID!) { node(id: $b) { ... on Ballot { state yes no abstain } } }";
    for role in super::world::INSIDE {
        let seen = world.person(*role).ask(counts, json!({ "b": running.ballot })).await;
        assert_eq!(
            seen["node"],
            json!({ "state": "OPEN", "yes": null, "no": null, "abstain": null }),
            "{role:?}"
        );
    }
    let ended = world.passed().await;
    let inside = world.person(super::world::Role::Organiser).ask(counts, json!({ "b": ended.ballot })).await;
    assert_eq!(inside["node"]["yes"], 1);
    let texts = "query($c: ID!) { case(id: $c) { timeline(first: 100) { nodes { text } } } }";
    let outside = app.guest(texts, json!({ "c": ended.id })).await;
    for event in outside["data"]["case"]["timeline"]["nodes"].as_array().unwrap() {
        let text = event["text"].as_str().unwrap();
        assert!(!text.contains("赞成 1") && !text.contains("共 1"), "{text}");
    }
}
