//! A disk that is really full: a small file system lies under the vault. It takes the right to mount one, which the
//! checks have; elsewhere a line says that it was skipped.

use std::{io::Write, path::Path, process::Command};

use chorus::service::{letter::sha256, upload};
use chrono::TimeDelta;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{App, code, file::picture};

const MIB: usize = 1 << 20;

/// A file system in memory, gone when it is dropped.
struct Disk<'a>(&'a Path);

impl<'a> Disk<'a> {
    fn mount(dir: &'a Path, mib: usize) -> Option<Self> {
        mount(&["-t", "tmpfs", "-o", &format!("size={mib}m"), "tmpfs"], dir).then_some(Self(dir))
    }

    fn resize(&self, mib: usize) {
        assert!(mount(&["-o", &format!("remount,size={mib}m")], self.0));
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").args(["--lazy", self.0.to_str().unwrap()]).status();
    }
}

fn mount(options: &[&str], dir: &Path) -> bool {
    let done = Command::new("mount").args(options).arg(dir).output();
    done.is_ok_and(|done| done.status.success())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_loses_nothing_and_leaves_nothing_half_done() {
    let app = App::start().await;
    let (people, case) = app.gathered(&["olga@example.org", "ann@example.org"]).await;
    let (ann, vault) = (&people[1], app.dir.path().join("vault"));
    let Some(disk) = Disk::mount(&vault, 3) else {
        writeln!(
            std::io::stderr(),
            "\nnote: the story of a full disk was SKIPPED: nothing can be mounted here"
        )
        .unwrap();
        return;
    };
    let file = picture(1_400, 1_200);
    assert!((4..6).contains(&(file.len() / MIB)), "{}", file.len());

    // The upload stops with a clear answer and goes on from there once there is room.
    let (url, id) = ann.stage(file.len()).await;
    let failed = ann.put(&url, 0, &file).await;
    assert_eq!(failed.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(code(&failed.json().await.unwrap()), "STORAGE_UNAVAILABLE");
    let kept = ann.offset(&url).await;
    assert!(kept >= MIB && kept.is_multiple_of(MIB), "whole segments are kept: {kept}");
    disk.resize(6);
    assert_eq!(ann.put(&url, kept, &file[kept..]).await.status(), StatusCode::NO_CONTENT);

    // There is no room for the copy: nothing is deposited, and the original can be handed in again.
    let refused = ann.hand_in(&case, &id).await;
    assert_eq!(code(&refused), "STORAGE_UNAVAILABLE", "{refused}");
    let mine =
        "query($c: ID!) { case(id: $c) { membership { myEvidence { nodes { originalSha256 copyUrl } } } } }";
    let pieces = |data: Value| data["case"]["membership"]["myEvidence"]["nodes"].clone();
    assert_eq!(pieces(ann.ask(mine, json!({ "c": case })).await), json!([]));
    disk.resize(64);
    let handed = ann.hand_in(&case, &id).await;
    assert_eq!(code(&handed), "OK", "{handed}");
    let pieces = pieces(ann.ask(mine, json!({ "c": case })).await);
    assert_eq!(pieces[0]["originalSha256"], sha256(&file));
    let copy = ann.get(pieces[0]["copyUrl"].as_str().unwrap()).await;
    assert_eq!(copy.status(), StatusCode::OK);

    app.clock.advance(TimeDelta::days(2));
    upload::sweep(&app.hub).await.unwrap();
    assert_eq!(app.vault().len(), 2, "the original and its copy, and not the copy that did not fit");
}
