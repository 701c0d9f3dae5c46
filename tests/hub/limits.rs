//! How often one may knock, and that knocking tells nobody who is inside.

use serde_json::{Value, json};

use crate::support::{App, code, person::PASSWORD};

fn doors(count: u32) -> [(&'static str, String); 1] {
    [("CHORUS_LIMITS__DOOR_PER_MINUTE", count.to_string())]
}

const SIGN_IN: &str = "mutation($e: String!, $p: String!) { signIn(input: {email: $e, password: $p}) {
    pass { accessToken } userErrors { code field message } } }";

#[tokio::test(flavor = "multi_thread")]
async fn each_alias_of_one_request_counts() {
    let app = App::start_with(&doors(5)).await;
    let ann = app.person("ann").await;
    // The right password stands where no try is left: signing in took one already.
    let guesses: String = (0..20)
        .map(|n| {
            let password = if n == 10 { PASSWORD.to_owned() } else { format!("猜的第 {n} 把口令 2026") };
            format!("a{n}: signIn(input: {{email: \"{}\", password: \"{password}\"}}) {{ pass {{ accessToken }} userErrors {{ code }} }} ", ann.email)
        })
        .collect();
    let before = app.rows().await;
    let answer = app.guest(&format!("mutation {{ {guesses} }}"), json!({})).await;
    assert_eq!(code(&answer), "RATE_LIMITED", "{answer}");
    assert!(answer["errors"][0]["extensions"]["retryAfter"].as_u64().is_some_and(|seconds| seconds > 0));
    assert!(!answer.to_string().contains("accessToken\":\""), "{answer}");
    assert_eq!(app.rows().await, before, "no session was begun");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_operation_of_a_batch_counts() {
    let app = App::start_with(&doors(5)).await;
    let tries: Vec<Value> = (0..8)
        .map(|n| json!({ "query": SIGN_IN, "variables": { "e": format!("nobody{n}@example.org"), "p": PASSWORD } }))
        .collect();
    let request = app.http().post(format!("{}/graphql", app.url)).json(&tries);
    let answers: Vec<Value> = request.send().await.unwrap().json().await.unwrap();
    let codes: Vec<String> = answers.iter().map(code).collect();
    assert_eq!(codes[..5], ["SIGN_IN_FAILED"; 5], "one address each, but one network");
    assert_eq!(codes[5..], ["RATE_LIMITED"; 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_known_and_an_unknown_address_get_the_same_answer() {
    let app = App::start().await;
    app.person("ann").await;
    let register = "mutation($e: String!, $p: String!) { register(input: {email: $e, password: $p}) {
        accepted userErrors { code field message } } }";
    let reset =
        "mutation($e: String!) { requestPasswordReset(input: {email: $e}) { accepted userErrors { code } } }";
    for (query, wrong) in [(register, PASSWORD), (reset, ""), (SIGN_IN, "不是这一把口令 2026")] {
        let mut told = Vec::new();
        for email in ["ann@example.org", "nobody@example.org"] {
            let before = app.rows().await;
            let variables =
                if wrong.is_empty() { json!({ "e": email }) } else { json!({ "e": email, "p": wrong }) };
            let answer = app.guest(query, variables).await;
            let after = app.rows().await;
            let written: Vec<_> =
                after.iter().map(|(table, count)| (table.clone(), count - before[table])).collect();
            told.push((answer, written));
        }
        assert_eq!(told[0], told[1], "{query}");
    }
    app.work().await;
    assert_eq!(app.letters_to("nobody@example.org").len(), 2, "each was written to");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_and_an_app_have_their_share_a_minute() {
    let app = App::start_with(&[
        ("CHORUS_LIMITS__MUTATIONS_PER_MINUTE", "6".into()),
        ("CHORUS_LIMITS__APP_PER_MINUTE", "4".into()),
    ])
    .await;
    let (ann, bob) = (app.person("ann").await, app.person("bob").await);
    let register = "mutation { registerApp(input: {name: \"看板\", scopes: [CASES_READ]}) { secret userErrors { code } } }";
    let secret = ann.ask(register, json!({})).await["registerApp"]["secret"].as_str().unwrap().to_owned();
    let set = "updatePreferences(input: {letters: EVERY}) { userErrors { code } }";
    let many: String = (0..6).map(|n| format!("a{n}: {set} ")).collect();
    let answer = ann.try_ask(&format!("mutation {{ {many} }}"), json!({})).await;
    assert_eq!(code(&answer), "RATE_LIMITED", "the app was the first of six: {answer}");
    assert_eq!(code(&ann.try_ask("{ viewer { id } }", json!({})).await), "OK", "reading goes on");
    assert_eq!(
        code(&bob.try_ask(&format!("mutation {{ {set} }}"), json!({})).await),
        "OK",
        "and so do others"
    );

    for _ in 0..4 {
        assert_eq!(code(&app.send(Some(&secret), "{ topics { id } }", json!({})).await), "OK");
    }
    let refused = app.fetch(Some(&secret), "/graphql?query=%7Btopics%7Bid%7D%7D").await;
    assert_eq!(refused.status().as_u16(), 429);
    assert!(refused.headers().contains_key("retry-after"));
    assert_eq!(code(&refused.json().await.unwrap()), "RATE_LIMITED");
}
