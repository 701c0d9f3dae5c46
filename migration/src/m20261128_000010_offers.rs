//! Offers, what members answer to them, and what was settled.

use sea_orm_migration::{prelude::*, schema::*};

/// Makes and changes these tables.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        offers(manager).await?;
        answers(manager).await?;
        settlements(manager).await?;
        let settled = timestamp_with_time_zone_null("settled_at");
        manager.alter_table(Table::alter().table("filing_members").add_column(settled).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let settled = Table::alter().table("filing_members").drop_column("settled_at").to_owned();
        manager.alter_table(settled).await?;
        for table in ["settlements", "offer_answers", "offer_parts", "offers"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

async fn offers(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("offers")
                .col(string_len("id", 40).primary_key())
                .col(string_len("case_id", 40))
                .col(string_len("filing_id", 40))
                .col(string_len("state", 32))
                .col(string_len("source", 32))
                .col(text("terms"))
                .col(big_integer_null("amount_fen"))
                .col(boolean("per_member"))
                .col(date_null("pay_by"))
                .col(string_len("sha256", 64))
                .col(string_len_null("made_by", 40))
                .col(timestamp_with_time_zone("made_at"))
                .col(timestamp_with_time_zone("closes_at"))
                .col(timestamp_with_time_zone_null("closed_at"))
                .col(text_null("reason"))
                .col(big_integer("asked"))
                .col(big_integer("accepted"))
                .col(big_integer("declined"))
                .foreign_key(ForeignKey::create().from("offers", "filing_id").to("filings", "id"))
                .to_owned(),
        )
        .await?;
    let by_filing =
        Index::create().name("offers_filing").table("offers").col("filing_id").col("id").to_owned();
    manager.create_index(by_filing).await?;
    let by_case = Index::create().name("offers_case").table("offers").col("case_id").col("state").to_owned();
    manager.create_index(by_case).await?;
    let closing =
        Index::create().name("offers_closing").table("offers").col("state").col("closes_at").to_owned();
    manager.create_index(closing).await?;
    manager
        .create_table(
            Table::create()
                .table("offer_parts")
                .col(string_len("offer_id", 40))
                .col(string_len("member_id", 40))
                .col(big_integer("amount_fen"))
                .primary_key(Index::create().col("offer_id").col("member_id"))
                .foreign_key(ForeignKey::create().from("offer_parts", "offer_id").to("offers", "id"))
                .to_owned(),
        )
        .await
}

async fn answers(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("offer_answers")
                .col(string_len("offer_id", 40))
                .col(string_len("member_id", 40))
                .col(boolean("accepts"))
                .col(string_len("sha256", 64))
                .col(big_integer_null("amount_fen"))
                .col(timestamp_with_time_zone("answered_at"))
                .col(boolean("counted"))
                .primary_key(Index::create().col("offer_id").col("member_id"))
                .foreign_key(ForeignKey::create().from("offer_answers", "offer_id").to("offers", "id"))
                .to_owned(),
        )
        .await?;
    let by_member =
        Index::create().name("offer_answers_member").table("offer_answers").col("member_id").to_owned();
    manager.create_index(by_member).await?;
    let db = manager.get_connection();
    db.execute_unprepared(
        "CREATE INDEX offer_answers_uncounted ON offer_answers (offer_id) WHERE NOT counted",
    )
    .await?;
    Ok(())
}

async fn settlements(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("settlements")
                .col(string_len("offer_id", 40))
                .col(string_len("member_id", 40))
                .col(string_len("filing_id", 40))
                .col(string_len("sha256", 64))
                .col(big_integer_null("amount_fen"))
                .col(timestamp_with_time_zone("accepted_at"))
                .col(timestamp_with_time_zone("settled_at"))
                .col(timestamp_with_time_zone_null("broken_at"))
                .primary_key(Index::create().col("offer_id").col("member_id"))
                .foreign_key(ForeignKey::create().from("settlements", "offer_id").to("offers", "id"))
                .to_owned(),
        )
        .await?;
    let by_filing = Index::create()
        .name("settlements_filing")
        .table("settlements")
        .col("filing_id")
        .col("member_id")
        .to_owned();
    manager.create_index(by_filing).await?;
    let by_member =
        Index::create().name("settlements_member").table("settlements").col("member_id").to_owned();
    manager.create_index(by_member).await
}
