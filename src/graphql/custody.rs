//! Custody, manifests, and checking a file against what was filed.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{custody_head, filing_evidence};

use super::{
    filing::Filing,
    payload::report,
    viewer::{caller, hub},
};
use crate::{
    domain::manifest::Step,
    service::{
        custody::Shown,
        manifest::{self, Claimed, Match},
    },
};

/// What was done with a piece of evidence.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "entity::CustodyAct")]
pub enum CustodyAct {
    /// The original was sealed.
    Deposited,
    /// A copy was made for its owner to look at.
    Redacted,
    /// Its owner put the copy into the pool.
    Confirmed,
    /// A filing carries it.
    Released,
    /// Its owner took it back.
    Withdrawn,
    /// The original was destroyed.
    Destroyed,
    /// It went on in another case.
    Transferred,
    /// It came from another case; the next link says how it stood.
    Received,
}

/// One link of the chain that says what was done with the evidence of a case. Its hash is the SHA-256 of the other
/// fields, as `src/domain/custody.rs` says.
#[derive(SimpleObject)]
pub struct CustodyLink {
    /// Its place in the chain, from 1.
    place: i64,
    /// What was done.
    act: CustodyAct,
    /// The piece it was done with; null for one that its owner never put into the pool, except for its owner.
    evidence_id: Option<ID>,
    /// Digest of the original; null where the piece is.
    original_digest: Option<String>,
    /// SHA-256 of the copy; null where the piece is, and where only the original is meant.
    copy_sha256: Option<String>,
    /// The filing that carries the piece, when it was released.
    filing_id: Option<ID>,
    /// When it was done, to the millisecond.
    happened_at: DateTime<Utc>,
    /// Hash of the link before; zeros before the first.
    previous: String,
    /// Hash of this link.
    hash: String,
}

impl From<Shown> for CustodyLink {
    fn from(Shown { link, is_open }: Shown) -> Self {
        Self {
            place: link.place,
            act: link.act.into(),
            evidence_id: is_open.then(|| link.evidence_id.to_string().into()),
            original_digest: is_open.then_some(link.original_digest),
            copy_sha256: link.copy_sha256.filter(|_| is_open),
            filing_id: link.filing_id.map(|id| id.to_string().into()),
            happened_at: link.happened_at,
            previous: link.previous,
            hash: link.hash,
        }
    }
}

/// Where a custody chain ends. Whoever keeps it can see later whether anything before it was changed.
#[derive(SimpleObject)]
pub struct CustodyHead {
    /// Place of the last link, from 1.
    place: i64,
    /// Its hash.
    hash: String,
}

impl From<custody_head::Model> for CustodyHead {
    fn from(head: custody_head::Model) -> Self {
        Self { place: head.place, hash: head.hash }
    }
}

/// A piece of evidence in the manifest of a filing.
#[derive(SimpleObject)]
pub struct ManifestEntry {
    /// Its place in the manifest, from 0.
    place: i32,
    /// The piece.
    evidence_id: ID,
    /// Digest of the original: its SHA-256; of a text that of its salt and SHA-256, as `src/domain/digest.rs` says.
    original_digest: String,
    /// SHA-256 of the copy.
    copy_sha256: String,
    /// Its leaf of the Merkle tree.
    leaf: String,
}

impl From<filing_evidence::Model> for ManifestEntry {
    fn from(row: filing_evidence::Model) -> Self {
        Self {
            place: row.place,
            evidence_id: row.evidence_id.to_string().into(),
            original_digest: row.original_digest,
            copy_sha256: row.copy_sha256,
            leaf: row.leaf,
        }
    }
}

