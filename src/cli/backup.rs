//! `chorus admin backup` and `restore`: a copy of the SQLite file, the sealed files and the keys, and the way back.

use std::{
    fs::{self, OpenOptions, Permissions},
    io,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
    process::ExitCode,
};

use super::{
    open,
    terminal::{Outcome, say},
};
use crate::{config::Config, service::upkeep};

const DATABASE: &str = "chorus.db";
const KEYS: &str = "keys.toml";
const VAULT: &str = "vault";

/// Copies the database, as it is at one instant, and the keys. A running hub is not disturbed.
pub(super) async fn make(config: Config, dir: &Path) -> Outcome {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
    for name in [DATABASE, KEYS] {
        refuse_to_replace(&dir.join(name))?;
    }
    let keys = config.data_dir.join(KEYS);
    let (postgres, external) = (config.is_postgres(), !config.storage.url.is_empty());
    let data_dir = config.data_dir.clone();
    let hub = open(config).await?;
    if !postgres {
        let copy = dir.join(DATABASE);
        let name = copy.to_str().ok_or("the directory's name is not UTF-8")?;
        upkeep::copy_into(&hub, name).await?;
        fs::set_permissions(&copy, Permissions::from_mode(0o600))?;
        fs::File::open(&copy)?.sync_all()?;
    }
    // After the database, so that the copy has every file and key the rows in it need.
    let files = vault_in(&data_dir);
    if !external && files.exists() {
        copy_tree(&files, &vault_in(dir))?;
    }
    copy(&keys, &dir.join(KEYS))?;
    say(format_args!(
        "The backup is in {}. Whoever has it can read everything: keep it safe.",
        dir.display()
    ));
    if postgres {
        say("It has no database. Copy that with `pg_dump --format=custom`.");
    }
    if external {
        say("It has no files. They are in the store that storage.url names.");
    }
    Ok(ExitCode::SUCCESS)
}

/// Puts a backup where the configuration says the data is; never over something that is there.
pub(super) fn restore(config: &Config, dir: &Path) -> Outcome {
    let mut names = vec![KEYS];
    if config.database.url.is_empty() {
        names.push(DATABASE);
    } else if !config.is_postgres() {
        return Err("database.url names a SQLite file: copy chorus.db there yourself, then run verify".into());
    }
    for name in &names {
        if !dir.join(name).is_file() {
            return Err(format!("{} has no {name}", dir.display()).into());
        }
        refuse_to_replace(&config.data_dir.join(name))?;
    }
    // A log of another database beside it would be played into the copy.
    for rest in ["chorus.db-wal", "chorus.db-shm"] {
        refuse_to_replace(&config.data_dir.join(rest))?;
    }
    fs::DirBuilder::new().recursive(true).mode(0o700).create(&config.data_dir)?;
    for name in &names {
        copy(&dir.join(name), &config.data_dir.join(name))?;
    }
    if vault_in(dir).exists() {
        copy_tree(&vault_in(dir), &vault_in(&config.data_dir))?;
    }
    say(format_args!("The backup is in {}. Check it with `chorus admin verify`.", config.data_dir.display()));
    if config.is_postgres() {
        say("It had no database. Put that back with `pg_restore`.");
    }
    Ok(ExitCode::SUCCESS)
}

/// Where the sealed files are, in a data directory and in a backup.
fn vault_in(dir: &Path) -> PathBuf {
    dir.join(VAULT)
}

/// Copies sealed files: a directory for each, with its segments. What is deleted meanwhile is left out.
fn copy_tree(from: &Path, to: &Path) -> io::Result<()> {
    fs::DirBuilder::new().mode(0o700).create(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        let copied = if entry.file_type()?.is_dir() {
            copy_tree(&entry.path(), &target)
        } else {
            copy(&entry.path(), &target)
        };
        match copied {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            other => other?,
        }
    }
    Ok(())
}

fn refuse_to_replace(path: &Path) -> io::Result<()> {
    if path.exists() {
        let what = format!("{} is there already and is not replaced", path.display());
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, what));
    }
    Ok(())
}

/// Copies a file for its owner's eyes only; not there yet, and on the disk when it is done.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let named = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", from.display()));
    let mut source = fs::File::open(from).map_err(named)?;
    let mut target = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to)?;
    io::copy(&mut source, &mut target)?;
    target.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_replaced() {
        let (backup, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(backup.path().join(KEYS), "ring").unwrap();
        fs::write(backup.path().join(DATABASE), "rows").unwrap();
        let target = data.path().join("new");
        let file = format!("data_dir = '{}'", target.display());
        let config = Config::read(&file, []).unwrap();
        restore(&config, backup.path()).unwrap();
        assert_eq!(fs::read(target.join(DATABASE)).unwrap(), b"rows");
        let mode = fs::metadata(target.join(KEYS)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let again = restore(&config, backup.path()).unwrap_err();
        assert!(again.to_string().contains("is not replaced"), "{again}");
    }
}
