//! At once: two who agree, people who come and go while seats go, and a worker that breaks off.

use chorus::service::transfer;
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{PROPOSE, again, people};
use crate::support::{
    App, code,
    story::{JOIN, claim},
};

#[tokio::test(flavor = "multi_thread")]
async fn two_who_agree_at_once_make_one_merge() {
    let app = App::start().await;
    let [olga, otto, ann] = people(&app, &["olga", "otto", "ann"]).await.try_into().ok().unwrap();
    let operator = olga.operator("卡盟甲").await;
    let (one, other) = (olga.case(&operator).await, otto.case(&operator).await);
    ann.join(&one, "KM20261101000001", 100).await;
    // Each proposes the way that the other does not, and each agrees to the other's.
    let (there, back) = (olga.propose(&one, &other).await, otto.propose(&other, &one).await);
    let answers = tokio::join!(
        otto.with_transfer("acceptTransfer", &there),
        olga.with_transfer("acceptTransfer", &back),
        otto.with_transfer("acceptTransfer", &there),
        olga.with_transfer("acceptTransfer", &back),
    );
    let mut answers = [answers.0, answers.1, answers.2, answers.3];
    answers.sort();
    assert_eq!(answers.iter().filter(|answer| *answer == "OK").count(), 1, "{answers:?}");
    assert!(
        answers
            .iter()
            .all(|answer| ["OK", "TRANSFER_PENDING", "TRANSFER_NOT_OPEN"].contains(&answer.as_str())),
        "{answers:?}"
    );
    app.work().await;
    app.let_go().await;
    let [olga, otto, ann] = again([olga, otto, ann]).await;
    let stages = [olga.look(&one).await["stage"].clone(), otto.look(&other).await["stage"].clone()];
    assert_eq!(stages.iter().filter(|stage| **stage == "CLOSED").count(), 1, "{stages:?}");
    let seats = "{ viewer { cases { nodes { id } } } }";
    assert_eq!(ann.ask(seats, json!({})).await["viewer"]["cases"]["nodes"].as_array().unwrap().len(), 1);
    app.is_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_or_goes_meanwhile_is_neither_lost_nor_brought_back() {
    let app = App::start().await;
    let [olga] = people(&app, &["olga"]).await.try_into().ok().unwrap();
    let operator = olga.operator("卡盟甲").await;
    let (old, new) = (olga.case(&operator).await, olga.case(&operator).await);
    let names: Vec<String> = (0..6).map(|n| format!("p{n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let folk = people(&app, &names).await;
    let (stay, come) = folk.split_at(3);
    for (n, person) in stay.iter().enumerate() {
        person.join(&old, &format!("KM2026110100001{n}"), 1_000).await;
        person.pool(&old).await;
    }
    olga.propose(&old, &new).await;
    app.work().await;
    app.clock.advance(TimeDelta::hours(72));
    let [olga] = again([olga]).await;
    let (mut goes, mut comes) = (Vec::new(), Vec::new());
    for person in stay {
        goes.push(crate::support::person::Person::sign_in(&app, &person.email).await);
    }
    for person in come {
        comes.push(crate::support::person::Person::sign_in(&app, &person.email).await);
    }
    let leave = "mutation($c: ID!) { leaveCase(input: {caseId: $c}) { left userErrors { code } } }";
    let join =
        |n: usize| json!({ "i": { "caseId": old, "claim": claim(&format!("KM2026110100002{n}"), 1_000) } });
    // Everything at once, with two workers.
    let (left, came, ()) = tokio::join!(
        futures_util::future::join_all(goes.iter().map(|person| person.try_ask(leave, json!({ "c": old })))),
        futures_util::future::join_all(
            comes.iter().enumerate().map(|(n, person)| person.try_ask(JOIN, join(n)))
        ),
        async {
            for _ in 0..20 {
                let (one, other) = tokio::join!(transfer::run_due(&app.hub), transfer::run_due(&app.hub));
                one.unwrap();
                other.unwrap();
            }
        }
    );
    app.work().await;
    app.wait(TimeDelta::minutes(2)).await;
    app.wait(TimeDelta::minutes(2)).await;
    let mut expected = 1;
    for (person, answer) in goes.iter().zip(&left) {
        let there = person.look(&new).await["membership"].clone();
        match code(answer).as_str() {
            "OK" => assert_eq!(there, Value::Null, "{} left", person.email),
            "SEAT_MOVED" => {
                assert_eq!(there["claim"]["amountFen"], 1_000, "{} was moved", person.email);
                expected += 1;
            }
            other => panic!("{other}"),
        }
        assert_eq!(person.look(&old).await["membership"].is_null(), there.is_null());
    }
    for (person, answer) in comes.iter().zip(&came) {
        let there = person.look(&new).await["membership"].clone();
        match code(answer).as_str() {
            "OK" => {
                assert_eq!(there["claim"]["amountFen"], 1_000, "{} joined and came along", person.email);
                expected += 1;
            }
            "CASE_NOT_OPEN" => assert_eq!(there, Value::Null),
            other => panic!("{other}"),
        }
    }
    let seen = olga.look(&new).await;
    assert_eq!(
        (&seen["memberCount"], &seen["claimedFen"]),
        (&json!(expected), &json!((expected - 1) * 1_000))
    );
    assert_eq!(seen["membership"]["members"]["nodes"].as_array().unwrap().len(), expected);
    assert_eq!(olga.look(&old).await["stage"], "CLOSED");
    app.is_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_that_is_taken_twice_does_no_more_than_once() {
    let app = App::start().await;
    let [olga, ann] = people(&app, &["olga", "ann"]).await.try_into().ok().unwrap();
    let operator = olga.operator("卡盟甲").await;
    let (old, new) = (olga.case(&operator).await, olga.case(&operator).await);
    ann.join(&old, "KM20261101000001", 100).await;
    ann.pool(&old).await;
    olga.propose(&old, &new).await;
    app.work().await;
    app.clock.advance(TimeDelta::hours(72));
    // One step at a time, as if each worker vanished after its own.
    for _ in 0..3 {
        transfer::run_due(&app.hub).await.unwrap();
    }
    let rows = app.rows().await;
    transfer::run_due(&app.hub).await.unwrap();
    assert_eq!(app.rows().await, rows, "until the last pass nothing is due");
    app.clock.advance(TimeDelta::minutes(2));
    let (one, other, third) =
        tokio::join!(transfer::run_due(&app.hub), transfer::run_due(&app.hub), transfer::run_due(&app.hub));
    for done in [one, other, third] {
        done.unwrap();
    }
    app.work().await;
    let [olga, ann] = again([olga, ann]).await;
    let seen = ann.look(&new).await;
    assert_eq!(
        (&seen["memberCount"], &seen["claimedFen"], &seen["evidenceCount"]),
        (&json!(2), &json!(100), &json!(1))
    );
    assert_eq!(super::kinds(&seen).iter().filter(|kind| **kind == "CASE_MERGED").count(), 1);
    let key = "mutation($a: ID!, $b: ID!, $k: String!) {
        proposeMerge(input: {caseId: $a, intoCaseId: $b, idempotencyKey: $k}) { transfer { id } userErrors { code } } }";
    let third = olga.case(&operator).await;
    let keyed = json!({ "a": third, "b": new, "k": "once" });
    let once = olga.ask(key, keyed.clone()).await;
    assert_eq!(olga.ask(key, keyed).await, once);
    assert_eq!(code(&olga.try_ask(PROPOSE, json!({ "a": third, "b": new })).await), "TRANSFER_PENDING");
    app.is_sound().await;
}
