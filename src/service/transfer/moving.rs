//! Moving seats: by the worker, a batch a transaction, from when the time to object is over until nobody is left to go.
//!
//! A batch and how far it came are one transaction, so a batch that is run twice moves nobody twice, and a worker that
//! vanishes leaves a whole number of batches. A case that is merged is closed to newcomers first. Who was about to
//! join just then has come a minute later, so the last pass begins no sooner than that, and only then does the
//! timeline tell that the seats went and the kept counts follow.

mod batch;
mod going;

use chrono::{DateTime, Utc};
use entity::{
    CaseId, CaseOutcome, CitationState, EventKind, MemberRole, TransferId, TransferKind, TransferNote,
    TransferState, case, citation, member, transfer,
};
use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::{cancel, hold, is_ready};
use crate::{
    domain::stage,
    error::{Error, Result},
    hub::Hub,
    service::{
        access,
        timeline::{self, Happening},
    },
    store::{self, case::Tally},
};

/// Transfers that are looked at in one go.
const AT_ONCE: u64 = 20;

/// Takes each transfer that is due one step further, also when nobody was there at that minute; tells how many steps
/// were taken.
///
/// # Errors
/// A fault of one of them, after the others were seen to.
pub async fn run_due(hub: &Hub) -> Result<usize> {
    let (mut done, mut fault) = (0, None);
    for found in store::transfer::due(&hub.db, hub.now(), AT_ONCE).await? {
        match step(hub, &found).await {
            Ok(moved) => done += usize::from(moved),
            Err(error) => fault = Some(error),
        }
    }
    match fault {
        Some(error) => Err(error),
        None => Ok(done),
    }
}

async fn step(hub: &Hub, found: &transfer::Model) -> Result<bool> {
    match found.state {
        TransferState::Proposed => expire(hub, found).await,
        TransferState::Agreed if found.objects_until.is_none() => begin_objections(hub, found).await,
        TransferState::Agreed => begin(hub, found).await,
        TransferState::Moving => {
            if batch::run(hub, &found.id).await? == batch::Pass::Over {
                finish(hub, &found.id).await?;
            }
            Ok(true)
        }
        TransferState::Done | TransferState::Cancelled => Ok(false),
    }
}

fn is_due(row: &transfer::Model, now: DateTime<Utc>) -> bool {
    row.next_at.is_some_and(|at| at <= now)
}

/// Ends a proposal that nobody answered.
async fn expire(hub: &Hub, found: &transfer::Model) -> Result<bool> {
    hub.write(async |tx| {
        let (row, from, into) = hold(tx, found).await?;
        if row.state == TransferState::Proposed && is_due(&row, hub.now()) {
            cancel(hub, tx, row, TransferNote::Expired, &from, into.as_ref(), None).await?;
        }
        Ok(true)
    })
    .await
}

/// Begins the time in which members may object, once every letter that tells of it is written.
async fn begin_objections(hub: &Hub, found: &transfer::Model) -> Result<bool> {
    if let Some(job) = &found.telling
        && store::transfer::is_waiting(&hub.db, job).await?
    {
        return Ok(false);
    }
    hub.write(async |tx| {
        let row = store::transfer::hold(tx, &found.id).await?;
        if row.state == TransferState::Agreed && row.objects_until.is_none() {
            let until = Some(hub.now() + chrono::TimeDelta::hours(row.hours.into()));
            store::save(tx, transfer::Model { objects_until: until, next_at: until, ..row }).await?;
        }
        Ok(true)
    })
    .await
}

/// Lets the first seats go, if the cases still fit. A merged case takes nobody in from now on; a case that others come
/// into may have gone further meanwhile, as it may with any newcomer.
async fn begin(hub: &Hub, found: &transfer::Model) -> Result<bool> {
    hub.write(async |tx| {
        let now = hub.now();
        let (row, mut from, into) = hold(tx, found).await?;
        if row.state != TransferState::Agreed || !is_due(&row, now) {
            return Ok(true);
        }
        if !still_fits(tx, &from, into.as_ref()).await? {
            cancel(hub, tx, row, TransferNote::Unfit, &from, into.as_ref(), None).await?;
            return Ok(true);
        }
        if row.kind == TransferKind::Merge {
            from.stage = stage::close(from.stage)?;
            from.outcome = Some(CaseOutcome::Merged);
            from.closed_at = Some(now);
            from.updated_at = now;
            store::case::save(tx, from).await?;
        }
        let row = transfer::Model { state: TransferState::Moving, begun_at: Some(now), ..row };
        store::save(tx, row).await?;
        Ok(true)
    })
    .await
}

