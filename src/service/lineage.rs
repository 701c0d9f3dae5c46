//! Lineage: where cases and seats went on, and where they came from.
//!
//! The number of a merged case leads to the case that it went on in, and on to where that one went. That ends: a case
//! that was closed by a merge has nobody left who could open it again, so each such step leads to a case that was open
//! later than the one before.

use std::collections::{HashMap, HashSet};

use entity::{AccountId, CaseId, CaseOutcome, Stage, TransferKind, case, member};

use super::access::{self, Caller, Member, Seen};
use crate::{
    error::{Error, Result},
    hub::Hub,
    store,
};

/// Steps that are followed at most.
const STEPS: usize = 100;

/// Where a case went on when it was merged, as far as the caller may see it; the case itself when it was not.
///
/// # Errors
/// A fault only.
pub async fn follow(hub: &Hub, caller: &Caller, mut seen: Seen) -> Result<Seen> {
    for _ in 0..STEPS {
        if seen.case.stage != Stage::Closed || seen.case.outcome != Some(CaseOutcome::Merged) {
            break;
        }
        let merge = store::transfer::last_merge(&hub.db, &seen.case.id).await?;
        let Some(into) = merge.and_then(|merge| merge.into_case_id) else { break };
        match access::visible(&hub.db, caller, &into).await {
            Ok(next) => seen = next,
            Err(Error::NotFound(_)) => break,
            Err(error) => return Err(error),
        }
    }
    Ok(seen)
}

/// A case beside another one, with the seat that somebody has in it.
#[derive(Clone, Debug)]
pub struct Kin {
    case: case::Model,
    seat: Option<member::Model>,
}

impl Kin {
    /// The case as the caller sees it; `None` when they may not.
    #[must_use]
    pub fn seen(self, caller: &Caller) -> Option<Seen> {
        access::shown(caller, self.case, self.seat)
    }
}

/// These cases, with the seats of an account; who may see what is for [`Kin::seen`] to say.
///
/// # Errors
/// A fault only.
pub async fn kin(hub: &Hub, account: Option<&AccountId>, ids: Vec<CaseId>) -> Result<HashMap<CaseId, Kin>> {
    let mut seats = match account {
        Some(account) => access::seats_in(&hub.db, account, ids.clone()).await?,
        None => HashMap::new(),
    };
    let cases = store::case::find_many(&hub.db, ids).await?;
    Ok(cases
        .into_iter()
        .map(|(id, case)| {
            let seat = seats.remove(&id);
            (id, Kin { case, seat })
        })
        .collect())
}

/// The cases that a case came from and went on in.
#[derive(Clone, Debug, Default)]
pub struct Lineage {
    /// What it was merged into last.
    pub merged_into: Option<Kin>,
    /// What was merged into it, the newest first.
    pub merged_from: Vec<Kin>,
    /// What it was split from.
    pub split_from: Option<Kin>,
    /// What was split from it, the newest first.
    pub split_into: Vec<Kin>,
}

/// The lineage of these cases, with the seats of an account; who may see what is for [`Kin::seen`] to say.
///
/// # Errors
/// A fault only.
pub async fn of(
    hub: &Hub,
    account: Option<&AccountId>,
    ids: Vec<CaseId>,
) -> Result<HashMap<CaseId, Lineage>> {
    let rows = store::transfer::done_of(&hub.db, &ids).await?;
    if rows.is_empty() {
        return Ok(HashMap::new());
    }
    let ends = rows.iter().flat_map(|row| [Some(&row.from_case_id), row.into_case_id.as_ref()]);
    let ends: HashSet<CaseId> = ends.flatten().cloned().collect();
    let kin = kin(hub, account, ends.into_iter().collect()).await?;
    let mut found: HashMap<CaseId, Lineage> = HashMap::new();
    for row in rows {
        let Some(into) = &row.into_case_id else { continue };
        let (Some(from_kin), Some(into_kin)) = (kin.get(&row.from_case_id).cloned(), kin.get(into).cloned())
        else {
            continue;
        };
        let source = found.entry(row.from_case_id.clone()).or_default();
        match row.kind {
            TransferKind::Merge => {
                source.merged_into.get_or_insert(into_kin);
            }
            TransferKind::Split => source.split_into.push(into_kin),
        }
        let target = found.entry(into.clone()).or_default();
        match row.kind {
            TransferKind::Merge => target.merged_from.push(from_kin),
            TransferKind::Split => target.split_from = Some(from_kin),
        }
    }
    Ok(found)
}

/// Where the seat of a member is now, when it went on in another case.
///
/// # Errors
/// A fault only.
pub async fn moved_to(hub: &Hub, caller: &Caller, member: &Member) -> Result<Option<Seen>> {
    if member.seat.left_at.is_none() {
        return Ok(None);
    }
    let found =
        store::seat_move::former(&hub.db, vec![member.case.id.clone()], &member.seat.account_id).await?;
    let Some((_, now)) = found.into_iter().last() else { return Ok(None) };
    match access::visible(&hub.db, caller, &now.case_id).await {
        Ok(seen) => Ok(Some(seen)),
        Err(Error::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Where a seat came from.
pub struct Origin {
    /// The case.
    pub case_number: String,
    /// The pseudonym there.
    pub code: String,
    /// When it went on.
    pub moved_at: chrono::DateTime<chrono::Utc>,
}

/// Where the seat of a member came from, the last case first.
///
/// # Errors
/// A fault only.
pub async fn origins(hub: &Hub, member: &Member) -> Result<Vec<Origin>> {
    if member.seat.left_at.is_some() {
        return Ok(Vec::new());
    }
    let moves = store::seat_move::origins(&hub.db, &member.seat.id).await?;
    let ids = moves.iter().map(|row| row.from_case_id.clone()).collect();
    let cases = store::case::find_many(&hub.db, ids).await?;
    let origin = |row: entity::seat_move::Model| {
        let case_number = cases.get(&row.from_case_id)?.number.clone();
        Some(Origin { case_number, code: row.from_code, moved_at: row.moved_at })
    };
    Ok(moves.into_iter().filter_map(origin).collect())
}
