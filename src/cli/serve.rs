//! `chorus serve` and `chorus work`: run until told to stop, then finish what was begun.

use std::{net::SocketAddr, process::ExitCode, sync::Arc, time::Duration};

use tokio::{
    net::TcpSocket,
    signal::unix::{SignalKind, signal},
    sync::watch,
    task::JoinHandle,
};
use tracing::{info, warn};

use super::{
    open,
    terminal::{Outcome, say},
};
use crate::{config::Config, hub::Hub, server, worker::Worker};

/// Connections that may wait to be accepted.
const BACKLOG: u32 = 1024;

/// How long the worker may take to finish the letters and jobs in hand.
const GRACE: Duration = Duration::from_secs(30);

/// Runs the API, and the worker beside it.
pub(super) async fn serve(config: Config, with_worker: bool) -> Outcome {
    // First of all, so that nothing else is begun when another process is there already.
    let listener = listen(config.server.listen)
        .map_err(|error| format!("{} cannot be listened on: {error}", config.server.listen))?;
    let hub = Arc::new(open(config).await?);
    let worker = if with_worker { Some(Arc::new(Worker::new(Arc::clone(&hub))?)) } else { None };
    let (stop, stopped) = stop_on_signal()?;
    let working = worker.map(|worker| tokio::spawn(worker.run(stopped.clone())));
    greet(&hub, with_worker);
    let served = server::run(Arc::clone(&hub), listener, stopped).await;
    // Also when the server ended by itself.
    stop.send_replace(true);
    if let Some(working) = working {
        finish(working).await;
    }
    served?;
    leave(&hub).await
}

/// Runs only the worker.
pub(super) async fn work(config: Config) -> Outcome {
    let hub = Arc::new(open(config).await?);
    let worker = Arc::new(Worker::new(Arc::clone(&hub))?);
    let (_stop, mut stopped) = stop_on_signal()?;
    let working = tokio::spawn(worker.run(stopped.clone()));
    say("The worker is running; Ctrl-C stops it. 后台任务已启动，按 Ctrl-C 停止。");
    // The sender lives as long as this function, so this ends with the signal.
    stopped.wait_for(|stop| *stop).await?;
    finish(working).await;
    leave(&hub).await
}

fn listen(address: SocketAddr) -> std::io::Result<std::net::TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // A restart must not wait for the last connections of the old process to be forgotten.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)?.into_std()
}

/// A switch that SIGINT and SIGTERM turn; the second signal ends the process at once.
fn stop_on_signal() -> std::io::Result<(watch::Sender<bool>, watch::Receiver<bool>)> {
    let (stop, stopped) = watch::channel(false);
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let turn = stop.clone();
    tokio::spawn(async move {
        for first in [true, false] {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            if first {
                info!("told to stop: finishing what was begun");
                turn.send_replace(true);
            } else {
                warn!("told to stop again: leaving at once");
                std::process::exit(130);
            }
        }
    });
    Ok((stop, stopped))
}

async fn finish(mut working: JoinHandle<()>) {
    if tokio::time::timeout(GRACE, &mut working).await.is_err() {
        // What it holds is due again when its leases end.
        warn!("the worker did not finish in time");
        working.abort();
    }
}

async fn leave(hub: &Hub) -> Outcome {
    hub.db.clone().close().await?;
    info!("stopped");
    Ok(ExitCode::SUCCESS)
}

/// Says where to go.
fn greet(hub: &Hub, with_worker: bool) {
    let config = &hub.config;
    let url = &config.server.public_url;
    let letters = if config.mail.host.is_empty() {
        format!(
            "{} (not mailed: no mail server is set; 未配置邮件服务器，信件只写入此目录)",
            hub.letters_dir().display()
        )
    } else {
        config.mail.host.clone()
    };
    let database = if config.is_postgres() { "PostgreSQL" } else { "SQLite" };
    say("齐声 Chorus 已启动 is running");
    say(format_args!("  试用 Try it     {url}/graphiql"));
    say(format_args!("  接口 API        {url}/graphql"));
    say(format_args!("  监听 Listening  {}", config.server.listen));
    say(format_args!("  数据 Data       {} ({database})", config.data_dir.display()));
    say(format_args!("  信件 Letters    {letters}"));
    if config.development && config.mail.host.is_empty() {
        say(format_args!("                  {url}/dev/letters"));
    }
    if !with_worker {
        say("  后台 Worker     not here: run `chorus work` 未在本进程运行，请另行启动");
    }
    say("  停止 Stop       Ctrl-C");
}
