//! Requests and documents that cannot be run.

use reqwest::header::{ALLOW, CONTENT_TYPE};
use serde_json::{Value, json};

use crate::support::{App, code};

async fn post(app: &App, media: &str, body: impl Into<reqwest::Body>) -> (u16, String) {
    let request = app.http().post(format!("{}/graphql", app.url)).header(CONTENT_TYPE, media).body(body);
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    let body: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap_or_default();
    (status, if body.is_null() { String::new() } else { code(&body) })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_no_request_is_refused() {
    let app = App::start().await;
    let before = app.rows().await;
    let many = json!(vec![json!({ "query": "{ topics { id } }" }); 11]).to_string();
    let json = "application/json";
    for (media, body, status, code) in [
        (json, "{\"query\":", 400, "BAD_INPUT"),
        (json, "", 400, "BAD_INPUT"),
        (json, "null", 400, "BAD_INPUT"),
        (json, "\"query\"", 400, "BAD_INPUT"),
        (json, "{\"query\": 5}", 400, "BAD_INPUT"),
        // Reads as a request without a document.
        (json, "[]", 200, "BAD_INPUT"),
        (json, &many, 400, "BAD_INPUT"),
        // A page of another site can send these without asking first.
        ("text/plain", "{\"query\": \"{ topics { id } }\"}", 415, "BAD_INPUT"),
        ("application/x-www-form-urlencoded", "query={topics{id}}", 415, "BAD_INPUT"),
        ("multipart/form-data; boundary=x", "--x--", 415, "BAD_INPUT"),
    ] {
        assert_eq!(post(&app, media, body.to_owned()).await, (status, code.to_owned()), "{media}: {body}");
    }
    let invalid = post(&app, json, b"{\"query\": \"{ topics { id } } # \xff\"}".to_vec()).await;
    assert_eq!(invalid, (400, "BAD_INPUT".into()), "not UTF-8");
    let large = format!("{{\"query\": \"{{ topics {{ id }} }} # {}\"}}", "x".repeat(10 << 20));
    assert_eq!(post(&app, json, large).await, (413, "BAD_INPUT".into()));
    assert_eq!(app.rows().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_may_ask_but_not_change() {
    let app = App::start().await;
    let before = app.rows().await;
    let get = async |query: &[(&str, &str)]| {
        let pairs: Vec<String> =
            query.iter().map(|(name, value)| format!("{name}={}", percent(value))).collect();
        app.fetch(None, &format!("/graphql?{}", pairs.join("&"))).await
    };
    let answer = get(&[("query", "mutation { register(input: {email: \"a@example.org\", password: \"一把相当长的口令 2026\"}) { accepted } }")]).await;
    assert_eq!((answer.status().as_u16(), answer.headers()[ALLOW].to_str().unwrap()), (405, "POST"));
    for bad in [&[][..], &[("query", "{ topics { id } }"), ("variables", "{")]] {
        let answer = get(bad).await;
        assert_eq!(answer.status().as_u16(), 400);
        assert_eq!(code(&answer.json().await.unwrap()), "BAD_INPUT");
    }
    let answer: Value = get(&[("query", "{ topics { id } }")]).await.json().await.unwrap();
    assert_eq!(code(&answer), "OK");
    assert_eq!(app.rows().await, before);
}

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02x}")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_that_cannot_be_run_is_refused() {
    let app = App::start().await;
    let olga = app.person("olga").await;
    let before = app.rows().await;
    let aliases = |count: usize| (0..count).map(|n| format!("a{n}: topics {{ id }} ")).collect::<String>();
    let deep = |levels: usize| {
        let inner = (0..levels).fold("id".to_owned(), |inner, _| {
            format!("operator {{ cases(first: 1) {{ nodes {{ {inner} }} }} }}")
        });
        format!("{{ cases(first: 1) {{ nodes {{ {inner} }} }} }}")
    };
    let directives = format!("{{ topics {} {{ id }} }}", "@include(if: true) ".repeat(20));
    let ids = vec!["\"case_x\""; 51].join(",");
    for (document, code_) in [
        ("", "BAD_INPUT"),
        ("# nothing", "BAD_INPUT"),
        ("{", "BAD_INPUT"),
        ("{ nothingOfTheKind }", "BAD_INPUT"),
        ("{ topics }", "BAD_INPUT"),
        ("query A { topics { id } } query B { topics { id } }", "BAD_INPUT"),
        ("{ ...F } fragment F on Query { topics { id } ...F }", "BAD_INPUT"),
        ("{ ...F } fragment F on Nothing { id }", "BAD_INPUT"),
        ("query($x: Nothing) { topics { id } }", "BAD_INPUT"),
        ("query($x: ID!) { case(id: $x) { id } }", "BAD_INPUT"),
        ("{ case { id } }", "BAD_INPUT"),
        ("{ case(id: \"case_x\", number: \"QS-2026-000001\") { id } }", "BAD_INPUT"),
        ("{ case(id: 5.5) { id } }", "BAD_INPUT"),
        ("{ cases(order: SIDEWAYS) { nodes { id } } }", "BAD_INPUT"),
        ("{ cases(filter: {stages: [NOWHERE]}) { nodes { id } } }", "BAD_INPUT"),
        ("{ cases(filter: {colour: 1}) { nodes { id } } }", "BAD_INPUT"),
        ("{ cases(first: -1) { nodes { id } } }", "BAD_INPUT"),
        ("{ cases(first: 101) { nodes { number } } }", "BAD_INPUT"),
        ("{ cases(first: 1000) { nodes { number } } }", "BAD_INPUT"),
        ("{ cases(first: 99999999999) { nodes { id } } }", "BAD_INPUT"),
        ("{ cases(after: \"nonsense\") { nodes { id } } }", "BAD_INPUT"),
        ("{ cases(after: \"💥\") { nodes { id } } }", "BAD_INPUT"),
        ("{ operators(after: \"nonsense\") { nodes { id } } }", "BAD_INPUT"),
        ("{ operators(first: -5) { nodes { id } } }", "BAD_INPUT"),
        ("{ provisions(after: \"nonsense\") { nodes { id } } }", "BAD_INPUT"),
        ("{ provisions(on: \"2026-13-45\") { nodes { id } } }", "BAD_INPUT"),
        ("{ viewer { mail(first: -1) { nodes { id } } } }", "BAD_INPUT"),
        ("{ viewer { cases(after: \"nonsense\") { nodes { id } } } }", "BAD_INPUT"),
        (&format!("{{ nodes(ids: [{ids}]) {{ id }} }}"), "BAD_INPUT"),
        (
            "mutation { openCase(input: {operatorId: \"op_x\", category: \"x\", title: 5, summary: []}) { userErrors { code } } }",
            "BAD_INPUT",
        ),
        ("mutation { openCase(input: {title: \"只有标题\"}) { userErrors { code } } }", "BAD_INPUT"),
        ("mutation { openCase { userErrors { code } } }", "BAD_INPUT"),
        ("mutation { updatePreferences(input: {letters: SOMETIMES}) { userErrors { code } } }", "BAD_INPUT"),
        ("mutation { updatePreferences(input: {discreet: \"yes\"}) { userErrors { code } } }", "BAD_INPUT"),
        (&format!("{{ {} }}", aliases(31)), "TOO_COMPLEX"),
        (&deep(6), "TOO_COMPLEX"),
        (&"{a".repeat(50_000), "TOO_COMPLEX"),
        (&format!("{{ topics(x: {}", "[".repeat(50_000)), "TOO_COMPLEX"),
        (&directives, "TOO_COMPLEX"),
        ("{ cases(first: 100) { nodes { timeline(first: 100) { nodes { id } } } } }", "TOO_COMPLEX"),
        ("subscription { caseChanged(caseId: \"case_x\") { id } }", "BAD_INPUT"),
    ] {
        let answer = olga.try_ask(document, json!({})).await;
        let shown: String = document.chars().take(90).collect();
        assert_eq!(code(&answer), code_, "{shown}: {answer}");
        assert!(
            answer["errors"][0]["message"].as_str().is_some_and(|message| !message.is_empty()),
            "{shown}"
        );
    }
    for (variables, query) in [
        (json!({}), "query($x: ID!) { case(id: $x) { id } }"),
        (json!({ "x": { "y": 1 } }), "query($x: ID!) { case(id: $x) { id } }"),
        (json!({ "x": "many" }), "query($x: Int) { cases(first: $x) { nodes { id } } }"),
        (json!({ "x": 1e300 }), "query($x: Int) { cases(first: $x) { nodes { id } } }"),
        (json!([1, 2]), "query($x: ID!) { case(id: $x) { id } }"),
    ] {
        let answer = olga.try_ask(query, variables.clone()).await;
        assert_eq!(code(&answer), "BAD_INPUT", "{variables}: {answer}");
    }
    assert_eq!(
        code(&olga.try_ask(&format!("{{ {} }}", aliases(30)), json!({})).await),
        "OK",
        "as many as allowed"
    );
    assert_eq!(app.rows().await, before);
}
