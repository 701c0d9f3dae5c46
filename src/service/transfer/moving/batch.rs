//! One batch: which of the next seats go, and where to.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    AccountId, CaseId, MemberId, MemberRole, TransferId, TransferKind, TransferNote, TransferState, claim,
    member, transfer,
};
use sea_orm::DatabaseTransaction;
use tracing::warn;

use super::{
    cancel,
    going::{self, Going, Joining, is_named, stands},
    is_due,
};
use crate::{
    domain::transfer::{Criterion, Fate, SETTLING, fate},
    error::{Error, Result},
    hub::Hub,
    service::{case, claim as claims, member::take_seat},
    store,
};

/// Seats in one transaction.
const SEATS: u64 = 200;

/// How long to wait before seats that somebody else held are looked at again.
const PAUSE: TimeDelta = TimeDelta::seconds(1);

/// Whether there is more to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pass {
    /// There may be.
    Goes,
    /// Everybody was looked at who could be there.
    Over,
}

/// Moves those of the next seats that go.
pub(super) async fn run(hub: &Hub, id: &TransferId) -> Result<Pass> {
    hub.write(async |tx| {
        let now = hub.now();
        let mut row = store::transfer::hold(tx, id).await?;
        if row.state != TransferState::Moving || !is_due(&row, now) {
            return Ok(Pass::Goes);
        }
        if row.reached.is_empty() {
            row.pass_at = Some(now);
        }
        let listed = store::seat_move::page(tx, &row.from_case_id, &row.reached, SEATS).await?;
        let is_last = (listed.len() as u64) < SEATS;
        if let Some(last) = listed.last() {
            row.reached = last.account_id.to_string();
        }
        let mut seats = wanted(tx, &row, listed).await?;
        if !seats.is_empty() {
            let Some(into) = destination(hub, tx, &mut row, &mut seats).await? else {
                let from = store::case::find(tx, &row.from_case_id).await?.ok_or(Error::NotFound("case"))?;
                cancel(hub, tx, row, TransferNote::NoOrganiser, &from, None, None).await?;
                return Ok(Pass::Goes);
            };
            let many = seats.len();
            let (going, stayed) = part(hub, tx, &row, &into, seats).await?;
            if going.goes.len() + going.joins.len() + stayed < many {
                // Somebody was busy with theirs: this pass does not count as the last one.
                row.pass_at = row.begun_at;
            }
            going::go(hub, tx, &mut row, &into, going).await?;
        }
        let pass = if is_last { end_of_pass(&mut row, now) } else { Pass::Goes };
        store::save(tx, row).await?;
        Ok(pass)
    })
    .await
}

/// Whether the pass that comes to its end began late enough to be the last one; otherwise the next one is set.
fn end_of_pass(row: &mut transfer::Model, now: DateTime<Utc>) -> Pass {
    row.reached = String::new();
    let settled = row.begun_at.unwrap_or(now) + SETTLING;
    if row.pass_at.is_some_and(|at| at >= settled) {
        row.next_at = Some(now);
        return Pass::Over;
    }
    row.next_at = Some(settled.max(now + PAUSE));
    Pass::Goes
}

/// Those of these seats that the transfer takes and whose holders do not object.
async fn wanted(
    tx: &DatabaseTransaction,
    row: &transfer::Model,
    mut seats: Vec<member::Model>,
) -> Result<Vec<member::Model>> {
    let ids: Vec<MemberId> = seats.iter().map(|seat| seat.id.clone()).collect();
    if row.kind == TransferKind::Split {
        let criterion = row.criterion.clone().unwrap_or_default();
        let criterion: Criterion =
            serde_json::from_value(criterion).map_err(Error::fault("reading a criterion"))?;
        let claims = store::claim::of_members(tx, &ids).await?;
        seats.retain(|seat| {
            let claim = claims.get(&seat.id).filter(|claim| claim.withdrawn_at.is_none());
            // Who runs the old case stays in it.
            is_named(row, seat) || seat.role != MemberRole::Organiser && criterion.takes(&seat.code, claim)
        });
    }
    let objecting = store::transfer::objecting(tx, &row.id, ids).await?;
    seats.retain(|seat| !objecting.contains(&seat.id));
    Ok(seats)
}

