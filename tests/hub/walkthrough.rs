//! The commands of README.md do what it says, in the shells that people have.

use std::{
    path::Path,
    process::Stdio,
    sync::Arc,
    time::{Duration, SystemTime},
};

use chorus::worker::Worker;
use chrono::{DateTime, TimeDelta, Utc};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    process::Command,
    sync::watch,
};

use crate::support::{App, mailed::until};

const README: &str = include_str!("../../README.md");

/// Printed between the two parts, while the clock is moved.
const PAUSE: &str = "(the ballot ends)";

/// The commands between a marker and the end of their block.
fn commands(marker: &str) -> &'static str {
    let (_, after) = README.split_once(marker).expect("README.md has the marker");
    let (_, code) = after.split_once("```sh\n").expect("a block of commands follows");
    code.split_once("```").expect("the block ends").0
}

fn is_there(program: &str) -> bool {
    let found = |dir: &str| Path::new(dir).join(program).exists();
    std::env::var("PATH").is_ok_and(|path| path.split(':').any(found))
}

#[expect(
    clippy::disallowed_methods,
    reason = "the commands ask the machine for the time, so the hub has to agree"
)]
fn now() -> DateTime<Utc> {
    SystemTime::now().into()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_readme_can_be_followed_in_sh() {
    follow("sh").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_readme_can_be_followed_in_bash() {
    follow("bash").await;
}

async fn follow(shell: &str) {
    if !is_there("curl") || !is_there(shell) {
        skip(shell);
        return;
    }
    let app = App::start().await;
    app.clock.advance(now() - app.hub.now());
    let worker = Arc::new(Worker::new(app.hub.clone()).unwrap());
    let (_stop, stopped) = watch::channel(false);
    tokio::spawn(worker.run(stopped));

    let told = tokio::time::timeout(Duration::from_secs(120), replay(shell, &app)).await;
    let told = told.unwrap_or_else(|_| panic!("{shell} came to no end"));
    for expected in [
        r#""stage":"GATHERING"#,
        r#""orderMasked":"KM20"#,
        "手机号【手机1】，身份证【身份证1】",
        r#""state":"CONFIRMED"#,
        r#""state":"ADOPTED"#,
        r#""complete":true"#,
        r#""choice":"YES"#,
        r#""state":"PASSED","yes":2,"no":0}"#,
        r#""status":"ACCEPTED","delivery":"SENT"#,
    ] {
        assert!(told.contains(expected), "{expected} is missing in:\n{told}");
    }
    for (fault, why) in [
        ("\"errors\"", "a request failed"),
        (":null", "a request gave nothing"),
        ("\"userErrors\":[{", "a request was refused"),
        ("13812345678", "a telephone number is shown"),
        ("11010519491231002X", "an ID number is shown"),
    ] {
        assert!(!told.contains(fault), "{why}:\n{told}");
    }
    assert!(told.lines().any(|line| line.starts_with("data/letters/fil_")), "the desk was mailed:\n{told}");
    // The proof of the address, and news of the ballot, its result, the filing and the answer.
    until("the letters to a member", || app.letters_to("ann@example.org").len() == 5).await;
}

/// Runs both parts in one shell, as somebody would who types them in; gives all it said.
async fn replay(shell: &str, app: &App) -> String {
    let home = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(app.dir.path(), home.path().join("data")).unwrap();
    let [first, second] = ["<!-- walkthrough -->", "<!-- walkthrough after the ballot -->"].map(commands);
    let script = format!("{first}\necho '{PAUSE}'\nread -r go_on\n{second}\n");
    let script = script.replace("http://127.0.0.1:8080", &app.url);
    std::fs::write(home.path().join("walkthrough.sh"), script).unwrap();
    let mut shell = Command::new(shell)
        .args(["-c", "exec 2>&1; . ./walkthrough.sh"])
        .current_dir(home.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut keys = shell.stdin.take().unwrap();
    let mut lines = BufReader::new(shell.stdout.take().unwrap()).lines();
    let mut told = String::new();
    while let Some(line) = lines.next_line().await.unwrap() {
        if line == PAUSE {
            app.clock.advance(now() - app.hub.now() + TimeDelta::minutes(2));
            keys.write_all(b"\n").await.unwrap();
        }
        told.push_str(&line);
        told.push('\n');
    }
    let pdf = std::fs::read(home.path().join("complaint.pdf")).unwrap();
    assert!(pdf.starts_with(b"%PDF"), "the complaint can be read:\n{told}");
    told
}

#[expect(clippy::print_stdout, reason = "whoever reads the result must know what was not tried")]
fn skip(shell: &str) {
    println!("SKIPPED: the walkthrough needs curl and {shell}, and one of them is not on this machine");
}
