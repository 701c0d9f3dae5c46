//! Typeset parts of complaints.

use entity::{ComplaintId, FilingId, PaperId, PaperState, paper, paper_content};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect, Select,
};

use crate::error::Result;

/// The most parts that are listed: a complaint of a hundred thousand members has four hundred.
const MOST: u64 = 1_000;

/// Which edition of a version the parts are of.
#[derive(Clone, Copy, Debug)]
pub enum Of<'a> {
    /// The one that members vote on.
    Version(&'a ComplaintId),
    /// The one that was filed.
    Filing(&'a FilingId),
}

fn of(which: Of<'_>) -> Select<paper::Entity> {
    let query = paper::Entity::find();
    match which {
        Of::Version(id) => {
            query.filter(paper::Column::ComplaintId.eq(id.clone())).filter(paper::Column::FilingId.is_null())
        }
        Of::Filing(id) => query.filter(paper::Column::FilingId.eq(id.clone())),
    }
}

/// The parts of an edition, the main part first.
pub async fn list(db: &impl ConnectionTrait, which: Of<'_>) -> Result<Vec<paper::Model>> {
    Ok(of(which).order_by_asc(paper::Column::Number).limit(MOST).all(db).await?)
}

/// The first part of an edition that waits to be drawn.
pub async fn next(db: &impl ConnectionTrait, which: Of<'_>) -> Result<Option<paper::Model>> {
    let waiting = of(which).filter(paper::Column::State.eq(PaperState::Waiting));
    Ok(waiting.order_by_asc(paper::Column::Number).one(db).await?)
}

/// The part with this id.
pub async fn find(db: &impl ConnectionTrait, id: &PaperId) -> Result<Option<paper::Model>> {
    Ok(paper::Entity::find_by_id(id.clone()).one(db).await?)
}

/// Its bytes, sealed.
pub async fn content(db: &impl ConnectionTrait, id: &PaperId) -> Result<Option<Vec<u8>>> {
    let row = paper_content::Entity::find_by_id(id.clone()).one(db).await?;
    Ok(row.map(|row| row.sealed))
}

/// Orders parts.
pub async fn insert(tx: &DatabaseTransaction, parts: &[paper::Model]) -> Result<()> {
    for some in parts.chunks(500) {
        let rows = some.iter().map(|part| part.clone().into_active_model().reset_all());
        paper::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}
