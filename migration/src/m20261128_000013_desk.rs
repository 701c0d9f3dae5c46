//! The operator's side: links to answer by, and messages.

use sea_orm_migration::{prelude::*, schema::*};

/// Makes these tables.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        links(manager).await?;
        messages(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["messages", "desk_links"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

async fn links(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("desk_links")
                .col(string_len("id", 40).primary_key())
                .col(string_len("filing_id", 40))
                .col(binary("token_hash"))
                .col(boolean("is_verified"))
                .col(timestamp_with_time_zone("made_at"))
                .col(timestamp_with_time_zone("expires_at"))
                .col(timestamp_with_time_zone_null("revoked_at"))
                .foreign_key(ForeignKey::create().from("desk_links", "filing_id").to("filings", "id"))
                .to_owned(),
        )
        .await?;
    let by_token =
        Index::create().name("desk_links_token").table("desk_links").col("token_hash").unique().to_owned();
    manager.create_index(by_token).await?;
    let by_filing = Index::create().name("desk_links_filing").table("desk_links").col("filing_id").to_owned();
    manager.create_index(by_filing).await
}

async fn messages(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("messages")
                .col(string_len("id", 40).primary_key())
                .col(string_len("case_id", 40))
                .col(string_len("filing_id", 40))
                .col(string_len("author", 32))
                .col(string_len("via", 32))
                .col(string_len("kind", 32))
                .col(text("body"))
                .col(binary("original_sealed"))
                .col(string_len_null("written_by", 40))
                .col(string_len_null("answers", 40))
                .col(boolean("is_verified"))
                .col(boolean("asks_public"))
                .col(timestamp_with_time_zone_null("published_at"))
                .col(text_null("refused_reason"))
                .col(string_len_null("mail_id", 64))
                .col(timestamp_with_time_zone("written_at"))
                .foreign_key(ForeignKey::create().from("messages", "filing_id").to("filings", "id"))
                .to_owned(),
        )
        .await?;
    let by_filing =
        Index::create().name("messages_filing").table("messages").col("filing_id").col("id").to_owned();
    manager.create_index(by_filing).await?;
    let by_mail = Index::create().name("messages_mail").table("messages").col("mail_id").unique().to_owned();
    manager.create_index(by_mail).await?;
    let waiting = "CREATE INDEX messages_waiting ON messages (id) \
                   WHERE asks_public AND published_at IS NULL AND refused_reason IS NULL";
    manager.get_connection().execute_unprepared(waiting).await?;
    Ok(())
}
