//! Configuration: defaults, then `chorus.toml`, then `CHORUS_*`; every fault is reported at once.
//!
//! A setting is named by its section and key: `listen` of `[server]` is `CHORUS_SERVER__LISTEN` in the
//! environment. `DATABASE_URL` is read too, because every platform sets it.

mod settings;

use std::{
    fmt,
    net::SocketAddr,
    path::{Path, PathBuf},
    str::FromStr,
};

use secrecy::SecretString;

use self::settings::Settings;

/// Everything that can be set.
#[derive(Clone, Debug)]
pub struct Config {
    /// Directory for the SQLite file, the secrets and letters that are not mailed.
    pub data_dir: PathBuf,
    /// Whether development conveniences (`/dev/letters`) are on.
    pub development: bool,
    /// The HTTP server.
    pub server: Server,
    /// The database.
    pub database: Database,
    /// Files.
    pub storage: Storage,
    /// Outgoing mail.
    pub mail: Mail,
    /// Sessions and passwords.
    pub auth: Auth,
    /// What one caller may ask for.
    pub limits: Limits,
    /// Logs.
    pub log: Log,
}

/// The HTTP server.
#[derive(Clone, Debug)]
pub struct Server {
    /// Address to listen on.
    pub listen: SocketAddr,
    /// Address that people see, without a slash at the end.
    pub public_url: String,
    /// Threads that serve requests; 0 means one per core.
    pub threads: usize,
    /// Whether a proxy in front sets `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// Whether the schema may be asked for.
    pub introspection: bool,
    /// Origins of other frontends that may call the API from a browser.
    pub origins: Vec<String>,
}

/// The database.
#[derive(Clone, Debug)]
pub struct Database {
    /// `sqlite:…` or `postgres://…`; empty means a SQLite file in the data directory.
    pub url: String,
    /// Connections kept at most.
    pub connections: u32,
}

/// Files.
#[derive(Clone, Debug)]
pub struct Storage {
    /// `s3://bucket/prefix`; empty means the directory `vault` in the data directory.
    pub url: String,
    /// Address of an S3-compatible service; empty means Amazon's.
    pub endpoint: String,
    /// Region.
    pub region: String,
    /// Name of the access key; empty means what the environment of a cloud offers.
    pub access_key: String,
    /// The access key.
    pub secret_key: SecretString,
    /// Bytes of a file at most; sounds have their own bound.
    pub file_bytes: u64,
    /// Bytes of a sound at most.
    pub audio_bytes: u64,
    /// Hours in which an upload is finished and used.
    pub staged_hours: u32,
    /// Files that are cleaned at the same time.
    pub cleaners: usize,
    /// The program that cleans; empty means this one.
    pub cleaner: PathBuf,
    /// Members whose annexes make one volume of a printed complaint.
    pub volume_members: u32,
}

/// Outgoing mail.
#[derive(Clone, Debug)]
pub struct Mail {
    /// SMTP server; empty means that letters are written as `.eml` files.
    pub host: String,
    /// Port; 0 means the usual one of the chosen encryption.
    pub port: u16,
    /// `starttls`, `tls` or `none`.
    pub encryption: Encryption,
    /// User name; empty means no sign-in.
    pub user: String,
    /// Password.
    pub password: SecretString,
    /// Sender of letters.
    pub from: String,
    /// Domain of the addresses at which answers to filings come in; empty means that none come.
    pub reply_domain: String,
    /// What the mail server shows that hands in such mail; empty means that there is no door for it.
    pub inbound_secret: SecretString,
    /// Connections kept open.
    pub connections: usize,
    /// Letters a second in all; 0 means no limit.
    pub per_second: u32,
    /// Letters a second to one domain; 0 means no limit.
    pub per_host_per_second: u32,
    /// Seconds after which a letter whose sender vanished is sent again.
    pub lease_seconds: u32,
}

/// How a mail connection is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// Plain first, then TLS.
    StartTls,
    /// TLS from the first byte.
    Tls,
    /// Not at all; only for a server on the same machine.
    None,
}

impl FromStr for Encryption {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "starttls" => Ok(Self::StartTls),
            "tls" => Ok(Self::Tls),
            "none" => Ok(Self::None),
            _ => Err("one of starttls, tls, none"),
        }
    }
}

