//! Going: held seats and all that is theirs change their case.

use std::collections::HashSet;

use entity::{CaseId, MandateEnding, MemberId, MemberRole, claim, member, seat_move, transfer};
use sea_orm::DatabaseTransaction;

use crate::{
    domain::{custody::Exhibit, pseudonym},
    error::{Error, Result},
    hub::Hub,
    keys,
    service::{
        custody::{self, Parcel},
        evidence::is_pooled,
        mandate,
    },
    store,
};

/// Seats that go, held.
#[derive(Default)]
pub(super) struct Going {
    /// Those that go as they are, with their claims.
    pub(super) goes: Vec<(member::Model, Option<claim::Model>)>,
    /// Those that become one with another seat of their holder.
    pub(super) joins: Vec<Joining>,
}

/// A seat that becomes one with another seat of its holder.
pub(super) struct Joining {
    /// The seat.
    pub(super) seat: member::Model,
    /// Its claim, whose order number is indexed for the other case already.
    pub(super) claim: Option<claim::Model>,
    /// The seat in the other case, which may have been left.
    pub(super) to: member::Model,
    /// The claim there.
    pub(super) theirs: Option<claim::Model>,
}

/// Whether a seat is the one that is to run the new case.
pub(super) fn is_named(row: &transfer::Model, seat: &member::Model) -> bool {
    row.organiser_id.as_ref() == Some(&seat.id)
}

/// Whether a claim was not taken back.
pub(super) fn stands(claim: &claim::Model) -> bool {
    claim.withdrawn_at.is_none()
}

/// Puts seats and all that is theirs into another case, and counts them.
pub(super) async fn go(
    hub: &Hub,
    tx: &DatabaseTransaction,
    row: &mut transfer::Model,
    into: &CaseId,
    Going { goes, joins }: Going,
) -> Result<()> {
    let moved: Vec<MemberId> = goes.iter().map(|(seat, _)| seat.id.clone()).collect();
    let joined = joins.iter().map(|join| join.seat.id.clone());
    let all: Vec<MemberId> = moved.iter().cloned().chain(joined).collect();
    if all.is_empty() {
        return Ok(());
    }
    store::vote::take_back(tx, &all).await?;
    store::mandate::withdraw_all(tx, &all).await?;
    for seat in store::mandate::in_office(tx, &all).await? {
        mandate::end(hub, tx, &seat, MandateEnding::Left).await?;
    }
    custody(hub, tx, row, into, all).await?;
    let mut origins = Vec::with_capacity(goes.len() + joins.len());
    let mut origin = |seat: &member::Model, now: &MemberId| {
        origins.push(seat_move::Model {
            transfer_id: row.id.clone(),
            from_member_id: seat.id.clone(),
            from_case_id: row.from_case_id.clone(),
            from_code: seat.code.clone(),
            member_id: now.clone(),
            moved_at: hub.now(),
        });
    };
    for (seat, _) in &goes {
        origin(seat, &seat.id);
    }
    for join in &joins {
        origin(&join.seat, &join.to.id);
    }
    relocate(hub, tx, row, into, goes).await?;
    store::seat_move::carry(tx, moved, into).await?;
    for join in joins {
        unite(hub, tx, row, join).await?;
    }
    store::seat_move::insert(tx, origins).await
}

/// Records in both chains that the evidence of these seats changes its case.
async fn custody(
    hub: &Hub,
    tx: &DatabaseTransaction,
    row: &mut transfer::Model,
    into: &CaseId,
    seats: Vec<MemberId>,
) -> Result<()> {
    let pieces = store::seat_move::hold_pieces(tx, seats).await?;
    let released = pieces.iter().filter(|piece| piece.state == entity::EvidenceState::Released);
    let released = released.map(|piece| piece.id.clone()).collect();
    let mut filings = store::custody::released_for(tx, released).await?;
    let pooled = pieces.iter().filter(|piece| is_pooled(piece.state)).count();
    row.pooled += i64::try_from(pooled).unwrap_or_default();
    let parcels: Vec<Parcel> = pieces
        .into_iter()
        .map(|piece| Parcel {
            state: piece.state,
            filing: filings.remove(&piece.id),
            exhibit: Exhibit {
                case_id: row.from_case_id.clone(),
                id: piece.id,
                original_digest: piece.original_digest,
                copy_sha256: piece.copy_sha256,
            },
        })
        .collect();
    custody::transfer(hub, tx, &row.from_case_id, into, &parcels).await
}

