//! Sessions: a short access token, a refresh token that is good once, and what becomes of a stolen one.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{App, code, person::Person};

const WHO: &str = "{ viewer { email } }";
const REFRESH: &str = "mutation($t: String!) { refreshSession(input: {refreshToken: $t}) {
    pass { accessToken refreshToken expiresAt } userErrors { code } } }";
const SESSIONS: &str = "{ viewer { sessions { id device current } } }";

async fn refresh(app: &App, token: &str) -> Result<(String, String), String> {
    let answer = app.guest(REFRESH, json!({ "t": token })).await;
    match code(&answer).as_str() {
        "OK" => {
            let pass = &answer["data"]["refreshSession"]["pass"];
            let part = |name: &str| pass[name].as_str().unwrap().to_owned();
            Ok((part("accessToken"), part("refreshToken")))
        }
        code => Err(code.to_owned()),
    }
}

/// Whether an access token still opens the door.
async fn opens(app: &App, token: &str) -> bool {
    let answer = app.send(Some(token), WHO, Value::Null).await;
    match code(&answer).as_str() {
        "OK" => answer["data"]["viewer"]["email"].is_string(),
        code => {
            assert_eq!(code, "UNAUTHENTICATED", "{answer}");
            false
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_access_token_ends_and_a_refresh_token_is_traded_for_a_new_pair() {
    let app = App::start().await;
    let ann = app.admit("ann@example.org").await;
    assert!(opens(&app, &ann.token).await);
    app.wait(TimeDelta::minutes(10)).await;
    assert!(!opens(&app, &ann.token).await, "ten minutes are over");

    let (access, second) = refresh(&app, &ann.refresh_token).await.unwrap();
    assert!(opens(&app, &access).await);
    app.wait(TimeDelta::days(29)).await;
    let (access, third) = refresh(&app, &second).await.unwrap();
    assert!(opens(&app, &access).await);
    assert_ne!(second, third);
    app.wait(TimeDelta::days(31)).await;
    assert_eq!(refresh(&app, &third).await.unwrap_err(), "SESSION_INVALID", "nobody came for a month");
    assert_eq!(refresh(&app, "no-such-token").await.unwrap_err(), "SESSION_INVALID");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_token_that_comes_twice_ends_its_session_and_a_letter_says_so() {
    let app = App::start().await;
    let ann = app.admit("ann@example.org").await;
    let elsewhere = Person::sign_in(&app, "ann@example.org").await;
    let (access, next) = refresh(&app, &ann.refresh_token).await.unwrap();

    app.clock.advance(TimeDelta::seconds(5));
    assert_eq!(refresh(&app, &ann.refresh_token).await.unwrap_err(), "SESSION_INVALID");
    assert!(opens(&app, &access).await, "a device that asks again at once only lost an answer");

    app.clock.advance(TimeDelta::seconds(30));
    assert_eq!(refresh(&app, &ann.refresh_token).await.unwrap_err(), "SESSION_INVALID");
    assert!(!opens(&app, &access).await, "whoever has the other one is out at once");
    assert_eq!(refresh(&app, &next).await.unwrap_err(), "SESSION_INVALID");
    assert!(opens(&app, &elsewhere.token).await, "other sessions go on");
    app.work().await;
    let letters = app.letters_to("ann@example.org");
    assert_eq!(letters.len(), 1, "told once");
    assert_eq!(letters[0].subject, "为了安全，我们让你的账户退出了登录");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_devices_that_refresh_at_the_same_moment_share_no_token() {
    let app = App::start().await;
    let ann = app.admit("ann@example.org").await;
    let tries = tokio::join!(refresh(&app, &ann.refresh_token), refresh(&app, &ann.refresh_token));
    let good = [tries.0, tries.1].into_iter().filter_map(Result::ok).collect::<Vec<_>>();
    assert_eq!(good.len(), 1, "a refresh token is good once");
    assert!(opens(&app, &good[0].0).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_listed_and_revoking_one_takes_effect_at_once() {
    let app = App::start().await;
    let phone = app.admit("ann@example.org").await;
    let laptop = Person::sign_in(&app, "ann@example.org").await;
    let eve = app.admit("eve@example.org").await;
    let seen = phone.ask(SESSIONS, Value::Null).await["viewer"]["sessions"].as_array().unwrap().clone();
    assert_eq!(seen.len(), 2);
    assert!(seen.iter().all(|session| session["device"] == "test"));
    let other = seen.iter().find(|session| session["current"] == false).unwrap()["id"].clone();

    let revoke = "mutation($s: ID!) { revokeSession(input: {sessionId: $s}) { done userErrors { code } } }";
    assert_eq!(code(&eve.try_ask(revoke, json!({ "s": other })).await), "NOT_FOUND", "not hers");
    assert!(opens(&app, &laptop.token).await);
    phone.ask(revoke, json!({ "s": other })).await;
    assert!(!opens(&app, &laptop.token).await, "although its access token has not ended");
    assert_eq!(refresh(&app, &laptop.refresh_token).await.unwrap_err(), "SESSION_INVALID");
    assert!(opens(&app, &phone.token).await);

    phone.ask("mutation { signOut { done userErrors { code } } }", Value::Null).await;
    assert!(!opens(&app, &phone.token).await);
    assert!(opens(&app, &eve.token).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_the_same_under_eddsa() {
    let app = App::start_with(&[("CHORUS_AUTH__ALGORITHM", "EdDSA".to_owned())]).await;
    let ann = app.admit("ann@example.org").await;
    assert!(opens(&app, &ann.token).await);
    let (access, _) = refresh(&app, &ann.refresh_token).await.unwrap();
    assert!(opens(&app, &access).await);
    let (head, rest) = access.split_once('.').unwrap();
    let (claims, signature) = rest.split_once('.').unwrap();
    let forged = format!("{head}.{claims}.{}", signature.chars().rev().collect::<String>());
    assert!(!opens(&app, &forged).await, "the signature counts");
    // {"alg":"none","typ":"JWT"}
    assert!(
        !opens(&app, &format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{claims}.")).await,
        "and cannot be left out"
    );
    app.wait(TimeDelta::minutes(10)).await;
    assert!(!opens(&app, &access).await);
}
