//! Manifests: what a filing carries, and what anybody can find out with a file in hand.

use chorus::{
    domain::digest::of_original,
    service::{account::promote, letter::sha256},
};
use chrono::TimeDelta;
use entity::AccountRole;
use serde_json::{Value, json};

use super::{WITHDRAW, acts, chained};
use crate::support::{App, code, person::Person};

const VERIFY: &str = "query($h: String!) { verifyEvidence(sha256: $h) { caseNumber filedAt place size isOriginal
    originalDigest originalSalt copySha256 leaf root proof { hash left } filing { id evidenceRoot receipt sha256 memberCount } } }";
const CHECK: &str =
    "query($i: EvidenceProofInput!) { verifyEvidenceProof(input: $i) { holds published { caseNumber } } }";
const FILED: &str = "query($f: ID!) { node(id: $f) { ... on Filing { evidenceRoot manifest { nodes {
    place evidenceId originalDigest copySha256 leaf } } } } }";
const MINE: &str =
    "query($c: ID!) { case(id: $c) { number membership { myEvidence { nodes { id state } } } } }";

/// Deposits a text and puts its copy into the pool.
pub(super) async fn pool(person: &Person<'_>, case: &str, text: &str) -> Value {
    let deposit = "mutation($i: DepositTextInput!) { depositText(input: $i) {
        evidence { id originalSha256 originalSalt originalDigest copySha256 } userErrors { code } } }";
    let input = json!({ "caseId": case, "kind": "CHAT_LOG", "title": "与客服的聊天", "text": text });
    let piece = person.ask(deposit, json!({ "i": input })).await["depositText"]["evidence"].clone();
    person.confirm(piece["id"].as_str().unwrap(), piece["copySha256"].as_str().unwrap()).await;
    piece
}

/// A case that ann and bob voted for with evidence in it, and what was filed.
pub(super) struct Filed<'a> {
    pub olga: Person<'a>,
    pub ann: Person<'a>,
    pub case: String,
    pub filing: String,
    /// Three of ann, of which she withdrew the second after the vote, and one of bob, who abstained.
    pub pieces: [Value; 4],
}

pub(super) async fn filed(app: &App) -> Filed<'_> {
    let (people, case) = app.gathered(&["olga@example.org", "ann@example.org", "bob@example.org"]).await;
    let [olga, ann, bob] = people.try_into().ok().unwrap();
    olga.set_quorum(&case, 1).await;
    let pieces = [
        pool(&ann, &case, "客服：虚拟商品概不退换。我的手机号13812345678。").await,
        pool(&ann, &case, "客服：超过时效，不予处理。").await,
        pool(&ann, &case, "页面：卡密不存在。").await,
        pool(&bob, &case, "客服：请耐心等待。").await,
    ];
    olga.cite(&case).await;
    ann.seal_identity("王小明", "13812345678", "上海市徐汇区漕溪北路 1 号 2 室").await;
    let (complaint, hash) = olga.compile(&case).await;
    let ballot = olga.open_ballot(&complaint, &(app.hub.now() + TimeDelta::days(3)).to_rfc3339()).await;
    ann.vote(&ballot, &hash, "YES").await;
    bob.vote(&ballot, &hash, "ABSTAIN").await;
    app.wait(TimeDelta::days(3)).await;
    let (olga, ann) = (olga.again().await, ann.again().await);
    ann.ask(WITHDRAW, json!({ "e": pieces[1]["id"] })).await;
    let filing = olga.file(&ballot).await;
    app.work().await;
    Filed { olga, ann, case, filing, pieces }
}

