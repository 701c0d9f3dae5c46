//! Citations.

use std::collections::HashMap;

use entity::{CaseId, CitationId, CitationState, citation};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::LockType,
};

use crate::error::{Error, Result};

/// The most citations one case has.
pub const MOST: u64 = 100;

/// The citation with this id.
pub async fn find(db: &impl ConnectionTrait, id: &CitationId) -> Result<Option<citation::Model>> {
    Ok(citation::Entity::find_by_id(id.clone()).one(db).await?)
}

/// Reads a citation in order to change it.
pub async fn hold(tx: &DatabaseTransaction, id: &CitationId) -> Result<citation::Model> {
    let row = citation::Entity::find_by_id(id.clone()).lock(LockType::NoKeyUpdate).one(tx).await?;
    row.ok_or(Error::NotFound("citation"))
}

/// The citations of a case in one of these states, oldest first.
pub async fn list(
    db: &impl ConnectionTrait,
    case: &CaseId,
    states: &[CitationState],
) -> Result<Vec<citation::Model>> {
    Ok(citation::Entity::find()
        .filter(citation::Column::CaseId.eq(case.clone()))
        .filter(citation::Column::State.is_in(states.iter().copied()))
        .order_by_asc(citation::Column::Id)
        .limit(MOST)
        .all(db)
        .await?)
}

/// The citations of these cases, oldest first.
pub async fn of_cases(
    db: &impl ConnectionTrait,
    cases: Vec<CaseId>,
) -> Result<HashMap<CaseId, Vec<citation::Model>>> {
    let rows = citation::Entity::find()
        .filter(citation::Column::CaseId.is_in(cases))
        .order_by_asc(citation::Column::Id)
        .all(db)
        .await?;
    let mut by_case: HashMap<_, Vec<_>> = HashMap::new();
    for row in rows {
        by_case.entry(row.case_id.clone()).or_default().push(row);
    }
    Ok(by_case)
}
