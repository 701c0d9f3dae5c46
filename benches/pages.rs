//! How soon the public pages begin to arrive, and how large they are, in a hub of 20,000 cases one of which has 100,000
//! members.
//!
//! `cargo bench --bench pages` measures SQLite; with `BENCH_DATABASE_URL=postgres://…/postgres` it measures PostgreSQL.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement that cannot go on has failed")]

#[path = "load/client.rs"]
#[expect(dead_code, reason = "the requests are made one after another here")]
mod client;
#[path = "load/world.rs"]
#[expect(dead_code, reason = "nobody joins here")]
mod world;

use std::{
    net::TcpListener,
    sync::Arc,
    time::{Duration, Instant},
};

use chorus::{
    config::Config,
    hub::{Clock, Hub},
    server,
};
use reqwest::header;
use tokio::sync::watch;

use world::World;

const CASES: usize = 20_000;
const TIMES: usize = 40;

#[tokio::main]
async fn main() {
    let dir = tempfile::tempdir().unwrap();
    let database = world::database().await;
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let settings =
        [("CHORUS_DATA_DIR", dir.path().display().to_string()), ("DATABASE_URL", database.clone())];
    let settings = settings.map(|(name, value)| (name.to_owned(), value));
    let hub = Arc::new(Hub::open(Config::read("", settings).unwrap(), Clock::System).await.unwrap());
    World::fill(&hub, CASES).await;
    let (_stop, stopped) = watch::channel(false);
    tokio::spawn(server::run(hub.clone(), listener, stopped));
    println!("{}, {CASES} cases", if database.is_empty() { "SQLite" } else { "PostgreSQL" });
    println!("{:<44} {:>12} {:>12} {:>10} {:>10}", "page", "first byte", "slowest", "gzip", "plain");
    for path in [
        "/",
        "/cases",
        "/cases?text=%E5%85%85%E5%80%BC&order=LARGEST",
        "/cases/QS-2026-000000",
        "/cases/QS-2026-000001",
        "/cases/QS-2026-000001/live",
        "/numbers",
        "/operators",
        "/law",
        "/law/cpl-26",
        "/law/check",
        "/tell",
        "/channels",
    ] {
        measure(&url, path).await;
    }
    drop(hub);
    world::drop_database(&database).await;
}

/// Asks for a page again and again, and prints what it took.
async fn measure(url: &str, path: &str) {
    let http = reqwest::Client::new();
    let mut took: Vec<Duration> = Vec::with_capacity(TIMES);
    let mut packed = 0;
    for _ in 0..TIMES {
        let begun = Instant::now();
        let answer =
            http.get(format!("{url}{path}")).header(header::ACCEPT_ENCODING, "gzip").send().await.unwrap();
        took.push(begun.elapsed());
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        packed = answer.bytes().await.unwrap().len();
    }
    let plain = http.get(format!("{url}{path}")).send().await.unwrap().bytes().await.unwrap().len();
    took.sort();
    let ms = |took: Duration| format!("{:.1} ms", took.as_secs_f64() * 1e3);
    println!(
        "{path:<44} {:>12} {:>12} {:>7.1} kB {:>7.1} kB",
        ms(took[TIMES / 2]),
        ms(took[TIMES - 1]),
        packed as f64 / 1e3,
        plain as f64 / 1e3
    );
}