/// A published filing that carries a file.
#[derive(SimpleObject)]
pub struct EvidenceMatch {
    /// Number of the case.
    case_number: String,
    /// The filing, as anybody sees it.
    filing: Filing,
    /// When it was filed.
    filed_at: DateTime<Utc>,
    /// The file's place in the manifest, from 0.
    place: i32,
    /// How many pieces the manifest has.
    size: i64,
    /// Whether the hash is that of an original, rather than of its anonymised copy.
    is_original: bool,
    /// Digest of the original; null when it was the copy that was asked for.
    original_digest: Option<String>,
    /// Salt of the original, which with its SHA-256 makes the digest of a text; null for a file.
    original_salt: Option<String>,
    /// SHA-256 of the copy.
    copy_sha256: String,
    /// The file's leaf of the Merkle tree, which the proof begins with.
    leaf: String,
    /// The hashes that lead from the leaf to the root.
    proof: Vec<ProofStep>,
    /// Merkle root of the filing's evidence, which its documents print.
    root: String,
}

impl From<Match> for EvidenceMatch {
    fn from(found: Match) -> Self {
        let Match { entry, filing, seen, is_original, salt, size, proof } = found;
        Self {
            case_number: seen.case.number.clone(),
            filed_at: filing.filed_at,
            place: entry.place,
            size: i64::try_from(size).unwrap_or(i64::MAX),
            is_original,
            original_digest: is_original.then_some(entry.original_digest),
            original_salt: salt,
            copy_sha256: entry.copy_sha256,
            leaf: entry.leaf,
            proof: proof.into_iter().map(ProofStep::from).collect(),
            root: filing.evidence_root.clone().unwrap_or_default(),
            filing: Filing::new(filing, &seen),
        }
    }
}

/// A step from a leaf to the root: what is hashed so far is hashed with it, as SHA-256 of `0x01`, left and right.
#[derive(SimpleObject)]
pub struct ProofStep {
    /// The hash.
    hash: String,
    /// Whether it stands left.
    left: bool,
}

impl From<Step> for ProofStep {
    fn from(step: Step) -> Self {
        Self { hash: step.hash, left: step.is_left }
    }
}

/// A proof that somebody wants to have checked. Hashes are SHA-256 in hex.
#[derive(InputObject)]
struct EvidenceProofInput {
    /// Of the original, or of its salt and SHA-256: its digest.
    original_digest: String,
    /// Of the copy.
    copy_sha256: String,
    /// The piece's place in the manifest, from 0.
    place: i32,
    /// How many pieces the manifest has.
    size: i32,
    /// The hashes that lead from the leaf to the root.
    #[graphql(validator(max_items = 64))]
    proof: Vec<String>,
    /// The root, as the filing's documents print it.
    root: String,
}

/// What came of checking a proof.
#[derive(SimpleObject)]
pub struct EvidenceProof {
    /// Whether the proof leads from that piece to that root.
    holds: bool,
    /// The published filing with that root; null when this hub has published none.
    published: Option<EvidenceMatch>,
}

/// Checking files and proofs.
#[derive(Default)]
pub struct CustodyQuery;

#[Object]
impl CustodyQuery {
    /// The published filings that carry a file with this SHA-256, original or copy; newest first, at most 20.
    #[graphql(complexity = "20 + 5 * child_complexity")]
    async fn verify_evidence(&self, ctx: &Context<'_>, sha256: String) -> Result<Vec<EvidenceMatch>> {
        let found = manifest::matches(hub(ctx), caller(ctx), &sha256).await;
        let found = found.map_err(|error| report(ctx, error))?;
        Ok(found.into_iter().map(EvidenceMatch::from).collect())
    }

    /// Whether a proof holds that a piece of evidence is in a manifest.
    #[graphql(complexity = "20 + child_complexity")]
    async fn verify_evidence_proof(
        &self,
        ctx: &Context<'_>,
        input: EvidenceProofInput,
    ) -> Result<EvidenceProof> {
        let claimed = Claimed {
            original: input.original_digest,
            copy: input.copy_sha256,
            place: input.place,
            size: input.size,
            proof: input.proof,
            root: input.root,
        };
        let (holds, published) =
            manifest::check(hub(ctx), caller(ctx), &claimed).await.map_err(|error| report(ctx, error))?;
        Ok(EvidenceProof { holds, published: published.map(EvidenceMatch::from) })
    }
}
