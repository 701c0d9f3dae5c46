//! Evidence.

use std::collections::{HashMap, HashSet};

use entity::{CaseId, EvidenceId, EvidenceKind, EvidenceState, MemberId, blob, evidence, member};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, JoinType, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Select,
    sea_query::{Expr, LockType, Query},
};

use super::page::{Page, Slice};
use crate::{
    domain::{custody::Exhibit, digest},
    error::{Error, Result},
};

/// Ids named in one statement.
const CHUNK: usize = 1_000;

pub(super) const POOLED: [EvidenceState; 2] = [EvidenceState::Confirmed, EvidenceState::Released];

/// The piece of evidence with this id.
pub async fn find(db: &impl ConnectionTrait, id: &EvidenceId) -> Result<Option<evidence::Model>> {
    Ok(evidence::Entity::find_by_id(id.clone()).one(db).await?)
}

/// The pieces with these ids.
pub async fn find_many(
    db: &impl ConnectionTrait,
    ids: Vec<EvidenceId>,
) -> Result<HashMap<EvidenceId, evidence::Model>> {
    let rows = evidence::Entity::find().filter(evidence::Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id.clone(), row)).collect())
}

/// Reads a piece of evidence in order to change it.
pub async fn hold(tx: &DatabaseTransaction, id: &EvidenceId) -> Result<evidence::Model> {
    let row = evidence::Entity::find_by_id(id.clone()).lock(LockType::NoKeyUpdate).one(tx).await?;
    row.ok_or(Error::NotFound("evidence"))
}

/// How many pieces a member has that are not withdrawn.
pub async fn count_of(db: &impl ConnectionTrait, seat: &MemberId) -> Result<u64> {
    Ok(evidence::Entity::find()
        .filter(evidence::Column::MemberId.eq(seat.clone()))
        .filter(evidence::Column::WithdrawnAt.is_null())
        .count(db)
        .await?)
}

/// The pool of a case with the seats the pieces come from, oldest first.
pub async fn pool(
    db: &impl ConnectionTrait,
    case: &CaseId,
    page: &Page,
) -> Result<Slice<(evidence::Model, Option<member::Model>)>> {
    let mut query = evidence::Entity::find()
        .join(
            JoinType::LeftJoin,
            evidence::Entity::belongs_to(member::Entity)
                .from(evidence::Column::MemberId)
                .to(member::Column::Id)
                .into(),
        )
        .select_also(member::Entity)
        .filter(evidence::Column::CaseId.eq(case.clone()))
        .filter(evidence::Column::State.is_in(POOLED));
    if let Some(after) = page.after_id() {
        query = query.filter(evidence::Column::Id.gt(after));
    }
    let rows = query.order_by_asc(evidence::Column::Id).limit(page.first + 1).all(db).await?;
    Ok(page.slice(rows))
}

/// The kind and the state of everything that a member has deposited.
pub async fn kinds_of(
    db: &impl ConnectionTrait,
    seat: &MemberId,
) -> Result<Vec<(EvidenceKind, EvidenceState)>> {
    Ok(evidence::Entity::find()
        .select_only()
        .columns([evidence::Column::Kind, evidence::Column::State])
        .filter(evidence::Column::MemberId.eq(seat.clone()))
        .into_tuple()
        .all(db)
        .await?)
}

/// What a member has deposited in a case, newest first.
pub async fn of_member(
    db: &impl ConnectionTrait,
    case: &CaseId,
    seat: &MemberId,
    page: &Page,
) -> Result<Slice<evidence::Model>> {
    let mut query = evidence::Entity::find()
        .filter(evidence::Column::MemberId.eq(seat.clone()))
        .filter(evidence::Column::CaseId.eq(case.clone()));
    if let Some(after) = page.after_id() {
        query = query.filter(evidence::Column::Id.lt(after));
    }
    let rows = query.order_by_desc(evidence::Column::Id).limit(page.first + 1).all(db).await?;
    Ok(page.slice(rows))
}

/// Everything of a member, in the order of its ids, in order to change it.
pub async fn hold_of(tx: &DatabaseTransaction, seat: &MemberId) -> Result<Vec<evidence::Model>> {
    Ok(evidence::Entity::find()
        .filter(evidence::Column::MemberId.eq(seat.clone()))
        .order_by_asc(evidence::Column::Id)
        .lock(LockType::NoKeyUpdate)
        .all(tx)
        .await?)
}

