//! Sightings of operators' terms.

use chrono::NaiveDate;
use entity::{AccountId, OperatorId, SightingId, SightingState, TermId, sighting};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};

use super::page::{Page, Slice};
use crate::error::Result;

/// The sighting with this id.
pub async fn find(db: &impl ConnectionTrait, id: &SightingId) -> Result<Option<sighting::Model>> {
    Ok(sighting::Entity::find_by_id(id.clone()).one(db).await?)
}

/// Sightings that wait for a decision, of one operator or of all, oldest first.
pub async fn waiting(
    db: &impl ConnectionTrait,
    operator: Option<&OperatorId>,
    page: &Page,
) -> Result<Slice<sighting::Model>> {
    let mut query = sighting::Entity::find().filter(sighting::Column::State.eq(SightingState::Waiting));
    if let Some(operator) = operator {
        query = query.filter(sighting::Column::OperatorId.eq(operator.clone()));
    }
    if let Some(after) = page.after_id() {
        query = query.filter(sighting::Column::Id.gt(after));
    }
    let rows = query.order_by_asc(sighting::Column::Id).limit(page.first + 1).all(db).await?;
    Ok(page.slice(rows))
}

/// The sightings that an account submitted, newest first.
pub async fn of_account(
    db: &impl ConnectionTrait,
    account: &AccountId,
    page: &Page,
) -> Result<Slice<sighting::Model>> {
    let query = sighting::Entity::find().filter(sighting::Column::SubmittedBy.eq(account.clone()));
    newest(db, query, page).await
}

/// The sightings of a term that count, newest first.
pub async fn of_term(
    db: &impl ConnectionTrait,
    term: &TermId,
    page: &Page,
) -> Result<Slice<sighting::Model>> {
    newest(db, in_state(term, SightingState::Adopted), page).await
}

async fn newest(
    db: &impl ConnectionTrait,
    mut query: Select<sighting::Entity>,
    page: &Page,
) -> Result<Slice<sighting::Model>> {
    if let Some(after) = page.after_id() {
        query = query.filter(sighting::Column::Id.lt(after));
    }
    let rows = query.order_by_desc(sighting::Column::Id).limit(page.first + 1).all(db).await?;
    Ok(page.slice(rows))
}

fn in_state(term: &TermId, state: SightingState) -> Select<sighting::Entity> {
    sighting::Entity::find()
        .filter(sighting::Column::TermId.eq(term.clone()))
        .filter(sighting::Column::State.eq(state))
}

/// How many sightings of an account wait for a decision.
pub async fn count_waiting(db: &impl ConnectionTrait, account: &AccountId) -> Result<u64> {
    Ok(sighting::Entity::find()
        .filter(sighting::Column::SubmittedBy.eq(account.clone()))
        .filter(sighting::Column::State.eq(SightingState::Waiting))
        .count(db)
        .await?)
}

/// Whether a sighting of a term waits for a decision.
pub async fn is_waiting(db: &impl ConnectionTrait, term: &TermId) -> Result<bool> {
    Ok(in_state(term, SightingState::Waiting).one(db).await?.is_some())
}

/// Whether an account submitted a sighting of a term on a day that waits or counts.
pub async fn is_known(
    db: &impl ConnectionTrait,
    account: &AccountId,
    term: &TermId,
    seen_on: NaiveDate,
) -> Result<bool> {
    let found = sighting::Entity::find()
        .filter(sighting::Column::TermId.eq(term.clone()))
        .filter(sighting::Column::State.is_in([SightingState::Waiting, SightingState::Adopted]))
        .filter(sighting::Column::SeenOn.eq(seen_on))
        .filter(sighting::Column::SubmittedBy.eq(account.clone()))
        .one(db)
        .await?;
    Ok(found.is_some())
}

/// The first and the last day on which a term was seen, of the sightings that count.
pub async fn days(db: &impl ConnectionTrait, term: &TermId) -> Result<Option<(NaiveDate, NaiveDate)>> {
    let days: Option<(Option<NaiveDate>, Option<NaiveDate>)> = in_state(term, SightingState::Adopted)
        .select_only()
        .column_as(sighting::Column::SeenOn.min(), "first")
        .column_as(sighting::Column::SeenOn.max(), "last")
        .into_tuple()
        .one(db)
        .await?;
    Ok(days.and_then(|(first, last)| first.zip(last)))
}
