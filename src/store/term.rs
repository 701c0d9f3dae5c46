//! What operators' terms say.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::{OperatorId, TermId, term, term_text};
use sea_orm::{
    ActiveValue::{Set, Unchanged},
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{ExprTrait, LockType},
};

use super::page::{Page, Slice, cursor};
use crate::error::{Error, Result};

/// The term with this id.
pub async fn find(db: &impl ConnectionTrait, id: &TermId) -> Result<Option<term::Model>> {
    Ok(term::Entity::find_by_id(id.clone()).one(db).await?)
}

/// The terms with these ids.
pub async fn find_many(db: &impl ConnectionTrait, ids: Vec<TermId>) -> Result<HashMap<TermId, term::Model>> {
    let rows = term::Entity::find().filter(term::Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id.clone(), row)).collect())
}

/// Reads a term in order to change it.
pub async fn hold(tx: &DatabaseTransaction, id: &TermId) -> Result<term::Model> {
    let row = term::Entity::find_by_id(id.clone()).lock(LockType::NoKeyUpdate).one(tx).await?;
    row.ok_or(Error::NotFound("term"))
}

/// Reads the term of an operator that has this fingerprint, in order to change it.
pub async fn hold_by_fingerprint(
    tx: &DatabaseTransaction,
    operator: &OperatorId,
    fingerprint: &str,
) -> Result<term::Model> {
    let row = term::Entity::find()
        .filter(term::Column::OperatorId.eq(operator.clone()))
        .filter(term::Column::Fingerprint.eq(fingerprint))
        .lock(LockType::NoKeyUpdate)
        .one(tx)
        .await?;
    row.ok_or(Error::NotFound("term"))
}

/// Where a term stands in a list.
#[must_use]
pub fn key(row: &term::Model) -> String {
    cursor(&[&row.last_seen.map_or_else(String::new, |day| day.to_string()), row.id.as_str()])
}

/// Terms of an operator with a sighting that counts, seen last first: clauses, or whole texts of documents.
pub async fn page(
    db: &impl ConnectionTrait,
    operator: &OperatorId,
    whole: bool,
    page: &Page,
) -> Result<Slice<term::Model>> {
    let document = term::Column::Document;
    let mut query = term::Entity::find()
        .filter(term::Column::OperatorId.eq(operator.clone()))
        .filter(if whole { document.is_not_null() } else { document.is_null() })
        .filter(term::Column::LastSeen.is_not_null());
    if let Some(id) = page.after_id() {
        let bad = Error::BadInput("this cursor is of another order");
        let day: NaiveDate = page.after_key().and_then(|day| day.parse().ok()).ok_or(bad)?;
        let seen = term::Column::LastSeen;
        query = query.filter(seen.lt(day).or(seen.eq(day).and(term::Column::Id.lt(id))));
    }
    let rows = query
        .order_by_desc(term::Column::LastSeen)
        .order_by_desc(term::Column::Id)
        .limit(page.first + 1)
        .all(db)
        .await?;
    Ok(page.slice(rows))
}

/// The text of the same document that came up last before this one; for one that nobody vouches for yet, the last of
/// those that somebody saw.
pub async fn before(db: &impl ConnectionTrait, row: &term::Model) -> Result<Option<term::Model>> {
    let Some(document) = &row.document else { return Ok(None) };
    let came_up = term::Column::FirstSeen;
    Ok(term::Entity::find()
        .filter(term::Column::OperatorId.eq(row.operator_id.clone()))
        .filter(term::Column::Document.eq(document))
        .filter(term::Column::Id.ne(row.id.clone()))
        .filter(row.first_seen.map_or_else(|| came_up.is_not_null(), |first| came_up.lt(first)))
        .order_by_desc(came_up)
        .order_by_desc(term::Column::Id)
        .one(db)
        .await?)
}

/// Notes on which days a held term was seen.
pub async fn set_seen(
    tx: &DatabaseTransaction,
    row: term::Model,
    seen: Option<(NaiveDate, NaiveDate)>,
) -> Result<term::Model> {
    let (first_seen, last_seen) = seen.unzip();
    let active = term::ActiveModel {
        id: Unchanged(row.id.clone()),
        first_seen: Set(first_seen),
        last_seen: Set(last_seen),
        ..Default::default()
    };
    term::Entity::update(active).validate()?.exec(tx).await?;
    Ok(term::Model { first_seen, last_seen, ..row })
}

/// The whole text of a document.
pub async fn text(db: &impl ConnectionTrait, id: &TermId) -> Result<Option<String>> {
    Ok(term_text::Entity::find_by_id(id.clone()).one(db).await?.map(|row| row.text))
}

/// Forgets the whole text of a document.
pub async fn delete_text(tx: &DatabaseTransaction, id: &TermId) -> Result<()> {
    term_text::Entity::delete_by_id(id.clone()).exec(tx).await?;
    Ok(())
}
