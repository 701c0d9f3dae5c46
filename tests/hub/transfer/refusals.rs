//! What does not fit is refused when it is proposed, and cancelled when it does not fit any more.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{PROPOSE, again, kinds, people};
use crate::support::{App, code};

const HIDE: &str = "mutation($c: ID!) { hideCase(input: {caseId: $c, reason: \"含有他人的个人信息\"}) { userErrors { code } } }";

#[tokio::test(flavor = "multi_thread")]
async fn cases_that_do_not_fit_are_not_merged() {
    let app = App::start().await;
    let [olga, otto, mo, sam] = people(&app, &["olga", "otto", "mo", "sam"]).await.try_into().ok().unwrap();
    chorus::service::account::promote(&app.hub, "mo@example.org", entity::AccountRole::Moderator)
        .await
        .unwrap();
    let (one, other) = (olga.operator("卡盟甲").await, olga.operator("另一家卡盟").await);
    let target = olga.case(&one).await;
    let foreign = olga.case(&other).await;
    let draft = olga.draft(&one).await;
    let closed = olga.case(&one).await;
    olga.close(&closed).await;
    let hidden = olga.case(&one).await;
    mo.ask(HIDE, json!({ "c": hidden })).await;
    let pending = olga.case(&one).await;
    let more = olga.case(&one).await;
    olga.propose(&pending, &target).await;
    let voting = olga.case(&one).await;
    olga.set_quorum(&voting, 1).await;
    sam.join(&voting, "KM20261101000001", 100).await;
    olga.cite(&voting).await;
    let (complaint, _) = olga.compile(&voting).await;
    olga.put_to_vote(&complaint).await;
    for (from, into, refused) in [
        (&target, &target, "SAME_CASE"),
        (&foreign, &target, "OPERATORS_DIFFER"),
        (&draft, &target, "CASES_NOT_GATHERING"),
        (&target, &closed, "CASES_NOT_GATHERING"),
        (&hidden, &target, "CASE_HIDDEN"),
        (&voting, &target, "CASES_NOT_GATHERING"),
        (&target, &more, "TRANSFER_PENDING"),
        (&more, &pending, "TRANSFER_PENDING"),
    ] {
        let answer = olga.try_ask(PROPOSE, json!({ "a": from, "b": into })).await;
        assert_eq!(code(&answer), refused, "{from} into {into}");
    }
    assert_eq!(code(&otto.try_ask(PROPOSE, json!({ "a": hidden, "b": target })).await), "NOT_FOUND");
    assert_eq!(code(&otto.try_ask(PROPOSE, json!({ "a": draft, "b": target })).await), "NOT_FOUND");
    assert_eq!(code(&otto.try_ask(PROPOSE, json!({ "a": more, "b": target })).await), "NOT_MEMBER");
    assert_eq!(code(&sam.try_ask(PROPOSE, json!({ "a": voting, "b": target })).await), "ORGANISERS_ONLY");
    let hours = "mutation($a: ID!, $b: ID!, $h: Int!) {
        proposeMerge(input: {caseId: $a, intoCaseId: $b, objectionHours: $h}) { userErrors { code field } } }";
    for hours_given in [0, 23, 337] {
        let answer = olga.try_ask(hours, json!({ "a": more, "b": target, "h": hours_given })).await;
        assert_eq!(code(&answer), "OUT_OF_RANGE");
    }
    let by_hand =
        "mutation($c: ID!) { closeCase(input: {caseId: $c, outcome: MERGED}) { userErrors { code } } }";
    assert_eq!(code(&olga.try_ask(by_hand, json!({ "c": more })).await), "MERGE_NOT_CLOSED");
    // Several may come into one case.
    assert_eq!(olga.propose(&more, &target).await["state"], "AGREED");
}

