//! Consents to be named: told and given for each receiver, and taken back until the filing is made.

use serde_json::{Value, json};

use crate::{
    admissibility::ready,
    support::{App, code, person::Person, story::VOTE},
};

const TOLD: &str = "query($b: ID!) { node(id: $b) { ... on Ballot {
    releaseStatements { channel receiver contact purpose manner kinds text sha256 }
    myReleases { channel statementSha256 givenAt withdrawnAt } } } }";

const WITHDRAW: &str =
    "mutation($b: ID!, $h: Channel) { withdrawRelease(input: {ballotId: $b, channel: $h}) {
    releases { channel withdrawnAt } userErrors { code } } }";

impl Person<'_> {
    async fn vote_for_some(&self, ballot: &str, sha256: &str, channels: &[&str]) {
        let input = json!({
            "ballotId": ballot, "sha256": sha256, "choice": "YES", "releaseIdentity": true, "releaseTo": channels,
        });
        self.ask(VOTE, json!({ "i": input })).await;
    }

    async fn told(&self, ballot: &str) -> Value {
        self.ask(TOLD, json!({ "b": ballot })).await["node"].clone()
    }

    async fn carried_by(&self, filing: &str) -> Value {
        let query = "query($f: ID!) { node(id: $f) { ... on Filing { carriesMe memberCount } } }";
        self.ask(query, json!({ "f": filing })).await["node"].clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_is_told_who_receives_what_before_they_agree() {
    let app = App::start().await;
    let v = app.voting().await;
    let told = v.ann.told(&v.ballot).await;
    let statements = told["releaseStatements"].as_array().unwrap();
    assert_eq!(statements.len(), 8, "one for each channel");
    for statement in statements {
        let text = statement["text"].as_str().unwrap();
        for part in ["receiver", "contact", "purpose", "manner"] {
            assert!(text.contains(statement[part].as_str().unwrap()), "{part} of {statement}");
        }
        assert!(text.contains(&v.sha256), "it is for that text alone");
    }
    let desk = &statements[0];
    assert_eq!(desk["contact"], "tousu@kamen.example");
    assert!(!desk["kinds"].as_array().unwrap().contains(&json!("通讯地址")), "the desk does not ask for it");
    assert_eq!(told["myReleases"], json!([]));

    v.ann.vote_for_some(&v.ballot, &v.sha256, &["OPERATOR_DESK", "COURT"]).await;
    let mine = v.ann.told(&v.ballot).await["myReleases"].clone();
    let channels: Vec<_> = mine.as_array().unwrap().iter().map(|release| &release["channel"]).collect();
    assert_eq!(channels, [&json!("COURT"), &json!("OPERATOR_DESK")]);
    assert_eq!(mine[1]["statementSha256"], desk["sha256"]);
    assert_eq!(v.bob.told(&v.ballot).await["myReleases"], json!([]), "nobody sees what others agreed to");

    v.ann.vote(&v.ballot, &v.sha256, "NO").await;
    assert_eq!(v.ann.told(&v.ballot).await["myReleases"], json!([]), "a no releases nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filing_names_only_who_agreed_to_its_receiver() {
    let app = App::start().await;
    let v = app.voting().await;
    v.ann.vote(&v.ballot, &v.sha256, "YES").await;
    v.bob.vote_for_some(&v.ballot, &v.sha256, &["COURT"]).await;
    let v = v.end().await;
    let filing = v.olga.file(&v.ballot).await;
    app.work().await;
    assert_eq!(v.bob.carried_by(&filing).await, json!({ "carriesMe": false, "memberCount": 1 }));
    assert_eq!(v.ann.carried_by(&filing).await["carriesMe"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consent_is_taken_back_until_the_filing_is_made() {
    let app = App::start().await;
    let v = app.carried().await;
    let answer = v.bob.ask(WITHDRAW, json!({ "b": v.ballot, "h": "OPERATOR_DESK" })).await;
    let releases = answer["withdrawRelease"]["releases"].as_array().unwrap().clone();
    let back: Vec<_> = releases.iter().filter(|release| !release["withdrawnAt"].is_null()).collect();
    assert_eq!((releases.len(), back.len()), (8, 1), "the others stand");
    assert_eq!(code(&v.bob.try_ask(WITHDRAW, json!({ "b": v.ballot })).await), "OK");

    let filing = v.olga.file(&v.ballot).await;
    app.work().await;
    assert_eq!(v.bob.carried_by(&filing).await, json!({ "carriesMe": false, "memberCount": 1 }));
    let late = v.ann.try_ask(WITHDRAW, json!({ "b": v.ballot })).await;
    assert_eq!(code(&late), "FILING_ALREADY", "what is filed stays filed");
    assert_eq!(
        code(&v.olga.try_ask(WITHDRAW, json!({ "b": v.ballot })).await),
        "OK",
        "she has nothing in it"
    );
    let eve = app.admit("eve@example.org").await;
    assert_eq!(code(&eve.try_ask(WITHDRAW, json!({ "b": v.ballot })).await), "NOT_MEMBER");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_filed_for_once_all_have_taken_it_back() {
    let app = App::start().await;
    let v = app.carried().await;
    for person in [&v.ann, &v.bob] {
        person.ask(WITHDRAW, json!({ "b": v.ballot })).await;
    }
    let answer = v.olga.file_at(&v.ballot, "OPERATOR_DESK", json!({})).await;
    assert_eq!(code(&answer), "NOBODY_TO_FILE");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_gets_no_more_of_an_identity_than_it_asks_for() {
    for (channel, gets_address) in [("OPERATOR_DESK", false), ("REGULATOR_COMPLAINT", true)] {
        let app = App::start().await;
        let v = ready(&app).await;
        let answer = v.olga.file_at(&v.ballot, channel, json!({})).await;
        let filing = answer["data"]["fileComplaint"]["filing"]["id"].as_str().unwrap().to_owned();
        app.work().await;
        let annexes = "mutation($f: ID!) { openAnnexes(input: {filingId: $f}) { annexes { name phone address } userErrors { code } } }";
        let opened = v.ann.ask(annexes, json!({ "f": filing })).await["openAnnexes"]["annexes"].clone();
        for annex in opened.as_array().unwrap() {
            assert!(annex["name"].is_string() && annex["phone"].is_string());
            let address = annex["address"].as_str().unwrap_or_default();
            assert_eq!(!address.is_empty(), gets_address, "{channel}: {annex}");
        }
    }
}
