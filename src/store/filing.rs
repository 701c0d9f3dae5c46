//! Filings.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::{
    BallotId, CaseId, Channel, Choice, FilingId, FilingStatus, MemberId, filing, filing_member, member, vote,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait, LockType, Query, SelectStatement},
};

use super::admissibility::in_favour;
use crate::error::{Error, Result};

/// The states in which a filing is still with its channel.
pub const OPEN: [FilingStatus; 6] = [
    FilingStatus::Prepared,
    FilingStatus::Submitted,
    FilingStatus::Accepted,
    FilingStatus::InProcess,
    FilingStatus::Replied,
    FilingStatus::Offered,
];

/// The filing with this id.
pub async fn find(db: &impl ConnectionTrait, id: &FilingId) -> Result<Option<filing::Model>> {
    Ok(filing::Entity::find_by_id(id.clone()).one(db).await?)
}

/// The filings with these ids.
pub async fn find_many(
    db: &impl ConnectionTrait,
    ids: Vec<FilingId>,
) -> Result<HashMap<FilingId, filing::Model>> {
    let rows = filing::Entity::find().filter(filing::Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id.clone(), row)).collect())
}

/// Reads a filing in order to change it.
pub async fn hold(tx: &DatabaseTransaction, id: &FilingId) -> Result<filing::Model> {
    let row = filing::Entity::find_by_id(id.clone()).lock(LockType::NoKeyUpdate).one(tx).await?;
    row.ok_or(Error::NotFound("filing"))
}

/// The filings of a case, newest first; at most 100.
pub async fn list(db: &impl ConnectionTrait, case: &CaseId) -> Result<Vec<filing::Model>> {
    Ok(filing::Entity::find()
        .filter(filing::Column::CaseId.eq(case.clone()))
        .order_by_desc(filing::Column::Id)
        .limit(100)
        .all(db)
        .await?)
}

/// The filing that a ballot carried.
pub async fn of_ballot(db: &impl ConnectionTrait, ballot: &BallotId) -> Result<Option<filing::Model>> {
    Ok(filing::Entity::find().filter(filing::Column::BallotId.eq(ballot.clone())).one(db).await?)
}

/// A filing of the case that is still with its channel.
pub async fn open_of(db: &impl ConnectionTrait, case: &CaseId) -> Result<Option<filing::Model>> {
    Ok(filing::Entity::find()
        .filter(filing::Column::CaseId.eq(case.clone()))
        .filter(filing::Column::Status.is_in(OPEN))
        .one(db)
        .await?)
}

/// The filings of a case that speak for somebody who said yes in a ballot, newest first; at most 100.
pub async fn speaking_for_voters(
    db: &impl ConnectionTrait,
    case: &CaseId,
    ballot: &BallotId,
) -> Result<Vec<filing::Model>> {
    let theirs = filing_member::Entity::find()
        .select_only()
        .column(filing_member::Column::FilingId)
        .filter(filing_member::Column::MemberId.in_subquery(in_favour(ballot)))
        .filter(filing_member::Column::WithdrawnAt.is_null())
        .filter(filing_member::Column::SettledAt.is_null())
        .into_query();
    Ok(filing::Entity::find()
        .filter(filing::Column::CaseId.eq(case.clone()))
        .filter(filing::Column::Id.in_subquery(theirs))
        .order_by_desc(filing::Column::Id)
        .limit(100)
        .all(db)
        .await?)
}

/// The filings of a case with a channel that are with it, or in which somebody settled; newest first, at most 100.
pub async fn to_supplement(
    db: &impl ConnectionTrait,
    case: &CaseId,
    channel: Channel,
) -> Result<Vec<filing::Model>> {
    let settled = filing_member::Entity::find()
        .select_only()
        .expr(Expr::value(1))
        .filter(
            Expr::col((filing_member::Entity, filing_member::Column::FilingId))
                .equals((filing::Entity, filing::Column::Id)),
        )
        .filter(filing_member::Column::SettledAt.is_not_null())
        .into_query();
    Ok(filing::Entity::find()
        .filter(filing::Column::CaseId.eq(case.clone()))
        .filter(filing::Column::Channel.eq(channel))
        .filter(Condition::any().add(filing::Column::Status.is_in(OPEN)).add(Expr::exists(settled)))
        .order_by_desc(filing::Column::Id)
        .limit(100)
        .all(db)
        .await?)
}

