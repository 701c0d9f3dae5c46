//! Manifests: which evidence a filing carries, kept when it is made and checked by whoever holds a file.

use std::collections::HashMap;

use entity::{CaseId, CustodyAct, EvidenceId, EvidenceState, FilingId, filing, filing_evidence};
use sea_orm::DatabaseTransaction;

use super::{
    access::{self, Caller, Seen},
    custody,
};
use crate::{
    domain::{
        complaint::{self as content, Complaint},
        custody::Exhibit,
        digest,
        manifest::{self, Manifest, Piece, Step},
        refusal::Refusal,
    },
    error::{Error, Result},
    hub::Hub,
    limits::Door,
    store::{
        self,
        page::{Page, Slice},
    },
};

/// The most matches that are told of one file.
const MATCHES: u64 = 20;

/// The pieces that a voted text of a case lists and that are still in its pool: some may have gone on in another case.
pub(super) async fn standing(
    hub: &Hub,
    case: &CaseId,
    voted: &Complaint,
) -> Result<HashMap<EvidenceId, Exhibit>> {
    let ids: Vec<EvidenceId> = voted.listed().map(|(id, _)| id.clone()).collect();
    let pieces = store::evidence::pooled(&hub.db, &ids).await?;
    let pieces = pieces.into_iter().filter(|piece| piece.case_id == *case);
    Ok(pieces.map(|piece| (piece.id.clone(), piece)).collect())
}

/// Whether a listed piece is still what members voted on. A text of form 1 does not say which piece it means.
pub(super) fn stands(listed: &content::Evidence, standing: &HashMap<EvidenceId, Exhibit>) -> bool {
    let Some(id) = &listed.evidence_id else { return true };
    standing.get(id).is_some_and(|piece| {
        piece.original_digest == listed.sha256 && Some(&piece.copy_sha256) == listed.copy_sha256.as_ref()
    })
}

/// Keeps the manifest of a filing and releases what is in it.
///
/// # Errors
/// `EVIDENCE_MOVED` when a piece was withdrawn or changed since the filing was drawn up.
pub(super) async fn keep(
    hub: &Hub,
    tx: &DatabaseTransaction,
    filing: &filing::Model,
    edition: &Complaint,
) -> Result<()> {
    let listed: Vec<(&EvidenceId, Piece<'_>)> = edition.listed().collect();
    let ids: Vec<EvidenceId> = listed.iter().map(|(id, _)| (*id).clone()).collect();
    let held = store::evidence::hold_pooled(tx, &ids).await?;
    let mut held: HashMap<EvidenceId, Exhibit> =
        held.into_iter().map(|piece| (piece.id.clone(), piece)).collect();
    let (mut rows, mut released) = (Vec::new(), Vec::new());
    for (place, (id, piece)) in (0_i32..).zip(listed) {
        let found =
            held.remove(id).filter(|found| of_exhibit(found) == piece && found.case_id == filing.case_id);
        let found = found.ok_or(Refusal::EvidenceMoved)?;
        rows.push(filing_evidence::Model {
            filing_id: filing.id.clone(),
            place,
            evidence_id: found.id.clone(),
            original_digest: found.original_digest.clone(),
            copy_sha256: found.copy_sha256.clone(),
            leaf: manifest::leaf(u64::from(place.unsigned_abs()), piece),
        });
        released.push(found);
    }
    store::manifest::insert(tx, &rows).await?;
    store::evidence::set_state(tx, ids, EvidenceState::Released).await?;
    custody::record_all(hub, tx, &released, &[CustodyAct::Released], Some(&filing.id)).await
}

fn of_exhibit(row: &Exhibit) -> Piece<'_> {
    Piece { original: &row.original_digest, copy: &row.copy_sha256 }
}

fn of_entry(row: &filing_evidence::Model) -> Piece<'_> {
    Piece { original: &row.original_digest, copy: &row.copy_sha256 }
}

/// The tree of a kept manifest.
pub(super) async fn tree(hub: &Hub, filing: &FilingId) -> Result<Manifest> {
    let rows = store::manifest::of_filing(&hub.db, filing).await?;
    Ok(Manifest::of(rows.iter().map(of_entry)))
}

/// A page of the manifest of a filing, for the members of its case.
///
/// # Errors
/// A fault, or `BadInput` for a cursor of another list.
pub async fn list(hub: &Hub, filing: &FilingId, page: &Page) -> Result<Slice<filing_evidence::Model>> {
    store::manifest::list(&hub.db, filing, page).await
}

