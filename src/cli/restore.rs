//! `chorus admin restore`: puts a backup back, with the newest keys.

use std::{fs, os::unix::fs::DirBuilderExt, path::Path, process::ExitCode};

use super::{
    backup::{DATABASE, LABEL, Label, copy, copy_tree, refuse_to_replace, vault_in},
    key_file, open,
    terminal::{Outcome, say},
};
use crate::{config::Config, service::data_key};

/// Puts a backup where the configuration says the data is; never over something that is there.
///
/// On PostgreSQL the database is put back first, with `pg_restore`.
pub(super) async fn run(config: Config, dir: &Path, keys: &Path) -> Outcome {
    let label: Label = toml::from_str(&read(&dir.join(LABEL))?)?;
    let (copied_at, data_keys) = key_file::read(keys)?;
    if copied_at < label.made_at {
        return Err("these keys are older than the backup: accounts that are in it would be closed".into());
    }
    let secrets = config.data_dir.join(key_file::SECRETS);
    refuse_to_replace(&secrets)?;
    if config.database.url.is_empty() {
        let database = config.data_dir.join(DATABASE);
        refuse_to_replace(&database)?;
        // A log of another database beside it would be played into the copy.
        for rest in ["chorus.db-wal", "chorus.db-shm"] {
            refuse_to_replace(&config.data_dir.join(rest))?;
        }
        make_private(&config.data_dir)?;
        copy(&dir.join(DATABASE), &database)?;
    } else if !config.is_postgres() {
        return Err("database.url names a SQLite file: restore without it, then move chorus.db there".into());
    }
    make_private(&config.data_dir)?;
    if vault_in(dir).exists() {
        copy_tree(&vault_in(dir), &vault_in(&config.data_dir))?;
    }
    copy(&keys.join(key_file::SECRETS), &secrets)?;
    let data_dir = config.data_dir.clone();
    let hub = open(config).await?;
    let done = data_key::put_back(&hub, data_keys).await?;
    say(format_args!(
        "The backup is in {}, with the keys of {} accounts. Check it with `chorus admin verify`.",
        data_dir.display(),
        done.kept
    ));
    if done.closed > 0 {
        say(format_args!("{} accounts were closed since it was made, and are closed again.", done.closed));
    }
    Ok(ExitCode::SUCCESS)
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn make_private(dir: &Path) -> std::io::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(dir)
}
