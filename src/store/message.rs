//! What cases and operators write to each other.

use entity::{FilingId, MessageId, message};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select, sea_query::LockType,
};

use super::page::{Page, Slice};
use crate::error::{Error, Result};

/// The message with this id.
pub async fn find(db: &impl ConnectionTrait, id: &MessageId) -> Result<Option<message::Model>> {
    Ok(message::Entity::find_by_id(id.clone()).one(db).await?)
}

/// Reads a message in order to change it.
pub async fn hold(tx: &DatabaseTransaction, id: &MessageId) -> Result<message::Model> {
    let row = message::Entity::find_by_id(id.clone()).lock(LockType::NoKeyUpdate).one(tx).await?;
    row.ok_or(Error::NotFound("message"))
}

/// The messages about a filing, newest first; only those that everybody may read unless `all`.
pub async fn page(
    db: &impl ConnectionTrait,
    filing: &FilingId,
    all: bool,
    page: &Page,
) -> Result<Slice<message::Model>> {
    let mut query = message::Entity::find().filter(message::Column::FilingId.eq(filing.clone()));
    if !all {
        query = query.filter(message::Column::PublishedAt.is_not_null());
    }
    sliced(db, query, page).await
}

/// The messages that wait for a moderator, newest first.
pub async fn waiting(db: &impl ConnectionTrait, page: &Page) -> Result<Slice<message::Model>> {
    let query = message::Entity::find()
        .filter(message::Column::AsksPublic.eq(true))
        .filter(message::Column::PublishedAt.is_null())
        .filter(message::Column::RefusedReason.is_null());
    sliced(db, query, page).await
}

async fn sliced(
    db: &impl ConnectionTrait,
    mut query: Select<message::Entity>,
    page: &Page,
) -> Result<Slice<message::Model>> {
    if let Some(after) = page.after_id() {
        query = query.filter(message::Column::Id.lt(after));
    }
    Ok(page.slice(query.order_by_desc(message::Column::Id).limit(page.first + 1).all(db).await?))
}

/// How many messages there are about a filing.
pub async fn count(db: &impl ConnectionTrait, filing: &FilingId) -> Result<u64> {
    Ok(message::Entity::find().filter(message::Column::FilingId.eq(filing.clone())).count(db).await?)
}

/// Whether a mail with this hash of its Message-ID was taken before.
pub async fn is_known(db: &impl ConnectionTrait, mail_id: &str) -> Result<bool> {
    Ok(message::Entity::find().filter(message::Column::MailId.eq(mail_id)).one(db).await?.is_some())
}
