//! A process of its own: how soon it is ready on an existing database, and what it takes when idle.

use std::{
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// A hub in a process of its own; it is killed when dropped.
pub struct Process(Child);

impl Process {
    /// Runs `chorus` with these arguments and settings on the data directory and database of the bench.
    pub fn run(arguments: &[&str], data: &Path, database: &str, settings: &[(&str, String)]) -> Self {
        let child = Command::new(env!("CARGO_BIN_EXE_chorus"))
            .args(arguments)
            .env("CHORUS_DATA_DIR", data)
            .env("DATABASE_URL", database)
            .envs(settings.iter().map(|(name, value)| (*name, value.as_str())))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Self(child)
    }

    /// Its resident memory in MB; 0 where the system does not tell.
    pub fn resident(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        line.and_then(|line| line.trim().split(' ').next()?.parse::<f64>().ok()).unwrap_or_default() / 1024.0
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself, which is as good.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub async fn measure(data: &Path, database: &str) {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let begun = Instant::now();
    let listen = [("CHORUS_SERVER__LISTEN", format!("127.0.0.1:{port}"))];
    let hub = Process::run(&["serve", "--no-worker"], data, database, &listen);
    let url = format!("http://127.0.0.1:{port}/readyz");
    while reqwest::get(&url).await.is_err() {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    println!("\nready after                        {:>8.0} ms", begun.elapsed().as_secs_f64() * 1e3);
    tokio::time::sleep(Duration::from_secs(2)).await;
    println!("idle memory                        {:>8.0} MB", hub.resident());
}
