//! The custody of evidence: each act adds a link to the chain of its case, in the transaction of the act.

use std::collections::HashSet;

use entity::{
    CaseId, CustodyAct, EvidenceId, EvidenceState, FilingId, custody, custody_head, evidence, member,
};
use sea_orm::DatabaseTransaction;

use super::access::{Member, Seen};
use crate::{
    domain::{
        custody::{self as chain, Exhibit},
        published,
    },
    error::Result,
    hub::Hub,
    store::{
        self,
        page::{Page, Slice},
    },
};

/// Records what was done with a piece, as it is afterwards.
///
/// The chain's head is held until `tx` ends. Whoever also holds evidence or the case holds them before: case,
/// evidence in the order of its ids, head.
pub(super) async fn record(
    hub: &Hub,
    tx: &DatabaseTransaction,
    piece: &evidence::Model,
    act: CustodyAct,
    filing: Option<&FilingId>,
) -> Result<()> {
    record_all(hub, tx, &[piece.into()], &[act], filing).await
}

/// Records what was done with several pieces of one case at one instant, with each of them in the order of `acts`.
pub(super) async fn record_all(
    hub: &Hub,
    tx: &DatabaseTransaction,
    pieces: &[Exhibit],
    acts: &[CustodyAct],
    filing: Option<&FilingId>,
) -> Result<()> {
    let Some(first) = pieces.first() else { return Ok(()) };
    let mut head = store::custody::hold_head(tx, &first.case_id).await?;
    let now = hub.now();
    let mut links = Vec::with_capacity(pieces.len() * acts.len());
    for piece in pieces {
        for act in acts {
            let link = chain::link(&head, piece, *act, filing, now);
            head = chain::head(&link);
            links.push(link);
        }
    }
    store::custody::append(tx, links).await
}

/// A piece that goes on in another case.
pub(super) struct Parcel {
    /// The piece.
    pub(super) exhibit: Exhibit,
    /// How it stands.
    pub(super) state: EvidenceState,
    /// The filing it was released for.
    pub(super) filing: Option<FilingId>,
}

/// Records that pieces leave a case for another one: in the chain of each, as [`chain`] says.
pub(super) async fn transfer(
    hub: &Hub,
    tx: &DatabaseTransaction,
    from: &CaseId,
    into: &CaseId,
    parcels: &[Parcel],
) -> Result<()> {
    if parcels.is_empty() {
        return Ok(());
    }
    // In the order of the ids, so that two that go opposite ways cannot wait for each other.
    let first = store::custody::hold_head(tx, from.min(into)).await?;
    let second = store::custody::hold_head(tx, from.max(into)).await?;
    let (mut out, mut back) = if from < into { (first, second) } else { (second, first) };
    let now = hub.now();
    let (mut left, mut came) = (Vec::with_capacity(parcels.len()), Vec::with_capacity(2 * parcels.len()));
    for Parcel { exhibit, state, filing } in parcels {
        let link = chain::link(&out, exhibit, CustodyAct::Transferred, None, now);
        out = chain::head(&link);
        left.push(link);
        for (act, filing) in [(CustodyAct::Received, None), (chain::act_before(*state), filing.as_ref())] {
            let link = chain::link(&back, exhibit, act, filing, now);
            back = chain::head(&link);
            came.push(link);
        }
    }
    store::custody::append(tx, left).await?;
    store::custody::append(tx, came).await
}

/// Records that the key of what a seat deposited is destroyed, and with it every original.
pub(super) async fn destroy(hub: &Hub, tx: &DatabaseTransaction, seat: &member::Model) -> Result<()> {
    let pieces = store::evidence::hold_of(tx, &seat.id).await?;
    let pieces = pieces.iter().filter(|piece| piece.state != EvidenceState::Destroyed);
    let pieces: Vec<Exhibit> = pieces.map(Exhibit::from).collect();
    let ids = pieces.iter().map(|piece| piece.id.clone()).collect();
    store::evidence::set_state(tx, ids, EvidenceState::Destroyed).await?;
    record_all(hub, tx, &pieces, &[CustodyAct::Destroyed], None).await
}

/// A link as a member sees it.
pub struct Shown {
    /// The link.
    pub link: custody::Model,
    /// Whether it says which piece it is about: the viewer's own, or one that was in the pool.
    pub is_open: bool,
}

/// The chain of a case, oldest link first, for its members.
///
/// # Errors
/// A fault, or `BadInput` for a cursor of another list.
pub async fn log(hub: &Hub, member: &Member, page: &Page) -> Result<Slice<Shown>> {
    let slice = store::custody::list(&hub.db, &member.case.id, page).await?;
    let ids: HashSet<EvidenceId> = slice.rows.iter().map(|link| link.evidence_id.clone()).collect();
    let ids: Vec<EvidenceId> = ids.into_iter().collect();
    // A short text could be guessed by its hash, so one that its owner keeps back is not shown by it either.
    let mut open = store::custody::confirmed(&hub.db, ids.clone()).await?;
    open.extend(store::evidence::owned(&hub.db, &member.seat.id, ids).await?);
    Ok(slice.map(|link| Shown { is_open: open.contains(&link.evidence_id), link }))
}

/// Where the chain of a case ends. For strangers nothing while few people are behind it: watching it grow would
/// count what they deposit.
///
/// # Errors
/// A fault only.
pub async fn head(hub: &Hub, seen: &Seen) -> Result<Option<custody_head::Model>> {
    if seen.seat.is_none() && published::count(seen.case.member_count).is_none() {
        return Ok(None);
    }
    store::custody::head(&hub.db, &seen.case.id).await
}
