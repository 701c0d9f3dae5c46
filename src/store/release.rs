//! Consents to be named to a receiver.

use chrono::{DateTime, Utc};
use entity::{BallotId, Channel, MemberId, release};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, SelectStatement},
};

use crate::error::Result;

/// What a seat agreed to in a ballot, in the order of the channels' names.
pub async fn of_seat(
    db: &impl ConnectionTrait,
    ballot: &BallotId,
    seat: &MemberId,
) -> Result<Vec<release::Model>> {
    Ok(release::Entity::find()
        .filter(release::Column::BallotId.eq(ballot.clone()))
        .filter(release::Column::MemberId.eq(seat.clone()))
        .order_by_asc(release::Column::Channel)
        .all(db)
        .await?)
}

/// Writes what a seat agrees to in place of what it agreed to before.
pub async fn put(
    tx: &DatabaseTransaction,
    ballot: &BallotId,
    seat: &MemberId,
    rows: Vec<release::Model>,
) -> Result<()> {
    release::Entity::delete_many()
        .filter(release::Column::BallotId.eq(ballot.clone()))
        .filter(release::Column::MemberId.eq(seat.clone()))
        .exec(tx)
        .await?;
    if !rows.is_empty() {
        let rows = rows.into_iter().map(|row| row.into_active_model().reset_all());
        release::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Takes back what a seat agreed to in a ballot: for one channel, or for all.
pub async fn withdraw(
    tx: &DatabaseTransaction,
    ballot: &BallotId,
    seat: &MemberId,
    channel: Option<Channel>,
    now: DateTime<Utc>,
) -> Result<()> {
    let mut update = release::Entity::update_many()
        .col_expr(release::Column::WithdrawnAt, Expr::value(now))
        .filter(release::Column::BallotId.eq(ballot.clone()))
        .filter(release::Column::MemberId.eq(seat.clone()))
        .filter(release::Column::WithdrawnAt.is_null());
    if let Some(channel) = channel {
        update = update.filter(release::Column::Channel.eq(channel));
    }
    update.exec(tx).await?;
    Ok(())
}

/// How many of these seats still agree to be named to a channel.
pub async fn count_standing(
    db: &impl ConnectionTrait,
    ballot: &BallotId,
    channel: Channel,
    seats: &[MemberId],
) -> Result<u64> {
    Ok(release::Entity::find()
        .filter(release::Column::BallotId.eq(ballot.clone()))
        .filter(release::Column::Channel.eq(channel))
        .filter(release::Column::WithdrawnAt.is_null())
        .filter(release::Column::MemberId.is_in(seats.to_vec()))
        .count(db)
        .await?)
}

/// The seats that agree to be named to a channel in a filing of a ballot.
pub(super) fn standing(ballot: &BallotId, channel: Channel) -> SelectStatement {
    release::Entity::find()
        .select_only()
        .column(release::Column::MemberId)
        .filter(release::Column::BallotId.eq(ballot.clone()))
        .filter(release::Column::Channel.eq(channel))
        .filter(release::Column::WithdrawnAt.is_null())
        .into_query()
}
