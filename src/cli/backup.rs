//! `chorus admin backup` and `restore`: a copy of the SQLite file and the keys, and the way back.

use std::{
    fs::{self, OpenOptions, Permissions},
    io,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::Path,
    process::ExitCode,
};

use super::{
    open,
    terminal::{Outcome, say},
};
use crate::{config::Config, service::upkeep};

const DATABASE: &str = "chorus.db";
const KEYS: &str = "keys.toml";

/// Copies the database, as it is at one instant, and the keys. A running hub is not disturbed.
pub(super) async fn make(config: Config, dir: &Path) -> Outcome {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
    for name in [DATABASE, KEYS] {
        refuse_to_replace(&dir.join(name))?;
    }
    let keys = config.data_dir.join(KEYS);
    let postgres = config.is_postgres();
    let hub = open(config).await?;
    if !postgres {
        let copy = dir.join(DATABASE);
        let name = copy.to_str().ok_or("the directory's name is not UTF-8")?;
        upkeep::copy_into(&hub, name).await?;
        fs::set_permissions(&copy, Permissions::from_mode(0o600))?;
        fs::File::open(&copy)?.sync_all()?;
    }
    // After the database, so that the copy has every key the rows in it need.
    copy(&keys, &dir.join(KEYS))?;
    say(format_args!(
        "The backup is in {}. Whoever has it can read everything: keep it safe.",
        dir.display()
    ));
    if postgres {
        say("It has the keys only. Copy the database with `pg_dump --format=custom`.");
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
    say(format_args!("The backup is in {}. Check it with `chorus admin verify`.", config.data_dir.display()));
    if config.is_postgres() {
        say("It had the keys only. Put the database back with `pg_restore`.");
    }
    Ok(ExitCode::SUCCESS)
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
