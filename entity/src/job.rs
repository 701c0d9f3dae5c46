//! Work that waits in the queue.

use sea_orm::entity::prelude::*;

use crate::JobId;

/// Work that waits in the queue.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "jobs")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: JobId,
    /// Kind.
    pub kind: String,
    /// Payload.
    pub payload: Json,
    /// Not before; while running, the end of the lease.
    pub run_at: DateTimeUtc,
    /// Attempts.
    pub attempts: i32,
    /// Why the last attempt failed.
    pub reason: Option<String>,
    /// When it was given up.
    pub failed_at: Option<DateTimeUtc>,
    /// Created at.
    pub created_at: DateTimeUtc,
}

/// No relations are followed from here.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
