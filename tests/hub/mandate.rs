//! Representatives: elected by those they represent, replaced by those who want it, and nobody spoken for without their
//! own yes.

use chorus::domain::ballot::{Receipt, Tally};
use chrono::TimeDelta;
use entity::Choice;
use serde_json::{Value, json};

use crate::support::{App, code, person::Person, story::VOTE, voted::Voting};

const STAND: &str =
    "mutation($c: ID!, $s: String!) { standForRepresentative(input: {caseId: $c, statement: $s}) {
    statement userErrors { code field } } }";
const STEP_DOWN: &str =
    "mutation($c: ID!) { withdrawCandidacy(input: {caseId: $c}) { code userErrors { code } } }";
const RESIGN: &str =
    "mutation($c: ID!) { resignMandate(input: {caseId: $c}) { endedAt userErrors { code } } }";
const ELECT: &str = "mutation($c: ID!, $t: DateTime!) { openElection(input: {caseId: $c, closesAt: $t}) {
    ballot { id kind sha256 subject electorate candidates { code statement } } userErrors { code } } }";
const REPLACE: &str = "mutation($i: OpenReplacementInput!) { openReplacement(input: $i) {
    ballot { id sha256 subject } userErrors { code field } } }";
const TAKE_BACK: &str = "mutation($f: ID!, $t: DateTime!) { openWithdrawal(input: {filingId: $f, reason: \"对方已经退款。\", closesAt: $t}) {
    ballot { id sha256 electorate } userErrors { code } } }";
const SEEN: &str = "query($c: ID!) { case(id: $c) { stage filings { id status memberCount carriesMe } membership { code role
    representatives { code endedAt } candidates { code } ballots { id kind state yes no abstain elected tallySha256
        myVote { receipt choice candidates } votes { nodes { receipt choice candidates } } } } } }";

impl Person<'_> {
    async fn seen(&self, case: &str) -> Value {
        self.ask(SEEN, json!({ "c": case })).await["case"].clone()
    }

    async fn stand(&self, case: &str, statement: &str) -> String {
        code(&self.try_ask(STAND, json!({ "c": case, "s": statement })).await)
    }

    async fn choose(&self, ballot: &Value, choice: &str, candidates: &[&str]) -> String {
        let input = json!({ "ballotId": ballot["id"], "sha256": ballot["sha256"], "choice": choice, "candidates": candidates });
        code(&self.try_ask(VOTE, json!({ "i": input })).await)
    }
}

fn in_days(app: &App, days: i64) -> String {
    (app.hub.now() + TimeDelta::days(days)).to_rfc3339()
}

/// Counts published votes again, as anybody can.
fn recount(votes: &Value) -> Tally {
    let mut tally = Tally::default();
    for vote in votes.as_array().unwrap() {
        tally.add(&Receipt {
            receipt: vote["receipt"].as_str().unwrap().to_owned(),
            choice: match vote["choice"].as_str().unwrap() {
                "YES" => Choice::Yes,
                "NO" => Choice::No,
                _ => Choice::Abstain,
            },
            candidates: serde_json::from_value(vote["candidates"].clone()).unwrap(),
        });
    }
    tally
}

