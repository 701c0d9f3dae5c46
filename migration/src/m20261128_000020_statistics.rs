//! How many people joined which case when, and which problems are frequent.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DatabaseBackend};

/// Makes these tables.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("case_months")
                    .col(string_len("case_id", 40))
                    .col(date("month"))
                    .col(big_integer("people"))
                    .primary_key(Index::create().col("case_id").col("month"))
                    .foreign_key(ForeignKey::create().from("case_months", "case_id").to("cases", "id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("problems")
                    .col(string_len("scope", 40))
                    .col(string_len("category", 40))
                    .col(big_integer("cases"))
                    .col(big_integer("people"))
                    .col(big_integer("claimed_fen"))
                    .col(json("trend"))
                    .col(big_integer("asked"))
                    .col(big_integer("answered"))
                    .col(integer_null("median_days"))
                    .col(timestamp_with_time_zone("counted_at"))
                    .primary_key(Index::create().col("scope").col("category"))
                    .to_owned(),
            )
            .await?;
        // What was counted before is counted by month too.
        let month = match manager.get_database_backend() {
            DatabaseBackend::Sqlite => "strftime('%Y-%m-01', happened_at, '+8 hours')",
            _ => "CAST(date_trunc('month', happened_at AT TIME ZONE 'Asia/Shanghai') AS date)",
        };
        let fill = format!(
            "INSERT INTO case_months (case_id, month, people) SELECT case_id, {month}, SUM(members) FROM events \
             WHERE counted AND members <> 0 GROUP BY 1, 2"
        );
        manager.get_connection().execute_unprepared(&fill).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["problems", "case_months"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}
