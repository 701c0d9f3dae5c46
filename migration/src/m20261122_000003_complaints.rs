//! Complaints, ballots, filings and their deadlines.

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
                    .table("complaints")
                    .col(string_len("id", 40).primary_key())
                    .col(string_len("case_id", 40))
                    .col(integer("version"))
                    .col(text("content"))
                    .col(string_len("sha256", 64))
                    .col(big_integer("member_count"))
                    .col(big_integer("claimed_fen"))
                    .col(string_len("compiled_by", 40))
                    .col(timestamp_with_time_zone("compiled_at"))
                    .foreign_key(ForeignKey::create().from("complaints", "case_id").to("cases", "id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("complaints_version")
                    .table("complaints")
                    .col("case_id")
                    .col("version")
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("complaint_members")
                    .col(string_len("complaint_id", 40))
                    .col(string_len("member_id", 40))
                    .primary_key(Index::create().col("complaint_id").col("member_id"))
                    .foreign_key(
                        ForeignKey::create().from("complaint_members", "complaint_id").to("complaints", "id"),
                    )
                    .foreign_key(
                        ForeignKey::create().from("complaint_members", "member_id").to("members", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("complaint_members_member")
                    .table("complaint_members")
                    .col("member_id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("ballots")
                    .col(string_len("id", 40).primary_key())
                    .col(string_len("case_id", 40))
                    .col(string_len("complaint_id", 40))
                    .col(string_len("sha256", 64))
                    .col(string_len("state", 32))
                    .col(big_integer("electorate"))
                    .col(string_len("opened_by", 40))
                    .col(timestamp_with_time_zone("opened_at"))
                    .col(timestamp_with_time_zone("closes_at"))
                    .col(timestamp_with_time_zone_null("closed_at"))
                    .col(big_integer("yes"))
                    .col(big_integer("no"))
                    .col(big_integer("abstain"))
                    .foreign_key(ForeignKey::create().from("ballots", "complaint_id").to("complaints", "id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("ballots_case").table("ballots").col("case_id").col("id").to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ballots_closing")
                    .table("ballots")
                    .col("state")
                    .col("closes_at")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("votes")
                    .col(string_len("ballot_id", 40))
                    .col(string_len("member_id", 40))
                    .col(string_len("choice", 32))
                    .col(string_len("sha256", 64))
                    .col(boolean("release"))
                    .col(timestamp_with_time_zone("cast_at"))
                    .primary_key(Index::create().col("ballot_id").col("member_id"))
                    .foreign_key(ForeignKey::create().from("votes", "ballot_id").to("ballots", "id"))
                    .foreign_key(ForeignKey::create().from("votes", "member_id").to("members", "id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("filings")
                    .col(string_len("id", 40).primary_key())
                    .col(string_len("case_id", 40))
                    .col(string_len("complaint_id", 40))
                    .col(string_len("ballot_id", 40))
                    .col(string_len("channel", 32))
                    .col(string_len("recipient", 320))
                    .col(string_len("delivery", 32))
                    .col(string_len("status", 32))
                    .col(text_null("channel_word"))
                    .col(text_null("ground"))
                    .col(string_len_null("receipt", 320))
                    .col(blob_null("content_sealed"))
                    .col(string_len_null("content_sha256", 64))
                    .col(big_integer("member_count"))
                    .col(big_integer("claimed_fen"))
                    .col(string_len("filed_by", 40))
                    .col(timestamp_with_time_zone("filed_at"))
                    .col(timestamp_with_time_zone_null("sent_at"))
                    .col(timestamp_with_time_zone_null("answered_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(ForeignKey::create().from("filings", "complaint_id").to("complaints", "id"))
                    .foreign_key(ForeignKey::create().from("filings", "ballot_id").to("ballots", "id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("filings_case").table("filings").col("case_id").col("id").to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("filings_ballot").table("filings").col("ballot_id").unique().to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("filing_members")
                    .col(string_len("filing_id", 40))
                    .col(string_len("member_id", 40))
                    .primary_key(Index::create().col("filing_id").col("member_id"))
                    .foreign_key(ForeignKey::create().from("filing_members", "filing_id").to("filings", "id"))
                    .foreign_key(ForeignKey::create().from("filing_members", "member_id").to("members", "id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("filing_members_member")
                    .table("filing_members")
                    .col("member_id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("deadlines")
                    .col(string_len("id", 40).primary_key())
                    .col(string_len("case_id", 40))
                    .col(string_len("filing_id", 40))
                    .col(string_len("kind", 32))
                    .col(date("due_on"))
                    .col(string_len("basis", 320))
                    .col(boolean("provisional"))
                    .col(timestamp_with_time_zone_null("next_at"))
                    .col(timestamp_with_time_zone_null("met_at"))
                    .col(boolean("told_due"))
                    .col(boolean("told_overdue"))
                    .foreign_key(ForeignKey::create().from("deadlines", "filing_id").to("filings", "id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("deadlines_filing")
                    .table("deadlines")
                    .col("filing_id")
                    .col("id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(Index::create().name("deadlines_next").table("deadlines").col("next_at").to_owned())
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in
            ["deadlines", "filing_members", "filings", "votes", "ballots", "complaint_members", "complaints"]
        {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}
