//! A complaint of many: bound in volumes, in the background, each for itself.

use chorus::service::{
    letter::sha256,
    paper::{self, Print},
};
use entity::{ComplaintId, FilingId, Id};
use serde_json::{Value, json};

use crate::{
    admissibility::ready,
    support::{App, person::Person, voted::Voting},
};

const PAPERS: &str = "query($k: ID!) { node(id: $k) { ... on Complaint { papers {
    number firstRow lastRow state pages size sha256 drawnAt url } } } }";

/// A hub in which one member makes a volume.
async fn small() -> App {
    App::start_with(&[("CHORUS_STORAGE__VOLUME_MEMBERS", "1".to_owned())]).await
}

async fn papers(person: &Person<'_>, complaint: &str) -> Vec<Value> {
    let seen = person.ask(PAPERS, json!({ "k": complaint })).await;
    seen["node"]["papers"].as_array().unwrap().clone()
}

fn states(papers: &[Value]) -> Vec<&str> {
    papers.iter().map(|paper| paper["state"].as_str().unwrap()).collect()
}

async fn fetch(person: Option<&Person<'_>>, app: &App, url: &str) -> (u16, Vec<u8>) {
    let path = url.strip_prefix(&app.url).unwrap();
    let answer = app.fetch(person.map(|person| person.token.as_str()), path).await;
    (answer.status().as_u16(), answer.bytes().await.unwrap().to_vec())
}

#[tokio::test(flavor = "multi_thread")]
async fn volumes_are_drawn_one_after_the_other_and_members_see_how_far_it_is() {
    let app = small().await;
    let Voting { olga, ann, bob, complaint, .. } = app.voting().await;
    let waiting = papers(&ann, &complaint).await;
    assert_eq!(states(&waiting), ["WAITING"; 3], "a main part and two volumes");
    assert!(waiting.iter().all(|paper| paper["url"].is_null() && paper["pages"].is_null()));
    let main = format!("{}/complaints/{complaint}.pdf", app.url);
    let (_, before) = fetch(Some(&ann), &app, &main).await;
    assert!(before.starts_with(b"%PDF"), "the main part is there at once");

    app.work().await;
    let drawn = papers(&bob, &complaint).await;
    assert_eq!(states(&drawn), ["DRAWN"; 3]);
    let rows: Vec<_> = drawn.iter().map(|paper| (&paper["firstRow"], &paper["lastRow"])).collect();
    assert_eq!(rows, [(&json!(1), &json!(2)), (&json!(1), &json!(1)), (&json!(2), &json!(2))]);
    let eve = app.admit("eve@example.org").await;
    for paper in &drawn {
        let url = paper["url"].as_str().unwrap();
        let (status, bytes) = fetch(Some(&olga), &app, url).await;
        assert_eq!((status, sha256(&bytes)), (200, paper["sha256"].as_str().unwrap().to_owned()));
        assert_eq!(json!(bytes.len()), paper["size"]);
        assert!(paper["pages"].as_i64().unwrap() > 0);
        assert_eq!(fetch(Some(&eve), &app, url).await.0, 404);
        assert_eq!(fetch(None, &app, url).await.0, 401);
    }
    let (_, after) = fetch(Some(&ann), &app, &main).await;
    assert!(before == after, "the same input makes the same bytes");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_drawn_is_not_drawn_again() {
    let app = small().await;
    let v = app.voting().await;
    app.work().await;
    let drawn = papers(&v.ann, &v.complaint).await;
    app.clock.advance(chrono::TimeDelta::minutes(5));
    let print = Print { complaint: ComplaintId::parse(&v.complaint).unwrap(), filing: None };
    paper::draw(&app.hub, &print).await.unwrap();
    assert_eq!(papers(&v.ann, &v.complaint).await, drawn);
    paper::give_up(&app.hub, &print).await.unwrap();
    assert_eq!(states(&papers(&v.ann, &v.complaint).await), ["DRAWN"; 3], "there is nothing to give up");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_of_few_is_one_paper() {
    let app = App::start().await;
    let v = app.voting().await;
    assert_eq!(papers(&v.ann, &v.complaint).await, [json!(null); 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_volumes_of_a_filing_are_mailed_and_name_people_only_there() {
    let app = small().await;
    let v = app.carried().await;
    let filing = v.olga.file(&v.ballot).await;
    app.work().await;
    let mail = &app.letters_to("tousu@kamen.example")[0];
    let mail = format!("{mail:?}");
    assert!(mail.contains("-volume-001.pdf") && mail.contains("-volume-002.pdf"), "{mail}");
    let query = "query($f: ID!) { node(id: $f) { ... on Filing { delivery papers { state url } } } }";
    let seen = v.ann.ask(query, json!({ "f": filing })).await["node"].clone();
    assert_eq!(seen["delivery"], "SENT");
    for paper in seen["papers"].as_array().unwrap() {
        assert_eq!((&paper["state"], &paper["url"]), (&json!("DRAWN"), &Value::Null));
    }
    let print = Print {
        complaint: ComplaintId::parse(&v.complaint).unwrap(),
        filing: Some(FilingId::parse(&filing).unwrap()),
    };
    paper::draw(&app.hub, &print).await.unwrap();
    let guest = app.guest(query, json!({ "f": filing })).await;
    assert_eq!(guest["data"]["node"]["papers"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_handed_in_by_hand_is_drawn_by_the_worker() {
    let app = small().await;
    let v = ready(&app).await;
    let answer = v.olga.file_at(&v.ballot, "REGULATOR_COMPLAINT", json!({})).await;
    let filing = answer["data"]["fileComplaint"]["filing"]["id"].as_str().unwrap().to_owned();
    let query = "query($f: ID!) { node(id: $f) { ... on Filing { papers { state } } } }";
    let states = async || {
        let seen = v.ann.ask(query, json!({ "f": filing })).await;
        states(seen["node"]["papers"].as_array().unwrap()).join(" ")
    };
    assert_eq!(states().await, "WAITING WAITING WAITING");
    app.work().await;
    assert_eq!(states().await, "DRAWN DRAWN DRAWN");
}
