//! What members really got, and how many of them.

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
                    .table("outcomes")
                    .col(string_len("filing_id", 40))
                    .col(string_len("member_id", 40))
                    .col(string_len("case_id", 40))
                    .col(string_len_null("got", 32))
                    .col(big_integer_null("amount_fen"))
                    .col(string_len_null("evidence_id", 40))
                    .col(timestamp_with_time_zone_null("told_at"))
                    .col(integer("asked"))
                    .col(timestamp_with_time_zone_null("next_at"))
                    .col(boolean("counted"))
                    .primary_key(Index::create().col("filing_id").col("member_id"))
                    .foreign_key(ForeignKey::create().from("outcomes", "filing_id").to("filings", "id"))
                    .to_owned(),
            )
            .await?;
        for column in ["member_id", "next_at"] {
            let name = format!("outcomes_{column}");
            manager.create_index(Index::create().name(name).table("outcomes").col(column).to_owned()).await?;
        }
        let uncounted = "CREATE INDEX outcomes_uncounted ON outcomes (filing_id) WHERE NOT counted";
        manager.get_connection().execute_unprepared(uncounted).await?;
        manager
            .create_table(
                Table::create()
                    .table("outcome_tallies")
                    .col(string_len("filing_id", 40))
                    .col(string_len("got", 32))
                    .col(big_integer("people"))
                    .col(big_integer("amount_fen"))
                    .primary_key(Index::create().col("filing_id").col("got"))
                    .foreign_key(
                        ForeignKey::create().from("outcome_tallies", "filing_id").to("filings", "id"),
                    )
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["outcome_tallies", "outcomes"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}
