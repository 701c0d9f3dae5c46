//! `chorus admin law`: a new edition of the statutes is looked at before it is built in.

use std::{fs, path::PathBuf, process::ExitCode};

use clap::Subcommand;

use super::terminal::{Outcome, say};
use crate::{graphql, law::check::File, service::edition};

/// Exit code when a file has faults.
const FAULTY: u8 = 1;
/// Exit code when a file could not be checked.
const UNFIT: u8 = 2;

/// The most bytes of a file that are read: more than ten times what there is.
const LARGEST: u64 = 16 << 20;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Check new editions of the data, with every fault at once: 0 when there is none, 1 for faults, 2 when a file cannot
    /// be checked. Needs no configuration and no database.
    Check {
        /// Files shaped like provisions.toml, clauses.toml, holidays.toml or supplement.toml; those given together are held
        /// to each other.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
}

pub(super) fn run(command: &Command) -> Outcome {
    let Command::Check { files } = command;
    let mut texts = vec![];
    for path in files {
        match read(path) {
            Ok(text) => texts.push((path.display().to_string(), text)),
            Err(why) => return Ok(unfit(&format!("{}: {why}", path.display()))),
        }
    }
    let given: Vec<File<'_>> = texts.iter().map(|(name, text)| File { name, text }).collect();
    let api = ("schema.graphql".to_owned(), graphql::sdl());
    match edition::check(&given, vec![api]) {
        Err(why) => Ok(unfit(&why.to_string())),
        Ok(faults) => {
            for fault in &faults {
                say(fault);
            }
            say(match faults.len() {
                0 => "Nothing is wrong.".to_owned(),
                1 => "1 fault.".to_owned(),
                many => format!("{many} faults."),
            });
            Ok(if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(FAULTY) })
        }
    }
}

fn unfit(why: &str) -> ExitCode {
    say(format_args!("{why}"));
    ExitCode::from(UNFIT)
}

fn read(path: &PathBuf) -> Result<String, String> {
    let meta = fs::metadata(path).map_err(|error| error.to_string())?;
    if meta.len() > LARGEST {
        return Err(format!("is larger than {LARGEST} bytes"));
    }
    fs::read_to_string(path).map_err(|error| error.to_string())
}
