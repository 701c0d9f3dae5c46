//! The filing pack: all of a filing, for whoever represents everybody in it.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read as _},
};

use chorus::service::letter::sha256;
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::{
    admissibility::ready,
    support::{App, code, person::Person, voted::Voting},
};

const OPEN: &str = "mutation($f: ID!) { openFilingPack(input: {filingId: $f}) { url userErrors { code } } }";
const OPENINGS: &str = "{ viewer { openings { nodes { filingId openedBy } } } }";

async fn filed(v: &Voting<'_>) -> String {
    let answer = v.olga.file_at(&v.ballot, "REGULATOR_COMPLAINT", json!({})).await;
    answer["data"]["fileComplaint"]["filing"]["id"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
}

impl Person<'_> {
    async fn open_pack(&self, filing: &str) -> String {
        let data = self.ask(OPEN, json!({ "f": filing })).await;
        let url = data["openFilingPack"]["url"].as_str().unwrap();
        url.strip_prefix(&self.app.url).unwrap().to_owned()
    }

    async fn pack(&self, path: &str) -> Vec<u8> {
        let answer = self.app.fetch(Some(&self.token), path).await;
        assert_eq!(
            (answer.status(), &answer.headers()["content-type"]),
            (200.try_into().unwrap(), &"application/zip".parse().unwrap())
        );
        answer.bytes().await.unwrap().to_vec()
    }
}

fn files(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pack_holds_every_paper_and_original_and_says_what_is_in_it() {
    let app = App::start().await;
    let v = ready(&app).await;
    let filing = filed(&v).await;
    let path = v.ann.open_pack(&filing).await;
    let bytes = v.ann.pack(&path).await;
    assert!(bytes == v.ann.pack(&path).await, "the same filing makes the same bytes");
    let files = files(&bytes);
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    for ending in [
        "-v1.pdf",
        "-v1.docx",
        "-v1.txt",
        "-v1.json",
        "-v1-schedule.csv",
        "-v1-short.txt",
        "-v1-report.pdf",
        "-v1-report.docx",
        "-v1-report.txt",
        "-v1-report.json",
        "-v1-mandate.pdf",
    ] {
        assert!(names.iter().any(|name| name.ends_with(ending)), "{ending} in {names:?}");
    }
    let originals: Vec<_> = names.iter().filter(|name| name.starts_with("evidence/")).collect();
    assert_eq!(originals.len(), 2, "{names:?}");

    let manifest: Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
    let listed = manifest["files"].as_array().unwrap();
    assert_eq!(listed.len(), files.len() - 1, "all but the list itself");
    for entry in listed {
        let bytes = &files[entry["name"].as_str().unwrap()];
        assert_eq!((&entry["sha256"], &entry["size"]), (&json!(sha256(bytes)), &json!(bytes.len())));
    }
    assert_eq!(manifest["voted_sha256"], v.sha256);
    let text = |ending: &str| {
        let (_, bytes) = files.iter().find(|(name, _)| name.ends_with(ending)).unwrap();
        String::from_utf8(bytes.clone()).unwrap()
    };
    assert!(text("-v1.txt").contains("王小明") && text("-v1.txt").contains("李雷"));
    let report = text("-report.txt");
    assert!(report.contains("责令") && report.contains("王小明") && !report.contains("李雷"), "{report}");
    assert!(!report.contains("退还所付款项") && !report.contains("488.00"), "{report}");
    let short = text("-short.txt");
    assert!(!short.contains("王小明") && short.contains("退"), "{short}");
    let filed: Value = serde_json::from_str(&text("-v1.json")).unwrap();
    assert_eq!(filed["report_sha256"], manifest["report_sha256"]);
    assert!(filed["report_sha256"].is_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_opens_it_is_seen_by_everybody_in_it() {
    let app = App::start().await;
    let v = ready(&app).await;
    let filing = filed(&v).await;
    let before =
        v.bob.ask(OPENINGS, Value::Null).await["viewer"]["openings"]["nodes"].as_array().unwrap().len();
    for other in [&v.olga, &v.bob] {
        assert_eq!(code(&other.try_ask(OPEN, json!({ "f": filing })).await), "REPRESENTATIVES_ONLY");
    }
    let path = v.ann.open_pack(&filing).await;
    let seen = v.bob.ask(OPENINGS, Value::Null).await["viewer"]["openings"]["nodes"].clone();
    assert_eq!(seen.as_array().unwrap().len(), before + 1);
    assert_eq!(seen[0]["filingId"], filing);
    assert!(seen[0]["openedBy"].is_string(), "the representative is named by code: {seen}");

    let status = async |person: Option<&Person<'_>>, path: &str| {
        app.fetch(person.map(|person| person.token.as_str()), path).await.status().as_u16()
    };
    assert_eq!(status(None, &path).await, 401);
    assert_eq!(status(Some(&v.bob), &path).await, 404, "the address is the representative's own");
    assert_eq!(status(Some(&v.ann), &path.replace("signature=", "signature=0")).await, 404);
    assert_eq!(status(Some(&v.ann), &path).await, 200);
    let resign = "mutation($c: ID!) { resignMandate(input: {caseId: $c}) { userErrors { code } } }";
    v.ann.ask(resign, json!({ "c": v.case })).await;
    assert_ne!(status(Some(&v.ann), &path).await, 200, "who resigned reads nothing more");
    assert_eq!(code(&v.ann.try_ask(OPEN, json!({ "f": filing })).await), "REPRESENTATIVES_ONLY");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_of_a_pack_is_good_for_a_while() {
    let app = App::start().await;
    let v = ready(&app).await;
    let filing = filed(&v).await;
    let path = v.ann.open_pack(&filing).await;
    app.clock.advance(TimeDelta::minutes(11));
    let ann = v.ann.again().await;
    assert_ne!(app.fetch(Some(&ann.token), &path).await.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_back_is_listed_and_not_packed() {
    let app = App::start().await;
    let v = ready(&app).await;
    let filing = filed(&v).await;
    let mine = "query($c: ID!) { case(id: $c) { membership { myEvidence { nodes { id } } } } }";
    let piece = v.bob.ask(mine, json!({ "c": v.case })).await["case"]["membership"]["myEvidence"]["nodes"][0]
        ["id"]
        .clone();
    let withdraw = "mutation($e: ID!) { withdrawEvidence(input: {evidenceId: $e}) { userErrors { code } } }";
    v.bob.ask(withdraw, json!({ "e": piece })).await;
    let path = v.ann.open_pack(&filing).await;
    let files = files(&v.ann.pack(&path).await);
    assert_eq!(files.keys().filter(|name| name.starts_with("evidence/")).count(), 1);
    let manifest: Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
    let listed = manifest["evidence"].as_array().unwrap();
    assert_eq!(listed.len(), 2);
    let gone = listed.iter().find(|entry| entry["evidence"] == piece).unwrap();
    assert_eq!(gone["file"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filing_in_volumes_is_packed_in_volumes() {
    let app = App::start_with(&[("CHORUS_STORAGE__VOLUME_MEMBERS", "1".to_owned())]).await;
    let v = ready(&app).await;
    let filing = filed(&v).await;
    let path = v.ann.open_pack(&filing).await;
    let files = files(&v.ann.pack(&path).await);
    for ending in ["-v1.pdf", "-v1-volume-001.pdf", "-v1-volume-002.pdf", "-v1-volume-002.docx"] {
        assert!(files.keys().any(|name| name.ends_with(ending)), "{ending}: {:?}", files.keys());
    }
}
