//! Accounts: asked for, proved, changed and closed; nobody learns who has one.

use chorus::store;
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{
    App, code,
    person::{PASSWORD, Person},
};

const REGISTER: &str = "mutation($e: String!, $p: String!) { register(input: {email: $e, password: $p}) { accepted userErrors { code field message } } }";
const VERIFY: &str =
    "mutation($t: String!) { verifyEmail(input: {token: $t}) { email userErrors { code } } }";
const SIGN_IN: &str = "mutation($e: String!, $p: String!) { signIn(input: {email: $e, password: $p}) { pass { accessToken } userErrors { code field message } } }";
const ASK_RESET: &str =
    "mutation($e: String!) { requestPasswordReset(input: {email: $e}) { accepted userErrors { code } } }";
const RESET: &str = "mutation($t: String!, $p: String!) { resetPassword(input: {token: $t, password: $p}) { done userErrors { code } } }";
const MOVE: &str = "mutation($e: String!, $p: String!) { changeEmail(input: {email: $e, currentPassword: $p}) { accepted userErrors { code } } }";
const CONFIRM: &str =
    "mutation($t: String!) { confirmEmail(input: {token: $t}) { email userErrors { code } } }";
const CLOSE: &str =
    "mutation($p: String!) { closeAccount(input: {currentPassword: $p}) { closed userErrors { code } } }";

