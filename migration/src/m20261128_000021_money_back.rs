//! How many people with a problem said what they got, and how many of them got money.

use sea_orm_migration::{prelude::*, schema::*};

/// Makes the table anew: the worker fills it again, and a column without a default needs an empty one.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        make(manager, &["told", "paid"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        make(manager, &[]).await
    }
}

async fn make(manager: &SchemaManager<'_>, more: &[&'static str]) -> Result<(), DbErr> {
    manager.drop_table(Table::drop().table("problems").to_owned()).await?;
    let mut table = Table::create()
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
        .to_owned();
    for column in more {
        table.col(big_integer(*column));
    }
    manager.create_table(table).await
}
