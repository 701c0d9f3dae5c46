//! Reading merges and splits: proposals by who is on a side of them, what was agreed to by who sees the case.

use std::collections::{HashMap, HashSet};

use entity::{CaseId, TransferId, TransferState, transfer};

use super::Sides;
use crate::{
    error::{Error, Result},
    hub::Hub,
    service::access::{self, Caller, Party, Seen},
    store,
};

/// A transfer as its reader sees it.
pub struct Shown {
    /// The transfer.
    pub row: transfer::Model,
    /// Whether the reader is asked.
    pub asks_me: bool,
    /// Whether the reader objects; `None` for who has no seat in the case that seats leave.
    pub i_object: Option<bool>,
}

/// What is proposed, agreed to or under way in a case that the caller sees.
///
/// # Errors
/// A fault only.
pub async fn list(hub: &Hub, caller: &Caller, seen: &Seen) -> Result<Vec<Shown>> {
    let states = [TransferState::Proposed, TransferState::Agreed, TransferState::Moving];
    let rows = store::transfer::of_case(&hub.db, &seen.case.id, &states).await?;
    show(hub, caller, rows).await
}

/// The transfer with this id.
///
/// # Errors
/// `NotFound` for who is not told of it.
pub async fn find(hub: &Hub, caller: &Caller, id: &TransferId) -> Result<Shown> {
    let gone = || Error::NotFound("transfer");
    let row = store::transfer::find(&hub.db, id).await?.ok_or_else(gone)?;
    let mut is_seen = false;
    for case in [Some(&row.from_case_id), row.into_case_id.as_ref()].into_iter().flatten() {
        match access::visible(&hub.db, caller, case).await {
            Ok(_) => is_seen = true,
            Err(Error::NotFound(_)) => {}
            Err(error) => return Err(error),
        }
    }
    if !is_seen {
        return Err(gone());
    }
    show(hub, caller, vec![row]).await?.pop().ok_or_else(gone)
}

/// Those of these transfers that the caller is told of, in two statements however many they are.
async fn show(hub: &Hub, caller: &Caller, rows: Vec<transfer::Model>) -> Result<Vec<Shown>> {
    let ends = rows.iter().flat_map(|row| [Some(&row.from_case_id), row.into_case_id.as_ref()]);
    let ends: HashSet<CaseId> = ends.flatten().cloned().collect();
    let mut seats = match &caller.party {
        Party::Person(viewer) if !rows.is_empty() => {
            store::member::find_in(&hub.db, viewer.id(), ends.into_iter().collect()).await?
        }
        _ => HashMap::new(),
    };
    seats.retain(|_, seat| seat.left_at.is_none());
    let objections = store::transfer::objections_of(
        &hub.db,
        rows.iter().map(|row| row.id.clone()).collect(),
        seats.values().map(|seat| seat.id.clone()).collect(),
    )
    .await?;
    let shown = rows.into_iter().filter_map(|row| {
        let sides = Sides::by(&seats, &row);
        (row.agreed_at.is_some() || sides.any()).then(|| Shown {
            asks_me: sides.is_asked(&row),
            i_object: seats
                .get(&row.from_case_id)
                .map(|seat| objections.contains(&(row.id.clone(), seat.id.clone()))),
            row,
        })
    });
    Ok(shown.collect())
}
