//! A text is not to be guessed from the hash of its original.

use sea_orm_migration::{prelude::*, schema::*};

/// Adds the salt, and lets originals be found by their hash.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let salt = string_len_null("original_salt", 64);
        manager.alter_table(Table::alter().table("evidence").add_column(salt).to_owned()).await?;
        let index =
            Index::create().name("evidence_original").table("evidence").col("original_sha256").to_owned();
        manager.create_index(index).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("evidence_original").table("evidence").to_owned()).await?;
        manager.alter_table(Table::alter().table("evidence").drop_column("original_salt").to_owned()).await
    }
}
