//! Data keys leave the accounts, so that a backup can be made without them.

use sea_orm_migration::{prelude::*, schema::*};

/// Moves the keys into a table of their own.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// Also on SQLite: a key must not be lost between its two places.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("data_keys")
                    .col(string_len("account_id", 40).primary_key())
                    .col(var_binary("wrapped", 128))
                    .foreign_key(ForeignKey::create().from("data_keys", "account_id").to("accounts", "id"))
                    .to_owned(),
            )
            .await?;
        let db = manager.get_connection();
        db.execute_unprepared(
            "INSERT INTO data_keys (account_id, wrapped) \
             SELECT id, data_key FROM accounts WHERE data_key IS NOT NULL",
        )
        .await?;
        manager.alter_table(Table::alter().table("accounts").drop_column("data_key").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = var_binary_null("data_key", 128);
        manager.alter_table(Table::alter().table("accounts").add_column(column).to_owned()).await?;
        let db = manager.get_connection();
        db.execute_unprepared(
            "UPDATE accounts SET data_key = \
             (SELECT wrapped FROM data_keys WHERE data_keys.account_id = accounts.id)",
        )
        .await?;
        manager.drop_table(Table::drop().table("data_keys").to_owned()).await
    }
}
