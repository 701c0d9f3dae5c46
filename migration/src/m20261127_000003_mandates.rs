//! Ballots of every kind, receipts of votes, candidates and mandates of representatives.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

/// Makes and changes these tables.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// The columns that ballots had before and keep.
const KEPT: &str = "id, case_id, complaint_id, sha256, state, electorate, quorum, opened_by, opened_at, closes_at, \
                    closed_at, yes, no, abstain";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// Also on SQLite: a table that is made anew must not be lost between.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        remake(
            manager,
            ballots(true),
            &format!("INSERT INTO ballots ({KEPT}, kind) SELECT {KEPT}, 'complaint' FROM old"),
        )
        .await?;
        for column in [string_len_null("receipt", 32), text_null("candidates")] {
            manager.alter_table(Table::alter().table("votes").add_column(column).to_owned()).await?;
        }
        let receipts = Index::create()
            .name("votes_receipt")
            .table("votes")
            .col("ballot_id")
            .col("receipt")
            .unique()
            .to_owned();
        manager.create_index(receipts).await?;
        let withdrawn = timestamp_with_time_zone_null("withdrawn_at");
        manager.alter_table(Table::alter().table("filing_members").add_column(withdrawn).to_owned()).await?;
        candidacies(manager).await?;
        mandates(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["mandates", "candidacies"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        let withdrawn = Table::alter().table("filing_members").drop_column("withdrawn_at").to_owned();
        manager.alter_table(withdrawn).await?;
        manager.drop_index(Index::drop().name("votes_receipt").table("votes").to_owned()).await?;
        for column in ["candidates", "receipt"] {
            manager.alter_table(Table::alter().table("votes").drop_column(column).to_owned()).await?;
        }
        let db = manager.get_connection();
        db.execute_unprepared(
            "DELETE FROM votes WHERE ballot_id IN (SELECT id FROM ballots WHERE complaint_id IS NULL)",
        )
        .await?;
        db.execute_unprepared("DELETE FROM ballots WHERE complaint_id IS NULL").await?;
        remake(manager, ballots(false), &format!("INSERT INTO ballots ({KEPT}) SELECT {KEPT} FROM old")).await
    }
}

/// Puts a new table of ballots in the place of the old one, of which SQLite cannot change a column. What refers to it
/// goes on doing so by its name.
async fn remake(manager: &SchemaManager<'_>, new: TableCreateStatement, copy: &str) -> Result<(), DbErr> {
    let db = manager.get_connection();
    if manager.get_database_backend() == DbBackend::Postgres {
        return widen(manager, new).await;
    }
    // Until the end of the transaction, which finds every row that is referred to again.
    db.execute_unprepared("PRAGMA defer_foreign_keys = ON").await?;
    db.execute_unprepared("CREATE TABLE old AS SELECT * FROM ballots").await?;
    db.execute_unprepared("DROP TABLE ballots").await?;
    manager.create_table(new).await?;
    db.execute_unprepared(copy).await?;
    db.execute_unprepared("DROP TABLE old").await?;
    let by_case = Index::create().name("ballots_case").table("ballots").col("case_id").col("id").to_owned();
    manager.create_index(by_case).await?;
    let closing =
        Index::create().name("ballots_closing").table("ballots").col("state").col("closes_at").to_owned();
    manager.create_index(closing).await
}

/// PostgreSQL changes the table in place.
async fn widen(manager: &SchemaManager<'_>, new: TableCreateStatement) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let is_wide = new.get_columns().iter().any(|column| column.get_column_name() == "kind");
    let changes: &[&str] = if is_wide {
        &[
            "ALTER TABLE ballots ALTER COLUMN complaint_id DROP NOT NULL",
            "ALTER TABLE ballots ADD COLUMN kind varchar(32) NOT NULL DEFAULT 'complaint'",
            "ALTER TABLE ballots ALTER COLUMN kind DROP DEFAULT",
            "ALTER TABLE ballots ADD COLUMN subject text",
            "ALTER TABLE ballots ADD COLUMN tally_sha256 varchar(64)",
        ]
    } else {
        &[
            "ALTER TABLE ballots DROP COLUMN kind, DROP COLUMN subject, DROP COLUMN tally_sha256",
            "ALTER TABLE ballots ALTER COLUMN complaint_id SET NOT NULL",
        ]
    };
    for change in changes {
        db.execute_unprepared(change).await?;
    }
    Ok(())
}

/// Ballots as they are from now on, or as they were.
fn ballots(is_wide: bool) -> TableCreateStatement {
    let mut complaint =
        if is_wide { string_len_null("complaint_id", 40) } else { string_len("complaint_id", 40) };
    let mut table = Table::create();
    table
        .table("ballots")
        .col(string_len("id", 40).primary_key())
        .col(string_len("case_id", 40))
        .col(&mut complaint)
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
        .col(integer("quorum").default(1))
        .foreign_key(ForeignKey::create().from("ballots", "complaint_id").to("complaints", "id"));
    if is_wide {
        table.col(string_len("kind", 32)).col(text_null("subject")).col(string_len_null("tally_sha256", 64));
    }
    table
}

async fn candidacies(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("candidacies")
                .col(string_len("case_id", 40))
                .col(string_len("member_id", 40))
                .col(text("statement"))
                .col(timestamp_with_time_zone("stood_at"))
                .primary_key(Index::create().col("case_id").col("member_id"))
                .foreign_key(ForeignKey::create().from("candidacies", "member_id").to("members", "id"))
                .to_owned(),
        )
        .await
}

async fn mandates(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("mandates")
                .col(string_len("id", 40).primary_key())
                .col(string_len("case_id", 40))
                .col(string_len("member_id", 40))
                .col(string_len("ballot_id", 40))
                .col(timestamp_with_time_zone("began_at"))
                .col(timestamp_with_time_zone_null("ended_at"))
                .col(string_len_null("ending", 32))
                .foreign_key(ForeignKey::create().from("mandates", "member_id").to("members", "id"))
                .foreign_key(ForeignKey::create().from("mandates", "ballot_id").to("ballots", "id"))
                .to_owned(),
        )
        .await?;
    let by_case = Index::create().name("mandates_case").table("mandates").col("case_id").col("id").to_owned();
    manager.create_index(by_case).await?;
    let by_member = Index::create().name("mandates_member").table("mandates").col("member_id").to_owned();
    manager.create_index(by_member).await
}
