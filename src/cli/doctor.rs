//! `chorus doctor`: looks at everything a hub needs, says what is wrong and what to do; changes nothing.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::ExitCode,
};

use migration::{Migrator, MigratorTrait};

use super::terminal::{Outcome, say};
use crate::{
    clean::Ocr,
    config::{Config, Encryption},
    document, hub,
    keys::Keys,
    mail::{Mailer, Stationery},
    vault::Vault,
    worker,
};

/// What a check found: fine, with a remark; or not, with what to do.
type Check = Result<String, String>;

pub(super) async fn run(file: Option<&Path>) -> Outcome {
    let config = match Config::load(file) {
        Ok(config) => config,
        Err(faults) => {
            for fault in &faults.0 {
                tell("configuration", Err(fault.clone()));
            }
            return Ok(ExitCode::FAILURE);
        }
    };
    let all = [
        tell("configuration", configuration(&config)),
        tell("data directory", data_dir(&config)),
        tell("keys", keys(&config)),
        tell("database", database(&config).await),
        tell("mail", mail(&config).await),
        tell("fonts", fonts()),
        tell("files", files(&config).await),
        tell("suggestions", suggestions().await),
    ];
    Ok(if all.iter().all(|fine| *fine) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn tell(what: &str, check: Check) -> bool {
    match &check {
        Ok(remark) => say(format_args!("ok    {what}: {remark}")),
        Err(advice) => say(format_args!("FAIL  {what}: {advice}")),
    }
    check.is_ok()
}

fn configuration(config: &Config) -> Check {
    let url = &config.server.public_url;
    let abroad = !config.server.listen.ip().is_loopback();
    if abroad && url.starts_with("http://") && !config.development {
        return Err(format!(
            "server.listen is reachable from outside while server.public_url is {url}: put a proxy with TLS in \
             front and give its https:// address"
        ));
    }
    Ok(format!("{} as {url}", config.server.listen))
}

fn data_dir(config: &Config) -> Check {
    let dir = &config.data_dir;
    let shown = dir.display();
    let Ok(about) = fs::metadata(dir) else { return Ok(format!("{shown} will be made on the first start")) };
    if !about.is_dir() {
        return Err(format!("{shown} is no directory: set data_dir to one"));
    }
    if about.permissions().mode() & 0o007 != 0 {
        return Err(format!("{shown} is open to everybody on this machine: chmod 700 {shown}"));
    }
    // A file is the only proof: permissions do not tell of a read-only disk.
    let proof = dir.join(".doctor");
    fs::write(&proof, b"").and_then(|()| fs::remove_file(&proof)).map_err(|error| {
        format!("{shown} cannot be written: {error}; give it to the user that runs the hub")
    })?;
    Ok(shown.to_string())
}

fn keys(config: &Config) -> Check {
    let ring: PathBuf = config.data_dir.join("keys.toml");
    let shown = ring.display();
    let Ok(about) = fs::metadata(&ring) else {
        return Ok(format!("{shown} will be made on the first start"));
    };
    let mode = about.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(format!("{shown} can be read by others (mode {mode:o}): chmod 600 {shown}"));
    }
    Keys::open(&config.data_dir, &config.auth.algorithm)
        .map_err(|error| format!("{}: take {shown} from a backup", chain(&error)))?;
    Ok(format!("{shown}; are its newest copy and the data keys kept, apart from the backups?"))
}

async fn database(config: &Config) -> Check {
    let file = config.data_dir.join("chorus.db");
    if config.database.url.is_empty() && !file.exists() {
        return Ok(format!("{} will be made on the first start", file.display()));
    }
    let db = hub::connect(config).await.map_err(|error| {
        format!("it cannot be reached: {}; check database.url and that the server is running", chain(&error))
    })?;
    let pending = Migrator::get_pending_migrations(&db).await.map_err(|error| {
        format!("its migrations cannot be read: {}; check the rights of its user", chain(&error))
    })?;
    match pending.len() {
        0 => {
            Ok(if config.is_postgres() { "PostgreSQL, up to date" } else { "SQLite, up to date" }.to_owned())
        }
        some => Err(format!("{some} migrations are missing: chorus migrate")),
    }
}

async fn mail(config: &Config) -> Check {
    Stationery::new(&config.mail.from, None, None, &config.server.public_url)
        .map_err(|fault| format!("{fault}: check mail.from"))?;
    if config.mail.host.is_empty() {
        let dir = config.letters_dir();
        return Ok(format!("no server is set, letters are written to {}", dir.display()));
    }
    let mailer =
        Mailer::new(worker::route(config)).map_err(|fault| format!("{}: check mail.*", chain(&fault)))?;
    mailer.check().await.map_err(|fault| {
        let host = &config.mail.host;
        format!("{host}: {fault}; check mail.host, mail.port, mail.encryption, mail.user and mail.password")
    })?;
    Ok(match config.mail.encryption {
        Encryption::None => format!("{} lets us in, unencrypted on this machine", config.mail.host),
        Encryption::StartTls | Encryption::Tls => format!("{} lets us in, encrypted", config.mail.host),
    })
}

fn fonts() -> Check {
    // Characters of names that smaller faces lack.
    if document::can_draw("齐声投诉书喆堃玥犇") {
        Ok("the built-in faces draw what names need".to_owned())
    } else {
        Err("the built-in faces lack characters: this binary was built without its fonts, build it anew"
            .to_owned())
    }
}

/// Files are written, read and deleted where they are kept; in a directory only once there is one.
async fn files(config: &Config) -> Check {
    if config.storage.url.is_empty() && !config.data_dir.exists() {
        return Ok("the vault will be made on the first start".to_owned());
    }
    let advice = |fault: crate::error::Error| {
        format!("{}; check url, endpoint and keys of [storage], and that there is room", chain(&fault))
    };
    let vault = Vault::open(&config.storage, &config.data_dir).map_err(advice)?;
    vault.prove().await.map_err(advice)?;
    let place = if config.storage.url.is_empty() { "in the data directory" } else { &config.storage.url };
    Ok(format!("can be kept {place}"))
}

/// Never a fault: everything else works without.
async fn suggestions() -> Check {
    Ok(match Ocr::find(1).await {
        Some(ocr) => format!("boxes on pictures are suggested, by Tesseract {}", ocr.version()),
        None => "off; install Tesseract with chi_sim to have boxes on pictures suggested".to_owned(),
    })
}

/// A fault and what led to it, in a line.
fn chain(fault: &(dyn std::error::Error + 'static)) -> String {
    let causes = std::iter::successors(Some(fault), |fault| fault.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
