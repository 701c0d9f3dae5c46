//! Candidates and mandates of representatives.

use chrono::{DateTime, Utc};
use entity::{BallotId, CaseId, MandateId, MemberId, candidacy, mandate, member};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, sea_query::LockType,
};

use crate::error::Result;

/// The most candidates that are listed.
const CANDIDATES: u64 = 50;

/// Who stands in a case and did not leave it, in the order in which they stood; at most 50.
pub async fn candidates(
    db: &impl ConnectionTrait,
    case: &CaseId,
) -> Result<Vec<(candidacy::Model, Option<member::Model>)>> {
    let seat = candidacy::Entity::belongs_to(member::Entity)
        .from(candidacy::Column::MemberId)
        .to(member::Column::Id);
    Ok(candidacy::Entity::find()
        .join(JoinType::InnerJoin, seat.into())
        .select_also(member::Entity)
        .filter(candidacy::Column::CaseId.eq(case.clone()))
        .filter(member::Column::LeftAt.is_null())
        .order_by_asc(candidacy::Column::StoodAt)
        .order_by_asc(candidacy::Column::MemberId)
        .limit(CANDIDATES)
        .all(db)
        .await?)
}

/// Whether a seat stands for representative.
pub async fn stands(db: &impl ConnectionTrait, seat: &member::Model) -> Result<bool> {
    let key = (seat.case_id.clone(), seat.id.clone());
    Ok(candidacy::Entity::find_by_id(key).one(db).await?.is_some())
}

/// Takes a candidacy back; tells whether there was one.
pub async fn withdraw(tx: &DatabaseTransaction, seat: &member::Model) -> Result<bool> {
    let key = (seat.case_id.clone(), seat.id.clone());
    Ok(candidacy::Entity::delete_by_id(key).exec(tx).await?.rows_affected > 0)
}

/// Takes the candidacies of these seats back.
pub async fn withdraw_all(tx: &DatabaseTransaction, seats: &[MemberId]) -> Result<()> {
    candidacy::Entity::delete_many()
        .filter(candidacy::Column::MemberId.is_in(seats.to_vec()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Those of these seats that have a mandate.
pub async fn in_office(db: &impl ConnectionTrait, seats: &[MemberId]) -> Result<Vec<member::Model>> {
    let seat =
        mandate::Entity::belongs_to(member::Entity).from(mandate::Column::MemberId).to(member::Column::Id);
    let found = mandate::Entity::find()
        .join(JoinType::InnerJoin, seat.into())
        .select_also(member::Entity)
        .filter(mandate::Column::MemberId.is_in(seats.to_vec()))
        .filter(mandate::Column::EndedAt.is_null())
        .all(db)
        .await?;
    Ok(found.into_iter().filter_map(|(_, seat)| seat).collect())
}

/// The mandates of a case that last, with their seats, oldest first.
pub async fn lasting(
    db: &impl ConnectionTrait,
    case: &CaseId,
) -> Result<Vec<(mandate::Model, Option<member::Model>)>> {
    let seat =
        mandate::Entity::belongs_to(member::Entity).from(mandate::Column::MemberId).to(member::Column::Id);
    Ok(mandate::Entity::find()
        .join(JoinType::InnerJoin, seat.into())
        .select_also(member::Entity)
        .filter(mandate::Column::CaseId.eq(case.clone()))
        .filter(mandate::Column::EndedAt.is_null())
        .order_by_asc(mandate::Column::Id)
        .all(db)
        .await?)
}

/// The mandate with this id.
pub async fn find(db: &impl ConnectionTrait, id: &MandateId) -> Result<Option<mandate::Model>> {
    Ok(mandate::Entity::find_by_id(id.clone()).one(db).await?)
}

/// The mandate of a seat that lasts, in order to end it.
pub async fn hold_of(tx: &DatabaseTransaction, seat: &MemberId) -> Result<Option<mandate::Model>> {
    Ok(mandate::Entity::find()
        .filter(mandate::Column::MemberId.eq(seat.clone()))
        .filter(mandate::Column::EndedAt.is_null())
        .lock(LockType::NoKeyUpdate)
        .one(tx)
        .await?)
}

/// The mandates that a ballot gave, with their seats.
pub async fn of_ballot(
    db: &impl ConnectionTrait,
    ballot: &BallotId,
) -> Result<Vec<(mandate::Model, Option<member::Model>)>> {
    let seat =
        mandate::Entity::belongs_to(member::Entity).from(mandate::Column::MemberId).to(member::Column::Id);
    Ok(mandate::Entity::find()
        .join(JoinType::InnerJoin, seat.into())
        .select_also(member::Entity)
        .filter(mandate::Column::BallotId.eq(ballot.clone()))
        .order_by_asc(mandate::Column::Id)
        .all(db)
        .await?)
}

/// The newest mandate of the member with this pseudonym that began before an instant.
pub async fn before(
    db: &impl ConnectionTrait,
    case: &CaseId,
    code: &str,
    instant: DateTime<Utc>,
) -> Result<Option<mandate::Model>> {
    let seat =
        mandate::Entity::belongs_to(member::Entity).from(mandate::Column::MemberId).to(member::Column::Id);
    Ok(mandate::Entity::find()
        .join(JoinType::InnerJoin, seat.into())
        .filter(mandate::Column::CaseId.eq(case.clone()))
        .filter(mandate::Column::BeganAt.lte(instant))
        .filter(member::Column::Code.eq(code))
        .order_by_desc(mandate::Column::Id)
        .one(db)
        .await?)
}

/// Whether the member with this pseudonym has or had a mandate in a case.
pub async fn was_given(db: &impl ConnectionTrait, case: &CaseId, code: &str) -> Result<bool> {
    let seat =
        mandate::Entity::belongs_to(member::Entity).from(mandate::Column::MemberId).to(member::Column::Id);
    let found = mandate::Entity::find()
        .join(JoinType::InnerJoin, seat.into())
        .filter(mandate::Column::CaseId.eq(case.clone()))
        .filter(member::Column::Code.eq(code));
    Ok(found.one(db).await?.is_some())
}
