//! Operators, their other names and domains.

use std::collections::HashMap;

use entity::{OperatorId, operator, operator_alias};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
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
    let alias = operator_alias::Entity::find()
        .filter(operator_alias::Column::IsDomain.eq(true))
        .filter(operator_alias::Column::Name.is_in(domains))
        .one(db)
        .await?;
    match alias {
        Some(alias) => find(db, &alias.operator_id).await,
        None => Ok(None),
    }
}

/// Reads an operator in order to change it.
pub async fn hold(tx: &DatabaseTransaction, id: &OperatorId) -> Result<operator::Model> {
    let row = operator::Entity::find_by_id(id.clone()).lock(LockType::NoKeyUpdate).one(tx).await?;
    row.ok_or(Error::NotFound("operator"))
}

/// The other names and domains of these operators.
pub async fn aliases(
    db: &impl ConnectionTrait,
    ids: Vec<OperatorId>,
) -> Result<HashMap<OperatorId, Vec<operator_alias::Model>>> {
    let rows = operator_alias::Entity::find()
        .filter(operator_alias::Column::OperatorId.is_in(ids))
        .order_by_asc(operator_alias::Column::Id)
        .all(db)
        .await?;
    let mut by_operator: HashMap<_, Vec<_>> = HashMap::new();
    for row in rows {
        by_operator.entry(row.operator_id.clone()).or_default().push(row);
    }
    Ok(by_operator)
}

/// Forgets the other names and domains of an operator.
pub async fn delete_aliases(tx: &DatabaseTransaction, id: &OperatorId) -> Result<()> {
    operator_alias::Entity::delete_many()
        .filter(operator_alias::Column::OperatorId.eq(id.clone()))
        .exec(tx)
        .await?;
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
