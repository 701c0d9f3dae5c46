//! `chorus admin verify`: looks for damage and names each piece of it.

use std::process::ExitCode;

use super::{
    open,
    terminal::{Outcome, say},
};
use crate::{config::Config, service::upkeep};

pub(super) async fn run(config: Config) -> Outcome {
    let hub = open(config).await?;
    let found = upkeep::verify(&hub).await?;
    for damage in &found.damages {
        say(format_args!("damaged: {damage}"));
    }
    say(format_args!(
        "{} complaints, {} filings with {} pieces in their manifests, {} copies of evidence, {} files, {} links of custody, \
         {} data keys and {} citations were looked at: {}",
        found.complaints,
        found.filings,
        found.manifest_entries,
        found.evidence,
        found.files,
        found.links,
        found.data_keys,
        found.citations,
        match found.damages.len() {
            0 => "nothing is damaged.".to_owned(),
            some => format!("{some} damages."),
        }
    ));
    Ok(if found.damages.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
