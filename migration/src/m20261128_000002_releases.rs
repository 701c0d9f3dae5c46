//! Consents to be named, one for each receiver.

use sea_orm_migration::{prelude::*, schema::*};

/// The channels there were when one consent held for all of them.
const CHANNELS: [&str; 8] = [
    "operator_desk",
    "mediation_site",
    "regulator_complaint",
    "regulator_report",
    "consumer_association",
    "payment_provider",
    "cyberspace_administration",
    "court",
];

/// Makes this table, and writes into it what members have agreed to.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("releases")
                    .col(string_len("ballot_id", 40))
                    .col(string_len("member_id", 40))
                    .col(string_len("channel", 32))
                    .col(string_len_null("statement_sha256", 64))
                    .col(timestamp_with_time_zone("given_at"))
                    .col(timestamp_with_time_zone_null("withdrawn_at"))
                    .primary_key(Index::create().col("ballot_id").col("member_id").col("channel"))
                    .foreign_key(ForeignKey::create().from("releases", "ballot_id").to("ballots", "id"))
                    .to_owned(),
            )
            .await?;
        let by_member = Index::create().name("releases_member").table("releases").col("member_id").to_owned();
        manager.create_index(by_member).await?;
        for channel in CHANNELS {
            let given = Query::select()
                .column("ballot_id")
                .column("member_id")
                .expr(Expr::value(channel))
                .column("cast_at")
                .from("votes")
                .and_where(Expr::col("release").eq(true))
                .to_owned();
            let mut insert = Query::insert();
            insert.into_table("releases").columns(["ballot_id", "member_id", "channel", "given_at"]);
            insert.select_from(given).map_err(|error| DbErr::Custom(error.to_string()))?;
            manager.execute(insert).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("releases").to_owned()).await
    }
}
