//! Texts that mean harm, in every field that people fill in: no page lets one of them do anything.

use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{browser::Browser, world::Places};
use crate::{
    access::world::Role,
    support::{App, code, person::Person},
};

/// Ends attributes and elements, begins scripts, in markup, templates and JSON.
const BREAKING: &str =
    "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}{%if%}</textarea></title>&lt;";

/// A letter under a pile of marks.
fn piled() -> String {
    format!("z{}", "\u{0317}\u{0346}\u{035B}\u{0489}\u{0321}".repeat(8))
}

/// A text of exactly so many characters that breaks what it can and gives no place to break a line.
fn hostile(most: usize) -> String {
    let text = format!("{BREAKING}{}{}", piled(), "Ж".repeat(10_000));
    text.chars().take(most).collect()
}

/// Sends a mutation, whose input is `$i`; gives the code of what came of it.
async fn send(person: &Person<'_>, name: &str, input: Value) -> String {
    let kind = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
    let query =
        format!("mutation($i: {kind}!) {{ {name}(input: $i) {{ userErrors {{ code field message }} }} }}");
    let answer = person.try_ask(&query, json!({ "i": input })).await;
    assert!(answer["errors"].is_null(), "{name}: {answer}");
    code(&answer)
}

/// Fills every field that people fill in, with texts as long as each takes.
pub async fn fill(places: &Places<'_>) {
    let world = &places.world;
    let (ann, olga) = (world.person(Role::Member), world.person(Role::Organiser));
    let case = &world.filed.id;
    let operator = json!({
        "operatorId": world.operator, "name": hostile(60), "legalName": hostile(100), "aliases": [hostile(60)],
        "address": hostile(200), "hotline": hostile(40), "site": format!("https://kamen.example/?{}", "Ж".repeat(100)),
    });
    assert_eq!(send(olga, "editOperator", operator).await, "OK");
    let edited = json!({ "caseId": case, "title": hostile(60), "summary": hostile(2_000) });
    assert_eq!(send(olga, "editCase", edited).await, "OK");
    let claim = json!({
        "caseId": case, "orderNumber": hostile(64), "product": hostile(100), "story": hostile(5_000),
    });
    assert_eq!(send(ann, "amendClaim", claim).await, "OK");
    let contact = json!({
        "caseId": case, "happenedOn": "2026-11-05", "channel": "OTHER", "said": hostile(2_000), "result": "REFUSED",
    });
    assert_eq!(send(ann, "addContact", contact).await, "OK");
    let piece = json!({ "caseId": case, "kind": "OTHER", "title": hostile(80), "text": hostile(10_000) });
    assert_eq!(send(ann, "depositText", piece).await, "OK");
    let cited =
        json!({ "caseId": case, "provisionId": "cpl-24", "clause": hostile(500), "why": hostile(1_000) });
    assert_eq!(send(ann, "proposeCitation", cited).await, "OK");
    assert_eq!(
        send(ann, "registerApp", json!({ "name": hostile(60), "scopes": ["CASES_READ"] })).await,
        "OK"
    );
    let answered = json!({
        "filingId": world.filing, "status": "IN_PROCESS", "channelWord": hostile(40), "receipt": hostile(60),
    });
    assert_eq!(send(olga, "recordAnswer", answered).await, "OK");
    let term = json!({
        "operatorId": world.operator, "text": hostile(1_000), "sha256": "cd".repeat(32), "seenOn": "2026-11-01",
        "url": format!("https://kamen.example/{}", "x".repeat(200)),
    });
    assert_eq!(send(ann, "submitTerm", term).await, "OK");
    let identity = json!({ "name": "王\"'><b>小明", "phone": "13812345678", "address": hostile(200) });
    send(ann, "sealIdentity", identity).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_text_does_anything_on_any_page() {
    let app = App::start().await;
    let places = Places::new(&app).await;
    fill(&places).await;
    app.work().await;
    for role in [Role::Guest, Role::Member, Role::Organiser, Role::Moderator] {
        let mut browser = Browser::open(&app);
        if role != Role::Guest {
            browser.sign_in(&places.world.person(role).email).await;
        }
        for (name, path, for_people) in chorus::web::pages::paths() {
            if role == Role::Guest && for_people {
                continue;
            }
            let page = browser.get(&places.address(path, role)).await;
            assert_ne!(page.status, StatusCode::INTERNAL_SERVER_ERROR, "{name} as {role:?}");
            for harm in ["<script>alert", "<img src=x", "</textarea></title>", "\u{202E}", "%if%}<"] {
                page.hides(harm);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_address_says_does_nothing_either() {
    let app = App::start().await;
    let mut guest = Browser::open(&app);
    let said: String = form_urlencoded::byte_serialize(BREAKING.as_bytes()).collect();
    for (_, path, for_people) in chorus::web::pages::paths() {
        if for_people || path.contains('{') {
            continue;
        }
        let names = [
            "text", "query", "words", "operator", "category", "order", "next", "token", "on", "after",
            "lang", "back",
        ];
        for name in names {
            let page = guest.get(&format!("{path}?{name}={said}%E2%80%AE")).await;
            assert_ne!(page.status, StatusCode::INTERNAL_SERVER_ERROR, "{path}?{name}");
            page.hides("<script>alert").hides("<img src=x").hides("\u{202E}");
        }
    }
}
