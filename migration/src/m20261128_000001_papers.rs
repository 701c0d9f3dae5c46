//! Typeset parts of complaints, and the reports that go with them.

use sea_orm_migration::{prelude::*, schema::*};

/// Makes these tables and columns.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("papers")
                    .col(string_len("id", 40).primary_key())
                    .col(string_len("complaint_id", 40))
                    .col(string_len_null("filing_id", 40))
                    .col(integer("number"))
                    .col(integer("volumes"))
                    .col(integer("first_row"))
                    .col(integer("last_row"))
                    .col(string_len("state", 32))
                    .col(integer_null("pages"))
                    .col(big_integer_null("size"))
                    .col(string_len_null("sha256", 64))
                    .col(timestamp_with_time_zone("ordered_at"))
                    .col(timestamp_with_time_zone_null("drawn_at"))
                    .foreign_key(ForeignKey::create().from("papers", "complaint_id").to("complaints", "id"))
                    .foreign_key(ForeignKey::create().from("papers", "filing_id").to("filings", "id"))
                    .to_owned(),
            )
            .await?;
        let of_version = Index::create()
            .name("papers_complaint")
            .table("papers")
            .col("complaint_id")
            .col("filing_id")
            .col("number")
            .to_owned();
        manager.create_index(of_version).await?;
        manager
            .create_table(
                Table::create()
                    .table("paper_contents")
                    .col(string_len("paper_id", 40).primary_key())
                    .col(blob("sealed"))
                    .foreign_key(ForeignKey::create().from("paper_contents", "paper_id").to("papers", "id"))
                    .to_owned(),
            )
            .await?;
        let report = Table::alter().table("complaints").add_column(text_null("report")).to_owned();
        manager.alter_table(report).await?;
        let sealed = Table::alter().table("filings").add_column(blob_null("report_sealed")).to_owned();
        manager.alter_table(sealed).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in [("filings", "report_sealed"), ("complaints", "report")] {
            manager.alter_table(Table::alter().table(table).drop_column(column).to_owned()).await?;
        }
        manager.drop_table(Table::drop().table("paper_contents").to_owned()).await?;
        manager.drop_table(Table::drop().table("papers").to_owned()).await
    }
}