async fn still_fits(
    tx: &DatabaseTransaction,
    from: &case::Model,
    into: Option<&case::Model>,
) -> Result<bool> {
    match is_ready(tx, from).await {
        Ok(()) => Ok(into.is_none_or(|into| access::is_public(into) && stage::join(into.stage).is_ok())),
        Err(Error::Refused(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Tells what happened, and puts the cases into the state that they go on in.
async fn finish(hub: &Hub, id: &TransferId) -> Result<()> {
    let found = store::transfer::find(&hub.db, id).await?.ok_or(Error::NotFound("transfer"))?;
    hub.write(async |tx| {
        let (row, mut from, into) = hold(tx, &found).await?;
        if row.state != TransferState::Moving {
            return Ok(());
        }
        let now = hub.now();
        let Some(into) = into else {
            cancel(hub, tx, row, TransferNote::Nobody, &from, None, None).await?;
            return Ok(());
        };
        let stays = !store::seat_move::page(tx, &from.id, "", 1).await?.is_empty();
        let (here, there) = match (row.kind, stays) {
            (TransferKind::Split, _) => (EventKind::CaseSplit, EventKind::CaseSplit),
            (TransferKind::Merge, true) => (EventKind::CaseContinued, EventKind::CaseMerged),
            (TransferKind::Merge, false) => (EventKind::CaseMerged, EventKind::CaseMerged),
        };
        if here == EventKind::CaseContinued {
            from.stage = stage::reopen(from.stage)?;
            from.outcome = None;
            from.closed_at = None;
            from.updated_at = now;
            store::case::save(tx, from.clone()).await?;
            appoint(tx, &row, &from.id).await?;
        }
        let copied = copy_citations(hub, tx, &from.id, &into.id).await?;
        let facts = json!({ "from": from.number, "into": into.number });
        let left = Tally {
            members: -row.left_members,
            claimed_fen: -row.left_fen,
            evidence: -row.pooled,
            citations: 0,
        };
        let came = Tally {
            members: row.came_members,
            claimed_fen: row.came_fen,
            evidence: row.pooled,
            citations: copied,
        };
        for (case, kind, tally) in [(&from.id, here, left), (&into.id, there, came)] {
            timeline::record(hub, tx, Happening::new(case, kind, None, facts.clone()).counting(tally))
                .await?;
        }
        let row = transfer::Model { state: TransferState::Done, next_at: None, ended_at: Some(now), ..row };
        store::save(tx, row).await
    })
    .await
}

/// Sees to it that a case that goes on has somebody to run it: who objected first, or has been there longest.
async fn appoint(tx: &DatabaseTransaction, row: &transfer::Model, case: &CaseId) -> Result<()> {
    if store::member::count_organisers(tx, case).await? > 0 {
        return Ok(());
    }
    let first = match store::transfer::first_to_object(tx, &row.id, case).await? {
        Some(seat) => Some(seat),
        None => store::seat_move::first_of(tx, case).await?,
    };
    match first {
        Some(seat) => store::save(tx, member::Model { role: MemberRole::Organiser, ..seat }).await,
        None => Ok(()),
    }
}

/// Copies the citations that stand into another case, unless they are there or were dropped there; gives how many of
/// the copies are adopted.
async fn copy_citations(hub: &Hub, tx: &DatabaseTransaction, from: &CaseId, into: &CaseId) -> Result<i64> {
    let mut standing = store::citation::list(tx, from, &[CitationState::Adopted]).await?;
    standing.extend(store::citation::list(tx, from, &[CitationState::Proposed]).await?);
    let mut there = store::citation::list(tx, into, CitationState::ALL).await?;
    let live = there.iter().filter(|row| row.state != CitationState::Dropped).count();
    let mut room = usize::try_from(store::citation::MOST).unwrap_or(usize::MAX).saturating_sub(live);
    let mut adopted = 0;
    for row in standing {
        let is_known =
            there.iter().any(|other| other.provision_id == row.provision_id && other.clause == row.clause);
        if is_known || room == 0 {
            continue;
        }
        room -= 1;
        adopted += i64::from(row.state == CitationState::Adopted);
        let copy = citation::Model { id: hub.mint(), case_id: into.clone(), ..row };
        store::insert(tx, copy.clone()).await?;
        there.push(copy);
    }
    Ok(adopted)
}
