//! How it is kept: the only queries.
//!
//! Reads take any connection, writes take a transaction. Whoever means to change a case holds it first.

use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, ModelTrait,
    sea_query::OnConflict,
};

use crate::error::Result;

pub mod account;
pub mod admissibility;
pub mod app;
pub mod ballot;
pub mod blob;
pub mod calendar_link;
pub mod case;
pub mod citation;
pub mod claim;
pub mod complaint;
pub mod custody;
pub mod data_key;
pub mod deadline;
pub mod desk_link;
pub mod event;
pub mod evidence;
pub mod filing;
pub mod idempotency;
pub mod identity;
pub mod job;
pub mod letter;
pub mod mail_token;
pub mod mandate;
pub mod manifest;
pub mod member;
pub mod message;
pub mod offer;
pub mod operator;
pub mod outcome;
pub mod page;
pub mod paper;
pub mod placeholder;
pub mod release;
pub mod seat_move;
pub mod session;
pub mod sighting;
pub mod statistic;
pub mod term;
pub mod transfer;
pub mod upkeep;
pub mod vote;

/// Writes a new row.
///
/// # Errors
/// When the database refuses it.
pub async fn insert<M, A>(tx: &DatabaseTransaction, row: M) -> Result<()>
where
    M: ModelTrait + IntoActiveModel<A>,
    A: ActiveModelTrait<Entity = M::Entity> + ActiveModelBehavior + Send,
{
    <M::Entity as EntityTrait>::insert(row.into_active_model().reset_all())
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Writes a new row unless one that must be alone of its kind is there already; tells whether it was written.
///
/// # Errors
/// When the database refuses it.
pub async fn insert_if_free<M, A>(tx: &DatabaseTransaction, row: M) -> Result<bool>
where
    M: ModelTrait + IntoActiveModel<A>,
    A: ActiveModelTrait<Entity = M::Entity> + ActiveModelBehavior + Send,
{
    let written = <M::Entity as EntityTrait>::insert(row.into_active_model().reset_all())
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    Ok(written > 0)
}

/// Writes all columns of a row that is known to exist.
///
/// # Errors
/// When the database refuses it.
pub async fn save<M, A>(tx: &DatabaseTransaction, row: M) -> Result<()>
where
    M: ModelTrait + IntoActiveModel<A>,
    M::Entity: EntityTrait<Model = M>,
    A: ActiveModelTrait<Entity = M::Entity> + ActiveModelBehavior + Send,
{
    <M::Entity as EntityTrait>::update(row.into_active_model().reset_all()).validate()?.exec(tx).await?;
    Ok(())
}
