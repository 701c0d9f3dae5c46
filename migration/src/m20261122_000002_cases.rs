//! Operators, cases, seats, claims, evidence, citations and the timeline.

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
                    .table("operators")
                    .col(string_len("id", 40).primary_key())
                    .col(string_len("name", 320))
                    .col(string_len_null("legal_name", 320))
                    .col(string_len_null("credit_code", 320))
                    .col(string_len_null("icp", 320))
                    .col(string_len_null("address", 320))
                    .col(string_len_null("mailbox", 320))
                    .col(string_len_null("site", 320))
                    .col(string_len_null("hotline", 320))
                    .col(integer_null("reply_days"))
                    .col(text("search"))
                    .col(string_len("created_by", 40))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("operators_credit_code")
                    .table("operators")
                    .col("credit_code")
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(Index::create().name("operators_name").table("operators").col("name").to_owned())
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("operator_aliases")
                    .col(string_len("id", 40).primary_key())
                    .col(string_len("operator_id", 40))
                    .col(string_len("name", 320))
                    .col(boolean("is_domain"))
                    .foreign_key(
                        ForeignKey::create().from("operator_aliases", "operator_id").to("operators", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("operator_aliases_operator")
                    .table("operator_aliases")
                    .col("operator_id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("operator_aliases_name")
                    .table("operator_aliases")
                    .col("name")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("sequences")
                    .col(string_len("name", 320).primary_key())
                    .col(big_integer("value"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("cases")
                    .col(string_len("id", 40).primary_key())
                    .col(string_len("number", 320))
                    .col(string_len("operator_id", 40))
                    .col(string_len("category", 320))
                    .col(string_len("title", 320))
                    .col(text("summary"))
                    .col(string_len("stage", 32))
                    .col(string_len_null("outcome", 32))
                    .col(text_null("hidden_reason"))
                    .col(integer("quorum"))
                    .col(timestamp_with_time_zone_null("gather_until"))
                    .col(text("search"))
                    .col(big_integer("member_count"))
                    .col(big_integer("claimed_fen"))
                    .col(big_integer("evidence_count"))
                    .col(big_integer("citation_count"))
                    .col(string_len("opened_by", 40))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone_null("published_at"))
                    .col(timestamp_with_time_zone_null("closed_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(ForeignKey::create().from("cases", "operator_id").to("operators", "id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("cases_number").table("cases").col("number").unique().to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("cases_operator").table("cases").col("operator_id").col("id").to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("cases_stage").table("cases").col("stage").col("id").to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("cases_category").table("cases").col("category").col("id").to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("cases_updated").table("cases").col("updated_at").col("id").to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("cases_members").table("cases").col("member_count").col("id").to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("members")
                    .col(string_len("id", 40).primary_key())
                    .col(string_len("case_id", 40))
                    .col(string_len("account_id", 40))
                    .col(string_len("code", 320))
                    .col(string_len("role", 32))
                    .col(timestamp_with_time_zone("joined_at"))
                    .col(timestamp_with_time_zone_null("left_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("members_seat")
                    .table("members")
                    .col("case_id")
                    .col("account_id")
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("members_code")
                    .table("members")
                    .col("case_id")
                    .col("code")
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("members_account")
                    .table("members")
                    .col("account_id")
                    .col("id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("claims")
                    .col(string_len("id", 40).primary_key())
                    .col(string_len("case_id", 40))
                    .col(string_len("member_id", 40))
                    .col(blob("order_sealed"))
                    .col(string_len("order_masked", 320))
                    .col(var_binary("order_index", 64))
                    .col(date("bought_on"))
                    .col(string_len("product", 320))
                    .col(big_integer("amount_fen"))
                    .col(string_len("payment_method", 32))
                    .col(boolean("own_use"))
                    .col(blob("story_sealed"))
                    .col(text("story"))
                    .col(string_len("remedy", 32))
                    .col(big_integer_null("wanted_fen"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .col(timestamp_with_time_zone_null("withdrawn_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("claims_member").table("claims").col("member_id").unique().to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("claims_order")
                    .table("claims")
                    .col("case_id")
                    .col("order_index")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("contacts")
                    .col(string_len("id", 40).primary_key())
                    .col(string_len("case_id", 40))
                    .col(string_len("member_id", 40))
                    .col(date("happened_on"))
                    .col(string_len("channel", 32))
                    .col(blob("said_sealed"))
                    .col(text("said"))
                    .col(string_len("result", 32))
                    .col(timestamp_with_time_zone("created_at"))
                    .foreign_key(ForeignKey::create().from("contacts", "member_id").to("members", "id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("contacts_member")
                    .table("contacts")
                    .col("member_id")
                    .col("id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("evidence")
                    .col(string_len("id", 40).primary_key())
                    .col(string_len("case_id", 40))
                    .col(string_len("member_id", 40))
                    .col(string_len("kind", 32))
                    .col(string_len("title", 320))
                    .col(string_len("state", 32))
                    .col(blob("original_sealed"))
                    .col(string_len("original_sha256", 64))
                    .col(text("copy"))
                    .col(string_len("copy_sha256", 64))
                    .col(date_null("captured_on"))
                    .col(timestamp_with_time_zone("deposited_at"))
                    .col(timestamp_with_time_zone_null("confirmed_at"))
                    .col(timestamp_with_time_zone_null("withdrawn_at"))
                    .foreign_key(ForeignKey::create().from("evidence", "member_id").to("members", "id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("evidence_pool")
                    .table("evidence")
                    .col("case_id")
                    .col("state")
                    .col("id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("evidence_member")
                    .table("evidence")
                    .col("member_id")
                    .col("id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("placeholders")
                    .col(string_len("case_id", 40))
                    .col(string_len("kind", 320))
                    .col(var_binary("value_index", 64))
                    .col(integer("number"))
                    .primary_key(Index::create().col("case_id").col("kind").col("value_index"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("citations")
                    .col(string_len("id", 40).primary_key())
                    .col(string_len("case_id", 40))
                    .col(string_len("provision_id", 320))
                    .col(text("quote"))
                    .col(text_null("clause"))
                    .col(text("why"))
                    .col(date("on_day"))
                    .col(string_len("state", 32))
                    .col(string_len("proposed_by", 40))
                    .col(timestamp_with_time_zone("proposed_at"))
                    .col(string_len_null("decided_by", 40))
                    .col(timestamp_with_time_zone_null("decided_at"))
                    .foreign_key(ForeignKey::create().from("citations", "case_id").to("cases", "id"))
                    .foreign_key(ForeignKey::create().from("citations", "proposed_by").to("members", "id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("citations_case").table("citations").col("case_id").col("id").to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("events")
                    .col(string_len("id", 40).primary_key())
                    .col(string_len("case_id", 40))
                    .col(string_len("kind", 32))
                    .col(string_len_null("actor", 320))
                    .col(json("facts"))
                    .col(integer("members"))
                    .col(big_integer("claimed_fen"))
                    .col(integer("evidence"))
                    .col(integer("citations"))
                    .col(boolean("counted"))
                    .col(timestamp_with_time_zone("happened_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("events_timeline").table("events").col("case_id").col("id").to_owned(),
            )
            .await?;
        // Only what the roll-up has yet to count is in this index, so that it stays small.
        manager
            .get_connection()
            .execute_unprepared("CREATE INDEX events_uncounted ON events (id) WHERE NOT counted")
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            "events",
            "citations",
            "placeholders",
            "evidence",
            "contacts",
            "claims",
            "members",
            "cases",
            "sequences",
            "operator_aliases",
            "operators",
        ] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}
