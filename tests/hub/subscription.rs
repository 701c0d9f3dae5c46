//! What happens in a case is told to who watches it, as long as they may see it.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;

use crate::support::{App, code, person::Person, socket::Socket};

/// No title is set twice, since that would change nothing.
static ROUND: AtomicUsize = AtomicUsize::new(0);

async fn edit(olga: &Person<'_>, case: &str, title: &str) {
    let edit =
        "mutation($c: ID!, $t: String!) { editCase(input: {caseId: $c, title: $t}) { userErrors { code } } }";
    olga.ask(edit, json!({ "c": case, "t": title })).await;
}

async fn act(person: &Person<'_>, mutation: &str, case: &str) {
    let query =
        format!("mutation($c: ID!) {{ {mutation}(input: {{caseId: $c}}) {{ userErrors {{ code }} }} }}");
    person.ask(&query, json!({ "c": case })).await;
}

/// Watches a case; once this is done, whatever happens is told. The protocol does not say when a subscription
/// stands, so the case is changed until that is heard of.
async fn watching(app: &App, olga: &Person<'_>, case: &str, bearer: Option<&str>) -> Socket {
    let mut socket = app.socket_of(bearer).await;
    socket.watch(case).await;
    loop {
        let round = ROUND.fetch_add(1, Ordering::Relaxed);
        edit(olga, case, &format!("第 {round} 个标题")).await;
        socket.send(json!({ "type": "ping" })).await;
        // What was told before the answer to the ping is heard before it; the rest comes with a later round.
        if socket.next().await.unwrap()["type"] == "next" {
            break;
        }
    }
    socket
}

/// Skips what is left of the changes that [`watching`] made, up to the event that a story is about.
async fn after_edits(socket: &mut Socket) -> Option<String> {
    loop {
        let message = socket.next().await?;
        match message["type"].as_str().unwrap() {
            "pong" => {}
            "complete" => return None,
            _ => {
                let kind = message["payload"]["data"]["caseChanged"]["kind"].as_str().unwrap().to_owned();
                if kind != "CASE_EDITED" {
                    return Some(kind);
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_hears_of_everything_and_a_guest_of_what_is_public() {
    let app = App::start().await;
    let (olga, ann, bob) = (app.person("olga").await, app.person("ann").await, app.person("bob").await);
    let operator = olga.operator("卡盟甲").await;
    app.keep_working();
    let case = olga.case(&operator).await;
    ann.join(&case, "KM2026110100001234", 48_800).await;
    let mut member = watching(&app, &olga, &case, Some(&ann.token)).await;
    let mut guest = watching(&app, &olga, &case, None).await;
    bob.join(&case, "KM2026110100005678", 30_000).await;
    assert_eq!(after_edits(&mut member).await.as_deref(), Some("MEMBER_JOINED"));
    olga.cite(&case).await;
    assert_eq!(after_edits(&mut member).await.as_deref(), Some("CITATION_PROPOSED"));
    assert_eq!(after_edits(&mut member).await.as_deref(), Some("CITATION_ADOPTED"));
    assert_eq!(
        after_edits(&mut guest).await.as_deref(),
        Some("CITATION_ADOPTED"),
        "nor who joined, nor proposals"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_not_be_seen_may_not_be_watched() {
    let app = App::start().await;
    let (olga, sam) = (app.person("olga").await, app.person("sam").await);
    let operator = olga.operator("卡盟甲").await;
    let open = "mutation($i: OpenCaseInput!) { openCase(input: $i) { case { id } userErrors { code } } }";
    let input = json!({ "operatorId": operator, "category": "non-delivery", "title": "充值未到账", "summary": "付款后长期未收到卡密。" });
    let data = olga.ask(open, json!({ "i": input })).await;
    let draft = data["openCase"]["case"]["id"].as_str().unwrap();
    for bearer in [None, Some(sam.token.as_str())] {
        for case in [draft, "case_00000000000000000000000000", "opr_00000000000000000000000000", ""] {
            let mut socket = app.socket_of(bearer).await;
            socket.watch(case).await;
            let told = socket.next().await.unwrap();
            let answer = if told["payload"].is_array() {
                json!({ "errors": told["payload"] })
            } else {
                told["payload"].clone()
            };
            assert_eq!(code(&answer), "NOT_FOUND", "{case}: {told}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_left_hears_what_strangers_hear() {
    let app = App::start().await;
    let (olga, ann, bob) = (app.person("olga").await, app.person("ann").await, app.person("bob").await);
    let operator = olga.operator("卡盟甲").await;
    app.keep_working();
    let case = olga.case(&operator).await;
    ann.join(&case, "KM2026110100001234", 48_800).await;
    let mut socket = watching(&app, &olga, &case, Some(&ann.token)).await;
    act(&ann, "leaveCase", &case).await;
    bob.join(&case, "KM2026110100005678", 30_000).await;
    olga.cite(&case).await;
    assert_eq!(after_edits(&mut socket).await.as_deref(), Some("CITATION_ADOPTED"));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_see_the_case_any_more_hears_no_more_of_it() {
    let app = App::start().await;
    let (olga, ann) = (app.person("olga").await, app.person("ann").await);
    let moderator = app.person("mo").await;
    chorus::service::account::promote(&app.hub, "mo@example.org", entity::AccountRole::Moderator)
        .await
        .unwrap();
    let operator = olga.operator("卡盟甲").await;
    app.keep_working();
    let case = olga.case(&operator).await;
    ann.join(&case, "KM2026110100001234", 48_800).await;
    let mut signed_out = watching(&app, &olga, &case, Some(&ann.token)).await;
    let mut guest = watching(&app, &olga, &case, None).await;

    let sign_out = "mutation { signOut { done userErrors { code } } }";
    ann.ask(sign_out, json!({})).await;
    let hide = "mutation($c: ID!) { hideCase(input: {caseId: $c, reason: \"含有他人的个人信息\"}) { userErrors { code } } }";
    moderator.ask(hide, json!({ "c": case })).await;
    assert_eq!(after_edits(&mut guest).await, None, "hidden from guests");
    assert_eq!(after_edits(&mut signed_out).await, None, "a member still, but not on this device");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_needs_a_greeting_and_a_good_token() {
    let app = App::start().await;
    let mut silent = app.socket().await;
    silent.watch("case_00000000000000000000000000").await;
    assert_eq!(silent.next().await, None, "who does not begin with connection_init is shown out");
    let mut forger = app.socket().await;
    forger.send(json!({ "type": "connection_init", "payload": { "Authorization": "Bearer forged" } })).await;
    let told = forger.next().await;
    assert!(told.as_ref().is_none_or(|told| told["type"] != "connection_ack"), "{told:?}");
    let plain = app
        .http()
        .get(format!("{}/graphql", app.url))
        .header("upgrade", "websocket")
        .header("connection", "upgrade");
    assert_eq!(plain.send().await.unwrap().status().as_u16(), 400, "another protocol");
}