#[tokio::test(flavor = "multi_thread")]
async fn operators_that_share_a_name_are_one() {
    let app = App::start().await;
    let [olga] = people(&app, &["olga"]).await.try_into().ok().unwrap();
    let create = "mutation($i: CreateOperatorInput!) { createOperator(input: $i) { operator { id } userErrors { code } } }";
    let mut cases = Vec::new();
    for input in [json!({ "name": "卡盟甲" }), json!({ "name": "甲卡盟", "aliases": ["卡盟甲"] })] {
        let made = olga.ask(create, json!({ "i": input })).await;
        cases.push(olga.case(made["createOperator"]["operator"]["id"].as_str().unwrap()).await);
    }
    assert_eq!(olga.propose(&cases[0], &cases[1]).await["state"], "AGREED");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_any_more_is_cancelled_and_told() {
    let app = App::start().await;
    let [olga, ann, mo] = people(&app, &["olga", "ann", "mo"]).await.try_into().ok().unwrap();
    chorus::service::account::promote(&app.hub, "mo@example.org", entity::AccountRole::Moderator)
        .await
        .unwrap();
    let operator = olga.operator("卡盟甲").await;
    let (old, new) = (olga.case(&operator).await, olga.case(&operator).await);
    ann.join(&old, "KM20261101000001", 100).await;
    let merge = olga.propose(&old, &new).await;
    app.work().await;
    mo.ask(HIDE, json!({ "c": new })).await;
    app.empty_mailboxes();
    app.let_go().await;
    let [olga, ann, mo] = again([olga, ann, mo]).await;
    let seen = ann.look(&old).await;
    assert_eq!(
        (&seen["stage"], &seen["transfers"], kinds(&seen)[0]),
        (&json!("GATHERING"), &json!([]), "TRANSFER_CANCELLED")
    );
    assert_eq!(seen["membership"]["claim"]["amountFen"], 100);
    assert_eq!(app.letters_to("ann@example.org").len(), 1, "who was told of it is told of that");
    let note = "query($t: ID!) { node(id: $t) { ... on Transfer { state note } } }";
    let ended = ann.ask(note, json!({ "t": merge["id"] })).await;
    assert_eq!(ended["node"], json!({ "state": "CANCELLED", "note": "UNFIT" }));
    let _ = (olga, mo);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_is_taken_back_turned_down_or_forgotten() {
    let app = App::start().await;
    let [olga, otto, ann] = people(&app, &["olga", "otto", "ann"]).await.try_into().ok().unwrap();
    let operator = olga.operator("卡盟甲").await;
    let (old, new) = (olga.case(&operator).await, otto.case(&operator).await);
    ann.join(&old, "KM20261101000001", 100).await;
    app.work().await;
    app.empty_mailboxes();
    // From the case that would take members in, as well.
    let merge = otto.propose(&old, &new).await;
    assert_eq!(code(&otto.try_ask(PROPOSE, json!({ "a": old, "b": new })).await), "NOTHING_TO_CHANGE");
    assert_eq!(ann.with_transfer("withdrawTransfer", &merge).await, "NOT_FOUND");
    assert_eq!(olga.with_transfer("withdrawTransfer", &merge).await, "OK");
    assert_eq!(olga.with_transfer("acceptTransfer", &merge).await, "TRANSFER_NOT_OPEN");
    let node = "query($t: ID!) { node(id: $t) { id } }";
    assert_eq!(ann.ask(node, json!({ "t": merge["id"] })).await["node"], Value::Null, "it was never told");
    app.work().await;
    assert_eq!(app.letters_to("ann@example.org").len(), 0);

    let merge = otto.propose(&old, &new).await;
    app.wait(TimeDelta::days(15)).await;
    let [olga, otto, ann] = again([olga, otto, ann]).await;
    assert_eq!(olga.with_transfer("acceptTransfer", &merge).await, "TRANSFER_NOT_OPEN");

    // What was agreed to can be cancelled until the first seat goes, by either side.
    let merge = otto.propose(&old, &new).await;
    assert_eq!(olga.with_transfer("acceptTransfer", &merge).await, "OK");
    assert_eq!(ann.with_transfer("withdrawTransfer", &merge).await, "ORGANISERS_ONLY");
    app.work().await;
    assert_eq!(otto.with_transfer("withdrawTransfer", &merge).await, "OK");
    app.let_go().await;
    let [ann, _, _] = again([ann, olga, otto]).await;
    let seen = ann.look(&old).await;
    assert_eq!((&seen["stage"], kinds(&seen)[0]), (&json!("GATHERING"), "TRANSFER_CANCELLED"));
    let letters = app.letters_to("ann@example.org");
    assert_eq!(letters.len(), 2, "that it was agreed to, and that it will not happen");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_flooded_with_proposals() {
    let app = App::start().await;
    let [olga, otto] = people(&app, &["olga", "otto"]).await.try_into().ok().unwrap();
    let operator = olga.operator("卡盟甲").await;
    let mine = otto.case(&operator).await;
    for n in 0..6 {
        let theirs = olga.case(&operator).await;
        let answer = otto.try_ask(PROPOSE, json!({ "a": theirs, "b": mine })).await;
        assert_eq!(code(&answer), if n < 5 { "OK" } else { "TOO_MANY_PROPOSALS" });
    }
    // A proposal binds nobody.
    let (one, two) = (olga.case(&operator).await, olga.case(&operator).await);
    assert_eq!(olga.propose(&one, &two).await["state"], "AGREED");
}
