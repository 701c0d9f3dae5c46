//! Ballots: each member speaks for themself, on one exact text, until a fixed end.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{
    App, code,
    mailbox::Mail,
    person::Person,
    story::{FILE, OPEN_BALLOT, VOTE},
    voted::Voting,
};

async fn try_vote(person: &Person<'_>, ballot: &str, sha256: &str, choice: &str, release: bool) -> String {
    let input = json!({ "ballotId": ballot, "sha256": sha256, "choice": choice, "releaseIdentity": release });
    code(&person.try_ask(VOTE, json!({ "i": input })).await)
}

/// The newest ballot of a case, as this person sees it.
async fn newest(person: &Person<'_>, case: &str) -> Value {
    let query = "query($c: ID!) { case(id: $c) { stage membership { ballots {
        state electorate yes no abstain closedAt myVote { choice releaseIdentity } } } } }";
    person.ask(query, json!({ "c": case })).await["case"]["membership"]["ballots"][0].clone()
}

/// The machine-readable copy in the mail to the operator's desk.
fn filed_json(desk: &Mail) -> Value {
    let (_, bytes) = desk.attachments.iter().find(|(name, _)| name.ends_with(".json")).unwrap();
    serde_json::from_slice(bytes).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vote_may_be_changed_until_the_end_and_counts_once() {
    let app = App::start().await;
    let v = app.voting().await;
    for choice in ["YES", "NO", "YES", "YES", "ABSTAIN"] {
        v.ann.vote(&v.ballot, &v.sha256, choice).await;
    }
    let (one, other) = tokio::join!(
        try_vote(&v.bob, &v.ballot, &v.sha256, "YES", true),
        try_vote(&v.bob, &v.ballot, &v.sha256, "YES", true)
    );
    assert_eq!((one.as_str(), other.as_str()), ("OK", "OK"));
    v.ann.vote(&v.ballot, &v.sha256, "YES").await;
    let running = newest(&v.ann, &v.case).await;
    assert_eq!((&running["state"], &running["yes"]), (&json!("OPEN"), &Value::Null), "no interim results");
    assert_eq!(running["myVote"], json!({ "choice": "YES", "releaseIdentity": true }));
    assert_eq!(newest(&v.olga, &v.case).await["myVote"], Value::Null, "nobody sees the vote of another");
    assert_eq!(try_vote(&v.ann, &v.ballot, &"0".repeat(64), "NO", false).await, "HASH_MISMATCH");

    app.clock.advance(TimeDelta::days(3));
    let v = v.again().await;
    assert_eq!(
        try_vote(&v.ann, &v.ballot, &v.sha256, "NO", false).await,
        "BALLOT_CLOSED",
        "not counted yet, but over"
    );
    app.work().await;
    let closed = newest(&v.ann, &v.case).await;
    assert_eq!(
        (&closed["yes"], &closed["no"], &closed["abstain"]),
        (&json!(2), &json!(0), &json!(0)),
        "{closed}"
    );
    assert_eq!((&closed["state"], &closed["electorate"]), (&json!("PASSED"), &json!(2)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_needs_the_release_and_a_complete_identity() {
    let app = App::start().await;
    let (people, case) = app.gathered(&["olga@example.org", "ann@example.org", "bob@example.org"]).await;
    let [olga, ann, bob] = people.try_into().ok().unwrap();
    olga.cite(&case).await;
    let (complaint, sha256) = olga.compile(&case).await;
    let ends = (app.hub.now() + TimeDelta::hours(1)).to_rfc3339();
    let ballot = olga.open_ballot(&complaint, &ends).await;

    assert_eq!(try_vote(&ann, &ballot, &sha256, "YES", false).await, "RELEASE_NEEDED");
    assert_eq!(try_vote(&ann, &ballot, &sha256, "YES", true).await, "IDENTITY_MISSING");
    let seal = "mutation { sealIdentity(input: {name: \"王小明\", phone: \"13812345678\"}) { identity { complete } userErrors { code } } }";
    assert_eq!(ann.ask(seal, Value::Null).await["sealIdentity"]["identity"]["complete"], false);
    assert_eq!(try_vote(&ann, &ballot, &sha256, "YES", true).await, "IDENTITY_MISSING", "without an address");
    assert_eq!(try_vote(&bob, &ballot, &sha256, "NO", false).await, "OK", "a no needs no name");
    ann.seal_identity("王小明", "13812345678", "上海市徐汇区漕溪北路 1 号").await;
    assert_eq!(try_vote(&ann, &ballot, &sha256, "YES", true).await, "OK");
    assert_eq!(
        try_vote(&olga, &ballot, &sha256, "NO", false).await,
        "NOT_IN_ELECTORATE",
        "olga has no claim in it"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_later_votes_on_the_next_version() {
    let app = App::start().await;
    let v = app.voting().await;
    let cid = app.admit("cid@example.org").await;
    assert_eq!(cid.join(&v.case, "KM2026110300000003", 10_000).await["userErrors"], json!([]));
    cid.seal_identity("韩梅梅", "13700001111", "广州市天河区体育西路 5 号").await;
    assert_eq!(try_vote(&cid, &v.ballot, &v.sha256, "YES", true).await, "NOT_IN_ELECTORATE");
    assert_eq!(newest(&cid, &v.case).await["electorate"], 2);

    let v = v.end().await;
    let cid = cid.again().await;
    let (complaint, sha256) = v.olga.compile(&v.case).await;
    assert_ne!(sha256, v.sha256);
    let ends = (app.hub.now() + TimeDelta::hours(1)).to_rfc3339();
    let ballot = v.olga.open_ballot(&complaint, &ends).await;
    assert_eq!(try_vote(&cid, &ballot, &v.sha256, "YES", true).await, "HASH_MISMATCH", "the text of before");
    assert_eq!(try_vote(&cid, &ballot, &sha256, "YES", true).await, "OK");
    assert_eq!(newest(&cid, &v.case).await["electorate"], 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ballot_ends_although_nobody_was_there_at_that_minute() {
    let app = App::start().await;
    let v = app.voting().await;
    v.ann.vote(&v.ballot, &v.sha256, "YES").await;
    v.bob.vote(&v.ballot, &v.sha256, "YES").await;
    app.work().await;
    app.empty_mailboxes();
    app.wait(TimeDelta::days(10)).await;
    app.work().await;
    let v = v.again().await;
    let closed = newest(&v.ann, &v.case).await;
    assert_eq!(closed["state"], "PASSED");
    assert_eq!(v.ann.count_events(&v.case, "BALLOT_CLOSED").await, 1);
    assert_eq!(app.letters_to("ann@example.org").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quorum_that_is_lowered_while_the_ballot_runs_counts_from_the_next_one() {
    let app = App::start().await;
    let v = app.voting().await;
    v.ann.vote(&v.ballot, &v.sha256, "YES").await;
    v.olga.set_quorum(&v.case, 1).await;
    let v = v.end().await;
    assert_eq!(newest(&v.ann, &v.case).await["state"], "REJECTED");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_rejected_is_not_filed_and_people_gather_again() {
    let app = App::start().await;
    let v = app.voting().await;
    v.ann.vote(&v.ballot, &v.sha256, "YES").await;
    v.bob.vote(&v.ballot, &v.sha256, "NO").await;
    let again = v.olga.try_ask(OPEN_BALLOT, json!({ "c": v.complaint, "t": "2026-11-23T00:00:00Z" })).await;
    assert_eq!(code(&again), "BALLOT_RUNNING");
    assert_eq!(code(&v.olga.try_ask(FILE, json!({ "b": v.ballot })).await), "BALLOT_NOT_PASSED");
    let v = v.end().await;
    let closed = newest(&v.ann, &v.case).await;
    assert_eq!((&closed["state"], &closed["yes"], &closed["no"]), (&json!("REJECTED"), &json!(1), &json!(1)));
    let seen = v.ann.ask("query($c: ID!) { case(id: $c) { stage } }", json!({ "c": v.case })).await;
    assert_eq!(seen["case"]["stage"], "GATHERING");
    assert_eq!(code(&v.olga.try_ask(FILE, json!({ "b": v.ballot })).await), "BALLOT_NOT_PASSED");
    let ends = (app.hub.now() + TimeDelta::hours(1)).to_rfc3339();
    v.olga.open_ballot(&v.complaint, &ends).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_said_yes_is_in_the_filing() {
    let app = App::start().await;
    let v = app.voting_of(1).await;
    let cid = app.admit("cid@example.org").await;
    cid.join(&v.case, "KM2026110300000003", 10_000).await;
    v.ann.vote(&v.ballot, &v.sha256, "YES").await;
    v.bob.vote(&v.ballot, &v.sha256, "ABSTAIN").await;
    let v = v.end().await;
    v.olga.file(&v.ballot).await;
    app.work().await;

    let desk = app.letter_to("tousu@kamen.example");
    let filed = filed_json(&desk);
    assert_eq!((&filed["voted_sha256"], &filed["voted_members"]), (&json!(v.sha256), &json!(2)));
    let schedule = filed["schedule"].as_array().unwrap();
    assert_eq!(schedule.len(), 1, "{filed}");
    assert_eq!(schedule[0]["identity"]["name"], "王小明");
    assert_eq!(schedule[0]["order_number"], "KM2026110100000001", "in full, as the authorities require");
    assert_eq!(filed["totals"]["paid_fen"], 48_800);
    let csv = &desk.attachments.iter().find(|(name, _)| name.ends_with(".csv")).unwrap().1;
    for text in [filed.to_string(), String::from_utf8(csv.clone()).unwrap(), desk.text.clone()] {
        for other in
            ["李雷", "13987654321", "KM2026110100000002", "KM2026110300000003", "ann@", "bob@", "cid@"]
        {
            assert!(!text.contains(other), "{other} did not say yes: {text}");
        }
    }
    for (person, carried) in [(&v.ann, true), (&v.bob, false), (&v.olga, false)] {
        let seen =
            person.ask("query($c: ID!) { case(id: $c) { filings { carriesMe } } }", json!({ "c": v.case }));
        assert_eq!(seen.await["case"]["filings"], json!([{ "carriesMe": carried }]), "{}", person.email);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_after_a_yes_is_not_in_the_filing() {
    let app = App::start().await;
    let Voting { olga, ann, ballot, case, .. } = app.carried().await;
    ann.ask(LEAVE, json!({ "c": case })).await;
    let back = ann.join(&case, "KM2026110900000009", 99_900).await;
    assert_eq!(back["userErrors"], json!([]), "who left is welcome again, but their yes is gone");
    olga.file(&ballot).await;
    app.work().await;
    let filed = filed_json(&app.letter_to("tousu@kamen.example"));
    let schedule = filed["schedule"].as_array().unwrap();
    let names: Vec<_> = schedule.iter().map(|entry| &entry["identity"]["name"]).collect();
    assert_eq!(names, ["李雷"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_while_the_ballot_runs_takes_their_vote_along() {
    let app = App::start().await;
    let v = app.voting().await;
    v.ann.vote(&v.ballot, &v.sha256, "NO").await;
    v.bob.vote(&v.ballot, &v.sha256, "YES").await;
    v.ann.ask(LEAVE, json!({ "c": v.case })).await;
    v.ann.join(&v.case, "KM2026110900000009", 99_900).await;
    let v = v.end().await;
    let closed = newest(&v.bob, &v.case).await;
    assert_eq!((&closed["yes"], &closed["no"]), (&json!(1), &json!(0)), "{closed}");
}

const LEAVE: &str = "mutation($c: ID!) { leaveCase(input: {caseId: $c}) { left userErrors { code } } }";
