//! The vault: the same in an S3-compatible store, and whole after a process is killed.

use std::{net::TcpListener, process::Stdio};

use chorus::{
    config::Config,
    hub::{Clock, Hub},
    service::{self, letter::sha256},
    store,
};
use chrono::TimeDelta;
use entity::{AccountRole, Locale, session};
use futures_util::stream;
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use tokio::process::{Child, Command};

use crate::support::{
    App, code,
    database::Database,
    file::{DEPOSIT, STAGE, picture},
    mailed::until,
    person::PASSWORD,
    s3::Store,
};

const MIB: usize = 1 << 20;
const PAIR: [&str; 2] = ["olga@example.org", "ann@example.org"];

#[tokio::test(flavor = "multi_thread")]
async fn a_store_of_objects_keeps_files_as_a_directory_does() {
    let bucket = Store::start().await;
    let app = App::start_with(&bucket.settings()).await;
    let (people, case) = app.gathered(&PAIR).await;
    let (ann, file) = (&people[1], picture(800, 700));
    let piece = ann.deposit_file(&case, &file).await;
    assert_eq!(piece["originalSha256"], sha256(&file));
    let copy = ann.get(piece["copyUrl"].as_str().unwrap()).await.bytes().await.unwrap();
    assert_eq!(piece["copySha256"], sha256(&copy));
    let objects = bucket.objects();
    assert!(objects.len() >= 4, "two segments of each: {}", objects.len());
    assert!(!objects.iter().any(|object| object.windows(16).any(|window| window == &file[..16])));

    let (url, _) = ann.stage(file.len()).await;
    ann.put(&url, 0, &file[..MIB]).await;
    bucket.stop();
    let failed = ann.put(&url, MIB, &file[MIB..]).await;
    assert_eq!(failed.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(code(&failed.json().await.unwrap()), "STORAGE_UNAVAILABLE");
    assert_eq!(ann.offset(&url).await, MIB);
}

/// A hub in a process of its own, and somebody who has an account and a seat there.
struct Outside {
    settings: Vec<(&'static str, String)>,
    address: String,
    token: String,
    http: Client,
}

impl Outside {
    async fn serve(&self) -> Child {
        let child = Command::new(env!("CARGO_BIN_EXE_chorus"))
            .args(["serve", "--no-worker"])
            .env_clear()
            .envs(self.settings.iter().cloned())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        while self.http.get(format!("{}/readyz", self.address)).send().await.is_err() {
            tokio::task::yield_now().await;
        }
        child
    }

    async fn ask(&self, query: &str, variables: Value) -> reqwest::Result<Value> {
        let body = json!({ "query": query, "variables": variables });
        let request = self.http.post(format!("{}/graphql", self.address)).bearer_auth(&self.token);
        request.json(&body).send().await?.json().await
    }

    async fn offset(&self, url: &str) -> usize {
        let answer = self.http.head(url).bearer_auth(&self.token).send().await.unwrap();
        answer.headers()["upload-offset"].to_str().unwrap().parse().unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_process_leaves_no_half_evidence_and_the_upload_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let database = Database::create().await;
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let address = format!("http://{port}");
    let settings = vec![
        ("CHORUS_DATA_DIR", dir.path().display().to_string()),
        ("DATABASE_URL", database.url.clone()),
        ("CHORUS_SERVER__LISTEN", port.to_string()),
        ("CHORUS_SERVER__PUBLIC_URL", address.clone()),
        ("CHORUS_STORAGE__CLEANER", env!("CARGO_BIN_EXE_chorus").to_owned()),
    ];
    let config = || {
        let owned = settings.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
        Config::read("", owned).unwrap()
    };
    let hub = Hub::open(config(), Clock::System).await.unwrap();
    let (token, case) = somebody(&hub).await;
    let outside = Outside { settings: settings.clone(), address, token, http: Client::new() };

    let file = picture(1_400, 1_300);
    let mut process = outside.serve().await;
    let staged = outside.ask(STAGE, json!({ "n": file.len() })).await.unwrap();
    let upload = &staged["data"]["stageUpload"]["upload"];
    let (url, id) = (upload["url"].as_str().unwrap().to_owned(), upload["id"].clone());
    for kill in 1..=3 {
        let from = outside.offset(&url).await;
        assert_eq!(from % MIB, 0, "whole segments only");
        // One segment and a half, and then silence until the process is gone.
        let bytes = file[from..(from + MIB * 3 / 2).min(file.len())].to_vec();
        let body = stream::unfold(Some(bytes), |bytes| async move {
            match bytes {
                Some(bytes) => Some((Ok::<_, std::io::Error>(bytes), None)),
                None => std::future::pending().await,
            }
        });
        let request = outside.http.put(&url).bearer_auth(&outside.token).header("upload-offset", from);
        let sending = tokio::spawn(request.body(reqwest::Body::wrap_stream(body)).send());
        let segment = dir.path().join("vault").join(id.as_str().unwrap()).join(format!("{:06}", from / MIB));
        until("a segment to be written", || segment.exists()).await;
        process.kill().await.unwrap();
        assert!(sending.await.unwrap().is_err(), "kill {kill}");
        process = outside.serve().await;
    }
    let from = outside.offset(&url).await;
    let request = outside.http.put(&url).bearer_auth(&outside.token).header("upload-offset", from);
    let sent = request.body(file[from..].to_vec()).send().await.unwrap();
    assert_eq!(sent.status(), StatusCode::NO_CONTENT);

    // Killed somewhere on the way from the original to the copy.
    let input = json!({ "caseId": case, "uploadId": id, "kind": "ERROR_SCREEN", "title": "兑换失败的截图" });
    let began = dir.path().join("vault");
    let before = std::fs::read_dir(&began).unwrap().count();
    let asked = outside.ask(DEPOSIT, json!({ "i": input }));
    let killed = async {
        until("a copy to be begun", || std::fs::read_dir(&began).unwrap().count() > before).await;
        process.kill().await.unwrap();
    };
    let (answer, ()) = tokio::join!(asked, killed);
    let mut process = outside.serve().await;
    if answer.is_err() {
        // Either all of it was done before the kill, or none of it.
        let again = outside.ask(DEPOSIT, json!({ "i": input })).await.unwrap();
        assert!(["OK", "NOT_FOUND"].contains(&code(&again).as_str()), "{again}");
    }
    let mine = "query($c: ID!) { case(id: $c) { membership { myEvidence { edges { node { originalSha256 copySha256 copyUrl } } } } } }";
    let seen = outside.ask(mine, json!({ "c": case })).await.unwrap();
    let pieces = seen["data"]["case"]["membership"]["myEvidence"]["edges"].as_array().unwrap().clone();
    assert_eq!(pieces.len(), 1, "{seen}");
    let piece = &pieces[0]["node"];
    assert_eq!(piece["originalSha256"], sha256(&file), "hashed across the kills");
    let copy = outside.http.get(format!("{}{}", outside.address, piece["copyUrl"].as_str().unwrap()));
    let copy = copy.bearer_auth(&outside.token).send().await.unwrap().bytes().await.unwrap();
    assert_eq!(piece["copySha256"], sha256(&copy));
    process.kill().await.unwrap();

    let later = Hub::open(config(), Clock::at(hub.now() + TimeDelta::days(2))).await.unwrap();
    service::upload::sweep(&later).await.unwrap();
    assert_eq!(later.vault.files().await.unwrap().len(), 2, "the original and its copy");
}

/// A signed-in organiser of a case, as a token and the case's id.
async fn somebody(hub: &Hub) -> (String, String) {
    let role = AccountRole::Consumer;
    let olga = service::account::create(hub, "olga@example.org", PASSWORD, Locale::ZhCn, role).await.unwrap();
    let now = hub.now();
    let row = session::Model {
        id: hub.mint(),
        account_id: olga.id.clone(),
        device: String::new(),
        created_at: now,
        refreshed_at: now,
        expires_at: now + TimeDelta::days(1),
        revoked_at: None,
    };
    let token = hub.tokens.sign(&olga.id, &row.id, now, TimeDelta::hours(1)).unwrap();
    let viewer = service::access::Viewer { account: olga, session: row.id.clone() };
    hub.write(async |tx| store::insert(tx, row.clone()).await).await.unwrap();
    let operator = service::operator::Draft { name: "卡盟甲".into(), ..Default::default() };
    let operator = service::operator::create(hub, &viewer, &operator).await.unwrap();
    let draft = service::case::Draft {
        operator: Some(operator.id),
        category: Some("non-delivery".into()),
        title: Some("充值未到账集体投诉".into()),
        summary: Some("付款后长期未收到卡密，客服拒绝处理。".into()),
        ..Default::default()
    };
    let case = service::case::open(hub, &viewer, &draft).await.unwrap().opened().unwrap();
    service::case::publish(hub, &viewer, &case.id).await.unwrap();
    (token, case.id.to_string())
}
