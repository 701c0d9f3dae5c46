//! Letters, suppressed addresses and the queue of jobs.

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
                    .table("letters")
                    .col(string_len("id", 64).primary_key())
                    .col(string_len_null("account_id", 40))
                    .col(string_len_null("address", 320))
                    .col(string_len("host", 320))
                    .col(string_len_null("case_id", 40))
                    .col(string_len_null("event_id", 40))
                    .col(string_len("template", 320))
                    .col(blob_null("facts_sealed"))
                    .col(string_len("state", 32))
                    .col(integer("attempts"))
                    .col(timestamp_with_time_zone("next_at"))
                    .col(text_null("reason"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone_null("sent_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("letters_due").table("letters").col("state").col("next_at").to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("letters_account")
                    .table("letters")
                    .col("account_id")
                    .col("id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("letters_event")
                    .table("letters")
                    .col("event_id")
                    .col("account_id")
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("suppressions")
                    .col(var_binary("address_index", 64).primary_key())
                    .col(text("reason"))
                    .col(timestamp_with_time_zone("created_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("jobs")
                    .col(string_len("id", 40).primary_key())
                    .col(string_len("kind", 320))
                    .col(json("payload"))
                    .col(timestamp_with_time_zone("run_at"))
                    .col(integer("attempts"))
                    .col(text_null("reason"))
                    .col(timestamp_with_time_zone_null("failed_at"))
                    .col(timestamp_with_time_zone("created_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("jobs_due").table("jobs").col("failed_at").col("run_at").to_owned(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["jobs", "suppressions", "letters"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}
