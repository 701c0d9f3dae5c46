//! Votes.

use std::collections::HashMap;

use entity::{BallotId, BallotState, Channel, Choice, MemberId, ballot, member, vote};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel,
    JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait, OnConflict},
};

use super::release;
use crate::error::Result;

/// The vote of a seat.
pub async fn find(
    db: &impl ConnectionTrait,
    ballot: &BallotId,
    seat: &MemberId,
) -> Result<Option<vote::Model>> {
    Ok(vote::Entity::find_by_id((ballot.clone(), seat.clone())).one(db).await?)
}

/// The votes of seats in a ballot.
pub async fn of_seats(
    db: &impl ConnectionTrait,
    ballot: &BallotId,
    seats: &[MemberId],
) -> Result<HashMap<MemberId, vote::Model>> {
    let rows = vote::Entity::find()
        .filter(vote::Column::BallotId.eq(ballot.clone()))
        .filter(vote::Column::MemberId.is_in(seats.to_vec()))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.member_id.clone(), row)).collect())
}

/// Writes a vote in place of the one that was there, whose receipt it keeps.
pub async fn put(tx: &DatabaseTransaction, row: vote::Model) -> Result<()> {
    vote::Entity::insert(row.into_active_model().reset_all())
        .on_conflict(
            OnConflict::columns([vote::Column::BallotId, vote::Column::MemberId])
                .update_columns([
                    vote::Column::Choice,
                    vote::Column::Sha256,
                    vote::Column::Release,
                    vote::Column::Candidates,
                    vote::Column::CastAt,
                ])
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Takes back the votes of seats: where the vote still runs they are gone, elsewhere they release nothing more.
pub async fn take_back(tx: &DatabaseTransaction, seats: &[MemberId]) -> Result<()> {
    let running = ballot::Entity::find()
        .select_only()
        .column(ballot::Column::Id)
        .filter(ballot::Column::State.eq(BallotState::Open))
        .into_query();
    vote::Entity::delete_many()
        .filter(vote::Column::MemberId.is_in(seats.to_vec()))
        .filter(vote::Column::BallotId.in_subquery(running))
        .exec(tx)
        .await?;
    vote::Entity::update_many()
        .col_expr(vote::Column::Release, Expr::value(false))
        .filter(vote::Column::MemberId.is_in(seats.to_vec()))
        .exec(tx)
        .await?;
    Ok(())
}

/// The votes of a ballot that have a receipt, in the order of the receipts: an order that tells nothing.
pub async fn by_receipt(
    db: &impl ConnectionTrait,
    ballot: &BallotId,
    after: Option<&str>,
    limit: u64,
) -> Result<Vec<vote::Model>> {
    let mut query = vote::Entity::find()
        .filter(vote::Column::BallotId.eq(ballot.clone()))
        .filter(vote::Column::Receipt.is_not_null());
    if let Some(after) = after {
        query = query.filter(vote::Column::Receipt.gt(after));
    }
    Ok(query.order_by_asc(vote::Column::Receipt).limit(limit).all(db).await?)
}

/// The seats that said yes in a ballot, and neither left nor settled meanwhile, in order of their pseudonyms.
pub async fn in_favour_after(
    db: &impl ConnectionTrait,
    ballot: &BallotId,
    after: Option<&str>,
    limit: u64,
) -> Result<Vec<member::Model>> {
    in_favour(ballot, after, limit).all(db).await.map_err(Into::into)
}

/// The seats that said yes, let their identity be released to a channel, and neither left nor settled meanwhile, in order of
/// their pseudonyms.
pub async fn consenting_after(
    db: &impl ConnectionTrait,
    ballot: &BallotId,
    channel: Channel,
    after: Option<&str>,
    limit: u64,
) -> Result<Vec<member::Model>> {
    let query = in_favour(ballot, after, limit)
        .filter(vote::Column::Release.eq(true))
        .filter(member::Column::Id.in_subquery(release::standing(ballot, channel)));
    Ok(query.all(db).await?)
}

fn in_favour(ballot: &BallotId, after: Option<&str>, limit: u64) -> Select<member::Entity> {
    let mut query = member::Entity::find()
        .join(
            JoinType::InnerJoin,
            member::Entity::belongs_to(vote::Entity)
                .from(member::Column::Id)
                .to(vote::Column::MemberId)
                .into(),
        )
        .filter(vote::Column::BallotId.eq(ballot.clone()))
        .filter(vote::Column::Choice.eq(Choice::Yes))
        .filter(member::Column::LeftAt.is_null())
        .filter(super::offer::has_settled().not());
    if let Some(after) = after {
        query = query.filter(member::Column::Code.gt(after));
    }
    query.order_by_asc(member::Column::Code).limit(limit)
}
