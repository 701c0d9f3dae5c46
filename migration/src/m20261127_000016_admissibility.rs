//! Why a filing went out over a finding, who was left out of it, and who handed it in.

use sea_orm_migration::{prelude::*, schema::*};

/// Makes and changes these tables.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [
            text_null("override_reason"),
            big_integer("left_out").default(0).to_owned(),
            string_len_null("submitted_by", 40),
            string_len_null("proof_id", 40),
            timestamp_with_time_zone_null("remind_at"),
            integer("reminders").default(0).to_owned(),
        ] {
            manager.alter_table(Table::alter().table("filings").add_column(column).to_owned()).await?;
        }
        manager
            .create_index(Index::create().name("filings_remind").table("filings").col("remind_at").to_owned())
            .await?;
        let opener = string_len_null("opened_by", 40);
        manager.alter_table(Table::alter().table("openings").add_column(opener).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("openings").drop_column("opened_by").to_owned()).await?;
        manager.drop_index(Index::drop().name("filings_remind").table("filings").to_owned()).await?;
        for column in ["reminders", "remind_at", "proof_id", "submitted_by", "left_out", "override_reason"] {
            manager.alter_table(Table::alter().table("filings").drop_column(column).to_owned()).await?;
        }
        Ok(())
    }
}