/// Sessions and passwords.
#[derive(Clone, Debug)]
pub struct Auth {
    /// Minutes an access token is good for.
    pub access_minutes: u32,
    /// Days a refresh token is good for.
    pub refresh_days: u32,
    /// `HS256` or `EdDSA`; keys of both kinds stay valid until they are removed from the ring.
    pub algorithm: String,
    /// Passwords hashed at the same time.
    pub hashing: usize,
}

/// What one caller may ask for.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes of a request's body.
    pub body_bytes: usize,
    /// Nesting of a query.
    pub depth: usize,
    /// Complexity of a query.
    pub complexity: usize,
    /// Aliases of a query.
    pub aliases: usize,
    /// Directives on one field.
    pub directives: usize,
    /// Operations in one batch.
    pub batch: usize,
    /// Tries a minute at each door of an account, per address and per network address.
    pub door_per_minute: u32,
    /// Mutations a minute of one account.
    pub mutations_per_minute: u32,
    /// Requests a minute of one app.
    pub app_per_minute: u32,
    /// Searches for similar cases a minute of one network address.
    pub searches_per_minute: u32,
}

/// Logs.
#[derive(Clone, Debug)]
pub struct Log {
    /// What to log, as `tracing` filters say it.
    pub filter: String,
    /// Whether lines are JSON.
    pub json: bool,
}

/// All that is wrong with a configuration.
#[derive(Debug)]
pub struct Faults(pub Vec<String>);

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "the configuration has {} fault(s):", self.0.len())?;
        self.0.iter().try_for_each(|fault| writeln!(f, "  - {fault}"))
    }
}

impl std::error::Error for Faults {}

impl Config {
    /// Reads `file`, or `chorus.toml` where there is one, then the environment.
    ///
    /// # Errors
    /// Every fault of both, together.
    pub fn load(file: Option<&Path>) -> Result<Self, Faults> {
        let fallback = Path::new("chorus.toml");
        let text = match file {
            Some(path) => std::fs::read_to_string(path)
                .map_err(|error| Faults(vec![format!("{} cannot be read: {error}", path.display())]))?,
            None if fallback.exists() => std::fs::read_to_string(fallback)
                .map_err(|error| Faults(vec![format!("chorus.toml cannot be read: {error}")]))?,
            None => String::new(),
        };
        Self::read(&text, std::env::vars())
    }

    /// Reads a file's text and an environment.
    ///
    /// # Errors
    /// Every fault of both, together.
    pub fn read(file: &str, environment: impl IntoIterator<Item = (String, String)>) -> Result<Self, Faults> {
        let mut settings = Settings::gather(file, environment);
        let config = settings.config();
        settings.faults.extend(settings.values.keys().map(|key| format!("{key} is not a setting")));
        if let Some(fault) = origin_fault(&config.server.public_url) {
            settings.faults.push(format!("server.public_url {fault}"));
        }
        if !config.mail.host.is_empty() && !config.mail.from.contains('@') {
            settings.faults.push("mail.from must be an e-mail address".into());
        }
        if !(config.storage.url.is_empty() || config.storage.url.starts_with("s3://")) {
            settings.faults.push("storage.url must be empty or begin with s3://".into());
        }
        if !(1..=500).contains(&config.storage.volume_members) {
            settings.faults.push("storage.volume_members must be from 1 to 500".into());
        }
        if !matches!(config.auth.algorithm.as_str(), "HS256" | "EdDSA") {
            settings.faults.push("auth.algorithm must be HS256 or EdDSA".into());
        }
        if settings.faults.is_empty() { Ok(config) } else { Err(Faults(settings.faults)) }
    }

    /// The database's address.
    #[must_use]
    pub fn database_url(&self) -> String {
        if self.database.url.is_empty() {
            format!("sqlite://{}?mode=rwc", self.data_dir.join("chorus.db").display())
        } else {
            self.database.url.clone()
        }
    }

    /// Where letters are written that are not mailed.
    #[must_use]
    pub fn letters_dir(&self) -> PathBuf {
        self.data_dir.join("letters")
    }

    /// Whether the database is PostgreSQL.
    #[must_use]
    pub fn is_postgres(&self) -> bool {
        self.database.url.starts_with("postgres")
    }
}

