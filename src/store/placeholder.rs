//! The numbers that hidden values have within their case.

use entity::{CaseId, placeholder};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter};

use super::case;
use crate::error::Result;

/// The known numbers of these values.
pub async fn find(
    db: &impl ConnectionTrait,
    case: &CaseId,
    indexes: Vec<Vec<u8>>,
) -> Result<Vec<placeholder::Model>> {
    Ok(placeholder::Entity::find()
        .filter(placeholder::Column::CaseId.eq(case.clone()))
        .filter(placeholder::Column::ValueIndex.is_in(indexes))
        .all(db)
        .await?)
}

/// Gives a value the next number of its kind, or the one it got meanwhile.
pub async fn number(
    tx: &DatabaseTransaction,
    case: &CaseId,
    kind: &str,
    index: Vec<u8>,
) -> Result<placeholder::Model> {
    // The sequence's row is held until the transaction ends, so the second look is final.
    let number = case::next(tx, &format!("placeholder/{case}/{kind}")).await?;
    let known =
        placeholder::Entity::find_by_id((case.clone(), kind.to_owned(), index.clone())).one(tx).await?;
    if let Some(known) = known {
        return Ok(known);
    }
    let row = placeholder::Model {
        case_id: case.clone(),
        kind: kind.to_owned(),
        value_index: index,
        number: i32::try_from(number).unwrap_or(i32::MAX),
    };
    super::insert(tx, row.clone()).await?;
    Ok(row)
}
