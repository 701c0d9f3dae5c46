//! Seats.

use std::collections::HashMap;

use entity::{AccountId, CaseId, MemberId, MemberRole, OperatorId, Stage, account, case, member};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, JoinType, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
    sea_query::{Expr, LockType},
};

use super::page::{Page, Slice};
use crate::error::Result;

/// The seat of an account in a case, also one that was left.
pub async fn find(
    db: &impl ConnectionTrait,
    case: &CaseId,
    account: &AccountId,
) -> Result<Option<member::Model>> {
    Ok(member::Entity::find()
        .filter(member::Column::CaseId.eq(case.clone()))
        .filter(member::Column::AccountId.eq(account.clone()))
        .one(db)
        .await?)
}

/// Reads a seat in order to change it.
pub async fn hold(
    tx: &DatabaseTransaction,
    case: &CaseId,
    account: &AccountId,
) -> Result<Option<member::Model>> {
    Ok(member::Entity::find()
        .filter(member::Column::CaseId.eq(case.clone()))
        .filter(member::Column::AccountId.eq(account.clone()))
        .lock(LockType::NoKeyUpdate)
        .one(tx)
        .await?)
}

/// The seat with this id.
pub async fn get(db: &impl ConnectionTrait, id: &MemberId) -> Result<Option<member::Model>> {
    Ok(member::Entity::find_by_id(id.clone()).one(db).await?)
}

/// The seat with this id, wherever it is by now, in order to change it.
pub async fn hold_seat(tx: &DatabaseTransaction, id: &MemberId) -> Result<Option<member::Model>> {
    Ok(member::Entity::find_by_id(id.clone()).lock(LockType::NoKeyUpdate).one(tx).await?)
}

/// The seat with this pseudonym, unless it was left.
pub async fn by_code(db: &impl ConnectionTrait, case: &CaseId, code: &str) -> Result<Option<member::Model>> {
    Ok(member::Entity::find()
        .filter(member::Column::CaseId.eq(case.clone()))
        .filter(member::Column::Code.eq(code))
        .filter(member::Column::LeftAt.is_null())
        .one(db)
        .await?)
}

/// Gives a seat another role.
pub async fn set_role(tx: &DatabaseTransaction, id: &MemberId, role: MemberRole) -> Result<()> {
    member::Entity::update_many()
        .col_expr(member::Column::Role, Expr::value(role.as_str()))
        .filter(member::Column::Id.eq(id.clone()))
        .exec(tx)
        .await?;
    Ok(())
}

/// The accounts of the organisers who still have a seat; at most 20.
pub async fn organisers(db: &impl ConnectionTrait, case: &CaseId) -> Result<Vec<account::Model>> {
    Ok(account::Entity::find()
        .join(
            JoinType::InnerJoin,
            account::Entity::belongs_to(member::Entity)
                .from(account::Column::Id)
                .to(member::Column::AccountId)
                .into(),
        )
        .filter(member::Column::CaseId.eq(case.clone()))
        .filter(member::Column::Role.eq(MemberRole::Organiser))
        .filter(member::Column::LeftAt.is_null())
        .limit(20)
        .all(db)
        .await?)
}

/// The seats of an account in these cases.
pub async fn find_in(
    db: &impl ConnectionTrait,
    account: &AccountId,
    cases: Vec<CaseId>,
) -> Result<HashMap<CaseId, member::Model>> {
    let rows = member::Entity::find()
        .filter(member::Column::AccountId.eq(account.clone()))
        .filter(member::Column::CaseId.is_in(cases))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.case_id.clone(), row)).collect())
}

/// The seats with these ids.
pub async fn find_many(
    db: &impl ConnectionTrait,
    ids: Vec<MemberId>,
) -> Result<HashMap<MemberId, member::Model>> {
    let mut found = HashMap::with_capacity(ids.len());
    for some in ids.chunks(1_000) {
        let rows = member::Entity::find().filter(member::Column::Id.is_in(some.to_vec())).all(db).await?;
        found.extend(rows.into_iter().map(|row| (row.id.clone(), row)));
    }
    Ok(found)
}

/// How many organisers still have a seat.
pub async fn count_organisers(db: &impl ConnectionTrait, case: &CaseId) -> Result<u64> {
    Ok(member::Entity::find()
        .filter(member::Column::CaseId.eq(case.clone()))
        .filter(member::Column::Role.eq(MemberRole::Organiser))
        .filter(member::Column::LeftAt.is_null())
        .count(db)
        .await?)
}

/// Whether an account organises a case against an operator that anybody may see.
pub async fn organises_against(
    db: &impl ConnectionTrait,
    account: &AccountId,
    operator: &OperatorId,
) -> Result<bool> {
    let found = member::Entity::find()
        .join(
            JoinType::InnerJoin,
            member::Entity::belongs_to(case::Entity).from(member::Column::CaseId).to(case::Column::Id).into(),
        )
        .filter(member::Column::AccountId.eq(account.clone()))
        .filter(member::Column::Role.eq(MemberRole::Organiser))
        .filter(member::Column::LeftAt.is_null())
        .filter(case::Column::OperatorId.eq(operator.clone()))
        .filter(case::Column::Stage.ne(Stage::Draft))
        .filter(case::Column::PublishedAt.is_not_null())
        .filter(case::Column::HiddenReason.is_null())
        .one(db)
        .await?;
    Ok(found.is_some())
}

/// The members of a case, in no telling order.
pub async fn page(db: &impl ConnectionTrait, case: &CaseId, page: &Page) -> Result<Slice<member::Model>> {
    let mut query = member::Entity::find()
        .filter(member::Column::CaseId.eq(case.clone()))
        .filter(member::Column::LeftAt.is_null());
    if let Some(after) = page.after_id() {
        query = query.filter(member::Column::Code.gt(after));
    }
    let rows = query.order_by_asc(member::Column::Code).limit(page.first + 1).all(db).await?;
    Ok(page.slice(rows))
}

/// The seats of an account, left ones too, by case: two accounts that go through theirs at once meet in one order.
pub async fn all_of(db: &impl ConnectionTrait, account: &AccountId) -> Result<Vec<member::Model>> {
    Ok(member::Entity::find()
        .filter(member::Column::AccountId.eq(account.clone()))
        .order_by_asc(member::Column::CaseId)
        .all(db)
        .await?)
}
