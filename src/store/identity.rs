//! Sealed identities and who opened them.

use std::collections::{HashMap, HashSet};

use entity::{AccountId, CaseId, MemberId, identity, member, opening};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult,
    IntoActiveModel, JoinType, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait},
};

use super::page::{Page, Slice};
use crate::error::Result;

/// The sealed identity of an account.
pub async fn find(db: &impl ConnectionTrait, account: &AccountId) -> Result<Option<identity::Model>> {
    Ok(identity::Entity::find_by_id(account.clone()).one(db).await?)
}

/// The sealed identities of these accounts.
pub async fn find_many(
    db: &impl ConnectionTrait,
    accounts: Vec<AccountId>,
) -> Result<HashMap<AccountId, identity::Model>> {
    let rows = identity::Entity::find().filter(identity::Column::AccountId.is_in(accounts)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.account_id.clone(), row)).collect())
}

/// Which part of an identity two members share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    /// The telephone number.
    Phone,
    /// The postal address.
    Address,
}

#[derive(FromQueryResult)]
struct Twin {
    index: Vec<u8>,
    code: String,
}

impl Shared {
    fn column(self) -> identity::Column {
        match self {
            Self::Phone => identity::Column::PhoneIndex,
            Self::Address => identity::Column::AddressIndex,
        }
    }
}

/// The identities of the members of a case.
fn seats(case: &CaseId) -> Select<identity::Entity> {
    identity::Entity::find()
        .join(
            JoinType::InnerJoin,
            identity::Entity::belongs_to(member::Entity)
                .from(identity::Column::AccountId)
                .to(member::Column::AccountId)
                .into(),
        )
        .filter(member::Column::CaseId.eq(case.clone()))
        .filter(member::Column::LeftAt.is_null())
}

/// The keyed hashes that more than one member of a case has.
fn doubled_among(case: &CaseId, what: Shared) -> Select<identity::Entity> {
    seats(case)
        .select_only()
        .column(what.column())
        .filter(what.column().is_not_null())
        .group_by(what.column())
        .having(Expr::col((member::Entity, member::Column::Id)).count().gt(1))
}

/// The keyed hashes of telephone numbers or addresses that more than one member of a case has.
pub async fn doubled(db: &impl ConnectionTrait, case: &CaseId, what: Shared) -> Result<HashSet<Vec<u8>>> {
    let found: Vec<Vec<u8>> = doubled_among(case, what).into_tuple().all(db).await?;
    Ok(found.into_iter().collect())
}

/// Groups of members of a case, as codes, whose identities share a phone or an address; at most 200 members.
pub async fn twins(db: &impl ConnectionTrait, case: &CaseId, what: Shared) -> Result<Vec<Vec<String>>> {
    let column = what.column();
    let doubled = doubled_among(case, what);
    let rows = seats(case)
        .select_only()
        .column_as(column, "index")
        .column_as(member::Column::Code, "code")
        .filter(column.in_subquery(sea_orm::QueryTrait::into_query(doubled)))
        .order_by_asc(column)
        .order_by_asc(member::Column::Code)
        .limit(200)
        .into_model::<Twin>()
        .all(db)
        .await?;
    Ok(rows
        .chunk_by(|a, b| a.index == b.index)
        .map(|group| group.iter().map(|row| row.code.clone()).collect())
        .collect())
}

/// Whether another member of the case has this keyed hash of a telephone number or an address.
pub async fn has_twin(
    db: &impl ConnectionTrait,
    case: &CaseId,
    seat: &MemberId,
    what: Shared,
    index: &[u8],
) -> Result<bool> {
    let twin = seats(case)
        .filter(member::Column::Id.ne(seat.clone()))
        .filter(what.column().eq(index.to_vec()))
        .one(db)
        .await?;
    Ok(twin.is_some())
}

/// Records openings.
pub async fn insert_openings(
    tx: &DatabaseTransaction,
    rows: impl Iterator<Item = opening::Model>,
) -> Result<()> {
    let rows: Vec<_> = rows.map(|row| row.into_active_model().reset_all()).collect();
    if !rows.is_empty() {
        opening::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// When the identity of an account was opened, newest first, with the seat of the representative who read it.
pub async fn openings(
    db: &impl ConnectionTrait,
    account: &AccountId,
    page: &Page,
) -> Result<Slice<(opening::Model, Option<member::Model>)>> {
    let opener =
        opening::Entity::belongs_to(member::Entity).from(opening::Column::OpenedBy).to(member::Column::Id);
    let mut query = opening::Entity::find()
        .join(JoinType::LeftJoin, opener.into())
        .select_also(member::Entity)
        .filter(opening::Column::AccountId.eq(account.clone()));
    if let Some(after) = page.after_id() {
        query = query.filter(opening::Column::Id.lt(after));
    }
    let rows = query.order_by_desc(opening::Column::Id).limit(page.first + 1).all(db).await?;
    Ok(page.slice(rows))
}

/// Forgets the sealed identity of an account.
pub async fn delete(tx: &DatabaseTransaction, account: &AccountId) -> Result<()> {
    identity::Entity::delete_by_id(account.clone()).exec(tx).await?;
    Ok(())
}

/// Writes a sealed identity in place of the one that was there.
pub async fn put(tx: &DatabaseTransaction, row: identity::Model) -> Result<()> {
    delete(tx, &row.account_id).await?;
    super::insert(tx, row).await
}
