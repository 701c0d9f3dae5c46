//! Merging cases and splitting them: seats go from one case to another, with all that is theirs.
//!
//! **One mechanism.** A merge takes all seats of a case into one that is there; a split takes some into a new one. Both
//! are proposed by an organiser and agreed to by who runs the other side; who runs both sides agrees alone. Then every
//! member of both cases is told, by letter and in the timeline, and those whose seat would go may object. Their time
//! begins when the last letter is written, so a worker that was down costs nobody their say. When it is over the
//! worker moves the seats ([`moving`]).
//!
//! **Who objects stays.** A claim is its owner's, so nobody is moved against their will, and nobody is left without a
//! case: if all go, the old case is closed as merged; if somebody stays, it goes on gathering with those who stay, and
//! where no organiser is among them, who objected first runs it. They may go on, be joined by others, or close it. Who
//! claims for two different orders, one in each case, stays as well, since a seat has one claim and none is given up
//! for them. Who has one order in both, or a claim in one of them, has one seat afterwards.
//!
//! **What goes and what stays.** The seat goes, under its code where that is free and under a new one otherwise, with
//! claim, contact log and evidence; where it came from is recorded. Custody goes on in the chain of the new case
//! ([`chain`](crate::domain::custody)). Texts that were anonymised stay as their owners saw them: their placeholders
//! have the numbers of the case they were written in, until the owner writes them anew. Citations that stand are
//! copied, each once, unless the new case has them or dropped them. Complaints, ballots, votes and filings stay with
//! the old case as its history, which who went may still read; their votes release nothing any more. An organiser of
//! a merged case runs the new one too. Who was elected to represent the members of one case has no mandate in another,
//! and whoever stood for election there stands no longer.
//!
//! **What fits.** Both cases gather in public, with no ballot and no filing open, against operators that are one. A
//! case whose seats are about to go takes part in no other transfer; several may come into one case at a time. Should
//! they not fit any more when the time comes, nothing happens, and members are told. A mere proposal binds nobody and
//! is seen by organisers only: anybody could make one.

mod answer;
mod moving;
mod propose;
mod view;

use std::collections::HashMap;

use entity::{
    AccountId, CaseId, EventKind, JobId, MemberRole, TransferNote, TransferState, case, member, transfer,
};
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde_json::{Value, json};

pub use self::{
    answer::{accept, object, withdraw, withdraw_objection},
    moving::run_due,
    propose::{Split, propose_merge, propose_split},
    view::{Shown, find, list},
};
use super::{
    access::{self, Viewer},
    timeline::{self, Happening},
};
use crate::{
    domain::{operator, refusal::Refusal, transfer as rules},
    error::{Error, Result},
    hub::Hub,
    store,
};

/// Holds two cases in the order of their ids, so that two merges that go opposite ways cannot wait for each other.
async fn hold_both(
    tx: &DatabaseTransaction,
    from: &CaseId,
    into: &CaseId,
) -> Result<(case::Model, case::Model)> {
    let first = store::case::hold(tx, from.min(into)).await?;
    let second = store::case::hold(tx, from.max(into)).await?;
    Ok(if from < into { (first, second) } else { (second, first) })
}

/// Holds the cases of a transfer, then the transfer.
async fn hold(
    tx: &DatabaseTransaction,
    found: &transfer::Model,
) -> Result<(transfer::Model, case::Model, Option<case::Model>)> {
    let (from, into) = match &found.into_case_id {
        Some(into) => {
            let (from, into) = hold_both(tx, &found.from_case_id, into).await?;
            (from, Some(into))
        }
        None => (store::case::hold(tx, &found.from_case_id).await?, None),
    };
    Ok((store::transfer::hold(tx, &found.id).await?, from, into))
}

/// Whether nothing in a held case names who is in it just now.
async fn is_ready(tx: &DatabaseTransaction, case: &case::Model) -> Result<()> {
    rules::gathers(case)?;
    if store::ballot::is_open(tx, &case.id).await? {
        return Err(Refusal::BallotRunning.into());
    }
    if store::filing::open_of(tx, &case.id).await?.is_some() {
        return Err(Refusal::FilingOpen.into());
    }
    Ok(())
}

/// Whether held cases may be merged, or a held one split.
async fn fits(tx: &DatabaseTransaction, from: &case::Model, into: Option<&case::Model>) -> Result<()> {
    for case in [Some(from), into].into_iter().flatten() {
        is_ready(tx, case).await?;
    }
    if !store::transfer::of_case(tx, &from.id, &store::transfer::LIVE).await?.is_empty() {
        return Err(Refusal::TransferPending { number: from.number.clone() }.into());
    }
    let Some(into) = into else { return Ok(()) };
    let others = store::transfer::of_case(tx, &into.id, &store::transfer::LIVE).await?;
    if others.iter().any(|other| other.from_case_id == into.id) {
        return Err(Refusal::TransferPending { number: into.number.clone() }.into());
    }
    if are_one(tx, from, into).await? { Ok(()) } else { Err(Refusal::OperatorsDiffer.into()) }
}

