//! The links by which operators answer.

use chrono::{DateTime, Utc};
use entity::{FilingId, desk_link};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr,
};

use crate::error::Result;

/// The link whose token has this hash.
pub async fn by_token(db: &impl ConnectionTrait, hash: &[u8]) -> Result<Option<desk_link::Model>> {
    Ok(desk_link::Entity::find().filter(desk_link::Column::TokenHash.eq(hash.to_vec())).one(db).await?)
}

/// The newest link to a filing that works.
pub async fn live(
    db: &impl ConnectionTrait,
    filing: &FilingId,
    now: DateTime<Utc>,
) -> Result<Option<desk_link::Model>> {
    Ok(desk_link::Entity::find()
        .filter(desk_link::Column::FilingId.eq(filing.clone()))
        .filter(desk_link::Column::RevokedAt.is_null())
        .filter(desk_link::Column::ExpiresAt.gt(now))
        .order_by_desc(desk_link::Column::Id)
        .one(db)
        .await?)
}

/// Revokes the links to a filing; tells how many worked.
pub async fn revoke(tx: &DatabaseTransaction, filing: &FilingId, now: DateTime<Utc>) -> Result<u64> {
    let done = desk_link::Entity::update_many()
        .col_expr(desk_link::Column::RevokedAt, Expr::value(now))
        .filter(desk_link::Column::FilingId.eq(filing.clone()))
        .filter(desk_link::Column::RevokedAt.is_null())
        .filter(desk_link::Column::ExpiresAt.gt(now))
        .exec(tx)
        .await?;
    Ok(done.rows_affected)
}
