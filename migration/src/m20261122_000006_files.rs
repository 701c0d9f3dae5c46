//! Files in the vault, evidence that is a file, and the custody of evidence.

use sea_orm_migration::{prelude::*, schema::*};

/// Makes and changes these tables.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// The columns that evidence had before and keeps.
const KEPT: &str = "id, case_id, member_id, kind, title, state, original_sealed, original_sha256, copy, \
                    copy_sha256, captured_on, deposited_at, confirmed_at, withdrawn_at";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// Also on SQLite: several connections would not see each other's changes in time.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        blobs(manager).await?;
        custody(manager).await?;
        let root = string_len_null("evidence_root", 64);
        manager.alter_table(Table::alter().table("filings").add_column(root).to_owned()).await?;
        let copy = format!(
            "INSERT INTO evidence_new ({KEPT}, media, size, copy_media) \
             SELECT {KEPT}, 'text/plain', LENGTH(original_sealed) - 40, 'text/plain' FROM evidence"
        );
        remake(manager, evidence("evidence_new"), &copy).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let copy = format!(
            "INSERT INTO evidence_new ({KEPT}) SELECT {KEPT} FROM evidence \
             WHERE original_sealed IS NOT NULL AND copy IS NOT NULL"
        );
        remake(manager, texts("evidence_new"), &copy).await?;
        let root = Table::alter().table("filings").drop_column("evidence_root").to_owned();
        manager.alter_table(root).await?;
        for table in ["filing_evidence", "custody_heads", "custody", "blobs"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

/// Puts a new table of evidence in the place of the old one: SQLite cannot let a column be null afterwards.
async fn remake(manager: &SchemaManager<'_>, new: TableCreateStatement, copy: &str) -> Result<(), DbErr> {
    manager.create_table(new).await?;
    let db = manager.get_connection();
    db.execute_unprepared(copy).await?;
    manager.drop_table(Table::drop().table("evidence").to_owned()).await?;
    manager.rename_table(Table::rename().table("evidence_new", "evidence").to_owned()).await?;
    indexes(manager).await
}

async fn blobs(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("blobs")
                .col(string_len("id", 40).primary_key())
                .col(string_len("account_id", 40))
                .col(string_len("state", 32))
                .col(big_integer("length"))
                .col(big_integer("received"))
                .col(string_len_null("holder", 64))
                .col(blob_null("hash_state"))
                .col(string_len_null("sha256", 64))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("expires_at"))
                .foreign_key(ForeignKey::create().from("blobs", "account_id").to("accounts", "id"))
                .to_owned(),
        )
        .await?;
    let owner =
        Index::create().name("blobs_account").table("blobs").col("account_id").col("state").to_owned();
    manager.create_index(owner).await?;
    let due = Index::create().name("blobs_expiry").table("blobs").col("expires_at").to_owned();
    manager.create_index(due).await
}

async fn custody(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("custody")
                .col(string_len("case_id", 40))
                .col(big_integer("place"))
                .col(string_len("evidence_id", 40))
                .col(string_len("act", 32))
                .col(string_len("original_sha256", 64))
                .col(string_len_null("copy_sha256", 64))
                .col(string_len_null("filing_id", 40))
                .col(timestamp_with_time_zone("happened_at"))
                .col(string_len("previous", 64))
                .col(string_len("hash", 64))
                .primary_key(Index::create().col("case_id").col("place"))
                .to_owned(),
        )
        .await?;
    let piece = Index::create().name("custody_evidence").table("custody").col("evidence_id").to_owned();
    manager.create_index(piece).await?;
    manager
        .create_table(
            Table::create()
                .table("custody_heads")
                .col(string_len("case_id", 40).primary_key())
                .col(big_integer("place"))
                .col(string_len("hash", 64))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("filing_evidence")
                .col(string_len("filing_id", 40))
                .col(integer("place"))
                .col(string_len("evidence_id", 40))
                .col(string_len("original_sha256", 64))
                .col(string_len("copy_sha256", 64))
                .col(string_len("leaf", 64))
                .primary_key(Index::create().col("filing_id").col("place"))
                .foreign_key(ForeignKey::create().from("filing_evidence", "filing_id").to("filings", "id"))
                .to_owned(),
        )
        .await?;
    for column in ["original_sha256", "copy_sha256"] {
        let name = format!("filing_evidence_{column}");
        let index = Index::create().name(name).table("filing_evidence").col(column).to_owned();
        manager.create_index(index).await?;
    }
    Ok(())
}

/// Evidence as it is from now on: a text or a file.
fn evidence(name: &'static str) -> TableCreateStatement {
    common(name)
        .col(blob_null("original_sealed"))
        .col(text_null("copy"))
        .col(string_len("media", 80))
        .col(big_integer("size"))
        .col(string_len_null("original_blob", 40))
        .col(string_len("copy_media", 80))
        .col(string_len_null("copy_blob", 40))
        .col(json_null("boxes"))
        .col(json_null("pages"))
        .to_owned()
}

/// Evidence as it was before: a text.
fn texts(name: &'static str) -> TableCreateStatement {
    common(name).col(blob("original_sealed")).col(text("copy")).to_owned()
}

fn common(name: &'static str) -> TableCreateStatement {
    Table::create()
        .table(name)
        .col(string_len("id", 40).primary_key())
        .col(string_len("case_id", 40))
        .col(string_len("member_id", 40))
        .col(string_len("kind", 32))
        .col(string_len("title", 320))
        .col(string_len("state", 32))
        .col(string_len("original_sha256", 64))
        .col(string_len("copy_sha256", 64))
        .col(date_null("captured_on"))
        .col(timestamp_with_time_zone("deposited_at"))
        .col(timestamp_with_time_zone_null("confirmed_at"))
        .col(timestamp_with_time_zone_null("withdrawn_at"))
        .foreign_key(ForeignKey::create().from(name, "member_id").to("members", "id"))
        .to_owned()
}

async fn indexes(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    for (name, columns) in
        [("evidence_pool", &["case_id", "state", "id"][..]), ("evidence_member", &["member_id", "id"])]
    {
        let mut index = Index::create().name(name).table("evidence").to_owned();
        for column in columns {
            index.col(*column);
        }
        manager.create_index(index).await?;
    }
    Ok(())
}
