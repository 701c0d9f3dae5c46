//! A process of its own: how soon it is ready on an existing database, and what it takes when idle.

use std::{
    net::TcpListener,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

/// Resident memory of a process in MB; 0 where the system does not tell.
pub fn resident(pid: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().split(' ').next()?.parse::<f64>().ok()).unwrap_or_default() / 1024.0
}

pub async fn measure(data: &Path, database: &str) {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let begun = Instant::now();
    let mut hub = Command::new(env!("CARGO_BIN_EXE_chorus"))
        .args(["serve", "--no-worker"])
        .env("CHORUS_DATA_DIR", data)
        .env("DATABASE_URL", database)
        .env("CHORUS_SERVER__LISTEN", format!("127.0.0.1:{port}"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let url = format!("http://127.0.0.1:{port}/readyz");
    while reqwest::get(&url).await.is_err() {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    println!("\nready after                        {:>8.0} ms", begun.elapsed().as_secs_f64() * 1e3);
    tokio::time::sleep(Duration::from_secs(2)).await;
    println!("idle memory                        {:>8.0} MB", resident(hub.id()));
    hub.kill().unwrap();
    hub.wait().unwrap();
}
