//! The hub: one binary for everything, see `chorus help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    chorus::cli::main()
}
