//! What commands say, and to whom: answers to standard output, complaints to standard error.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this is the one place that speaks to a terminal"
)]

use std::{error::Error, fmt::Display, process::ExitCode};

use entity::Locale;

use crate::{error, locale};

/// How a command ended.
pub(super) type Outcome = Result<ExitCode, Box<dyn Error + Send + Sync>>;

/// Answers.
pub(super) fn say(line: impl Display) {
    println!("{line}");
}

/// Says why a command was not done, with everything that led to it.
pub(super) fn complain(fault: &(dyn Error + 'static)) -> ExitCode {
    eprintln!("chorus: {}", plain(fault));
    let mut cause = fault.source();
    while let Some(inner) = cause {
        eprintln!("  because: {inner}");
        cause = inner.source();
    }
    ExitCode::FAILURE
}

/// A fault in a line; a refusal in the words that people read.
fn plain(fault: &(dyn Error + 'static)) -> String {
    match fault.downcast_ref::<error::Error>() {
        Some(error::Error::Refused(refusal)) => {
            let key = format!("refusal.{}", refusal.code());
            let words = locale::text(Locale::En, &key, &refusal.facts());
            match refusal.field() {
                Some(field) => format!("{field}: {words}"),
                None => words,
            }
        }
        _ => fault.to_string(),
    }
}