/// The pieces with these ids that members see, by their hashes only: their texts may be long.
pub async fn pooled(db: &impl ConnectionTrait, ids: &[EvidenceId]) -> Result<Vec<Exhibit>> {
    let mut rows: Vec<Hashes> = Vec::with_capacity(ids.len());
    for some in in_order(ids).chunks(CHUNK) {
        rows.extend(pooled_among(some).into_tuple().all(db).await?);
    }
    Ok(rows.into_iter().map(exhibit).collect())
}

/// The same, in order to change them.
pub async fn hold_pooled(tx: &DatabaseTransaction, ids: &[EvidenceId]) -> Result<Vec<Exhibit>> {
    let mut rows: Vec<Hashes> = Vec::with_capacity(ids.len());
    for some in in_order(ids).chunks(CHUNK) {
        rows.extend(pooled_among(some).lock(LockType::NoKeyUpdate).into_tuple().all(tx).await?);
    }
    Ok(rows.into_iter().map(exhibit).collect())
}

type Hashes = (CaseId, EvidenceId, String, Option<String>, String);

fn exhibit((case_id, id, original_sha256, salt, copy_sha256): Hashes) -> Exhibit {
    let original_digest = digest::of_original(&original_sha256, salt.as_deref());
    Exhibit { case_id, id, original_digest, copy_sha256 }
}

/// Ids in the order in which pieces are held: whoever holds several must not meet another on the way.
fn in_order(ids: &[EvidenceId]) -> Vec<EvidenceId> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids
}

fn pooled_among(ids: &[EvidenceId]) -> Select<evidence::Entity> {
    evidence::Entity::find()
        .select_only()
        .columns([
            evidence::Column::CaseId,
            evidence::Column::Id,
            evidence::Column::OriginalSha256,
            evidence::Column::OriginalSalt,
            evidence::Column::CopySha256,
        ])
        .filter(evidence::Column::Id.is_in(ids.to_vec()))
        .filter(evidence::Column::State.is_in(POOLED))
        .order_by_asc(evidence::Column::Id)
}

/// The salts of the texts whose original has this hash; at most `limit`.
pub async fn salts_of(db: &impl ConnectionTrait, sha256: &str, limit: u64) -> Result<Vec<String>> {
    Ok(evidence::Entity::find()
        .select_only()
        .column(evidence::Column::OriginalSalt)
        .filter(evidence::Column::OriginalSha256.eq(sha256))
        .filter(evidence::Column::OriginalSalt.is_not_null())
        .order_by_desc(evidence::Column::Id)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?)
}

/// Those of these pieces that are there at all.
pub async fn there(db: &impl ConnectionTrait, ids: Vec<EvidenceId>) -> Result<HashSet<EvidenceId>> {
    let ids: Vec<EvidenceId> = evidence::Entity::find()
        .select_only()
        .column(evidence::Column::Id)
        .filter(evidence::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().collect())
}

/// Those of these pieces that a member deposited.
pub async fn owned(
    db: &impl ConnectionTrait,
    seat: &MemberId,
    ids: Vec<EvidenceId>,
) -> Result<Vec<EvidenceId>> {
    Ok(evidence::Entity::find()
        .select_only()
        .column(evidence::Column::Id)
        .filter(evidence::Column::MemberId.eq(seat.clone()))
        .filter(evidence::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?)
}

/// Gives pieces that are held another state.
pub async fn set_state(tx: &DatabaseTransaction, ids: Vec<EvidenceId>, state: EvidenceState) -> Result<()> {
    for some in ids.chunks(CHUNK) {
        evidence::Entity::update_many()
            .col_expr(evidence::Column::State, Expr::value(state.as_str()))
            .filter(evidence::Column::Id.is_in(some.to_vec()))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// Marks everything of a member as withdrawn, and the copies that nobody filed for deletion.
pub async fn withdraw_all(
    tx: &DatabaseTransaction,
    seat: &MemberId,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<()> {
    let unfiled = Query::select()
        .column(evidence::Column::CopyBlob)
        .from(evidence::Entity)
        .and_where(evidence::Column::MemberId.eq(seat.clone()))
        .and_where(evidence::Column::CopyBlob.is_not_null())
        .and_where(evidence::Column::State.is_in([EvidenceState::Cleaned, EvidenceState::Confirmed]))
        .to_owned();
    super::blob::doom_where(tx, blob::Column::Id.in_subquery(unfiled)).await?;
    evidence::Entity::update_many()
        .col_expr(evidence::Column::State, Expr::value(EvidenceState::Withdrawn.as_str()))
        .col_expr(evidence::Column::WithdrawnAt, Expr::value(now))
        .filter(evidence::Column::MemberId.eq(seat.clone()))
        .filter(evidence::Column::WithdrawnAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}
