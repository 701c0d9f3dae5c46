//! Ballots: on an exact hash, with an end; votes may be changed until it comes.

use chrono::{DateTime, Utc};
use entity::{
    BallotId, BallotKind, BallotState, Channel, Choice, ComplaintId, Delivery, EventKind, ballot, case,
    member, vote,
};
use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::{
    access::{self, Caller, Member, Organiser, Viewer},
    release as releases,
    timeline::{self, Happening},
};
use crate::{
    domain::{
        ballot::{self as rules, Subject},
        refusal::Refusal,
        stage,
    },
    error::{Error, Result},
    hub::Hub,
    keys, store,
};

/// Puts the newest version of a case to the vote.
///
/// # Errors
/// A refusal about the end, `NOT_NEWEST`, `BALLOT_RUNNING`, `TOO_FEW_MEMBERS`, `FILING_ALREADY` when the version
/// was filed, or as [`access::organiser`].
pub async fn open(
    hub: &Hub,
    viewer: &Viewer,
    id: &ComplaintId,
    closes_at: DateTime<Utc>,
) -> Result<ballot::Model> {
    let now = hub.now();
    let complaint = store::complaint::find(&hub.db, id).await?.ok_or(Error::NotFound("complaint"))?;
    hub.write(async |tx| {
        let Organiser { case, seat } = access::organiser(tx, viewer, &complaint.case_id)
            .await
            .map_err(|error| error.about("complaint"))?;
        let next = stage::open_ballot(case.stage)?;
        rules::closes_at(now, closes_at)?;
        if store::ballot::open_of(tx, &case.id, BallotKind::Complaint).await?.is_some() {
            return Err(Refusal::BallotRunning.into());
        }
        if let Some(newest) = store::complaint::newest(tx, &case.id).await?
            && newest.id != *id
        {
            return Err(Refusal::NotNewest { version: newest.version }.into());
        }
        for past in store::ballot::of_complaint(tx, id).await? {
            // What could not be delivered reached nobody, and the same text may be tried again.
            let filed = store::filing::of_ballot(tx, &past.id).await?;
            if filed.is_some_and(|filed| filed.delivery != Delivery::Failed) {
                return Err(Refusal::FilingAlready.into());
            }
        }
        let needed = i64::from(case.quorum);
        if complaint.member_count < needed {
            return Err(Refusal::TooFewMembers { needed, have: complaint.member_count }.into());
        }
        let row = ballot::Model {
            complaint_id: Some(id.clone()),
            sha256: complaint.sha256.clone(),
            electorate: complaint.member_count,
            ..fresh(hub, &case, &seat, BallotKind::Complaint, closes_at)
        };
        store::insert(tx, row.clone()).await?;
        let facts = json!({
            "version": complaint.version, "sha256": complaint.sha256, "closes_at": closes_at.to_rfc3339(),
            "ballot": row.id,
        });
        timeline::record(hub, tx, Happening::new(&case.id, EventKind::BallotOpened, Some(&seat), facts))
            .await?;
        store::case::set_stage(tx, case, next, now).await?;
        Ok(row)
    })
    .await
}

/// A ballot on something else than a complaint, about to be opened.
pub(super) struct Opening<'a> {
    /// What kind of decision it is.
    pub kind: BallotKind,
    /// What is decided.
    pub subject: &'a Subject,
    /// How many may vote.
    pub electorate: i64,
    /// Until when.
    pub closes_at: DateTime<Utc>,
}

/// Opens a ballot on something else than a complaint; one of each kind may run at a time.
///
/// # Errors
/// A refusal about the end, `CASE_NOT_OPEN`, `BALLOT_RUNNING`, or `TOO_FEW_MEMBERS`.
pub(super) async fn open_resolution(
    hub: &Hub,
    tx: &DatabaseTransaction,
    case: &case::Model,
    seat: &member::Model,
    Opening { kind, subject, electorate, closes_at }: Opening<'_>,
) -> Result<ballot::Model> {
    stage::decide(case.stage)?;
    rules::closes_at(hub.now(), closes_at)?;
    if store::ballot::open_of(tx, &case.id, kind).await?.is_some() {
        return Err(Refusal::BallotRunning.into());
    }
    let row = fresh(hub, case, seat, kind, closes_at);
    let needed = i64::from(row.quorum);
    if electorate < needed {
        return Err(Refusal::TooFewMembers { needed, have: electorate }.into());
    }
    let text = subject.to_text();
    let row = ballot::Model { sha256: rules::sha256(&text), subject: Some(text), electorate, ..row };
    store::insert(tx, row.clone()).await?;
    let facts = json!({
        "what": format!("@ballot_kind.{}", kind.as_str()), "sha256": row.sha256, "ballot": row.id,
        "closes_at": closes_at.to_rfc3339(),
    });
    timeline::record(hub, tx, Happening::new(&case.id, EventKind::ResolutionOpened, Some(seat), facts))
        .await?;
    Ok(row)
}

fn fresh(
    hub: &Hub,
    case: &case::Model,
    seat: &member::Model,
    kind: BallotKind,
    closes_at: DateTime<Utc>,
) -> ballot::Model {
    ballot::Model {
        id: hub.mint(),
        case_id: case.id.clone(),
        kind,
        complaint_id: None,
        subject: None,
        sha256: String::new(),
        state: BallotState::Open,
        electorate: 0,
        quorum: rules::rule(kind).quorum.number(case.quorum),
        opened_by: seat.id.clone(),
        opened_at: hub.now(),
        closes_at,
        closed_at: None,
        yes: 0,
        no: 0,
        abstain: 0,
        tally_sha256: None,
    }
}