async fn verify(app: &App, hash: &Value) -> Vec<Value> {
    let answer = app.guest(VERIFY, json!({ "h": hash })).await;
    assert_eq!(code(&answer), "OK", "{answer}");
    answer["data"]["verifyEvidence"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filing_carries_what_its_signatories_voted_on_and_did_not_withdraw() {
    let app = App::start().await;
    let Filed { olga, ann, case, filing, pieces } = filed(&app).await;
    let seen = olga.ask(FILED, json!({ "f": filing })).await["node"].clone();
    let entries = seen["manifest"]["nodes"].as_array().unwrap();
    let carried: Vec<&Value> = entries.iter().map(|entry| &entry["evidenceId"]).collect();
    assert_eq!(carried, [&pieces[0]["id"], &pieces[2]["id"]], "neither the withdrawn one nor bob's");
    for (entry, piece) in entries.iter().zip([&pieces[0], &pieces[2]]) {
        assert_eq!(entry["originalDigest"], piece["originalDigest"]);
        assert_eq!(entry["copySha256"], piece["copySha256"]);
    }
    let states =
        ann.ask(MINE, json!({ "c": case })).await["case"]["membership"]["myEvidence"]["nodes"].clone();
    let states: Vec<&str> =
        states.as_array().unwrap().iter().map(|piece| piece["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["RELEASED", "WITHDRAWN", "RELEASED"]);
    let links = chained(&app, &case).await;
    assert_eq!(acts(&links[12..]), ["withdrawn", "released", "released"]);
    assert!(links[13..].iter().all(|link| link.filing_id.as_ref().unwrap().as_str() == filing));

    let mail = app.letter_to("tousu@kamen.example");
    assert!(mail.text.contains(seen["evidenceRoot"].as_str().unwrap()), "the covering mail names the root");
    ann.ask(WITHDRAW, json!({ "e": pieces[0]["id"] })).await;
    let after = olga.ask(FILED, json!({ "f": filing })).await["node"].clone();
    assert_eq!(after, seen, "what was filed stays filed");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_holds_a_file_finds_where_it_was_filed_and_can_prove_it() {
    let app = App::start().await;
    let Filed { olga, case, filing, pieces, .. } = filed(&app).await;
    let number = olga.ask(MINE, json!({ "c": case })).await["case"]["number"].clone();
    let [found] = verify(&app, &pieces[2]["originalSha256"]).await.try_into().unwrap();
    assert_eq!((&found["caseNumber"], &found["filing"]["id"]), (&number, &json!(filing)));
    assert_eq!((&found["place"], &found["size"], &found["isOriginal"]), (&json!(1), &json!(2), &json!(true)));
    assert_eq!(found["root"], found["filing"]["evidenceRoot"]);
    assert_eq!(found["proof"].as_array().unwrap().len(), 1);
    assert_eq!(found["proof"][0]["left"], true);
    for kept in ["receipt", "sha256", "memberCount"] {
        assert_eq!(found["filing"][kept], Value::Null, "{kept} is for members");
    }

    let proof = |change: (&str, Value)| {
        let mut input = json!({
            "originalDigest": found["originalDigest"], "copySha256": found["copySha256"], "place": found["place"],
            "size": found["size"], "root": found["root"], "proof": [found["proof"][0]["hash"]],
        });
        input[change.0] = change.1;
        json!({ "i": input })
    };
    let answer = app.guest(CHECK, proof(("place", json!(1)))).await;
    assert_eq!(
        answer["data"]["verifyEvidenceProof"],
        json!({ "holds": true, "published": { "caseNumber": number } })
    );
    for change in [
        ("place", json!(0)),
        ("place", json!(-1)),
        ("size", json!(1)),
        ("originalDigest", pieces[0]["originalDigest"].clone()),
        ("copySha256", pieces[0]["copySha256"].clone()),
        ("root", found["leaf"].clone()),
        ("proof", json!([])),
        ("proof", json!(["💥"])),
    ] {
        let answer = app.guest(CHECK, proof(change.clone())).await;
        assert_eq!(
            answer["data"]["verifyEvidenceProof"],
            json!({ "holds": false, "published": null }),
            "{change:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_tells_no_more_than_that_it_was_filed() {
    let app = App::start().await;
    let Filed { olga, case, pieces, .. } = filed(&app).await;
    let [copy] = verify(&app, &pieces[0]["copySha256"]).await.try_into().unwrap();
    assert_eq!((&copy["isOriginal"], &copy["originalDigest"]), (&json!(false), &Value::Null));
    assert_eq!(copy["leaf"].as_str().unwrap().len(), 64);
    let upper = json!(pieces[0]["copySha256"].as_str().unwrap().to_uppercase());
    assert_eq!(verify(&app, &upper).await.len(), 1, "however it is written");
    for unfiled in
        [&pieces[1]["originalSha256"], &pieces[3]["originalSha256"], &json!(sha256(b"something else"))]
    {
        assert!(verify(&app, unfiled).await.is_empty(), "{unfiled}");
    }
    for none in ["", "00", "x", &"g".repeat(64)] {
        assert_eq!(code(&app.guest(VERIFY, json!({ "h": none })).await), "BAD_INPUT", "{none}");
    }

    let mo = app.admit("mo@example.org").await;
    promote(&app.hub, "mo@example.org", AccountRole::Moderator).await.unwrap();
    let hide = "mutation($c: ID!) { hideCase(input: {caseId: $c, reason: \"含有他人的个人信息\"}) { userErrors { code } } }";
    mo.ask(hide, json!({ "c": case })).await;
    assert!(verify(&app, &pieces[0]["originalSha256"]).await.is_empty(), "of a hidden case nothing is told");
    let asked = olga.ask(VERIFY, json!({ "h": pieces[0]["originalSha256"] })).await;
    assert_eq!(asked["verifyEvidence"], json!([]), "to its members neither: they have the manifest");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_text_hides_cannot_be_guessed_from_its_hash() {
    let app = App::start().await;
    let Filed { olga, ann, case, pieces, .. } = filed(&app).await;
    let pool = "query($c: ID!) { case(id: $c) { membership { pool { nodes {
        id copy copySha256 originalSha256 originalSalt originalDigest } } } } }";
    let nodes = |data: Value| data["case"]["membership"]["pool"]["nodes"].as_array().unwrap().clone();
    let mine = nodes(ann.ask(pool, json!({ "c": case })).await);
    let seen = nodes(olga.ask(pool, json!({ "c": case })).await);
    let sha256 = mine[0]["originalSha256"].as_str().unwrap();
    let salt = mine[0]["originalSalt"].as_str().unwrap();
    let digest = of_original(sha256, Some(salt));
    assert_ne!(digest, sha256);
    assert_eq!(mine[0]["originalDigest"], digest);
    assert_eq!((&seen[0]["originalSha256"], &seen[0]["originalSalt"]), (&Value::Null, &Value::Null));
    assert_eq!((&seen[0]["id"], &seen[0]["originalDigest"]), (&mine[0]["id"], &mine[0]["originalDigest"]));
    let everything = app.guest(VERIFY, json!({ "h": pieces[0]["copySha256"] })).await.to_string()
        + &chained(&app, &case).await.iter().map(|link| format!("{link:?}")).collect::<String>();
    assert!(!everything.contains(sha256) && !everything.contains(salt), "the chain and the copy do not tell");

    // Who holds the text gets the salt, and needs nothing else of this hub to see that it is the one.
    let [found] = verify(&app, &json!(sha256)).await.try_into().unwrap();
    assert_eq!((&found["isOriginal"], &found["originalSalt"]), (&json!(true), &json!(salt)));
    assert_eq!(found["originalDigest"], digest);
}

#[tokio::test(flavor = "multi_thread")]
async fn members_follow_the_chain_and_strangers_see_its_end_once_they_cannot_count_by_it() {
    let app = App::start().await;
    let (people, case) =
        app.gathered(&["olga@example.org", "ann@example.org", "bob@example.org", "cai@example.org"]).await;
    let (ann, bob) = (&people[1], &people[2]);
    pool(ann, &case, "客服：概不退换。").await;
    ann.deposit(&case).await;
    app.work().await;
    let log = "query($c: ID!, $a: String) { case(id: $c) { membership { custody(first: 3, after: $a) {
        nodes { place act evidenceId originalDigest copySha256 previous hash } pageInfo { hasNextPage endCursor } } } } }";
    let read = async |person: &Person<'_>| {
        let first = person.ask(log, json!({ "c": case })).await["case"]["membership"]["custody"].clone();
        assert_eq!(first["pageInfo"]["hasNextPage"], true);
        let after = json!({ "c": case, "a": first["pageInfo"]["endCursor"] });
        let rest = person.ask(log, after).await["case"]["membership"]["custody"].clone();
        let nodes = [first, rest].map(|page| page["nodes"].as_array().unwrap().clone());
        nodes.concat()
    };
    let (own, other) = (read(ann).await, read(bob).await);
    assert_eq!((own.len(), other.len()), (5, 5));
    assert!(own.iter().all(|link| link["evidenceId"].is_string()));
    for (place, link) in other.iter().enumerate() {
        assert_eq!(link["hash"], own[place]["hash"]);
        assert_eq!(
            link["originalDigest"].is_string(),
            place < 3,
            "what ann keeps back is not told by its hash"
        );
    }

    let head = "query($c: ID!) { case(id: $c) { custodyHead { place hash } } }";
    let outside = async || app.guest(head, json!({ "c": case })).await["data"]["case"]["custodyHead"].clone();
    assert_eq!(outside().await, Value::Null, "four people");
    app.person("dan").await.join(&case, "KM20261101ZZ0001", 100).await;
    app.work().await;
    assert_eq!(outside().await, json!({ "place": 5, "hash": own[4]["hash"] }));
}
