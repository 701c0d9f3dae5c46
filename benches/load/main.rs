//! How fast the hub is, beside bare handlers that do the same SQL in the same run.
//!
//! `cargo bench --bench load` measures SQLite; with `BENCH_DATABASE_URL=postgres://…/postgres` it measures
//! PostgreSQL, in a database that it makes and drops. Client, hub and database share the machine, so only the
//! ratios travel.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement that cannot go on has failed")]

mod client;
mod mail;
mod process;
mod raw;
mod world;

#[path = "../../tests/hub/support/smtp.rs"]
#[expect(dead_code, reason = "the sink is used, its misbehaviour is not")]
mod smtp;

use std::{net::TcpListener, sync::Arc};

use chorus::{
    config::Config,
    hub::{Clock, Hub},
    server,
};
use serde_json::json;
use tokio::sync::watch;

use client::{Load, post};
use world::World;

const CASES: usize = 2_000;

const STATUS: &str = "query Status($id: ID!) { case(id: $id) { number stage outcome updatedAt } }";
const PAGE: &str = "query Page($id: ID!) { case(id: $id) { number title summary stage memberCount claimedFen
    operator { name site hotline } citations { provisionId quote clause why }
    timeline(first: 10) { edges { node { kind text happenedAt } } } } }";
const LIST: &str = "query List { cases(first: 20) { edges { cursor node { number title stage memberCount
    operator { name } } } pageInfo { hasNextPage endCursor } } }";

#[tokio::main]
async fn main() {
    let dir = tempfile::tempdir().unwrap();
    let database = world::database().await;
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let settings = [
        ("CHORUS_DATA_DIR", dir.path().display().to_string()),
        ("DATABASE_URL", database.clone()),
        ("CHORUS_LIMITS__MUTATIONS_PER_MINUTE", "1000000".to_owned()),
    ];
    let settings = settings.map(|(name, value)| (name.to_owned(), value));
    let hub = Arc::new(Hub::open(Config::read("", settings).unwrap(), Clock::System).await.unwrap());
    println!("{}", if database.is_empty() { "SQLite (a file, synchronous = FULL)" } else { "PostgreSQL" });
    let world = World::fill(&hub, CASES).await;
    let (_stop, stopped) = watch::channel(false);
    tokio::spawn(server::run(hub.clone(), listener, stopped));
    let raw = raw::serve(&hub);

    println!("{:<34} {:>10} {:>10} {:>7}", "requests a second", "hub", "bare", "ratio");
    let ids = &world.cases;
    let graphql = |query: &str| {
        ids.iter()
            .map(|id| post(address, "/graphql", None, &json!({ "query": query, "variables": { "id": id } })))
            .collect()
    };
    for (name, query, path) in [
        ("case status by id", STATUS, "/status/"),
        ("case page", PAGE, "/page/"),
        ("list of 20", LIST, "/list/"),
    ] {
        let ours = Load::new(address, graphql(query)).rate().await;
        let bare = match raw {
            Some(raw) => {
                let requests = ids.iter().map(|id| client::get(raw, &format!("{path}{id}"))).collect();
                Some(Load::new(raw, requests).rate().await)
            }
            None => None,
        };
        report(name, ours, bare);
    }

    let pgbench = world::pgbench(&database, &world);
    for (name, case) in
        [("join, spread over many cases", None), ("join, a case of 100,000 members", Some(&world.popular))]
    {
        let requests = world.joins(&hub, address, case).await;
        report(name, Load::new(address, requests).once().await, pgbench);
    }
    mail::measure(&hub, &world, dir.path(), &database).await;
    process::measure(dir.path(), &database).await;
    drop(hub);
    world::drop_database(&database).await;
}

fn report(name: &str, ours: f64, bare: Option<f64>) {
    match bare {
        Some(bare) => println!("{name:<34} {ours:>10.0} {bare:>10.0} {:>6.0}%", 100.0 * ours / bare),
        None => println!("{name:<34} {ours:>10.0} {:>10} {:>7}", "-", "-"),
    }
}