/// What a ballot is on; `None` for a complaint.
///
/// # Errors
/// A fault when the record was damaged.
pub fn subject(ballot: &ballot::Model) -> Result<Option<Subject>> {
    let subject = ballot.subject.as_deref().map(serde_json::from_str).transpose();
    subject.map_err(Error::fault("reading what a ballot is on"))
}

/// A vote as it was cast.
#[derive(Clone, Debug)]
pub struct Cast<'a> {
    /// The hash the member had before their eyes.
    pub sha256: &'a str,
    /// What they say.
    pub choice: Choice,
    /// Whether the filing may carry their identity.
    pub release: bool,
    /// To whom; to every channel where none is named.
    pub release_to: Option<&'a [Channel]>,
    /// Pseudonyms of the candidates it is for, in an election.
    pub candidates: &'a [String],
}

/// Casts or changes a vote.
///
/// # Errors
/// `BALLOT_CLOSED`, `HASH_MISMATCH`, `NOT_IN_ELECTORATE`, a refusal about the candidates, `RELEASE_NEEDED` or
/// `IDENTITY_MISSING` for a yes, or as [`access::member`].
pub async fn cast(hub: &Hub, viewer: &Viewer, id: &BallotId, cast: &Cast<'_>) -> Result<vote::Model> {
    let now = hub.now();
    let found = store::ballot::find(&hub.db, id).await?.ok_or(Error::NotFound("ballot"))?;
    let Member { seat, .. } =
        access::member(&hub.db, viewer, &found.case_id).await.map_err(|error| error.about("ballot"))?;
    let release = rules::release(found.kind, cast.choice, cast.release)?;
    let candidates = rules::choose(subject(&found)?.as_ref(), cast.choice, cast.candidates)?;
    let candidates = (!candidates.is_empty()).then(|| serde_json::json!(candidates).to_string());
    hub.write(async |tx| {
        // Shared, so that many vote at once and nobody votes while it is being closed.
        let ballot = store::ballot::share(tx, id).await?;
        rules::takes_votes(ballot.state, ballot.closes_at, now)?;
        if !ballot.sha256.eq_ignore_ascii_case(cast.sha256) {
            return Err(Refusal::HashMismatch { field: "sha256" }.into());
        }
        if !may_vote(tx, &ballot, &seat).await? {
            return Err(Refusal::NotInElectorate.into());
        }
        if release {
            let identity = store::identity::find(tx, viewer.id()).await?;
            identity.filter(|identity| identity.complete).ok_or(Refusal::IdentityMissing)?;
        }
        let row = vote::Model {
            ballot_id: id.clone(),
            member_id: seat.id.clone(),
            choice: cast.choice,
            sha256: ballot.sha256.clone(),
            release,
            candidates: candidates.clone(),
            receipt: Some(hex::encode(keys::random::<16>())),
            cast_at: now,
        };
        store::vote::put(tx, row).await?;
        let nobody: &[Channel] = &[];
        let channels = if release { cast.release_to } else { Some(nobody) };
        if ballot.kind == BallotKind::Complaint {
            releases::give(hub, tx, &ballot, &seat.id, channels).await?;
        }
        // As it stands: a changed vote keeps its first receipt.
        store::vote::find(tx, id, &seat.id).await?.ok_or(Error::NotFound("ballot"))
    })
    .await
}

/// Whether a seat was in the electorate when the ballot opened: its claim stood then, or the filing speaks for it.
async fn may_vote(tx: &DatabaseTransaction, ballot: &ballot::Model, seat: &member::Model) -> Result<bool> {
    match (&ballot.complaint_id, subject(ballot)?) {
        (Some(complaint), _) => store::complaint::has_member(tx, complaint, &seat.id).await,
        (None, Some(Subject::Withdrawal { filing, .. })) => {
            store::filing::goes_on_for(tx, &filing, &seat.id).await
        }
        (None, _) => {
            let claim = store::claim::of_member(tx, &seat.id).await?;
            Ok(claim.is_some_and(|claim| {
                claim.withdrawn_at.is_none() && claim.created_at.max(seat.joined_at) <= ballot.opened_at
            }))
        }
    }
}

/// The ballots of a case, newest first, for its members.
///
/// # Errors
/// A fault only.
pub async fn list(hub: &Hub, member: &Member) -> Result<Vec<ballot::Model>> {
    store::ballot::list(&hub.db, &member.case.id).await
}

/// A ballot, for members of its case.
///
/// # Errors
/// `NotFound` for everybody else.
pub async fn find(hub: &Hub, caller: &Caller, id: &BallotId) -> Result<ballot::Model> {
    let row = store::ballot::find(&hub.db, id).await?.ok_or(Error::NotFound("ballot"))?;
    access::seat(&hub.db, caller, &row.case_id).await?.ok_or(Error::NotFound("ballot"))?;
    Ok(row)
}

/// The viewer's own vote, which nobody else sees.
///
/// # Errors
/// A fault only.
pub async fn mine(hub: &Hub, caller: &Caller, ballot: &ballot::Model) -> Result<Option<vote::Model>> {
    match access::seat(&hub.db, caller, &ballot.case_id).await? {
        Some(seat) => store::vote::find(&hub.db, &ballot.id, &seat.id).await,
        None => Ok(None),
    }
}
