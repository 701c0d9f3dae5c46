//! The manifests of filings: which evidence each of them carries.

use entity::{FilingId, case, filing, filing_evidence};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait,
    IntoActiveModel, JoinType, QueryFilter, QueryOrder, QuerySelect,
};

use super::page::{Page, Slice};
use crate::error::{Error, Result};

/// Rows written in one statement: a statement has no more than 32,766 values on SQLite.
const CHUNK: usize = 1_000;

/// Writes the manifest of a filing.
pub async fn insert(tx: &DatabaseTransaction, pieces: &[filing_evidence::Model]) -> Result<()> {
    for some in pieces.chunks(CHUNK) {
        let rows = some.iter().map(|piece| piece.clone().into_active_model().reset_all());
        filing_evidence::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// The manifest of a filing, in its order.
pub async fn of_filing(db: &impl ConnectionTrait, filing: &FilingId) -> Result<Vec<filing_evidence::Model>> {
    Ok(filing_evidence::Entity::find()
        .filter(filing_evidence::Column::FilingId.eq(filing.clone()))
        .order_by_asc(filing_evidence::Column::Place)
        .all(db)
        .await?)
}

/// A page of the manifest of a filing.
pub async fn list(
    db: &impl ConnectionTrait,
    filing: &FilingId,
    page: &Page,
) -> Result<Slice<filing_evidence::Model>> {
    let mut query =
        filing_evidence::Entity::find().filter(filing_evidence::Column::FilingId.eq(filing.clone()));
    if let Some(after) = page.after_id() {
        let place: i32 = after.parse().map_err(|_| Error::BadInput("this cursor is of another list"))?;
        query = query.filter(filing_evidence::Column::Place.gt(place));
    }
    let rows = query.order_by_asc(filing_evidence::Column::Place).limit(page.first + 1).all(db).await?;
    Ok(page.slice(rows))
}

/// Where an original with one of these digests, or a copy with one of these hashes, was filed in a case that is published and not hidden, the newest
/// filing first.
pub async fn published_with(
    db: &impl ConnectionTrait,
    hashes: &[String],
    limit: u64,
) -> Result<Vec<filing_evidence::Model>> {
    let filing = filing_evidence::Entity::belongs_to(filing::Entity)
        .from(filing_evidence::Column::FilingId)
        .to(filing::Column::Id);
    let case = filing::Entity::belongs_to(case::Entity).from(filing::Column::CaseId).to(case::Column::Id);
    let has_hash = Condition::any()
        .add(filing_evidence::Column::OriginalDigest.is_in(hashes))
        .add(filing_evidence::Column::CopySha256.is_in(hashes));
    Ok(filing_evidence::Entity::find()
        .join(JoinType::InnerJoin, filing.into())
        .join(JoinType::InnerJoin, case.into())
        .filter(has_hash)
        .filter(case::Column::PublishedAt.is_not_null())
        .filter(case::Column::HiddenReason.is_null())
        .order_by_desc(filing_evidence::Column::FilingId)
        .order_by_asc(filing_evidence::Column::Place)
        .limit(limit)
        .all(db)
        .await?)
}
