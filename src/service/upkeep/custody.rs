//! Chains of custody and manifests: is each of them whole, and does the evidence agree with it?

use std::collections::HashSet;

use entity::{CaseId, CustodyAct, EvidenceId, evidence, filing};

use super::Findings;
use crate::{
    domain::{
        custody as chain,
        manifest::{self, Manifest, Piece},
    },
    error::Result,
    hub::Hub,
    store,
};

/// Links read in one go.
const LINKS: u64 = 500;

/// Walks the chain of every case from its first link to its head.
pub(super) async fn chains(hub: &Hub, found: &mut Findings) -> Result<()> {
    let mut after = String::new();
    loop {
        let cases = store::upkeep::cases(&hub.db, &after, super::PAGE).await?;
        let Some(last) = cases.last() else { return Ok(()) };
        after = last.id.to_string();
        for case in &cases {
            walk(hub, found, &case.id).await?;
        }
    }
}

async fn walk(hub: &Hub, found: &mut Findings, case: &CaseId) -> Result<()> {
    // Read before the links: what is done meanwhile lies behind it.
    let head = store::custody::head(&hub.db, case).await?.unwrap_or_else(|| chain::start(case));
    let mut end = chain::start(case);
    loop {
        let links = store::custody::after_place(&hub.db, case, end.place, LINKS).await?;
        if links.is_empty() {
            break;
        }
        found.links += links.len();
        let about: HashSet<EvidenceId> = links.iter().map(|link| link.evidence_id.clone()).collect();
        let there = store::evidence::there(&hub.db, about.iter().cloned().collect()).await?;
        for gone in about.difference(&there) {
            found
                .damages
                .push(format!("the custody of case {case} is of evidence {gone}, which is not there"));
        }
        for link in &links {
            if let Err(fault) = chain::check(&end, link) {
                found.damages.push(format!("custody link {} of case {case} {fault}", link.place));
            }
            end = chain::head(link);
            if end.place == head.place && end.hash != head.hash {
                found
                    .damages
                    .push(format!("the custody of case {case} does not end with the hash of its head"));
            }
        }
    }
    if end.place < head.place {
        found.damages.push(format!("the custody of case {case} ends before its head"));
    }
    if head.place == 0 && end.place > 0 && store::custody::head(&hub.db, case).await?.is_none() {
        found.damages.push(format!("the custody of case {case} has no head"));
    }
    Ok(())
}

/// Compares pieces with the last links about them.
pub(super) async fn pieces(hub: &Hub, found: &mut Findings, rows: &[evidence::Model]) -> Result<()> {
    let ids = || rows.iter().map(|row| row.id.clone());
    let last = store::custody::last_of(&hub.db, ids().collect()).await?;
    for row in rows {
        let id = &row.id;
        let chains = last.get(id).into_iter().flatten();
        let (here, elsewhere): (Vec<_>, Vec<_>) = chains.partition(|(case, _)| **case == row.case_id);
        match here.first() {
            None => found.damages.push(format!("evidence {id} has no custody")),
            Some((_, link)) if !chain::agrees(row, link) => {
                found.damages.push(format!("evidence {id} is not as custody link {} left it", link.place));
            }
            Some(_) => {}
        }
        for (case, _) in elsewhere.iter().filter(|(_, link)| link.act != CustodyAct::Transferred) {
            found.damages.push(format!("evidence {id} did not leave the custody of case {case}"));
        }
    }
    Ok(())
}

/// Compares the manifest of a filing with its leaves and its root; gives the root that is kept.
pub(super) async fn manifest(
    hub: &Hub,
    found: &mut Findings,
    filing: &filing::Model,
) -> Result<Option<String>> {
    let id = &filing.id;
    let rows = store::manifest::of_filing(&hub.db, id).await?;
    found.manifest_entries += rows.len();
    for (place, row) in (0_i32..).zip(&rows) {
        let piece = Piece { original: &row.original_digest, copy: &row.copy_sha256 };
        if row.place != place || row.leaf != manifest::leaf(u64::from(place.unsigned_abs()), piece) {
            found
                .damages
                .push(format!("piece {} of the manifest of filing {id} does not fit its leaf", row.place));
        }
    }
    let tree =
        Manifest::of(rows.iter().map(|row| Piece { original: &row.original_digest, copy: &row.copy_sha256 }));
    if tree.root() != filing.evidence_root {
        found.damages.push(format!("the manifest of filing {id} does not fit its root"));
    }
    Ok(filing.evidence_root.clone())
}
