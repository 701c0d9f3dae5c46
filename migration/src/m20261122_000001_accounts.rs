//! Accounts, their sessions and sealed identities, and third-party apps.

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
                    .table("accounts")
                    .col(string_len("id", 40).primary_key())
                    .col(string_len("email", 320))
                    .col(string_len("mail_host", 320))
                    .col(string_len("password_hash", 320))
                    .col(string_len("role", 32))
                    .col(string_len("locale", 32))
                    .col(string_len("letters", 32))
                    .col(boolean("discreet"))
                    .col(var_binary_null("data_key", 128))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone_null("closed_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("accounts_email").table("accounts").col("email").unique().to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("sessions")
                    .col(string_len("id", 40).primary_key())
                    .col(string_len("account_id", 40))
                    .col(string_len("device", 320))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("refreshed_at"))
                    .col(timestamp_with_time_zone("expires_at"))
                    .col(timestamp_with_time_zone_null("revoked_at"))
                    .foreign_key(ForeignKey::create().from("sessions", "account_id").to("accounts", "id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("sessions_account")
                    .table("sessions")
                    .col("account_id")
                    .col("id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("refresh_tokens")
                    .col(var_binary("hash", 64).primary_key())
                    .col(string_len("session_id", 40))
                    .col(timestamp_with_time_zone("issued_at"))
                    .col(timestamp_with_time_zone_null("used_at"))
                    .foreign_key(
                        ForeignKey::create().from("refresh_tokens", "session_id").to("sessions", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("refresh_tokens_session")
                    .table("refresh_tokens")
                    .col("session_id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("mail_tokens")
                    .col(var_binary("hash", 64).primary_key())
                    .col(string_len("purpose", 32))
                    .col(string_len("email", 320))
                    .col(string_len_null("account_id", 40))
                    .col(string_len_null("password_hash", 320))
                    .col(string_len("locale", 32))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("expires_at"))
                    .col(timestamp_with_time_zone_null("used_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("mail_tokens_expiry").table("mail_tokens").col("expires_at").to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("identities")
                    .col(string_len("account_id", 40).primary_key())
                    .col(blob("sealed"))
                    .col(var_binary("phone_index", 64))
                    .col(var_binary_null("address_index", 64))
                    .col(boolean("complete"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(ForeignKey::create().from("identities", "account_id").to("accounts", "id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("identities_phone").table("identities").col("phone_index").to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("identities_address")
                    .table("identities")
                    .col("address_index")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("openings")
                    .col(string_len("id", 40).primary_key())
                    .col(string_len("account_id", 40))
                    .col(string_len_null("filing_id", 40))
                    .col(timestamp_with_time_zone("opened_at"))
                    .foreign_key(ForeignKey::create().from("openings", "account_id").to("accounts", "id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("openings_account")
                    .table("openings")
                    .col("account_id")
                    .col("id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("apps")
                    .col(string_len("id", 40).primary_key())
                    .col(string_len("account_id", 40))
                    .col(string_len("name", 320))
                    .col(var_binary("secret_hash", 64))
                    .col(string_len("scopes", 320))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone_null("revoked_at"))
                    .foreign_key(ForeignKey::create().from("apps", "account_id").to("accounts", "id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("apps_account").table("apps").col("account_id").col("id").to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("apps_secret").table("apps").col("secret_hash").unique().to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("idempotency_keys")
                    .col(string_len("scope", 320))
                    .col(string_len("key", 320))
                    .col(var_binary("input_hash", 64))
                    .col(blob_null("answer"))
                    .col(timestamp_with_time_zone("created_at"))
                    .primary_key(Index::create().col("scope").col("key"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("idempotency_keys_age")
                    .table("idempotency_keys")
                    .col("created_at")
                    .to_owned(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            "idempotency_keys",
            "apps",
            "openings",
            "identities",
            "mail_tokens",
            "refresh_tokens",
            "sessions",
            "accounts",
        ] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}
