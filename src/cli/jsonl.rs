//! Commands that read a JSON object a line from standard input and write one a line.

use std::io::{self, BufRead, Write};

use serde::Deserialize;

/// One line that came in.
#[derive(Deserialize)]
pub(super) struct Asked {
    /// Whatever tells it from the others; it is handed back.
    pub(super) id: serde_json::Value,
    /// What is to be read.
    pub(super) text: String,
}

/// Answers each line with one; empty ones are passed over.
///
/// # Errors
/// A line that is no such object, or that cannot be answered, ends the work with an error that names it; what was
/// written before stands.
pub(super) fn each<W: Write>(
    input: impl BufRead,
    mut output: W,
    answer: impl Fn(&Asked, &mut W) -> io::Result<()>,
) -> io::Result<()> {
    for (number, line) in (1..).zip(input.lines()) {
        let fault = |cause: &dyn std::fmt::Display| {
            io::Error::new(io::ErrorKind::InvalidData, format!("line {number}: {cause}"))
        };
        let line = line.map_err(|cause| fault(&cause))?;
        if line.trim().is_empty() {
            continue;
        }
        let asked: Asked = serde_json::from_str(&line).map_err(|cause| fault(&cause))?;
        answer(&asked, &mut output).map_err(|cause| fault(&cause))?;
        output.write_all(b"\n")?;
    }
    output.flush()
}
