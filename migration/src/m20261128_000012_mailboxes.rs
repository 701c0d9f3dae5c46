//! Mailboxes of operators that a moderator confirmed.

use sea_orm_migration::{prelude::*, schema::*};

/// Changes this table.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let confirmed = string_len_null("confirmed_mailbox", 254);
        manager.alter_table(Table::alter().table("operators").add_column(confirmed).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let confirmed = Table::alter().table("operators").drop_column("confirmed_mailbox").to_owned();
        manager.alter_table(confirmed).await
    }
}
