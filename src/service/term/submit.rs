//! Submitting that a term was seen.

use chrono::NaiveDate;
use entity::{
    EvidenceId, EvidenceKind, EvidenceState, OperatorId, SightingState, operator, sighting, term, term_text,
};
use sea_orm::DatabaseTransaction;

use crate::{
    domain::{
        calendar::beijing_date,
        claim::past_day,
        digest::of_original,
        refusal::Refusal,
        term::{Wording, address, snapshot},
    },
    error::{Error, Result},
    hub::Hub,
    service::{
        access::Viewer,
        evidence,
        redaction::{self, Author},
    },
    store,
};

/// The most sightings of one account that wait for a decision.
const MOST: u64 = 20;

/// What was seen, as it was typed in.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Name of the document that it is the whole text of; `None` for one clause.
    pub document: Option<String>,
    /// The clause, or the whole text.
    pub text: String,
    /// The piece of evidence that is the snapshot.
    pub evidence: Option<EvidenceId>,
    /// SHA-256 of the snapshot, where it is no evidence.
    pub sha256: Option<String>,
    /// Where it was seen.
    pub url: Option<String>,
    /// The day on which the snapshot was taken.
    pub seen_on: Option<NaiveDate>,
}

/// What a snapshot proves.
struct Proof {
    sha256: String,
    seen_on: NaiveDate,
}

/// Submits that an operator's term was seen, to be decided by somebody else.
///
/// # Errors
/// A refusal about a field, `TOO_MANY_SIGHTINGS`, `ALREADY_SUBMITTED`, `NotFound` for evidence of somebody else, or
/// `NOT_TERMS`, `NOT_POOLED` and `OTHER_OPERATOR` for evidence that proves nothing here.
pub async fn submit(
    hub: &Hub,
    viewer: &Viewer,
    operator: &OperatorId,
    draft: &Draft,
) -> Result<sighting::Model> {
    let unknown = Refusal::Unknown { field: "operatorId" };
    let operator = store::operator::find(&hub.db, operator).await?.ok_or(unknown)?;
    let url = draft.url.as_deref().map(address).transpose()?;
    let named = check(hub, draft)?;
    let (wording, url) = anonymise(hub, viewer, &operator, draft, url).await?;
    let term = term::Model {
        id: hub.mint(),
        operator_id: operator.id.clone(),
        clause: wording.document.is_none().then(|| wording.text.clone()),
        fingerprint: wording.fingerprint(),
        document: wording.document,
        first_seen: None,
        last_seen: None,
        created_at: hub.now(),
    };
    hub.write(async |tx| {
        let proof = match (&draft.evidence, &named) {
            (Some(id), _) => exhibit(tx, viewer, &operator, id, draft.seen_on).await?,
            (None, Some(sha256)) => Proof { sha256: sha256.clone(), seen_on: day(None, draft.seen_on)? },
            (None, None) => return Err(Refusal::Required { field: "sha256" }.into()),
        };
        store::account::hold(tx, viewer.id()).await?;
        if store::sighting::count_waiting(tx, viewer.id()).await? >= MOST {
            return Err(Refusal::TooManySightings { max: MOST }.into());
        }
        store::insert_if_free(tx, term.clone()).await?;
        let term = store::term::hold_by_fingerprint(tx, &term.operator_id, &term.fingerprint).await?;
        if store::sighting::is_known(tx, viewer.id(), &term.id, proof.seen_on).await? {
            return Err(Refusal::AlreadySubmitted { field: "text" }.into());
        }
        if term.document.is_some() {
            let text = term_text::Model { term_id: term.id.clone(), text: wording.text.clone() };
            store::insert_if_free(tx, text).await?;
        }
        let row = sighting::Model {
            id: hub.mint(),
            term_id: term.id,
            operator_id: operator.id.clone(),
            seen_on: proof.seen_on,
            url: url.clone(),
            sha256: proof.sha256,
            evidence_id: draft.evidence.clone(),
            state: SightingState::Waiting,
            submitted_by: viewer.id().clone(),
            submitted_at: hub.now(),
            decided_by: None,
            decided_at: None,
            reason: None,
        };
        store::insert(tx, row.clone()).await?;
        Ok(row)
    })
    .await
}

/// Checks what a snapshot is named by; the hash of one that is no evidence.
fn check(hub: &Hub, draft: &Draft) -> Result<Option<String>, Refusal> {
    if let Some(day) = draft.seen_on {
        past_day("seenOn", day, beijing_date(hub.now()))?;
    }
    match (&draft.evidence, &draft.sha256) {
        (Some(_), Some(_)) => Err(Refusal::EitherOr { field: "sha256", other: "evidenceId" }),
        (Some(_), None) => Ok(None),
        (None, None) => Err(Refusal::Required { field: "sha256" }),
        (None, Some(_)) if draft.url.is_none() => Err(Refusal::Required { field: "url" }),
        (None, Some(_)) if draft.seen_on.is_none() => Err(Refusal::Required { field: "seenOn" }),
        (None, Some(sha256)) => snapshot(sha256).map(Some),
    }
}

/// The day on which a snapshot was taken: the evidence tells it, or who submits it.
fn day(of_evidence: Option<NaiveDate>, told: Option<NaiveDate>) -> Result<NaiveDate, Refusal> {
    const FIELD: &str = "seenOn";
    match (of_evidence, told) {
        (Some(day), Some(told)) if day != told => {
            Err(Refusal::EitherOr { field: FIELD, other: "evidenceId" })
        }
        (Some(day), _) | (None, Some(day)) => Ok(day),
        (None, None) => Err(Refusal::Required { field: FIELD }),
    }
}

/// What was seen and where, without what would name a person.
async fn anonymise(
    hub: &Hub,
    viewer: &Viewer,
    operator: &operator::Model,
    draft: &Draft,
    url: Option<String>,
) -> Result<(Wording, Option<String>)> {
    let raw = Wording::read(draft.document.as_deref(), &draft.text)?;
    let author = Author::of(hub, viewer).await?;
    let texts = [raw.document.as_deref(), Some(raw.text.as_str()), url.as_deref()];
    let [document, text, address] =
        redaction::anonymise_alone(operator, &author, texts.map(Option::unwrap_or_default)).await?;
    Ok((Wording { document: raw.document.map(|_| document), text }, url.map(|_| address)))
}

/// A piece of the viewer's own evidence as a snapshot. It is in the pool, so that others can look at it.
async fn exhibit(
    tx: &DatabaseTransaction,
    viewer: &Viewer,
    operator: &operator::Model,
    id: &EvidenceId,
    seen_on: Option<NaiveDate>,
) -> Result<Proof> {
    const FIELD: &str = "evidenceId";
    let (row, seat) = evidence::own(tx, viewer, id).await?;
    if row.kind != EvidenceKind::OperatorTerms {
        return Err(Refusal::NotTerms { field: FIELD }.into());
    }
    if !matches!(row.state, EvidenceState::Confirmed | EvidenceState::Released) {
        return Err(Refusal::NotPooled { field: FIELD }.into());
    }
    let case = store::case::find(tx, &seat.case_id).await?.ok_or(Error::NotFound("evidence"))?;
    if case.operator_id != operator.id {
        return Err(Refusal::OtherOperator { field: FIELD }.into());
    }
    Ok(Proof {
        sha256: of_original(&row.original_sha256, row.original_salt.as_deref()),
        seen_on: day(row.captured_on, seen_on)?,
    })
}
