//! Operators, and what they are known by.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::{KnownBy, OperatorId, operator, operator_identity};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, LikeExpr, LockType},
};

use super::page::{Page, Slice};
use crate::error::{Error, Result};

/// The operator with this id.
pub async fn find(db: &impl ConnectionTrait, id: &OperatorId) -> Result<Option<operator::Model>> {
    Ok(operator::Entity::find_by_id(id.clone()).one(db).await?)
}

/// The operators with these ids.
pub async fn find_many(
    db: &impl ConnectionTrait,
    ids: Vec<OperatorId>,
) -> Result<HashMap<OperatorId, operator::Model>> {
    let rows = operator::Entity::find().filter(operator::Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id.clone(), row)).collect())
}

/// The operator with this credit code.
pub async fn find_by_credit_code(db: &impl ConnectionTrait, code: &str) -> Result<Option<operator::Model>> {
    Ok(operator::Entity::find().filter(operator::Column::CreditCode.eq(code)).one(db).await?)
}

/// The operator that has one of these domains.
pub async fn find_by_domain(
    db: &impl ConnectionTrait,
    domains: &[String],
) -> Result<Option<operator::Model>> {
    if domains.is_empty() {
        return Ok(None);
    }
    let known = operator_identity::Entity::find()
        .filter(operator_identity::Column::Kind.eq(KnownBy::Domain))
        .filter(operator_identity::Column::Folded.is_in(domains))
        .one(db)
        .await?;
    match known {
        Some(known) => find(db, &known.operator_id).await,
        None => Ok(None),
    }
}

/// The operators that are known by one of these, folded, newest first.
pub async fn known_by(
    db: &impl ConnectionTrait,
    folded: &[String],
    limit: u64,
) -> Result<Vec<operator::Model>> {
    let ids: Vec<OperatorId> = operator_identity::Entity::find()
        .select_only()
        .column(operator_identity::Column::OperatorId)
        .filter(operator_identity::Column::Folded.is_in(folded))
        .group_by(operator_identity::Column::OperatorId)
        .order_by_desc(operator_identity::Column::OperatorId)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?;
    let mut rows = find_many(db, ids.clone()).await?;
    Ok(ids.iter().filter_map(|id| rows.remove(id)).collect())
}

/// The ids of operators that were changed at this time or later.
pub async fn changed_since(db: &impl ConnectionTrait, since: DateTime<Utc>) -> Result<Vec<OperatorId>> {
    Ok(operator::Entity::find()
        .select_only()
        .column(operator::Column::Id)
        .filter(operator::Column::UpdatedAt.gte(since))
        .into_tuple()
        .all(db)
        .await?)
}

/// Reads an operator in order to change it.
pub async fn hold(tx: &DatabaseTransaction, id: &OperatorId) -> Result<operator::Model> {
    let row = operator::Entity::find_by_id(id.clone()).lock(LockType::NoKeyUpdate).one(tx).await?;
    row.ok_or(Error::NotFound("operator"))
}

/// What these operators are known by, in the order in which it was told.
pub async fn identities(
    db: &impl ConnectionTrait,
    ids: Vec<OperatorId>,
) -> Result<HashMap<OperatorId, Vec<operator_identity::Model>>> {
    let rows = operator_identity::Entity::find()
        .filter(operator_identity::Column::OperatorId.is_in(ids))
        .order_by_asc(operator_identity::Column::OperatorId)
        .order_by_asc(operator_identity::Column::Kind)
        .order_by_asc(operator_identity::Column::Place)
        .all(db)
        .await?;
    let mut by_operator: HashMap<_, Vec<_>> = HashMap::new();
    for row in rows {
        by_operator.entry(row.operator_id.clone()).or_default().push(row);
    }
    Ok(by_operator)
}

/// Writes what an operator is known by in the place of what it was known by.
pub async fn set_identities(
    tx: &DatabaseTransaction,
    id: &OperatorId,
    known: Vec<operator_identity::Model>,
) -> Result<()> {
    operator_identity::Entity::delete_many()
        .filter(operator_identity::Column::OperatorId.eq(id.clone()))
        .exec(tx)
        .await?;
    let rows = known.into_iter().map(|row| row.into_active_model().reset_all());
    operator_identity::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

/// Operators whose folded names hold every one of `words`, newest first.
pub async fn page(
    db: &impl ConnectionTrait,
    words: &[String],
    page: &Page,
) -> Result<Slice<operator::Model>> {
    let mut query = operator::Entity::find();
    for word in words {
        query = query.filter(contains(operator::Column::Search, word));
    }
    if let Some(after) = page.after_id() {
        query = query.filter(operator::Column::Id.lt(after));
    }
    let rows = query.order_by_desc(operator::Column::Id).limit(page.first + 1).all(db).await?;
    Ok(page.slice(rows))
}

/// Whether a folded text column holds a word, with no character of the word taken as a pattern.
pub(super) fn contains(column: impl ColumnTrait, word: &str) -> Expr {
    let escaped: String = word
        .chars()
        .flat_map(|c| if matches!(c, '%' | '_' | '\\') { vec!['\\', c] } else { vec![c] })
        .collect();
    Expr::col(column.as_column_ref()).like(LikeExpr::new(format!("%{escaped}%")).escape('\\'))
}
