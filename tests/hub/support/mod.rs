//! A hub of its own for each test: a real database, a real server, a clock that can be moved and a mailbox
//! that can be read.

#![expect(dead_code, reason = "each story uses what it needs")]

pub mod database;
pub mod file;
pub mod mailbox;
pub mod mailed;
pub mod offered;
pub mod person;
pub mod rows;
pub mod s3;
pub mod smtp;
pub mod socket;
pub mod story;
pub mod terms;
pub mod voted;

use std::{net::TcpListener, sync::Arc};

use chorus::{
    config::Config,
    hub::{Clock, Hub},
    server,
    worker::Worker,
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::watch;

use database::Database;
use person::Person;

/// A running hub.
pub struct App {
    pub hub: Arc<Hub>,
    pub clock: Clock,
    pub url: String,
    worker: Arc<Worker>,
    http: reqwest::Client,
    stop: watch::Sender<bool>,
    /// Dropped last: the database goes when nobody uses it any more.
    pub dir: TempDir,
    _database: Database,
}

/// The instant at which stories begin: a Sunday morning in Beijing.
pub fn beginning() -> DateTime<Utc> {
    "2026-11-22T02:00:00Z".parse().unwrap()
}

impl App {
    /// A hub with generous limits that writes its letters into files.
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// A hub with these settings on top, named as in the environment.
    pub async fn start_with(settings: &[(&str, String)]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let database = Database::create().await;
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let base = [
            ("CHORUS_DATA_DIR", dir.path().display().to_string()),
            ("DATABASE_URL", database.url.clone()),
            ("CHORUS_SERVER__PUBLIC_URL", url.clone()),
            ("CHORUS_SERVER__THREADS", "1".to_owned()),
            ("CHORUS_DEVELOPMENT", "true".to_owned()),
            ("CHORUS_STORAGE__CLEANER", env!("CARGO_BIN_EXE_chorus").to_owned()),
            ("CHORUS_DATABASE__CONNECTIONS", "5".to_owned()),
            ("CHORUS_LIMITS__DOOR_PER_MINUTE", "100000".to_owned()),
            ("CHORUS_LIMITS__MUTATIONS_PER_MINUTE", "100000".to_owned()),
        ];
        let settings = base.iter().chain(settings).map(|(name, value)| ((*name).to_owned(), value.clone()));
        let config = Config::read("", settings).unwrap();
        let clock = Clock::at(beginning());
        let hub = Arc::new(Hub::open(config, clock.clone()).await.unwrap());
        let worker = Arc::new(Worker::new(hub.clone()).unwrap());
        let (stop, stopped) = watch::channel(false);
        tokio::spawn(server::run(hub.clone(), listener, stopped));
        Self { hub, clock, url, worker, http: reqwest::Client::new(), stop, dir, _database: database }
    }

    /// Does all that is due.
    pub async fn work(&self) {
        self.worker.work_off().await;
    }

    /// Moves the clock and does all that is due then.
    pub async fn wait(&self, by: TimeDelta) {
        self.clock.advance(by);
        self.work().await;
    }

    /// A person with a verified address who signed in.
    pub async fn person(&self, name: &str) -> Person<'_> {
        Person::register(self, &format!("{name}@example.org")).await
    }

    /// Sends a GraphQL request as a guest.
    pub async fn guest(&self, query: &str, variables: Value) -> Value {
        self.send(None, query, variables).await
    }

    /// Sends a GraphQL request with a bearer token and gives the whole answer.
    pub async fn send(&self, bearer: Option<&str>, query: &str, variables: Value) -> Value {
        let body = json!({ "query": query, "variables": variables });
        let mut request = self.http.post(format!("{}/graphql", self.url)).json(&body);
        if let Some(token) = bearer {
            request = request.bearer_auth(token);
        }
        request.send().await.unwrap().json().await.unwrap()
    }

    /// Fetches a path with a bearer token.
    pub async fn fetch(&self, bearer: Option<&str>, path: &str) -> reqwest::Response {
        let mut request = self.http.get(format!("{}{path}", self.url));
        if let Some(token) = bearer {
            request = request.bearer_auth(token);
        }
        request.send().await.unwrap()
    }

    /// The HTTP client, for requests of other shapes.
    pub fn http(&self) -> &reqwest::Client {
        &self.http
    }
}

impl Drop for App {
    fn drop(&mut self) {
        let _ = self.stop.send(true);
    }
}

/// The code of the first error of an answer, or of the first refusal of its only mutation.
pub fn code(answer: &Value) -> String {
    if let Some(code) = answer["errors"][0]["extensions"]["code"].as_str() {
        return code.to_owned();
    }
    let data = answer["data"].as_object().and_then(|data| data.values().next());
    data.and_then(|payload| payload["userErrors"][0]["code"].as_str()).unwrap_or("OK").to_owned()
}
