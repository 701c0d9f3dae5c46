//! Merges and splits, who objects to them, and where seats came from.

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
                    .table("transfers")
                    .col(string_len("id", 40).primary_key())
                    .col(string_len("kind", 32))
                    .col(string_len("from_case_id", 40))
                    .col(string_len_null("into_case_id", 40))
                    .col(string_len("state", 32))
                    .col(string_len_null("note", 32))
                    .col(integer("hours"))
                    .col(string_len_null("asked_case_id", 40))
                    .col(string_len_null("organiser_id", 40))
                    .col(string_len_null("title", 320))
                    .col(string_len_null("category", 320))
                    .col(json_null("criterion"))
                    .col(string_len("proposed_by", 40))
                    .col(timestamp_with_time_zone("proposed_at"))
                    .col(timestamp_with_time_zone_null("agreed_at"))
                    .col(string_len_null("telling", 40))
                    .col(timestamp_with_time_zone_null("objects_until"))
                    .col(integer("objections"))
                    .col(timestamp_with_time_zone_null("begun_at"))
                    .col(timestamp_with_time_zone_null("pass_at"))
                    .col(string_len("reached", 40))
                    .col(big_integer("left_members"))
                    .col(big_integer("came_members"))
                    .col(big_integer("left_fen"))
                    .col(big_integer("came_fen"))
                    .col(big_integer("pooled"))
                    .col(timestamp_with_time_zone_null("next_at"))
                    .col(timestamp_with_time_zone_null("ended_at"))
                    .foreign_key(ForeignKey::create().from("transfers", "from_case_id").to("cases", "id"))
                    .to_owned(),
            )
            .await?;
        index(manager, "transfers_from", "transfers", &["from_case_id", "state"]).await?;
        index(manager, "transfers_into", "transfers", &["into_case_id", "state"]).await?;
        index(manager, "transfers_due", "transfers", &["next_at"]).await?;
        manager
            .create_table(
                Table::create()
                    .table("objections")
                    .col(string_len("transfer_id", 40))
                    .col(string_len("member_id", 40))
                    .col(timestamp_with_time_zone("objected_at"))
                    .primary_key(Index::create().col("transfer_id").col("member_id"))
                    .foreign_key(ForeignKey::create().from("objections", "transfer_id").to("transfers", "id"))
                    .foreign_key(ForeignKey::create().from("objections", "member_id").to("members", "id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("seat_moves")
                    .col(string_len("transfer_id", 40))
                    .col(string_len("from_member_id", 40))
                    .col(string_len("from_case_id", 40))
                    .col(string_len("from_code", 320))
                    .col(string_len("member_id", 40))
                    .col(timestamp_with_time_zone("moved_at"))
                    .primary_key(Index::create().col("transfer_id").col("from_member_id"))
                    .foreign_key(ForeignKey::create().from("seat_moves", "transfer_id").to("transfers", "id"))
                    .foreign_key(ForeignKey::create().from("seat_moves", "member_id").to("members", "id"))
                    .to_owned(),
            )
            .await?;
        index(manager, "seat_moves_member", "seat_moves", &["member_id"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["seat_moves", "objections", "transfers"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

async fn index(
    manager: &SchemaManager<'_>,
    name: &'static str,
    table: &'static str,
    columns: &[&'static str],
) -> Result<(), DbErr> {
    let mut index = Index::create().name(name).table(table).to_owned();
    for column in columns {
        index.col(*column);
    }
    manager.create_index(index).await
}
