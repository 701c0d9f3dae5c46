//! What operators' terms say, when it was seen, and which citations quote it.

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
                    .table("terms")
                    .col(string_len("id", 40).primary_key())
                    .col(string_len("operator_id", 40))
                    .col(text_null("clause"))
                    .col(string_len_null("document", 320))
                    .col(string_len("fingerprint", 64))
                    .col(date_null("first_seen"))
                    .col(date_null("last_seen"))
                    .col(timestamp_with_time_zone("created_at"))
                    .foreign_key(ForeignKey::create().from("terms", "operator_id").to("operators", "id"))
                    .to_owned(),
            )
            .await?;
        let one = Index::create().name("terms_one").table("terms").unique().to_owned();
        on(manager, one, &["operator_id", "fingerprint"]).await?;
        let seen = Index::create().name("terms_seen").table("terms").to_owned();
        on(manager, seen, &["operator_id", "last_seen", "id"]).await?;
        manager
            .create_table(
                Table::create()
                    .table("term_texts")
                    .col(string_len("term_id", 40).primary_key())
                    .col(text("text"))
                    .foreign_key(ForeignKey::create().from("term_texts", "term_id").to("terms", "id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("sightings")
                    .col(string_len("id", 40).primary_key())
                    .col(string_len("term_id", 40))
                    .col(string_len("operator_id", 40))
                    .col(date("seen_on"))
                    .col(text_null("url"))
                    .col(string_len("sha256", 64))
                    .col(string_len_null("evidence_id", 40))
                    .col(string_len("state", 32))
                    .col(string_len("submitted_by", 40))
                    .col(timestamp_with_time_zone("submitted_at"))
                    .col(string_len_null("decided_by", 40))
                    .col(timestamp_with_time_zone_null("decided_at"))
                    .col(text_null("reason"))
                    .foreign_key(ForeignKey::create().from("sightings", "term_id").to("terms", "id"))
                    .to_owned(),
            )
            .await?;
        for (name, columns) in [
            ("sightings_term", ["term_id", "state", "seen_on"]),
            ("sightings_waiting", ["state", "operator_id", "id"]),
            ("sightings_submitter", ["submitted_by", "state", "id"]),
        ] {
            on(manager, Index::create().name(name).table("sightings").to_owned(), &columns).await?;
        }
        let term = string_len_null("term_id", 40);
        manager.alter_table(Table::alter().table("citations").add_column(term).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("citations").drop_column("term_id").to_owned()).await?;
        for table in ["sightings", "term_texts", "terms"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

async fn on(
    manager: &SchemaManager<'_>,
    mut index: IndexCreateStatement,
    columns: &[&'static str],
) -> Result<(), DbErr> {
    for column in columns {
        index.col(*column);
    }
    manager.create_index(index).await
}
