//! Ballots: on an exact hash, with an end; votes may be changed until it comes.

use chrono::{DateTime, Utc};
use entity::{BallotId, BallotState, Choice, ComplaintId, Delivery, EventKind, ballot, vote};
use serde_json::json;

use super::{
    access::{self, Caller, Member, Organiser, Viewer},
    timeline::{self, Happening},
};
use crate::{
    domain::{ballot as rules, refusal::Refusal, stage},
    error::{Error, Result},
    hub::Hub,
    store,
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
        if store::ballot::open_of(tx, &case.id).await?.is_some() {
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
            id: hub.mint(),
            case_id: case.id.clone(),
            complaint_id: id.clone(),
            sha256: complaint.sha256.clone(),
            state: BallotState::Open,
            electorate: complaint.member_count,
            quorum: case.quorum,
            opened_by: seat.id.clone(),
            opened_at: now,
            closes_at,
            closed_at: None,
            yes: 0,
            no: 0,
            abstain: 0,
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

/// A vote as it was cast.
#[derive(Clone, Debug)]
pub struct Cast<'a> {
    /// The hash the member had before their eyes.
    pub sha256: &'a str,
    /// What they say.
    pub choice: Choice,
    /// Whether the filing may carry their identity.
    pub release: bool,
}

/// Casts or changes a vote.
///
/// # Errors
/// `BALLOT_CLOSED`, `HASH_MISMATCH`, `NOT_IN_ELECTORATE`, `RELEASE_NEEDED` or `IDENTITY_MISSING` for a yes, or as
/// [`access::member`].
pub async fn cast(hub: &Hub, viewer: &Viewer, id: &BallotId, cast: &Cast<'_>) -> Result<vote::Model> {
    let now = hub.now();
    let found = store::ballot::find(&hub.db, id).await?.ok_or(Error::NotFound("ballot"))?;
    let Member { seat, .. } =
        access::member(&hub.db, viewer, &found.case_id).await.map_err(|error| error.about("ballot"))?;
    let release = rules::release(cast.choice, cast.release)?;
    hub.write(async |tx| {
        // Shared, so that many vote at once and nobody votes while it is being closed.
        let ballot = store::ballot::share(tx, id).await?;
        rules::takes_votes(ballot.state, ballot.closes_at, now)?;
        if !ballot.sha256.eq_ignore_ascii_case(cast.sha256) {
            return Err(Refusal::HashMismatch { field: "sha256" }.into());
        }
        if !store::complaint::has_member(tx, &ballot.complaint_id, &seat.id).await? {
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
            sha256: ballot.sha256,
            release,
            cast_at: now,
        };
        store::vote::put(tx, row.clone()).await?;
        Ok(row)
    })
    .await
}

/// Closes ballots whose end has come, also when nobody was there at that minute; tells how many.
///
/// # Errors
/// A fault only.
pub async fn close_ended(hub: &Hub) -> Result<usize> {
    let now = hub.now();
    let ended = store::ballot::ended(&hub.db, now).await?;
    for found in &ended {
        hub.write(async |tx| {
            let case = store::case::hold(tx, &found.case_id).await?;
            let ballot = store::ballot::hold(tx, &found.id).await?;
            if ballot.state != BallotState::Open {
                return Ok(());
            }
            let count = store::vote::count(tx, &ballot.id).await?;
            let state = rules::result(count.yes, count.no, i64::from(ballot.quorum), ballot.electorate);
            let row = ballot::Model {
                state,
                closed_at: Some(now),
                yes: count.yes,
                no: count.no,
                abstain: count.abstain,
                ..ballot
            };
            store::save(tx, row.clone()).await?;
            let facts = json!({
                "result": format!("@ballot.{}", state.as_str()), "yes": row.yes, "no": row.no,
                "abstain": row.abstain, "electorate": row.electorate, "ballot": row.id,
            });
            timeline::record(hub, tx, Happening::new(&case.id, EventKind::BallotClosed, None, facts)).await?;
            let next = stage::close_ballot(case.stage, state == BallotState::Passed);
            store::case::set_stage(tx, case, next, now).await?;
            Ok(())
        })
        .await?;
    }
    Ok(ended.len())
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