/// A gathering case with a claim and an identity of ann, bob and cem.
async fn gathered(app: &App) -> ([Person<'_>; 4], String) {
    let emails = ["olga@example.org", "ann@example.org", "bob@example.org", "cem@example.org"];
    let (people, case) = app.gathered(&emails).await;
    for (person, phone) in people[1..].iter().zip(["13812345678", "13987654321", "13712345678"]) {
        person.seal_identity("王小明", phone, &format!("上海市徐汇区漕溪北路{}号", &phone[7..])).await;
    }
    (people.try_into().ok().unwrap(), case)
}

#[tokio::test(flavor = "multi_thread")]
async fn two_are_elected_and_everybody_finds_their_vote_in_the_result() {
    let app = App::start().await;
    let ([olga, ann, bob, cem], case) = gathered(&app).await;
    assert_eq!(
        code(&olga.try_ask(ELECT, json!({ "c": case, "t": in_days(&app, 3) })).await),
        "NO_CANDIDATES"
    );
    assert_eq!(olga.stand(&case, "我来组织。").await, "NO_CLAIM");
    assert_eq!(ann.stand(&case, "短").await, "TOO_SHORT");
    let stood = ann.ask(STAND, json!({ "c": case, "s": "我有时间，电话13812345678。" })).await;
    assert!(!stood["standForRepresentative"]["statement"].as_str().unwrap().contains("138"), "{stood}");
    for person in [&bob, &cem] {
        assert_eq!(person.stand(&case, "我愿意代表大家。").await, "OK");
    }
    let opened = olga.ask(ELECT, json!({ "c": case, "t": in_days(&app, 3) })).await["openElection"].clone();
    let ballot = &opened["ballot"];
    assert_eq!((&ballot["kind"], &ballot["electorate"]), (&json!("ELECTION"), &json!(3)));
    assert_eq!(
        code(&olga.try_ask(ELECT, json!({ "c": case, "t": in_days(&app, 3) })).await),
        "BALLOT_RUNNING"
    );
    assert_eq!(ballot["candidates"].as_array().unwrap().len(), 3);
    let mut codes = Vec::new();
    for person in [&ann, &bob, &cem] {
        codes.push(person.seen(&case).await["membership"]["code"].as_str().unwrap().to_owned());
    }
    let [a, b, c] = [0, 1, 2].map(|at: usize| codes[at].as_str());

    app.clock.advance(TimeDelta::seconds(1));
    let late = app.person("dan").await;
    late.join(&case, "KM2026110100009999", 10_000).await;
    for (who, choice, candidates, expected) in [
        (&olga, "YES", &[a][..], "NOT_IN_ELECTORATE"),
        (&late, "YES", &[a], "NOT_IN_ELECTORATE"),
        (&ann, "YES", &[], "REQUIRED"),
        (&ann, "YES", &["ZZZZ"], "UNKNOWN"),
        (&ann, "YES", &[a, b, c], "TOO_MANY"),
        (&ann, "NO", &[], "ABSTAIN_INSTEAD"),
        (&ann, "YES", &[c], "OK"),
        (&ann, "YES", &[a, c], "OK"),
        (&bob, "YES", &[c], "OK"),
        (&cem, "ABSTAIN", &[], "OK"),
    ] {
        assert_eq!(who.choose(ballot, choice, candidates).await, expected, "{choice} {candidates:?}");
    }
    let running = &ann.seen(&case).await["membership"]["ballots"][0];
    assert_eq!((&running["votes"]["nodes"], &running["tallySha256"]), (&json!([]), &Value::Null), "not yet");
    let receipt = running["myVote"]["receipt"].clone();

    app.wait(TimeDelta::days(3)).await;
    let (olga, ann, bob, cem) = (olga.again().await, ann.again().await, bob.again().await, cem.again().await);
    let seen = ann.seen(&case).await;
    let closed = &seen["membership"]["ballots"][0];
    assert_eq!((&closed["state"], &closed["elected"]), (&json!("PASSED"), &json!([c, a])));
    let mine = closed["votes"]["nodes"].as_array().unwrap().iter().find(|vote| vote["receipt"] == receipt);
    assert_eq!(mine.unwrap(), &json!({ "receipt": receipt, "choice": "YES", "candidates": [a, c] }));
    let counted = recount(&closed["votes"]["nodes"]);
    assert_eq!((counted.yes, counted.abstain), (2, 1));
    assert_eq!(closed["tallySha256"], counted.sha256());
    assert_eq!(seen["membership"]["role"], "REPRESENTATIVE");
    assert_eq!(bob.seen(&case).await["membership"]["role"], "MEMBER");
    assert_eq!(olga.seen(&case).await["membership"]["ballots"][0]["myVote"], Value::Null);

    // What is compiled now names them.
    olga.cite(&case).await;
    let (complaint, _) = olga.compile(&case).await;
    let text = olga.get(&format!("/complaints/{complaint}.txt")).await.text().await.unwrap();
    assert!(text.contains("代表人") && text.contains(a) && text.contains(c), "{text}");

    // One resigns, and another takes their place once members want it.
    ann.ask(RESIGN, json!({ "c": case })).await;
    assert_eq!(code(&ann.try_ask(RESIGN, json!({ "c": case })).await), "NOT_A_REPRESENTATIVE");
    let wanted = |leaving: &str, candidate: &str| {
        json!({ "i": { "caseId": case, "leaving": leaving, "candidate": candidate, "reason": "原代表人辞任。",
            "closesAt": in_days(&app, 2) } })
    };
    assert_eq!(code(&olga.try_ask(REPLACE, wanted(b, c)).await), "NOT_A_REPRESENTATIVE");
    assert_eq!(code(&olga.try_ask(REPLACE, wanted(a, "ZZZZ")).await), "NOT_A_CANDIDATE");
    let opened = olga.ask(REPLACE, wanted(a, b)).await["openReplacement"]["ballot"].clone();
    for person in [&ann, &bob] {
        assert_eq!(person.choose(&opened, "YES", &[]).await, "OK");
    }
    assert_eq!(cem.choose(&opened, "NO", &[]).await, "OK");
    app.wait(TimeDelta::days(2)).await;
    let bob = bob.again().await;
    let seen = bob.seen(&case).await;
    let codes: Vec<&Value> =
        seen["membership"]["representatives"].as_array().unwrap().iter().map(|it| &it["code"]).collect();
    assert_eq!(codes, [c, b]);
    assert_eq!(seen["membership"]["role"], "REPRESENTATIVE");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mandate_goes_with_who_leaves_and_a_candidate_may_step_down() {
    let app = App::start().await;
    let ([olga, ann, bob, cem], case) = gathered(&app).await;
    for person in [&ann, &bob, &cem] {
        assert_eq!(person.stand(&case, "我愿意代表大家。").await, "OK");
    }
    cem.ask(STEP_DOWN, json!({ "c": case })).await;
    assert_eq!(code(&cem.try_ask(STEP_DOWN, json!({ "c": case })).await), "NOT_A_CANDIDATE");
    let ballot =
        olga.ask(ELECT, json!({ "c": case, "t": in_days(&app, 1) })).await["openElection"]["ballot"].clone();
    let a = ann.seen(&case).await["membership"]["code"].as_str().unwrap().to_owned();
    let b = bob.seen(&case).await["membership"]["code"].as_str().unwrap().to_owned();
    assert_eq!(ballot["candidates"].as_array().unwrap().len(), 2);
    assert_eq!(cem.choose(&ballot, "YES", &[&a, &b]).await, "OK");
    assert_eq!(ann.choose(&ballot, "YES", &[&b]).await, "OK");
    // Who leaves before the end is not elected.
    let leave = "mutation($c: ID!) { leaveCase(input: {caseId: $c}) { userErrors { code } } }";
    ann.ask(leave, json!({ "c": case })).await;
    app.wait(TimeDelta::days(1)).await;
    let (olga, bob) = (olga.again().await, bob.again().await);
    let closed = olga.seen(&case).await["membership"]["ballots"][0].clone();
    assert_eq!(
        (&closed["state"], &closed["yes"]),
        (&json!("REJECTED"), &json!(1)),
        "one vote where two are asked for"
    );

    olga.set_quorum(&case, 1).await;
    let ballot =
        olga.ask(ELECT, json!({ "c": case, "t": in_days(&app, 1) })).await["openElection"]["ballot"].clone();
    assert_eq!(bob.choose(&ballot, "YES", &[&b]).await, "OK");
    // Two workers come at once: there is one result, and one mandate.
    app.clock.advance(TimeDelta::days(1));
    let close = || chorus::service::tally::close_ended(&app.hub);
    let (one, other) = tokio::join!(close(), close());
    assert!(one.is_ok() && other.is_ok());
    app.work().await;
    let (olga, bob) = (olga.again().await, bob.again().await);
    let seen = olga.seen(&case).await;
    assert_eq!(seen["membership"]["representatives"].as_array().unwrap().len(), 1);
    assert_eq!(olga.count_events(&case, "RESOLUTION_CLOSED").await, 2);
    bob.ask(leave, json!({ "c": case })).await;
    assert_eq!(olga.seen(&case).await["membership"]["representatives"], json!([]));
    assert_eq!(olga.count_events(&case, "MANDATE_ENDED").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filing_is_taken_back_only_by_those_who_say_so() {
    let app = App::start().await;
    let v = app.carried().await;
    let filing = v.olga.file(&v.ballot).await;
    app.work().await;
    let Voting { olga, ann, bob, case, .. } = v;
    let too_soon = olga.try_ask(TAKE_BACK, json!({ "f": filing, "t": in_days(&app, 0) })).await;
    assert_eq!(code(&too_soon), "DEADLINE_TOO_SOON");
    let mut people = [olga, ann, bob];
    for (takes, status, left) in [(1, "SUBMITTED", 1), (2, "WITHDRAWN", 0)] {
        let opened = people[0].ask(TAKE_BACK, json!({ "f": filing, "t": in_days(&app, 1) })).await;
        let ballot = opened["openWithdrawal"]["ballot"].clone();
        assert_eq!(ballot["electorate"], left + 1);
        assert_eq!(people[takes].choose(&ballot, "YES", &[]).await, "OK");
        assert_eq!(people[0].choose(&ballot, "YES", &[]).await, "NOT_IN_ELECTORATE");
        app.wait(TimeDelta::days(1)).await;
        people = {
            let [olga, ann, bob] = people;
            [olga.again().await, ann.again().await, bob.again().await]
        };
        let seen = people[takes].seen(&case).await;
        assert_eq!(seen["filings"][0]["status"], status);
        assert_eq!(seen["filings"][0]["carriesMe"], false, "who took their part back is not spoken for");
    }
    assert_eq!(
        code(&people[0].try_ask(TAKE_BACK, json!({ "f": filing, "t": in_days(&app, 1) })).await),
        "FILING_OVER"
    );
}
