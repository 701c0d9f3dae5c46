//! Secret links to the deadlines of the cases that somebody organises.

use sea_orm_migration::{prelude::*, schema::*};

/// Makes these tables.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("calendar_links")
                    .col(string_len("account_id", 40).primary_key())
                    .col(binary("token_hash"))
                    .col(timestamp_with_time_zone("made_at"))
                    .foreign_key(
                        ForeignKey::create().from("calendar_links", "account_id").to("accounts", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        let by_token = Index::create()
            .name("calendar_links_token")
            .table("calendar_links")
            .col("token_hash")
            .unique()
            .to_owned();
        manager.create_index(by_token).await?;
        let by_case = Index::create().name("deadlines_case").table("deadlines").col("case_id").to_owned();
        manager.create_index(by_case).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("deadlines_case").table("deadlines").to_owned()).await?;
        manager.drop_table(Table::drop().table("calendar_links").to_owned()).await
    }
}
