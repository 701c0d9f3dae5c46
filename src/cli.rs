//! The commands a person types.

mod admin;
pub mod analyse;
mod backup;
pub mod demo;
mod doctor;
mod jsonl;
mod key_file;
mod law;
mod log;
pub mod redact;
mod restore;
mod serve;
mod terminal;
mod verify;

use std::{io, path::PathBuf, process::ExitCode};

use chrono::NaiveDate;
use clap::{Parser, Subcommand};

use self::terminal::{Outcome, complain, say};
use crate::{
    clean,
    config::Config,
    domain::calendar::beijing_date,
    graphql,
    hub::{Clock, Hub},
};

/// 齐声 Chorus: a hub for consumers who complain together.
#[derive(Parser)]
#[command(version, about, disable_help_subcommand = false)]
struct Cli {
    /// Configuration file; `chorus.toml` where there is one. `CHORUS_*` variables win over it.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Run the API, and the worker in the same process (the default command).
    Serve {
        /// Leave the queue to `chorus work` elsewhere.
        #[arg(long)]
        no_worker: bool,
    },
    /// Run only the worker: letters, deadlines, everything that waits. Any number may run.
    Work,
    /// Bring the database up to date.
    Migrate,
    /// Print the GraphQL schema.
    Schema,
    /// Accounts, keys and copies.
    #[command(subcommand)]
    Admin(admin::Command),
    /// Fill a fresh database with an invented world to look at.
    Demo(demo::Size),
    /// Check configuration, data directory, keys, database, mail and fonts.
    Doctor,
    /// Anonymise texts: `{"id", "text"}` a line in, `{"id", "spans", "redacted"}` a line out.
    Redact {
        /// Lines of JSON; the only format there is.
        #[arg(long, required = true)]
        jsonl: bool,
    },
    /// Find unfair clauses in terms: `{"id", "text"}` a line in, `{"id", "clauses"}` a line out.
    Analyse {
        /// Lines of JSON; the only format there is.
        #[arg(long, required = true)]
        jsonl: bool,
        /// The day whose law counts, as 2026-04-15; today in Beijing when left out.
        #[arg(long, value_name = "DATE")]
        on: Option<NaiveDate>,
    },
    /// Make a pool copy of the file on standard input; started by the hub itself.
    #[command(hide = true)]
    Clean,
}

/// Does what the command line says.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    // Before anything else: it gives up the right to start threads and to open files.
    if let Some(Command::Clean) = cli.command {
        return clean::child();
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return complain(&error),
    };
    runtime.block_on(run(cli)).unwrap_or_else(|error| complain(&*error))
}

async fn run(cli: Cli) -> Outcome {
    let file = cli.config.as_deref();
    // These need no configuration, and work where it is broken.
    match cli.command {
        Some(Command::Schema) => {
            say(graphql::sdl().trim_end());
            return Ok(ExitCode::SUCCESS);
        }
        Some(Command::Redact { .. }) => {
            redact::read(io::stdin().lock(), io::stdout().lock())?;
            return Ok(ExitCode::SUCCESS);
        }
        Some(Command::Analyse { on, .. }) => {
            let on = on.unwrap_or_else(|| beijing_date(Clock::System.now()));
            analyse::read(io::stdin().lock(), io::stdout().lock(), on)?;
            return Ok(ExitCode::SUCCESS);
        }
        Some(Command::Admin(admin::Command::Law(command))) => return law::run(&command),
        Some(Command::Doctor) => return doctor::run(file).await,
        _ => {}
    }
    let config = Config::load(file)?;
    log::set_up(&config.log)?;
    match cli.command {
        None => serve::serve(config, true).await,
        Some(Command::Serve { no_worker }) => serve::serve(config, !no_worker).await,
        Some(Command::Work) => serve::work(config).await,
        Some(Command::Migrate) => {
            // Opening a hub brings its database up to date.
            open(config).await?;
            say("The database is up to date. 数据库已是最新。");
            Ok(ExitCode::SUCCESS)
        }
        Some(Command::Demo(size)) => demo::run(config, size).await,
        Some(Command::Admin(command)) => admin::run(config, command).await,
        Some(
            Command::Schema
            | Command::Redact { .. }
            | Command::Analyse { .. }
            | Command::Doctor
            | Command::Clean,
        ) => Ok(ExitCode::SUCCESS),
    }
}

/// The hub, for a command that uses it once.
async fn open(config: Config) -> crate::error::Result<Hub> {
    Hub::open(config, Clock::System).await
}