/// The part of the seat of the outer query in one of these filings.
pub(super) fn spoken_for(filings: &[FilingId]) -> SelectStatement {
    filing_member::Entity::find()
        .select_only()
        .expr(Expr::value(1))
        .filter(filing_member::Column::FilingId.is_in(filings.iter().cloned()))
        .filter(
            Expr::col((filing_member::Entity, filing_member::Column::MemberId))
                .equals((member::Entity, member::Column::Id)),
        )
        .filter(filing_member::Column::WithdrawnAt.is_null())
        .into_query()
}

/// Filings of which whoever hands them in is to be asked; at most `limit`.
pub async fn to_remind(db: &impl ConnectionTrait, now: DateTime<Utc>, limit: u64) -> Result<Vec<FilingId>> {
    Ok(filing::Entity::find()
        .select_only()
        .column(filing::Column::Id)
        .filter(filing::Column::RemindAt.lte(now))
        .order_by_asc(filing::Column::RemindAt)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?)
}

/// The seats that a filing still speaks for, in order of their pseudonyms; only those who said yes in a ballot where one
/// is named.
pub async fn seats_after(
    db: &impl ConnectionTrait,
    id: &FilingId,
    said_yes_in: Option<&BallotId>,
    after: Option<&str>,
    limit: u64,
) -> Result<Vec<member::Model>> {
    let theirs = standing(id).select_only().column(filing_member::Column::MemberId).into_query();
    let mut query = member::Entity::find().filter(member::Column::Id.in_subquery(theirs));
    if let Some(ballot) = said_yes_in {
        query = query.filter(member::Column::Id.in_subquery(said_yes(ballot)));
    }
    if let Some(after) = after {
        query = query.filter(member::Column::Code.gt(after));
    }
    Ok(query.order_by_asc(member::Column::Code).limit(limit).all(db).await?)
}

/// Everybody who was in the schedule of a filing when it was made, in order of their seats.
pub async fn everybody_after(
    db: &impl ConnectionTrait,
    id: &FilingId,
    after: Option<&MemberId>,
    limit: u64,
) -> Result<Vec<member::Model>> {
    let theirs = filing_member::Entity::find()
        .select_only()
        .column(filing_member::Column::MemberId)
        .filter(filing_member::Column::FilingId.eq(id.clone()))
        .into_query();
    let mut query = member::Entity::find().filter(member::Column::Id.in_subquery(theirs));
    if let Some(after) = after {
        query = query.filter(member::Column::Id.gt(after.clone()));
    }
    Ok(query.order_by_asc(member::Column::Id).limit(limit).all(db).await?)
}

/// How many of those whom a filing still speaks for said yes in a ballot.
pub async fn count_voters(db: &impl ConnectionTrait, id: &FilingId, ballot: &BallotId) -> Result<i64> {
    let voters = standing(id).filter(filing_member::Column::MemberId.in_subquery(said_yes(ballot)));
    let count = voters.count(db).await?;
    Ok(i64::try_from(count).unwrap_or(i64::MAX))
}

