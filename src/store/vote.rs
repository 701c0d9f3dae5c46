//! Votes.

use entity::{BallotId, BallotState, Choice, MemberId, ballot, member, vote};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult,
    IntoActiveModel, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, OnConflict},
};

use crate::error::Result;

/// The vote of a seat.
pub async fn find(
    db: &impl ConnectionTrait,
    ballot: &BallotId,
    seat: &MemberId,
) -> Result<Option<vote::Model>> {
    Ok(vote::Entity::find_by_id((ballot.clone(), seat.clone())).one(db).await?)
}

/// Writes a vote in place of the one that was there.
pub async fn put(tx: &DatabaseTransaction, row: vote::Model) -> Result<()> {
    vote::Entity::insert(row.into_active_model().reset_all())
        .on_conflict(
            OnConflict::columns([vote::Column::BallotId, vote::Column::MemberId])
                .update_columns([
                    vote::Column::Choice,
                    vote::Column::Sha256,
                    vote::Column::Release,
                    vote::Column::CastAt,
                ])
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Takes back the votes of a seat: where the vote still runs they are gone, elsewhere they release nothing more.
pub async fn take_back(tx: &DatabaseTransaction, seat: &MemberId) -> Result<()> {
    let running = ballot::Entity::find()
        .select_only()
        .column(ballot::Column::Id)
        .filter(ballot::Column::State.eq(BallotState::Open))
        .into_query();
    vote::Entity::delete_many()
        .filter(vote::Column::MemberId.eq(seat.clone()))
        .filter(vote::Column::BallotId.in_subquery(running))
        .exec(tx)
        .await?;
    vote::Entity::update_many()
        .col_expr(vote::Column::Release, Expr::value(false))
        .filter(vote::Column::MemberId.eq(seat.clone()))
        .exec(tx)
        .await?;
    Ok(())
}

/// How a ballot went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// In favour.
    pub yes: i64,
    /// Against.
    pub no: i64,
    /// Neither.
    pub abstain: i64,
}

#[derive(FromQueryResult)]
struct Row {
    choice: Choice,
    votes: i64,
}

/// Counts the votes of members who did not leave.
pub async fn count(db: &impl ConnectionTrait, ballot: &BallotId) -> Result<Count> {
    let rows = vote::Entity::find()
        .select_only()
        .column(vote::Column::Choice)
        .column_as(vote::Column::MemberId.count(), "votes")
        .join(
            JoinType::InnerJoin,
            vote::Entity::belongs_to(member::Entity)
                .from(vote::Column::MemberId)
                .to(member::Column::Id)
                .into(),
        )
        .filter(vote::Column::BallotId.eq(ballot.clone()))
        .filter(member::Column::LeftAt.is_null())
        .group_by(vote::Column::Choice)
        .into_model::<Row>()
        .all(db)
        .await?;
    let mut count = Count::default();
    for row in rows {
        match row.choice {
            Choice::Yes => count.yes = row.votes,
            Choice::No => count.no = row.votes,
            Choice::Abstain => count.abstain = row.votes,
        }
    }
    Ok(count)
}

/// The seats that said yes, let their identity be released and have not left, in order of their pseudonyms.
pub async fn consenting_after(
    db: &impl ConnectionTrait,
    ballot: &BallotId,
    after: Option<&str>,
    limit: u64,
) -> Result<Vec<member::Model>> {
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
        .filter(vote::Column::Release.eq(true))
        .filter(member::Column::LeftAt.is_null());
    if let Some(after) = after {
        query = query.filter(member::Column::Code.gt(after));
    }
    Ok(query.order_by_asc(member::Column::Code).limit(limit).all(db).await?)
}
