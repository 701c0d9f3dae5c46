//! A copy of everything is made and put back, and who closed their account meanwhile does not come back with it.

use std::{path::Path, process::Command};

use chorus::{
    config::Config,
    hub::{Clock, Hub},
    service::upkeep,
    store,
};
use serde_json::{Value, json};

use crate::support::{
    App,
    database::Database,
    file::picture,
    person::{PASSWORD, Person},
};

/// Runs a program to its end; gives whether it went well, and all it said.
fn run(program: &str, args: &[&str], settings: &[(&str, String)]) -> (bool, String) {
    let mut command = Command::new(program);
    if program == env!("CARGO_BIN_EXE_chorus") {
        command.env_clear();
    }
    let done = command.args(args).envs(settings.iter().map(|(name, value)| (*name, value))).output().unwrap();
    let said = [done.stdout, done.stderr].concat();
    (done.status.success(), String::from_utf8(said).unwrap())
}

fn admin(args: &[&str], settings: &[(&str, String)]) -> (bool, String) {
    run(env!("CARGO_BIN_EXE_chorus"), &[&["admin"], args].concat(), settings)
}

fn name(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Copies the database where `backup` does not, as it says.
fn dump(app: &App, to: &Path) {
    let url = &app.hub.config.database.url;
    if !url.is_empty() {
        let flags = ["--format=custom", "--exclude-table-data=data_keys", "--file", name(to)];
        let (done, said) = run("pg_dump", &[&flags[..], &[url.as_str()]].concat(), &[]);
        assert!(done, "{said}");
    }
}

fn load(dump: &Path, database: &Database) {
    if !database.url.is_empty() {
        let (done, said) = run("pg_restore", &["--dbname", &database.url, name(dump)], &[]);
        assert!(done, "{said}");
    }
}

async fn close_account(person: &Person<'_>) {
    let close =
        "mutation($p: String!) { closeAccount(input: {currentPassword: $p}) { closed userErrors { code } } }";
    person.ask(close, json!({ "p": PASSWORD })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_closed_their_account_does_not_come_back_with_an_old_copy() {
    let app = App::start().await;
    let (people, case) = app.gathered(&["olga@example.org", "ann@example.org", "bob@example.org"]).await;
    let file = picture(300, 200);
    for (person, phone) in people.iter().zip(["13712345678", "13812345678", "13912345678"]).skip(1) {
        person.seal_identity("王小明", phone, "上海市徐汇区漕溪北路1号").await;
        person.deposit_file(&case, &file).await;
    }
    let accounts = store::account::find_by_email(&app.hub.db, "ann@example.org").await.unwrap().unwrap();
    let wrapped = store::data_key::find(&app.hub.db, &accounts.id).await.unwrap().unwrap().wrapped;

    let settings = vec![
        ("CHORUS_DATA_DIR", app.dir.path().display().to_string()),
        ("DATABASE_URL", app.hub.config.database.url.clone()),
    ];
    let place = tempfile::tempdir().unwrap();
    let [old, new, keys, old_keys] = ["old", "new", "keys", "old-keys"].map(|name| place.path().join(name));
    let inside = old.join("keys");
    let (done, said) = admin(&["backup", name(&old), "--keys", name(&inside)], &settings);
    assert!(!done && said.contains("must not lie in the backup"), "{said}");
    let (done, said) = admin(&["backup", name(&old), "--keys", name(&old_keys)], &settings);
    assert!(done, "{said}");
    dump(&app, &old.join("dump"));
    let database = old.join("chorus.db");
    if database.exists() {
        let bytes = std::fs::read(database).unwrap();
        assert!(!bytes.windows(wrapped.len()).any(|window| window == wrapped), "no key is left in the copy");
    }

    close_account(&people[1]).await;
    let (done, said) = admin(&["backup", name(&new), "--keys", name(&keys)], &settings);
    assert!(done, "{said}");
    dump(&app, &new.join("dump"));

    // The old keys would open what was destroyed; with a newer copy they are refused, which also says why.
    let fresh = Database::create().await;
    let target = place.path().join("data");
    let there = vec![("CHORUS_DATA_DIR", name(&target).to_owned()), ("DATABASE_URL", fresh.url.clone())];
    let (done, said) = admin(&["restore", name(&new), "--keys", name(&old_keys)], &there);
    assert!(!done && said.contains("older than the backup"), "{said}");

    load(&old.join("dump"), &fresh);
    let (done, said) = admin(&["restore", name(&old), "--keys", name(&keys)], &there);
    assert!(done && said.contains("1 accounts were closed since it was made"), "{said}");
    let (done, said) = admin(&["restore", name(&old), "--keys", name(&keys)], &there);
    assert!(!done && said.contains("is there already"), "{said}");

    let owned = there.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
    let hub = Hub::open(Config::read("", owned).unwrap(), Clock::System).await.unwrap();
    let ann = store::account::find(&hub.db, &accounts.id).await.unwrap().unwrap();
    assert!(ann.closed_at.is_some() && !ann.email.contains('@'), "{ann:?}");
    assert!(store::data_key::find(&hub.db, &ann.id).await.unwrap().is_none());
    assert!(store::identity::find(&hub.db, &ann.id).await.unwrap().is_none());
    assert!(store::account::find_by_email(&hub.db, "bob@example.org").await.unwrap().is_some());
    let found = upkeep::verify(&hub).await.unwrap();
    assert_eq!((found.damages, found.data_keys), (vec![], 2));
    assert_eq!(found.files, 2, "Bob's picture and its copy can be read");
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_were_cut_short_close_nobody() {
    let app = App::start().await;
    app.person("ann").await;
    let settings = vec![
        ("CHORUS_DATA_DIR", app.dir.path().display().to_string()),
        ("DATABASE_URL", app.hub.config.database.url.clone()),
    ];
    let place = tempfile::tempdir().unwrap();
    let [copy, keys, target] = ["copy", "keys", "data"].map(|name| place.path().join(name));
    let (done, said) = admin(&["backup", name(&copy), "--keys", name(&keys)], &settings);
    assert!(done, "{said}");
    let path = keys.join("data-keys.jsonl");
    let whole = std::fs::read_to_string(&path).unwrap();
    let lines: Vec<Value> = whole.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((lines.len(), &lines[2]), (3, &json!({ "count": 1 })));
    let there = vec![
        ("CHORUS_DATA_DIR", name(&target).to_owned()),
        ("DATABASE_URL", Database::create().await.url.clone()),
    ];
    for kept in [1, 2] {
        let cut: Vec<&str> = whole.lines().take(kept).collect();
        std::fs::write(&path, cut.join("\n")).unwrap();
        let (done, said) = admin(&["restore", name(&copy), "--keys", name(&keys)], &there);
        assert!(!done && said.contains("is not whole"), "{said}");
        assert!(!target.exists(), "nothing was put back");
    }
}
