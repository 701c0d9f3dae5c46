//! New editions of the statutes are checked from the command line, without a configuration or a database.

use std::{
    path::Path,
    process::{Command, Output},
};

const PROVISIONS: &str = include_str!("../../src/law/data/provisions.toml");
const CLAUSES: &str = include_str!("../../src/law/data/clauses.toml");

fn check(dir: &Path, files: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_chorus"))
        .args(["admin", "law", "check"])
        .args(files)
        .current_dir(dir)
        // Nothing that works only with these may be touched.
        .env("DATABASE_URL", "nonsense://")
        .env("CHORUS_SERVER__LISTEN", "nonsense")
        .output()
        .unwrap()
}

fn told(output: &Output) -> (Option<i32>, String) {
    (output.status.code(), String::from_utf8(output.stdout.clone()).unwrap())
}

#[test]
fn the_exit_code_tells_good_faulty_and_unfit_files_apart() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).unwrap();
    write("provisions.toml", PROVISIONS);
    write("clauses.toml", CLAUSES);
    let (code, words) = told(&check(dir.path(), &["provisions.toml", "clauses.toml"]));
    assert_eq!((code, words.trim()), (Some(0), "Nothing is wrong."));
    let left: Vec<_> = std::fs::read_dir(dir.path()).unwrap().collect();
    assert_eq!(left.len(), 2, "it writes nothing");

    write("touched.toml", &PROVISIONS.replacen("七个工作日内作出受理", "八个工作日内作出受理", 1));
    write("short.toml", &CLAUSES.replacen("\"cpl-24\"", "\"cpl-240\"", 1));
    let (code, words) = told(&check(dir.path(), &["touched.toml", "short.toml"]));
    assert_eq!(code, Some(1), "{words}");
    assert!(
        words.contains("touched.toml:") && words.contains("provision crm-15: the text's checksum is"),
        "{words}"
    );
    assert!(words.contains("short.toml:") && words.contains("there is no provision `cpl-240`"), "{words}");

    write("other.toml", "name = \"chorus\"\n");
    for files in [&["missing.toml"][..], &["other.toml"], &["clauses.toml", "short.toml"]] {
        let (code, words) = told(&check(dir.path(), files));
        assert_eq!(code, Some(2), "{files:?}: {words}");
    }
}
