//! The chains of custody, and where they end.

use std::collections::{HashMap, HashSet};

use entity::{CaseId, CustodyAct, EvidenceId, FilingId, custody, custody_head};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect, sea_query::LockType,
};

use super::page::{Page, Slice};
use crate::{
    domain,
    error::{Error, Result},
};

/// Links written in one statement: a statement has no more than 32,766 values on SQLite.
const CHUNK: usize = 1_000;

/// Where the chain of a case ends; `None` while nothing was done.
pub async fn head(db: &impl ConnectionTrait, case: &CaseId) -> Result<Option<custody_head::Model>> {
    Ok(custody_head::Entity::find_by_id(case.clone()).one(db).await?)
}

/// Reads where a chain ends in order to add to it: nobody else may until `tx` ends.
pub async fn hold_head(tx: &DatabaseTransaction, case: &CaseId) -> Result<custody_head::Model> {
    let held = || custody_head::Entity::find_by_id(case.clone()).lock(LockType::NoKeyUpdate).one(tx);
    if let Some(head) = held().await? {
        return Ok(head);
    }
    super::insert_if_free(tx, domain::custody::start(case)).await?;
    held().await?.ok_or(Error::NotFound("custody"))
}

/// Writes links that continue a held chain.
pub async fn append(tx: &DatabaseTransaction, links: Vec<custody::Model>) -> Result<()> {
    let Some(last) = links.last().map(domain::custody::head) else { return Ok(()) };
    for some in links.chunks(CHUNK) {
        let rows = some.iter().map(|link| link.clone().into_active_model().reset_all());
        custody::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    super::save(tx, last).await
}

/// The links of a case, oldest first.
pub async fn list(db: &impl ConnectionTrait, case: &CaseId, page: &Page) -> Result<Slice<custody::Model>> {
    let after = match page.after_id() {
        None => 0,
        Some(place) => place.parse().map_err(|_| Error::BadInput("this cursor is of another list"))?,
    };
    Ok(page.slice(after_place(db, case, after, page.first + 1).await?))
}

/// The links of a case behind a place.
pub async fn after_place(
    db: &impl ConnectionTrait,
    case: &CaseId,
    place: i64,
    limit: u64,
) -> Result<Vec<custody::Model>> {
    Ok(custody::Entity::find()
        .filter(custody::Column::CaseId.eq(case.clone()))
        .filter(custody::Column::Place.gt(place))
        .order_by_asc(custody::Column::Place)
        .limit(limit)
        .all(db)
        .await?)
}

/// Those of these pieces that were in the pool at some time.
pub async fn confirmed(db: &impl ConnectionTrait, pieces: Vec<EvidenceId>) -> Result<HashSet<EvidenceId>> {
    let ids: Vec<EvidenceId> = custody::Entity::find()
        .select_only()
        .column(custody::Column::EvidenceId)
        .filter(custody::Column::EvidenceId.is_in(pieces))
        .filter(custody::Column::Act.eq(CustodyAct::Confirmed))
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().collect())
}

/// The last link about each of these pieces in each chain that has one.
pub async fn last_of(
    db: &impl ConnectionTrait,
    pieces: Vec<EvidenceId>,
) -> Result<HashMap<EvidenceId, HashMap<CaseId, custody::Model>>> {
    let rows = custody::Entity::find()
        .filter(custody::Column::EvidenceId.is_in(pieces))
        .order_by_asc(custody::Column::Place)
        .all(db)
        .await?;
    let mut last: HashMap<_, HashMap<_, _>> = HashMap::new();
    for row in rows {
        last.entry(row.evidence_id.clone()).or_default().insert(row.case_id.clone(), row);
    }
    Ok(last)
}

/// A filing that each of these pieces was released for; those that never were are left out.
pub async fn released_for(
    db: &impl ConnectionTrait,
    pieces: Vec<EvidenceId>,
) -> Result<HashMap<EvidenceId, FilingId>> {
    if pieces.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(EvidenceId, Option<FilingId>)> = custody::Entity::find()
        .select_only()
        .columns([custody::Column::EvidenceId, custody::Column::FilingId])
        .filter(custody::Column::EvidenceId.is_in(pieces))
        .filter(custody::Column::Act.eq(CustodyAct::Released))
        .order_by_asc(custody::Column::HappenedAt)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|(piece, filing)| Some((piece, filing?))).collect())
}
