//! Secret links to deadlines.

use entity::{AccountId, MemberRole, calendar_link, deadline, filing, member};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect,
};

use crate::error::Result;

/// The most deadlines in one calendar.
const MOST: u64 = 1_000;

/// The link of an account.
pub async fn find(db: &impl ConnectionTrait, account: &AccountId) -> Result<Option<calendar_link::Model>> {
    Ok(calendar_link::Entity::find_by_id(account.clone()).one(db).await?)
}

/// The link whose token has this hash.
pub async fn by_token(db: &impl ConnectionTrait, hash: &[u8]) -> Result<Option<calendar_link::Model>> {
    Ok(calendar_link::Entity::find()
        .filter(calendar_link::Column::TokenHash.eq(hash.to_vec()))
        .one(db)
        .await?)
}

/// Forgets the link of an account; tells whether there was one.
pub async fn delete(tx: &DatabaseTransaction, account: &AccountId) -> Result<bool> {
    Ok(calendar_link::Entity::delete_by_id(account.clone()).exec(tx).await?.rows_affected > 0)
}

/// The newest deadlines of the cases that an account organises, each with its filing; at most 1,000.
pub async fn deadlines(
    db: &impl ConnectionTrait,
    account: &AccountId,
) -> Result<Vec<(deadline::Model, Option<filing::Model>)>> {
    let seats = deadline::Entity::belongs_to(member::Entity)
        .from(deadline::Column::CaseId)
        .to(member::Column::CaseId);
    let filings =
        deadline::Entity::belongs_to(filing::Entity).from(deadline::Column::FilingId).to(filing::Column::Id);
    Ok(deadline::Entity::find()
        .join(JoinType::InnerJoin, seats.into())
        .join(JoinType::InnerJoin, filings.into())
        .select_also(filing::Entity)
        .filter(member::Column::AccountId.eq(account.clone()))
        .filter(member::Column::Role.eq(MemberRole::Organiser))
        .filter(member::Column::LeftAt.is_null())
        .order_by_desc(deadline::Column::Id)
        .limit(MOST)
        .all(db)
        .await?)
}