fn origin_fault(url: &str) -> Option<&'static str> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    match rest {
        None => Some("must begin with https:// or http://"),
        Some(host) if host.is_empty() || host.ends_with('/') => {
            Some("must name a host and not end in a slash")
        }
        Some(_) => None,
    }
}

impl Settings {
    fn config(&mut self) -> Config {
        let listen = self.take("server.listen", SocketAddr::from(([127, 0, 0, 1], 8080)));
        let local = format!("http://{listen}");
        Config {
            data_dir: self.text("data_dir", "data").into(),
            development: self.take("development", false),
            server: Server {
                listen,
                public_url: self.text("server.public_url", &local),
                threads: self.take("server.threads", 0),
                behind_proxy: self.take("server.behind_proxy", false),
                introspection: self.take("server.introspection", true),
                origins: self
                    .text("server.origins", "")
                    .split(',')
                    .map(|origin| origin.trim().to_owned())
                    .filter(|origin| !origin.is_empty())
                    .collect(),
            },
            database: Database {
                url: self.text("database.url", ""),
                connections: self.take("database.connections", 16),
            },
            storage: Storage {
                url: self.text("storage.url", ""),
                endpoint: self.text("storage.endpoint", ""),
                region: self.text("storage.region", "us-east-1"),
                access_key: self.text("storage.access_key", ""),
                secret_key: self.text("storage.secret_key", "").into(),
                file_bytes: self.take("storage.file_bytes", 20 << 20),
                audio_bytes: self.take("storage.audio_bytes", 100 << 20),
                staged_hours: self.take("storage.staged_hours", 24),
                cleaners: self.take("storage.cleaners", 2),
                cleaner: self.text("storage.cleaner", "").into(),
                volume_members: self.take("storage.volume_members", 250),
            },
            mail: Mail {
                host: self.text("mail.host", ""),
                port: self.take("mail.port", 0),
                encryption: self.take("mail.encryption", Encryption::StartTls),
                user: self.text("mail.user", ""),
                password: self.text("mail.password", "").into(),
                from: self.text("mail.from", "Chorus 齐声 <chorus@localhost>"),
                reply_domain: self.text("mail.reply_domain", ""),
                inbound_secret: self.text("mail.inbound_secret", "").into(),
                connections: self.take("mail.connections", 4),
                per_second: self.take("mail.per_second", 0),
                per_host_per_second: self.take("mail.per_host_per_second", 0),
                lease_seconds: self.take("mail.lease_seconds", 120),
            },
            auth: Auth {
                access_minutes: self.take("auth.access_minutes", 10),
                refresh_days: self.take("auth.refresh_days", 30),
                algorithm: self.text("auth.algorithm", "HS256"),
                hashing: self.take("auth.hashing", 2),
            },
            limits: Limits {
                body_bytes: self.take("limits.body_bytes", 1 << 20),
                depth: self.take("limits.depth", 12),
                complexity: self.take("limits.complexity", 2_000),
                aliases: self.take("limits.aliases", 30),
                directives: self.take("limits.directives", 5),
                batch: self.take("limits.batch", 10),
                door_per_minute: self.take("limits.door_per_minute", 10),
                mutations_per_minute: self.take("limits.mutations_per_minute", 120),
                app_per_minute: self.take("limits.app_per_minute", 6_000),
                searches_per_minute: self.take("limits.searches_per_minute", 120),
            },
            log: Log {
                filter: self.text("log.filter", "info,sqlx=warn,sea_orm_migration=warn"),
                json: self.take("log.json", true),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn the_environment_wins_over_the_file_and_the_file_over_defaults() {
        let file = "[server]\nlisten = \"0.0.0.0:1\"\nthreads = 3\n[mail]\nport = 25";
        let config = Config::read(file, env(&[("CHORUS_SERVER__THREADS", "5")])).unwrap();
        assert_eq!(
            (config.server.listen.port(), config.server.threads, config.mail.port, config.limits.depth),
            (1, 5, 25, 12)
        );
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let file = "[server]\nlisten = \"nowhere\"\ncolour = 1\n[auth]\nalgorithm = \"none\"";
        let faults = Config::read(file, env(&[("CHORUS_LIMITS__DEPTH", "deep")])).unwrap_err();
        assert_eq!(faults.0.len(), 4, "{faults}");
    }
}
