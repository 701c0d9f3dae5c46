//! Letters: queued for 100,000 members by one change, and sent into a local sink.

use std::{sync::Arc, time::Instant};

use chorus::{
    config::Encryption,
    hub::{Clock, Hub},
    service::{self, access::Viewer, letter},
    store,
    worker::Worker,
};
use entity::CaseOutcome;
use tokio::sync::watch;

use crate::{process, smtp::MailServer, world::World};

/// How many letters are sent.
const SENT: u64 = 20_000;

pub async fn measure(hub: &Arc<Hub>, world: &World) {
    let begun = Instant::now();
    let viewer = Viewer { account: world.organiser.clone(), session: hub.mint() };
    service::case::close(hub, &viewer, &world.popular, CaseOutcome::Unresolved).await.unwrap();
    println!("\nthe change itself                  {:>8.1} ms", begun.elapsed().as_secs_f64() * 1e3);
    let event = service::timeline::newest(hub, &world.popular).await.unwrap().unwrap();
    let begun = Instant::now();
    let job = hub.mint();
    let mut page = Some(letter::Announce { event: event.id, after: String::new() });
    while let Some(here) = page {
        page = letter::announce_page(hub, &job, &here).await.unwrap();
    }
    let queued = store::letter::count_waiting(&hub.db).await.unwrap();
    println!("{queued} letters queued in    {:>8.2} s", begun.elapsed().as_secs_f64());

    let server = MailServer::start();
    let mut config = hub.config.clone();
    config.mail.host = "127.0.0.1".into();
    config.mail.port = server.port();
    config.mail.encryption = Encryption::None;
    config.mail.from = "Chorus <chorus@bench.example>".into();
    config.mail.connections = 8;
    let sender = Arc::new(Hub::open(config, Clock::System).await.unwrap());
    let worker = Arc::new(Worker::new(sender.clone()).unwrap());
    let before = process::resident(std::process::id());
    let (stop, stopped) = watch::channel(false);
    let begun = Instant::now();
    let running = tokio::spawn(worker.run(stopped));
    let mut most = before;
    while queued - store::letter::count_waiting(&hub.db).await.unwrap() < SENT {
        most = most.max(process::resident(std::process::id()));
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    let sent = queued - store::letter::count_waiting(&hub.db).await.unwrap();
    let rate = sent as f64 / begun.elapsed().as_secs_f64();
    println!("letters sent                       {rate:>8.0} a second");
    println!("memory while sending, with the sink and what it keeps {:+.0} MB", most - before);
    stop.send(true).unwrap();
    running.await.unwrap();
}
