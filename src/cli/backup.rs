//! `chorus admin backup`: a copy of the SQLite file and the sealed files, and apart from it one of the keys.

use std::{
    fs::{self, OpenOptions, Permissions},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
    process::ExitCode,
};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    key_file, open,
    terminal::{Outcome, say},
};
use crate::{config::Config, service::upkeep};

pub(super) const DATABASE: &str = "chorus.db";
pub(super) const LABEL: &str = "backup.toml";
const VAULT: &str = "vault";

/// What a backup says of itself.
#[derive(Serialize, Deserialize)]
pub(super) struct Label {
    /// Before anything was copied.
    pub(super) made_at: DateTime<Utc>,
}

/// Copies the database, as it is at one instant, the files, and the keys. A running hub is not disturbed.
pub(super) async fn make(config: Config, dir: &Path, keys: &Path) -> Outcome {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
    for name in [DATABASE, LABEL] {
        refuse_to_replace(&dir.join(name))?;
    }
    fs::DirBuilder::new().recursive(true).mode(0o700).create(keys)?;
    if keys.canonicalize()?.starts_with(dir.canonicalize()?) {
        return Err("the keys must not lie in the backup: whoever has both can read everything".into());
    }
    let secrets = config.data_dir.join(key_file::SECRETS);
    let (postgres, external) = (config.is_postgres(), !config.storage.url.is_empty());
    let data_dir = config.data_dir.clone();
    let hub = open(config).await?;
    let label = toml::to_string(&Label { made_at: hub.now() })?;
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
    key_file::write(&hub, &secrets, keys).await?;
    new(&dir.join(LABEL))?.write_all(label.as_bytes())?;
    say(format_args!(
        "The backup is in {}, the keys that open it in {}. Keep them apart, and of the keys only the newest.",
        dir.display(),
        keys.display()
    ));
    if postgres {
        say("It has no database. Copy that with `pg_dump --format=custom --exclude-table-data=data_keys`.");
    }
    if external {
        say("It has no files. They are in the store that storage.url names.");
    }
    Ok(ExitCode::SUCCESS)
}

/// Where the sealed files are, in a data directory and in a backup.
pub(super) fn vault_in(dir: &Path) -> PathBuf {
    dir.join(VAULT)
}

/// Copies sealed files: a directory for each, with its segments. What is deleted meanwhile is left out.
pub(super) fn copy_tree(from: &Path, to: &Path) -> io::Result<()> {
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

pub(super) fn refuse_to_replace(path: &Path) -> io::Result<()> {
    if path.exists() {
        let what = format!("{} is there already and is not replaced", path.display());
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, what));
    }
    Ok(())
}

/// Copies a file for its owner's eyes only; not there yet, and on the disk when it is done.
pub(super) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let named = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", from.display()));
    let mut source = fs::File::open(from).map_err(named)?;
    let mut target = new(to)?;
    io::copy(&mut source, &mut target)?;
    target.sync_all()
}

fn new(path: &Path) -> io::Result<fs::File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}
