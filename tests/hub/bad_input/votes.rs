//! Votes that come late, twice, or on another text.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{App, code, person::Person, story::VOTE};

async fn ballot(olga: &Person<'_>, ann: &Person<'_>, bob: &Person<'_>) -> (String, String) {
    let operator = olga.operator("卡盟甲").await;
    let case = olga.case(&operator).await;
    ann.join(&case, "KM2026110100001234", 48_800).await;
    bob.join(&case, "KM2026110100005678", 30_000).await;
    olga.cite(&case).await;
    let (complaint, sha256) = olga.compile(&case).await;
    for (past, code_) in [
        ("2026-11-01T00:00:00Z", "DEADLINE_TOO_SOON"),
        ("2026-11-22T02:00:00Z", "DEADLINE_TOO_SOON"),
        ("2030-01-01T00:00:00Z", "DEADLINE_TOO_FAR"),
    ] {
        let answer =
            olga.try_ask(crate::support::story::OPEN_BALLOT, json!({ "c": complaint, "t": past })).await;
        assert_eq!(code(&answer), code_, "{past}");
    }
    (olga.open_ballot(&complaint, "2026-11-25T02:00:00Z").await, sha256)
}

fn vote(ballot: &str, sha256: &str, choice: &str, release: bool) -> Value {
    json!({ "i": { "ballotId": ballot, "sha256": sha256, "choice": choice, "releaseIdentity": release } })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vote_counts_once_however_often_it_changes_and_not_after_the_end() {
    let app = App::start().await;
    let (olga, ann, bob) = (app.person("olga").await, app.person("ann").await, app.person("bob").await);
    let (ballot, sha256) = ballot(&olga, &ann, &bob).await;
    ann.seal_identity("王小明", "13812345678", "上海市徐汇区漕溪北路 1 号 2 室").await;

    let before = app.rows().await;
    for (input, code_) in [
        (vote(&ballot, &"0".repeat(64), "YES", true), "HASH_MISMATCH"),
        (vote(&ballot, "", "NO", false), "HASH_MISMATCH"),
        (vote(&ballot, &sha256, "YES", false), "RELEASE_NEEDED"),
        (vote(&ballot, &sha256, "PERHAPS", false), "BAD_INPUT"),
    ] {
        assert_eq!(code(&ann.try_ask(VOTE, input.clone()).await), code_, "{input}");
    }
    assert_eq!(code(&bob.try_ask(VOTE, vote(&ballot, &sha256, "YES", true)).await), "IDENTITY_MISSING");
    assert_eq!(app.rows().await, before);

    for choice in ["YES", "NO", "ABSTAIN", "YES", "YES"] {
        ann.vote(&ballot, &sha256, choice).await;
    }
    bob.vote(&ballot, &sha256, "NO").await;
    assert_eq!(app.rows().await["votes"], before["votes"] + 2, "one vote each");

    // Nobody has counted yet, but the end has come.
    app.clock.advance(TimeDelta::days(3));
    let (ann, bob) = (ann.again().await, bob.again().await);
    assert_eq!(code(&bob.try_ask(VOTE, vote(&ballot, &sha256, "ABSTAIN", false)).await), "BALLOT_CLOSED");
    app.work().await;
    assert_eq!(code(&ann.try_ask(VOTE, vote(&ballot, &sha256, "NO", false)).await), "BALLOT_CLOSED");
    let counted =
        "query($b: ID!) { node(id: $b) { ... on Ballot { yes no abstain electorate myVote { choice } } } }";
    let counted = bob.ask(counted, json!({ "b": ballot })).await;
    assert_eq!(
        counted["node"],
        json!({ "yes": 1, "no": 1, "abstain": 0, "electorate": 2, "myVote": { "choice": "NO" } })
    );
}