async fn sign_in(app: &App, email: &str, password: &str) -> String {
    code(&app.guest(SIGN_IN, json!({ "e": email, "p": password })).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_begins_when_its_address_is_proved() {
    let app = App::start().await;
    let weak = app.guest(REGISTER, json!({ "e": "ann@example.org", "p": "short" })).await;
    assert_eq!(weak["data"]["register"]["userErrors"][0]["field"], "password", "{weak}");
    for _ in 0..2 {
        app.guest(REGISTER, json!({ "e": "Ann@Example.org", "p": PASSWORD })).await;
        app.work().await;
    }
    assert_eq!(sign_in(&app, "ann@example.org", PASSWORD).await, "SIGN_IN_FAILED", "nothing is proved yet");
    let [first, second] = app.letters_to("ann@example.org").try_into().unwrap();
    assert_eq!(code(&app.guest(VERIFY, json!({ "t": first.token() })).await), "OK");
    for used in [&first, &second] {
        assert_eq!(code(&app.guest(VERIFY, json!({ "t": used.token() })).await), "TOKEN_INVALID");
    }
    assert_eq!(sign_in(&app, "ANN@example.org", PASSWORD).await, "OK");
    assert_eq!(sign_in(&app, "ann@example.org", "another long password").await, "SIGN_IN_FAILED");

    app.guest(REGISTER, json!({ "e": "bob@example.org", "p": PASSWORD })).await;
    app.wait(TimeDelta::hours(24)).await;
    let late = app.letter_to("bob@example.org").token();
    assert_eq!(code(&app.guest(VERIFY, json!({ "t": late })).await), "TOKEN_INVALID", "a day is over");
}

#[tokio::test(flavor = "multi_thread")]
async fn known_and_unknown_addresses_are_answered_alike() {
    let app = App::start().await;
    let ann = app.admit("ann@example.org").await;
    app.admit("bob@example.org").await;
    let to = |email: &str| json!({ "e": email, "p": "quite another password" });
    for ask in [REGISTER, ASK_RESET, SIGN_IN] {
        let variables = |email| if ask == ASK_RESET { json!({ "e": email }) } else { to(email) };
        let known = app.guest(ask, variables("ann@example.org")).await;
        let unknown = app.guest(ask, variables("nobody@example.org")).await;
        assert_eq!(known, unknown, "{ask}");
    }
    let moved = |email: &str| json!({ "e": email, "p": PASSWORD });
    let known = ann.try_ask(MOVE, moved("bob@example.org")).await;
    assert_eq!(known, ann.try_ask(MOVE, moved("free@example.org")).await);
    app.work().await;
    let subjects = |email| app.letters_to(email).iter().map(|mail| mail.subject.clone()).collect::<Vec<_>>();
    assert_eq!(
        subjects("ann@example.org"),
        ["这个邮箱已经有账户了", "重设密码"],
        "only who reads the mailbox is told"
    );
    assert_eq!(subjects("nobody@example.org"), ["请确认你的邮箱", "这个邮箱没有账户"]);
    assert_eq!(subjects("bob@example.org"), ["这个邮箱已经有账户了"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_sets_the_password_once_and_ends_every_session() {
    let app = App::start().await;
    let ann = app.admit("ann@example.org").await;
    let fresh = "ein ganz neues Passwort";
    app.guest(ASK_RESET, json!({ "e": "ann@example.org" })).await;
    app.work().await;
    let token = app.letter_to("ann@example.org").token();
    assert_eq!(code(&app.guest(RESET, json!({ "t": token, "p": fresh })).await), "OK");
    assert_eq!(code(&app.guest(RESET, json!({ "t": token, "p": PASSWORD })).await), "TOKEN_INVALID");
    assert_eq!(code(&ann.try_ask("{ viewer { email } }", Value::Null).await), "UNAUTHENTICATED");
    assert_eq!(sign_in(&app, "ann@example.org", PASSWORD).await, "SIGN_IN_FAILED");
    assert_eq!(sign_in(&app, "ann@example.org", fresh).await, "OK");
    app.work().await;
    assert_eq!(app.letter_to("ann@example.org").subject, "你的密码改了");

    app.guest(ASK_RESET, json!({ "e": "ann@example.org" })).await;
    app.wait(TimeDelta::minutes(30)).await;
    let late =
        app.letters_to("ann@example.org").into_iter().rev().find(|mail| mail.subject == "重设密码").unwrap();
    assert_eq!(code(&app.guest(RESET, json!({ "t": late.token(), "p": PASSWORD })).await), "TOKEN_INVALID");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_moves_to_another_address_and_the_old_one_is_told() {
    let app = App::start().await;
    let (people, case) = app.gathered(&["olga@example.org", "ann@example.org"]).await;
    let ann = &people[1];
    let wrong = json!({ "e": "ann@new.example", "p": "not the password" });
    assert_eq!(code(&ann.try_ask(MOVE, wrong).await), "PASSWORD_WRONG");
    ann.ask(MOVE, json!({ "e": "Ann@New.Example", "p": PASSWORD })).await;
    app.work().await;
    assert_eq!(sign_in(&app, "ann@new.example", PASSWORD).await, "SIGN_IN_FAILED", "it is not proved yet");
    let token = app.letter_to("ann@new.example").token();
    assert_eq!(
        code(&app.guest(VERIFY, json!({ "t": token })).await),
        "TOKEN_INVALID",
        "a token is good for one thing"
    );
    assert_eq!(code(&app.guest(CONFIRM, json!({ "t": token })).await), "OK");
    assert_eq!(code(&app.guest(CONFIRM, json!({ "t": token })).await), "TOKEN_INVALID");
    app.work().await;
    assert_eq!(app.letter_to("ann@example.org").subject, "你的账户邮箱换了");

    assert_eq!(sign_in(&app, "ann@example.org", PASSWORD).await, "SIGN_IN_FAILED");
    let ann = Person::sign_in(&app, "ann@new.example").await;
    let claim = "query($c: ID!) { case(id: $c) { membership { claim { orderNumber } } } }";
    let seen = ann.ask(claim, json!({ "c": case })).await;
    assert_eq!(
        seen["case"]["membership"]["claim"]["orderNumber"], "KM2026110100000001",
        "all else is as it was"
    );
    app.empty_mailboxes();
    people[0].close(&case).await;
    app.work().await;
    assert_eq!(app.letters_to("ann@example.org").len(), 0);
    assert_eq!(app.letters_to("ann@new.example").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn preferences_stay_until_they_are_changed() {
    let app = App::start().await;
    let (people, case) = app.gathered(&["olga@example.org", "ann@example.org"]).await;
    let seen = "{ viewer { locale letters discreet } }";
    for (wanted, now) in [
        ("locale: EN", json!({ "locale": "EN", "letters": "EVERY", "discreet": false })),
        ("letters: RESULTS", json!({ "locale": "EN", "letters": "RESULTS", "discreet": false })),
        (
            "discreet: true, locale: ZH_CN",
            json!({ "locale": "ZH_CN", "letters": "RESULTS", "discreet": true }),
        ),
        ("discreet: false, locale: EN", json!({ "locale": "EN", "letters": "RESULTS", "discreet": false })),
    ] {
        people[1].prefer(wanted).await;
        assert_eq!(people[1].ask(seen, Value::Null).await["viewer"], now, "{wanted}");
    }
    people[0].close(&case).await;
    app.work().await;
    assert!(app.letter_to("ann@example.org").text.contains("What you can do"), "in her language");
    assert!(app.letter_to("olga@example.org").text.contains("你现在可以"), "and in his");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_account_is_gone_with_all_it_sealed() {
    let app = App::start().await;
    let v = app.voting().await;
    let account = store::account::find_by_email(&app.hub.db, "ann@example.org").await.unwrap().unwrap();
    assert_eq!(code(&v.olga.try_ask(CLOSE, json!({ "p": PASSWORD })).await), "LAST_ORGANISER");
    assert_eq!(code(&v.ann.try_ask(CLOSE, json!({ "p": "not the password" })).await), "PASSWORD_WRONG");
    v.ann.ask(CLOSE, json!({ "p": PASSWORD })).await;
    app.work().await;

    assert_eq!(code(&v.ann.try_ask("{ viewer { email } }", Value::Null).await), "UNAUTHENTICATED");
    assert_eq!(sign_in(&app, "ann@example.org", PASSWORD).await, "SIGN_IN_FAILED");
    assert_eq!(app.letter_to("ann@example.org").subject, "你的账户已经注销");
    let gone = store::account::find(&app.hub.db, &account.id).await.unwrap().unwrap();
    let key = store::data_key::find(&app.hub.db, &account.id).await.unwrap();
    assert_eq!(key, None, "what is sealed under it cannot be opened again, also not with the master key");
    assert!(!format!("{gone:?}").contains("ann@"), "{gone:?}");
    assert!(store::identity::find(&app.hub.db, &account.id).await.unwrap().is_none());

    let members =
        "query($c: ID!) { case(id: $c) { memberCount membership { members { edges { node { role } } } } } }";
    let seen = v.olga.ask(members, json!({ "c": v.case })).await["case"].clone();
    assert_eq!(seen["memberCount"], 2);
    assert_eq!(seen["membership"]["members"]["edges"].as_array().unwrap().len(), 2);
    app.empty_mailboxes();
    app.wait(TimeDelta::days(3)).await;
    assert!(!app.letters_to("bob@example.org").is_empty(), "the ballot ended");
    assert_eq!(app.letters_to("ann@example.org").len(), 0);

    app.guest(REGISTER, json!({ "e": "ann@example.org", "p": PASSWORD })).await;
    app.work().await;
    let token = app.letter_to("ann@example.org").token();
    assert_eq!(code(&app.guest(VERIFY, json!({ "t": token })).await), "OK", "whoever comes back begins anew");
    let anew = Person::sign_in(&app, "ann@example.org").await;
    let cases = "{ viewer { identity { name } cases { edges { node { id } } } } }";
    assert_eq!(
        anew.ask(cases, Value::Null).await["viewer"],
        json!({ "identity": null, "cases": { "edges": [] } })
    );
}