async fn are_one(tx: &DatabaseTransaction, from: &case::Model, into: &case::Model) -> Result<bool> {
    let ids = vec![from.operator_id.clone(), into.operator_id.clone()];
    let known = store::operator::identities(tx, ids).await?;
    let known = |case: &case::Model| known.get(&case.operator_id).map_or(&[][..], Vec::as_slice);
    Ok(operator::are_one((&from.operator_id, known(from)), (&into.operator_id, known(into))))
}

/// Begins to tell the members of both cases.
async fn agree(
    hub: &Hub,
    tx: &DatabaseTransaction,
    row: transfer::Model,
    from: &case::Model,
    into: Option<&case::Model>,
    by: &AccountId,
) -> Result<transfer::Model> {
    let (kind, facts) = match into {
        Some(into) => {
            (EventKind::MergeAgreed, json!({ "from": from.number, "into": into.number, "hours": row.hours }))
        }
        None => {
            (EventKind::SplitAgreed, json!({ "from": from.number, "title": row.title, "hours": row.hours }))
        }
    };
    let telling = announce(hub, tx, from, kind, &facts, Some(by)).await?;
    if let Some(into) = into {
        announce(hub, tx, into, kind, &facts, Some(by)).await?;
    }
    let now = hub.now();
    let row = transfer::Model {
        state: TransferState::Agreed,
        agreed_at: Some(now),
        telling,
        next_at: Some(now),
        ..row
    };
    store::save(tx, row.clone()).await?;
    Ok(row)
}

/// Writes an event into the timeline of one of the cases, under the code that an organiser has there.
async fn announce(
    hub: &Hub,
    tx: &DatabaseTransaction,
    case: &case::Model,
    kind: EventKind,
    facts: &Value,
    by: Option<&AccountId>,
) -> Result<Option<JobId>> {
    let actor = match by {
        Some(account) => store::member::find(tx, &case.id, account).await?,
        None => None,
    };
    let actor = actor.filter(|seat| seat.left_at.is_none());
    let happening = Happening::new(&case.id, kind, actor.as_ref(), facts.clone());
    Ok(timeline::tell(hub, tx, happening).await?.1)
}

/// On which sides of a transfer somebody stands.
struct Sides {
    from: bool,
    into: bool,
    named: bool,
}

impl Sides {
    async fn of(db: &impl ConnectionTrait, account: &AccountId, row: &transfer::Model) -> Result<Self> {
        let ends = [Some(&row.from_case_id), row.into_case_id.as_ref()].into_iter().flatten().cloned();
        let seats = store::member::find_in(db, account, ends.collect()).await?;
        Ok(Self::by(&seats, row))
    }

    /// By the seats that somebody has or had in the cases.
    fn by(seats: &HashMap<CaseId, member::Model>, row: &transfer::Model) -> Self {
        let seat = |case: &CaseId| seats.get(case).filter(|seat| seat.left_at.is_none());
        let runs = |case: &CaseId| seat(case).is_some_and(|seat| seat.role == MemberRole::Organiser);
        Self {
            from: runs(&row.from_case_id),
            into: row.into_case_id.as_ref().is_some_and(runs),
            named: seat(&row.from_case_id).is_some_and(|seat| row.organiser_id.as_ref() == Some(&seat.id)),
        }
    }

    fn any(&self) -> bool {
        self.from || self.into || self.named
    }

    /// Whether they are the ones who are asked.
    fn is_asked(&self, row: &transfer::Model) -> bool {
        row.state == TransferState::Proposed
            && match (&row.asked_case_id, &row.organiser_id) {
                (Some(asked), _) if *asked == row.from_case_id => self.from,
                (Some(_), _) => self.into,
                (None, Some(_)) => self.named,
                (None, None) => false,
            }
    }
}

/// Proves that somebody stands on a side of a transfer. Others are told of a proposal no more than of nothing.
async fn prove(tx: &DatabaseTransaction, viewer: &Viewer, row: &transfer::Model) -> Result<Sides> {
    let sides = Sides::of(tx, viewer.id(), row).await?;
    if sides.any() {
        return Ok(sides);
    }
    if row.agreed_at.is_none() {
        return Err(Error::NotFound("transfer"));
    }
    let mut refused = Error::NotFound("transfer");
    for case in [Some(&row.from_case_id), row.into_case_id.as_ref()].into_iter().flatten() {
        match access::member(tx, viewer, case).await {
            Ok(_) => return Err(Refusal::OrganisersOnly.into()),
            Err(error @ Error::Refused(_)) => refused = error,
            Err(Error::NotFound(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Err(refused)
}

/// Ends a transfer by which no seat went; members who were told of it are told of that too.
async fn cancel(
    hub: &Hub,
    tx: &DatabaseTransaction,
    row: transfer::Model,
    note: TransferNote,
    from: &case::Model,
    into: Option<&case::Model>,
    by: Option<&AccountId>,
) -> Result<transfer::Model> {
    if row.agreed_at.is_some() {
        let facts = json!({
            "what": format!("@transfer.{}", row.kind.as_str()), "why": format!("@transfer.{}", note.as_str()),
        });
        for case in [Some(from), into].into_iter().flatten() {
            announce(hub, tx, case, EventKind::TransferCancelled, &facts, by).await?;
        }
    }
    let row = transfer::Model {
        state: TransferState::Cancelled,
        note: Some(note),
        next_at: None,
        ended_at: Some(hub.now()),
        ..row
    };
    store::save(tx, row.clone()).await?;
    Ok(row)
}
