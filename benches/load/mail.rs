//! Letters: queued for 100,000 members by one change, and sent into a local sink.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use chorus::{
    hub::Hub,
    service::{self, access::Viewer, letter},
    store,
};
use entity::CaseOutcome;

use crate::{
    process::Process,
    smtp::{MailServer, Options},
    world::World,
};

/// How many letters are sent.
const SENT: u64 = 40_000;

pub async fn measure(hub: &Hub, world: &World, data: &Path, database: &str) {
    let begun = Instant::now();
    let viewer = Viewer { account: world.organiser.clone(), session: hub.mint() };
    service::case::close(hub, &viewer, &world.popular, CaseOutcome::Unresolved).await.unwrap();
    println!("\nthe change itself                  {:>8.1} ms", begun.elapsed().as_secs_f64() * 1e3);
    let event = store::event::newest(&hub.db, &world.popular).await.unwrap().unwrap();
    let begun = Instant::now();
    let job = hub.mint();
    let mut page = Some(letter::Announce { event: event.id, after: String::new() });
    while let Some(here) = page {
        page = letter::announce_page(hub, &job, &here).await.unwrap();
    }
    let queued = store::letter::count_waiting(&hub.db).await.unwrap();
    println!("{queued} letters queued in    {:>8.2} s", begun.elapsed().as_secs_f64());

    let server = MailServer::start_with(Options { forgetful: true, ..Options::default() });
    let settings = [
        ("CHORUS_MAIL__HOST", "127.0.0.1".to_owned()),
        ("CHORUS_MAIL__PORT", server.port().to_string()),
        ("CHORUS_MAIL__ENCRYPTION", "none".to_owned()),
        ("CHORUS_MAIL__FROM", "Chorus <chorus@bench.example>".to_owned()),
    ];
    let worker = Process::run(&["work"], data, database, &settings);
    let mut most = 0.0_f64;
    let mut begun = None;
    while server.taken() < SENT {
        if server.taken() > 0 {
            begun.get_or_insert_with(Instant::now);
        }
        most = most.max(worker.resident());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let rate = server.taken() as f64 / begun.map_or(f64::INFINITY, |begun| begun.elapsed().as_secs_f64());
    println!("letters sent                       {rate:>8.0} a second");
    println!("memory of the whole worker, at most {most:>7.0} MB");
}