/// A filing that carries a file.
pub struct Match {
    /// What the manifest says of the file.
    pub entry: filing_evidence::Model,
    /// The filing.
    pub filing: filing::Model,
    /// Its case, as strangers see it.
    pub seen: Seen,
    /// Whether the hash is that of the original, rather than of the copy.
    pub is_original: bool,
    /// The salt of an original that is a text.
    pub salt: Option<String>,
    /// How many pieces the manifest has.
    pub size: u64,
    /// From the file's leaf to the root.
    pub proof: Vec<Step>,
}

/// The published filings that carry a file with this hash, newest first, at most 20.
///
/// # Errors
/// `BadInput` for what is no SHA-256, `Unauthenticated` for an app that may not read cases, `RateLimited`.
pub async fn matches(hub: &Hub, caller: &Caller, sha256: &str) -> Result<Vec<Match>> {
    caller.reads_cases()?;
    hub.limits.door(Door::Evidence, caller.ip, "")?;
    let sha256 = hash(sha256)?;
    // The salt of each text by its digest; a file, or a copy, is found by its hash itself.
    let salts = store::evidence::salts_of(&hub.db, &sha256, MATCHES).await?;
    let salts: HashMap<String, String> =
        salts.into_iter().map(|salt| (digest::of_original(&sha256, Some(&salt)), salt)).collect();
    let hashes: Vec<String> = salts.keys().cloned().chain([sha256.clone()]).collect();
    let entries = store::manifest::published_with(&hub.db, &hashes, MATCHES).await?;
    let ids = entries.iter().map(|entry| entry.filing_id.clone()).collect();
    let filings = store::filing::find_many(&hub.db, ids).await?;
    let ids = filings.values().map(|filing| filing.case_id.clone()).collect();
    let cases = store::case::find_many(&hub.db, ids).await?;
    let mut trees = HashMap::new();
    let mut matches = Vec::with_capacity(entries.len());
    for entry in entries {
        let Some(filing) = filings.get(&entry.filing_id) else { continue };
        let Some(case) = cases.get(&filing.case_id).filter(|case| access::is_public(case)) else { continue };
        if !trees.contains_key(&filing.id) {
            trees.insert(filing.id.clone(), tree(hub, &filing.id).await?);
        }
        let place = u64::from(entry.place.unsigned_abs());
        let Some((size, proof)) =
            trees.get(&filing.id).and_then(|tree| Some((tree.size(), tree.proof(place)?)))
        else {
            continue;
        };
        matches.push(Match {
            is_original: hashes.contains(&entry.original_digest),
            salt: salts.get(&entry.original_digest).cloned(),
            filing: filing.clone(),
            seen: Seen { case: case.clone(), seat: None },
            size,
            proof,
            entry,
        });
    }
    Ok(matches)
}

/// What somebody wants to have checked.
pub struct Claimed {
    /// Digest of the original.
    pub original: String,
    /// SHA-256 of the copy.
    pub copy: String,
    /// Its place in the manifest, from 0.
    pub place: i32,
    /// How many pieces the manifest has.
    pub size: i32,
    /// The hashes from its leaf to the root.
    pub proof: Vec<String>,
    /// The root.
    pub root: String,
}

/// Whether a proof holds, and the published filing with that root that carries the piece there.
///
/// # Errors
/// As [`matches`]; hashes of a proof that are none make it not hold.
pub async fn check(hub: &Hub, caller: &Caller, claimed: &Claimed) -> Result<(bool, Option<Match>)> {
    caller.reads_cases()?;
    let (original, copy, root) = (hash(&claimed.original)?, hash(&claimed.copy)?, hash(&claimed.root)?);
    let piece = Piece { original: &original, copy: &copy };
    let (Ok(place), Ok(size)) = (u64::try_from(claimed.place), u64::try_from(claimed.size)) else {
        return Ok((false, None));
    };
    if !manifest::proves(&claimed.proof, place, piece, size, &root) {
        return Ok((false, None));
    }
    let published = matches(hub, caller, &original).await?.into_iter().find(|found| {
        found.filing.evidence_root.as_ref() == Some(&root)
            && of_entry(&found.entry) == piece
            && found.entry.place == claimed.place
    });
    Ok((true, published))
}

fn hash(text: &str) -> Result<String> {
    let text = text.trim().to_ascii_lowercase();
    let is_hash = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hash.then_some(text).ok_or(Error::BadInput("a SHA-256 has 64 hexadecimal digits"))
}