/// The case that seats go to. The one that a split makes is opened for the first of them, so that none is opened for
/// nobody, and who is to run it is there from the beginning; `None` when they are gone or object.
async fn destination(
    hub: &Hub,
    tx: &DatabaseTransaction,
    row: &mut transfer::Model,
    seats: &mut Vec<member::Model>,
) -> Result<Option<CaseId>> {
    if let Some(into) = &row.into_case_id {
        return Ok(Some(into.clone()));
    }
    let runs = row.organiser_id.as_ref().unwrap_or(&row.proposed_by);
    let runs = store::member::get(tx, runs).await?;
    let Some(runs) = runs.filter(|seat| seat.left_at.is_none() && seat.case_id == row.from_case_id) else {
        return Ok(None);
    };
    let from = store::case::find(tx, &row.from_case_id).await?.ok_or(Error::NotFound("case"))?;
    let (title, category) = (row.title.clone(), row.category.clone());
    let (title, category) = (title.unwrap_or(from.title.clone()), category.unwrap_or(from.category.clone()));
    if is_named(row, &runs) {
        if !store::transfer::objecting(tx, &row.id, vec![runs.id.clone()]).await?.is_empty() {
            return Ok(None);
        }
        if seats.iter().all(|seat| seat.id != runs.id) {
            seats.push(runs.clone());
        }
    } else if runs.role != MemberRole::Organiser {
        return Ok(None);
    }
    let into = case::open_beside(hub, tx, &from, &runs.account_id, title, category).await?;
    if !is_named(row, &runs) {
        take_seat(hub, tx, &into.id, &runs.account_id, MemberRole::Organiser).await?;
        row.came_members += 1;
    }
    row.into_case_id = Some(into.id.clone());
    Ok(Some(into.id))
}

/// Holds seats and what their holders have in the other case, and says of each what becomes of it; how many stay.
async fn part(
    hub: &Hub,
    tx: &DatabaseTransaction,
    row: &transfer::Model,
    into: &CaseId,
    seats: Vec<member::Model>,
) -> Result<(Going, usize)> {
    let ids =
        |seats: &[member::Model]| -> Vec<MemberId> { seats.iter().map(|seat| seat.id.clone()).collect() };
    let mut held = store::seat_move::hold(tx, &row.from_case_id, ids(&seats)).await?;
    held.retain(|seat| seat.left_at.is_none());
    let accounts: Vec<AccountId> = held.iter().map(|seat| seat.account_id.clone()).collect();
    let there = store::seat_move::of_accounts(tx, into, accounts.clone()).await?;
    let known: HashSet<AccountId> = there.iter().map(|seat| seat.account_id.clone()).collect();
    let there = store::seat_move::hold(tx, into, ids(&there)).await?;
    let mut claims = store::seat_move::hold_claims(tx, [ids(&held), ids(&there)].concat()).await?;
    let mut there: HashMap<AccountId, member::Model> =
        there.into_iter().map(|seat| (seat.account_id.clone(), seat)).collect();
    let keys = store::data_key::find_many(tx, accounts).await?;
    let (mut going, mut stayed) = (Going::default(), 0);
    for seat in held {
        let other = there.remove(&seat.account_id);
        if other.is_none() && known.contains(&seat.account_id) {
            continue;
        }
        let mut claim = claims.remove(&seat.id);
        if let Some(claim) = claim.as_mut().filter(|claim| stands(claim))
            && let Some(key) = keys.get(&seat.account_id)
        {
            match claims::index_in(hub, key, claim, into) {
                Ok(index) => claim.order_index = index,
                // One claim that cannot be opened holds nobody else up: only its doubles are not found.
                Err(error) => warn!(claim.id = %claim.id, ?error, "claim {} cannot be opened", claim.id),
            }
        }
        let theirs = other.as_ref().and_then(|other| claims.remove(&other.id));
        let order = |claim: &Option<claim::Model>| {
            claim.as_ref().filter(|claim| stands(claim)).map(|claim| claim.order_index.clone())
        };
        match (fate(false, other.is_some(), order(&claim).as_deref(), order(&theirs).as_deref()), other) {
            (Fate::Goes, _) => going.goes.push((seat, claim)),
            (Fate::Joins, Some(to)) => going.joins.push(Joining { seat, claim, to, theirs }),
            (Fate::Stays | Fate::Joins, _) => stayed += 1,
        }
    }
    Ok((going, stayed))
}
