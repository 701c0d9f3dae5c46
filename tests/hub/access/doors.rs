//! The doors beside the API: documents, letters in development, counters.

use std::collections::BTreeSet;

use serde_json::json;

use super::{
    schema::Schema,
    world::{INSIDE, ROLES, Role, World},
};
use crate::support::{App, code};

/// Every query, with what an app gets that may not read cases.
const QUERIES: &[(&str, &str, &str)] = &[
    ("adviseOnProblem", "adviseOnProblem(input: {text: \"没有到账\"}) { notice }", "OK"),
    ("analyseClause", "analyseClause(text: \"概不退换\") { clauseCount }", "OK"),
    ("case", "case(id: $c) { id }", "UNAUTHENTICATED"),
    ("cases", "cases { nodes { id } }", "UNAUTHENTICATED"),
    ("categories", "categories { id }", "OK"),
    ("channels", "channels { channel provisions { id } }", "OK"),
    ("clauseCategories", "clauseCategories { id }", "OK"),
    ("nextChannel", "nextChannel(input: {category: \"non-delivery\"}) { verdict next { channel } }", "OK"),
    ("checkWording", "checkWording(text: \"骗子\") { calmer }", "OK"),
    ("draftStatement", "draftStatement(input: {amountFen: 100}) { zh }", "OK"),
    ("similarCases", "similarCases(input: {text: \"没有到账\"}) { score case { id } }", "UNAUTHENTICATED"),
    ("suggestsBoxes", "suggestsBoxes", "OK"),
    ("instruments", "instruments { id }", "OK"),
    ("node", "node(id: $c) { id }", "UNAUTHENTICATED"),
    ("nodes", "nodes(ids: [$c]) { id }", "UNAUTHENTICATED"),
    ("operator", "operator(id: $o) { cases { nodes { id } } }", "UNAUTHENTICATED"),
    ("operatorDesk", "operatorDesk(token: \"not-a-token\") { caseNumber }", "OK"),
    ("operators", "operators { nodes { id } }", "OK"),
    ("problems", "problems { people }", "UNAUTHENTICATED"),
    ("provision", "provision(id: \"cpl-26\") { id }", "OK"),
    ("provisions", "provisions { nodes { id } }", "OK"),
    ("topics", "topics { id }", "OK"),
    ("verifyEvidence", "verifyEvidence(sha256: $h) { place }", "UNAUTHENTICATED"),
    (
        "verifyEvidenceProof",
        "verifyEvidenceProof(input: {originalDigest: $h, copySha256: $h, place: 0, size: 1, proof: [], root: $h}) { holds }",
        "UNAUTHENTICATED",
    ),
    ("viewer", "viewer { id }", "OK"),
    ("waitingSightings", "waitingSightings(operatorId: $o) { nodes { id } }", "OK"),
];

/// Queries that few may ask at all; who may is a row of the table of fields.
const NARROW: &[&str] = &["checkAdmissibility", "filingAssistant", "waitingReplies"];

#[tokio::test(flavor = "multi_thread")]
async fn every_query_is_open_to_all_but_an_app_without_the_scope() {
    let schema = Schema::read();
    let all = QUERIES.iter().map(|(name, ..)| *name).chain(NARROW.iter().copied());
    assert_eq!(all.collect::<BTreeSet<_>>(), schema.fields("Query"));
    assert_eq!(schema.fields("Subscription"), BTreeSet::from(["caseChanged"]));
    let app = App::start().await;
    let world = World::new(&app).await;
    for (name, call, deaf) in QUERIES {
        let declared = match (call.contains("$c"), call.contains("$o")) {
            (true, _) => "query($c: ID!)",
            (_, true) => "query($o: ID!)",
            _ if call.contains("$h") => "query($h: String!)",
            _ => "query",
        };
        let query = format!("{declared} {{ {call} }}");
        let ids = json!({ "c": world.filed.id, "o": world.operator, "h": "ab".repeat(32) });
        for role in ROLES {
            let expected = if role == Role::Deaf { deaf } else { "OK" };
            assert_eq!(code(&world.ask(role, &query, ids.clone()).await), *expected, "{name} as {role:?}");
        }
        for stale in &world.stale {
            let answer = app.send(Some(stale), &query, ids.clone()).await;
            assert_eq!(code(&answer), "UNAUTHENTICATED", "{name} with a stale token");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn documents_are_for_members_of_the_case() {
    let app = App::start().await;
    let world = World::new(&app).await;
    for (ending, media) in
        [("pdf", "application/pdf"), ("json", "application/json"), ("csv", "text/csv"), ("txt", "text/plain")]
    {
        let path = format!("/complaints/{}.{ending}", world.filed.complaint);
        for role in ROLES {
            let answer = app.fetch(world.token(role), &path).await;
            let expected = match role {
                Role::Guest | Role::Reader | Role::Deaf => 401,
                role if INSIDE.contains(&role) => 200,
                _ => 404,
            };
            assert_eq!(answer.status().as_u16(), expected, "{path} as {role:?}");
            if expected == 200 {
                assert!(answer.headers()["content-type"].to_str().unwrap().starts_with(media));
                assert_eq!(answer.headers()["cache-control"], "private, no-store");
            }
        }
        for stale in &world.stale {
            assert_eq!(
                app.fetch(Some(stale), &path).await.status().as_u16(),
                401,
                "{path} with a stale token"
            );
        }
    }
    let olga = world.token(Role::Organiser);
    for absent in [
        "complaint_0.pdf",
        "..%2f..%2fetc%2fpasswd.pdf",
        "x",
        ".pdf",
        &format!("{}.exe", world.filed.complaint),
    ] {
        let answer = app.fetch(olga, &format!("/complaints/{absent}")).await;
        assert_eq!(answer.status().as_u16(), 404, "{absent}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_are_shown_in_development_only() {
    let app = App::start().await;
    app.person("ann").await;
    let names: Vec<String> = app.fetch(None, "/dev/letters").await.json().await.unwrap();
    assert_eq!(app.fetch(None, &format!("/dev/letters/{}", names[0])).await.status().as_u16(), 200);
    for outside in ["..%2fchorus.db", "%2e%2e%2fmaster.key", "..%2f..%2fchorus.toml"] {
        assert_eq!(
            app.fetch(None, &format!("/dev/letters/{outside}")).await.status().as_u16(),
            404,
            "{outside}"
        );
    }
    let strict = App::start_with(&[("CHORUS_DEVELOPMENT", "false".into())]).await;
    strict.person("ann").await;
    for path in ["/dev/letters".to_owned(), format!("/dev/letters/{}", names[0])] {
        assert_eq!(strict.fetch(None, &path).await.status().as_u16(), 404, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn counters_name_nobody() {
    let app = App::start().await;
    let world = World::new(&app).await;
    app.fetch(world.token(Role::Organiser), &format!("/complaints/{}.txt", world.filed.complaint)).await;
    app.fetch(None, "/unsubscribe/a-token-that-nobody-has").await;
    let counters = app.fetch(None, "/metrics").await.text().await.unwrap();
    assert!(counters.contains("/complaints/{file}"), "{counters}");
    let secrets =
        [&world.filed.id, &world.filed.complaint, &world.filing, &world.operator, &world.filed.number];
    for secret in secrets.into_iter().map(String::as_str).chain([
        "example.org",
        "a-token-that-nobody-has",
        "13812345678",
    ]) {
        assert!(!counters.contains(secret), "{secret} in {counters}");
    }
}