/// Puts seats into the other case, under another code where theirs was given to somebody there.
async fn relocate(
    hub: &Hub,
    tx: &DatabaseTransaction,
    row: &mut transfer::Model,
    into: &CaseId,
    goes: Vec<(member::Model, Option<claim::Model>)>,
) -> Result<()> {
    let codes: Vec<String> = goes.iter().map(|(seat, _)| seat.code.clone()).collect();
    let taken = store::seat_move::taken(tx, into, codes.clone()).await?;
    let mut given: HashSet<String> = codes.into_iter().collect();
    let now = hub.now();
    let mut as_they_are = Vec::with_capacity(goes.len());
    for (seat, claim) in goes {
        let role = match seat.role {
            MemberRole::Organiser => MemberRole::Organiser,
            _ if is_named(row, &seat) => MemberRole::Organiser,
            MemberRole::Member | MemberRole::Representative => MemberRole::Member,
        };
        row.left_members += 1;
        row.came_members += 1;
        if let Some(claim) = claim {
            if stands(&claim) {
                row.left_fen += claim.amount_fen;
                row.came_fen += claim.amount_fen;
            }
            store::seat_move::place_claim(tx, &claim.id, into, claim.order_index).await?;
        }
        if taken.contains(&seat.code) {
            let code = free_code(tx, into, &mut given).await?;
            store::seat_move::reseat(tx, &seat.id, into, (&code, role), now).await?;
        } else if role != seat.role {
            store::seat_move::reseat(tx, &seat.id, into, (&seat.code, role), now).await?;
        } else {
            as_they_are.push(seat.id);
        }
    }
    store::seat_move::relocate(tx, as_they_are, into, now).await
}

/// A code that nobody has or had in a case, and that was not given to somebody else in this batch.
async fn free_code(tx: &DatabaseTransaction, case: &CaseId, given: &mut HashSet<String>) -> Result<String> {
    for tries in 0..8 {
        let code = pseudonym::code(keys::random(), tries);
        if !given.contains(&code) && store::seat_move::taken(tx, case, vec![code.clone()]).await?.is_empty() {
            given.insert(code.clone());
            return Ok(code);
        }
    }
    Err(Error::fault("moving a seat")("no pseudonym was free"))
}

/// Makes one seat of two that somebody has; the claim goes over unless there is one already, which is of the same
/// order.
async fn unite(hub: &Hub, tx: &DatabaseTransaction, row: &mut transfer::Model, join: Joining) -> Result<()> {
    let Joining { seat, claim, to, theirs } = join;
    let now = hub.now();
    row.left_members += 1;
    row.came_members += i64::from(to.left_at.is_some());
    // Who comes with a claim comes now: what is being voted on there began without it.
    let mut joined_at = if to.left_at.is_some() { now } else { to.joined_at };
    if let Some(claim) = claim.filter(stands) {
        row.left_fen += claim.amount_fen;
        if !theirs.as_ref().is_some_and(stands) {
            row.came_fen += claim.amount_fen;
            joined_at = now;
            let copy =
                claim::Model { case_id: to.case_id.clone(), member_id: to.id.clone(), ..claim.clone() };
            match theirs {
                Some(old) => store::save(tx, claim::Model { id: old.id, ..copy }).await?,
                None => store::insert(tx, claim::Model { id: hub.mint(), ..copy }).await?,
            }
        }
        store::save(tx, claim::Model { withdrawn_at: Some(now), ..claim }).await?;
    }
    store::seat_move::hand_over(tx, &seat.id, &to).await?;
    store::seat_move::vacate(tx, &seat.id, now).await?;
    let role = match (seat.role, to.left_at) {
        (MemberRole::Organiser, _) => MemberRole::Organiser,
        (_, Some(_)) => MemberRole::Member,
        (_, None) => to.role,
    };
    store::save(tx, member::Model { role, left_at: None, joined_at, ..to }).await
}
