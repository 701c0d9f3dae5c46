//! The parent keeps its children in hand.

use std::{fs, path::Path, process::Command, time::Duration};

use chorus::clean::{Cleaner, Order, Unfit};

use super::image;

/// A program that takes the place of the hub's own.
fn program(dir: &Path, script: &str) -> Cleaner {
    let (text, path) = (dir.join("text"), dir.join("program"));
    fs::write(&text, format!("#!/bin/sh\n{script}\n")).unwrap();
    // Not written by this process: another test may be starting a child, which holds open files for a moment, and a
    // program that is open for writing cannot be run.
    let installed = Command::new("install").args(["-m", "755"]).args([&text, &path]).status().unwrap();
    assert!(installed.success());
    Cleaner::new(path, 1)
}

#[tokio::test]
async fn a_child_that_cannot_begin_is_a_fault_of_ours() {
    let dir = tempfile::tempdir().unwrap();
    let missing = Cleaner::new(dir.path().join("missing"), 1);
    assert!(missing.clean(&b"text"[..], &Order::default()).await.is_err());
    let unwilling = program(dir.path(), "exit 1");
    assert!(unwilling.clean(&b"text"[..], &Order::default()).await.is_err());
}

#[tokio::test]
async fn a_child_that_ends_badly_is_a_refusal() {
    let dir = tempfile::tempdir().unwrap();
    for script in [
        "printf +; kill -9 $$",
        "printf +; exit 101",
        "printf '+\\0\\0\\0\\4abcd'",
        "printf '+\\0\\0\\0\\0not a verdict'",
        "printf '+\\377\\377\\377\\377'",
    ] {
        let broken = program(dir.path(), script);
        let outcome = broken.clean(&image::jpeg(1)[..], &Order::default()).await.unwrap();
        let unfit = outcome.expect_err(script);
        assert!(matches!(unfit, Unfit::TooDemanding | Unfit::CopyTooLarge { .. }), "{script}: {unfit}");
    }
}

#[tokio::test]
async fn a_child_ends_with_the_future_that_wanted_it() {
    let dir = tempfile::tempdir().unwrap();
    let note = dir.path().join("id");
    let slow =
        program(dir.path(), &format!("echo $$ > {0}.new; mv {0}.new {0}; exec sleep 600", note.display()));
    let started = async {
        while !note.exists() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let order = Order::default();
    tokio::select! {
        _ = slow.clean(&b"text"[..], &order) => panic!("it sleeps"),
        () = started => {}
    }
    let id = fs::read_to_string(&note).unwrap();
    let state = format!("/proc/{}/stat", id.trim());
    // Gone, or dead and not buried yet.
    while fs::read_to_string(&state).is_ok_and(|state| !state.contains(") Z ")) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // Its place is free again.
    assert!(program(dir.path(), "exit 1").clean(&b"text"[..], &order).await.is_err());
}
