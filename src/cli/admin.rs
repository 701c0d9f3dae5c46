//! `chorus admin`: what whoever runs the hub does by hand.

use std::{
    io::{self, BufRead, IsTerminal},
    path::PathBuf,
    process::ExitCode,
};

use clap::Subcommand;
use entity::{AccountRole, Locale};
use zeroize::Zeroizing;

use super::{
    backup, law, open, restore,
    terminal::{Outcome, say},
    verify,
};
use crate::{
    config::Config,
    error::Error,
    keys::{self, Keys},
    service::{account, data_key},
};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Make an account. The password is the first line of standard input; without one, one is made and shown once.
    Create {
        /// Its address, which is taken as proved.
        email: String,
        /// consumer, moderator or admin.
        #[arg(long, default_value = "consumer", value_parser = role)]
        role: AccountRole,
        /// zh-CN or en.
        #[arg(long, default_value = "zh-CN", value_parser = language)]
        locale: Locale,
    },
    /// Give an account another role.
    Promote {
        /// Its address.
        email: String,
        /// consumer, moderator or admin.
        #[arg(value_parser = role)]
        role: AccountRole,
    },
    /// The secrets.
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Copy the database and the files into one directory, and the keys that open them into another.
    ///
    /// Keep as many copies of the database as you like, but of the keys only the newest: who closed their account since
    /// an older copy was made has no key any more, and stays gone when that copy is put back.
    Backup {
        /// A new or empty directory.
        dir: PathBuf,
        /// Where the keys go, in place of those of the backup before. Not in the directory of the backup.
        #[arg(long, value_name = "KEYS_DIR")]
        keys: PathBuf,
    },
    /// Put a backup into an empty data directory, with the newest keys.
    Restore {
        /// What `backup` wrote.
        dir: PathBuf,
        /// Where `backup` put the keys.
        #[arg(long, value_name = "KEYS_DIR")]
        keys: PathBuf,
    },
    /// Look for damage in what is recorded.
    Verify,
    /// The statutes.
    #[command(subcommand)]
    Law(law::Command),
}

#[derive(Subcommand)]
pub(super) enum KeysCommand {
    /// Make new master and token keys, and wrap every account's data key anew.
    ///
    /// A running hub knows only the keys that were there when it started: stop it first. Or add the keys with
    /// `--add`, restart every process, and wrap with `--wrap`.
    Rotate {
        /// Only make the new keys.
        #[arg(long, conflicts_with = "wrap")]
        add: bool,
        /// Only wrap what is still under an old key; also goes on where a rotation was broken off.
        #[arg(long)]
        wrap: bool,
    },
}

fn role(text: &str) -> Result<AccountRole, &'static str> {
    let found = AccountRole::ALL.iter().find(|role| role.as_str() == text);
    found.copied().ok_or("one of consumer, moderator, admin")
}

fn language(text: &str) -> Result<Locale, &'static str> {
    Locale::ALL.iter().find(|locale| locale.as_str() == text).copied().ok_or("one of zh-CN, en")
}

pub(super) async fn run(config: Config, command: Command) -> Outcome {
    match command {
        Command::Create { email, role, locale } => create(config, &email, role, locale).await,
        Command::Promote { email, role } => {
            account::promote(&open(config).await?, &email, role).await?;
            say(format_args!("{email} is now {}.", role.as_str()));
            Ok(ExitCode::SUCCESS)
        }
        Command::Keys(KeysCommand::Rotate { add, wrap }) => rotate(config, add, wrap).await,
        Command::Backup { dir, keys } => backup::make(config, &dir, &keys).await,
        Command::Restore { dir, keys } => restore::run(config, &dir, &keys).await,
        Command::Verify => verify::run(config).await,
        Command::Law(command) => law::run(&command),
    }
}

async fn create(config: Config, email: &str, role: AccountRole, locale: Locale) -> Outcome {
    let given = typed_password()?;
    let password = given.clone().unwrap_or_else(generated_password);
    let row = account::create(&open(config).await?, email, &password, locale, role).await?;
    say(format_args!("{} was made for {email}, as {}.", row.id, role.as_str()));
    if given.is_none() {
        say(format_args!("Its password, shown only now: {}", *password));
    }
    Ok(ExitCode::SUCCESS)
}

/// The first line of standard input, unless a person sits there or it is empty.
fn typed_password() -> io::Result<Option<Zeroizing<String>>> {
    let input = io::stdin();
    if input.is_terminal() {
        return Ok(None);
    }
    let mut line = Zeroizing::new(String::new());
    input.lock().read_line(&mut line)?;
    let password = line.trim_end_matches(['\r', '\n']);
    Ok((!password.is_empty()).then(|| Zeroizing::new(password.to_owned())))
}

/// 120 random bits in letters and digits that are not mistaken for each other.
fn generated_password() -> Zeroizing<String> {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let bytes = Zeroizing::new(keys::random::<24>());
    let mut password = Zeroizing::new(String::with_capacity(29));
    for (place, byte) in bytes.iter().enumerate() {
        if place > 0 && place % 4 == 0 {
            password.push('-');
        }
        password.push(char::from(LETTERS[usize::from(byte % 32)]));
    }
    password
}

async fn rotate(config: Config, add: bool, wrap: bool) -> Outcome {
    let ring = config.data_dir.join("keys.toml");
    if !ring.exists() {
        return Err(format!("there are no keys at {}", ring.display()).into());
    }
    if !wrap {
        Keys::rotate(&config.data_dir, &config.auth.algorithm)?;
        say("New keys are in keys.toml; the old ones stay valid. Make a backup of it.");
    }
    if add {
        say("Restart every process of this hub, then run `chorus admin keys rotate --wrap`.");
        return Ok(ExitCode::SUCCESS);
    }
    let done = data_key::rewrap(&open(config).await?).await.map_err(|error: Error| {
        format!("{error}; what was done stands, `chorus admin keys rotate --wrap` goes on from there")
    })?;
    say(format_args!("{done} data keys were wrapped anew."));
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generated_password_is_long_and_never_the_same() {
        let (one, other) = (generated_password(), generated_password());
        assert_eq!(one.len(), 29);
        assert_ne!(*one, *other);
        assert_eq!(crate::domain::password::check(&one, "ann@example.org"), Ok(()));
    }

    #[test]
    fn the_words_of_the_command_line_are_those_of_the_record() {
        assert_eq!(role("admin"), Ok(AccountRole::Admin));
        assert!(role("root").is_err());
        assert_eq!(language("en"), Ok(Locale::En));
        assert!(language("fr").is_err());
    }
}