/// Records who is in the schedule of a filing.
pub async fn insert_members(tx: &DatabaseTransaction, id: &FilingId, seats: &[MemberId]) -> Result<()> {
    for some in seats.chunks(1_000) {
        let rows = some.iter().map(|seat| filing_member::ActiveModel {
            filing_id: Set(id.clone()),
            member_id: Set(seat.clone()),
            withdrawn_at: Set(None),
            settled_at: Set(None),
        });
        filing_member::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Whether a seat is in the schedule of any filing.
pub async fn carries(db: &impl ConnectionTrait, seat: &MemberId) -> Result<bool> {
    Ok(filing_member::Entity::find()
        .filter(filing_member::Column::MemberId.eq(seat.clone()))
        .one(db)
        .await?
        .is_some())
}

/// How many members a filing still speaks for.
pub async fn count_members(db: &impl ConnectionTrait, id: &FilingId) -> Result<i64> {
    let count = standing(id).count(db).await?;
    Ok(i64::try_from(count).unwrap_or(i64::MAX))
}

/// How many members a filing goes on for: those who settled are out of it.
pub async fn count_going_on(db: &impl ConnectionTrait, id: &FilingId) -> Result<i64> {
    let count = unsettled(id).count(db).await?;
    Ok(i64::try_from(count).unwrap_or(i64::MAX))
}

/// Whether a filing goes on for anybody: they did not take their part back, and did not settle.
pub async fn goes_on(db: &impl ConnectionTrait, id: &FilingId) -> Result<bool> {
    Ok(unsettled(id).one(db).await?.is_some())
}

/// Whether a filing goes on for a seat.
pub async fn goes_on_for(db: &impl ConnectionTrait, id: &FilingId, seat: &MemberId) -> Result<bool> {
    Ok(unsettled(id).filter(filing_member::Column::MemberId.eq(seat.clone())).one(db).await?.is_some())
}

/// Those of these pseudonyms for whose seats a filing goes on, with the seats.
pub async fn goes_on_for_codes(
    db: &impl ConnectionTrait,
    id: &FilingId,
    codes: &[String],
) -> Result<HashMap<String, MemberId>> {
    let mut found = HashMap::new();
    for some in codes.chunks(500) {
        let theirs = unsettled(id).select_only().column(filing_member::Column::MemberId).into_query();
        let rows: Vec<(String, MemberId)> = member::Entity::find()
            .select_only()
            .column(member::Column::Code)
            .column(member::Column::Id)
            .filter(member::Column::Id.in_subquery(theirs))
            .filter(member::Column::Code.is_in(some.iter().cloned()))
            .into_tuple()
            .all(db)
            .await?;
        found.extend(rows);
    }
    Ok(found)
}

/// Whether anybody in a filing settled.
pub async fn is_settled_for_anybody(db: &impl ConnectionTrait, id: &FilingId) -> Result<bool> {
    Ok(standing(id).filter(filing_member::Column::SettledAt.is_not_null()).one(db).await?.is_some())
}

/// Whether an offer waits for answers in a case.
pub async fn is_offered(db: &impl ConnectionTrait, case: &CaseId) -> Result<bool> {
    let offered = filing::Entity::find()
        .filter(filing::Column::CaseId.eq(case.clone()))
        .filter(filing::Column::Status.eq(FilingStatus::Offered));
    Ok(offered.one(db).await?.is_some())
}

/// Whether a filing still speaks for a seat.
pub async fn speaks_for(db: &impl ConnectionTrait, id: &FilingId, seat: &MemberId) -> Result<bool> {
    Ok(standing(id).filter(filing_member::Column::MemberId.eq(seat.clone())).one(db).await?.is_some())
}

fn standing(id: &FilingId) -> Select<filing_member::Entity> {
    filing_member::Entity::find()
        .filter(filing_member::Column::FilingId.eq(id.clone()))
        .filter(filing_member::Column::WithdrawnAt.is_null())
}

fn unsettled(id: &FilingId) -> Select<filing_member::Entity> {
    standing(id).filter(filing_member::Column::SettledAt.is_null())
}

/// Takes those who said yes in a ballot out of a filing.
pub async fn withdraw_members(
    tx: &DatabaseTransaction,
    id: &FilingId,
    ballot: &BallotId,
    now: DateTime<Utc>,
) -> Result<()> {
    filing_member::Entity::update_many()
        .col_expr(filing_member::Column::WithdrawnAt, Expr::value(now))
        .filter(filing_member::Column::FilingId.eq(id.clone()))
        .filter(filing_member::Column::WithdrawnAt.is_null())
        .filter(filing_member::Column::SettledAt.is_null())
        .filter(filing_member::Column::MemberId.in_subquery(said_yes(ballot)))
        .exec(tx)
        .await?;
    Ok(())
}

/// The seats that said yes in a ballot.
pub(super) fn said_yes(ballot: &BallotId) -> SelectStatement {
    Query::select()
        .column(vote::Column::MemberId)
        .from(vote::Entity)
        .and_where(vote::Column::BallotId.eq(ballot.clone()))
        .and_where(vote::Column::Choice.eq(Choice::Yes))
        .to_owned()
}
