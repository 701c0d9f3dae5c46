//! Whatever an operator is known by stands in one table, folded, so that it is found however it was written.

use sea_orm_migration::{
    prelude::*,
    schema::*,
    sea_orm::{ConnectionTrait, FromQueryResult, Statement},
};
use unicode_normalization::UnicodeNormalization;

/// Makes the table from what was recorded of operators and their other names.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Rows written in one statement.
const CHUNK: usize = 200;

#[derive(FromQueryResult)]
struct Known {
    operator_id: String,
    kind: String,
    value: String,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// Also on SQLite: a name must not be lost between its two places.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("operator_identities")
                    .col(string_len("operator_id", 40))
                    .col(string_len("kind", 32))
                    .col(integer("place"))
                    .col(string_len("value", 320))
                    .col(string_len("folded", 320))
                    .primary_key(Index::create().col("operator_id").col("kind").col("place"))
                    .foreign_key(
                        ForeignKey::create().from("operator_identities", "operator_id").to("operators", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        let folded = Index::create()
            .name("operator_identities_folded")
            .table("operator_identities")
            .col("folded")
            .to_owned();
        manager.create_index(folded).await?;
        let changed =
            Index::create().name("operators_updated").table("operators").col("updated_at").to_owned();
        manager.create_index(changed).await?;
        copy(manager).await?;
        manager.drop_table(Table::drop().table("operator_aliases").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
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
        for (name, column) in
            [("operator_aliases_operator", "operator_id"), ("operator_aliases_name", "name")]
        {
            let index = Index::create().name(name).table("operator_aliases").col(column).to_owned();
            manager.create_index(index).await?;
        }
        let db = manager.get_connection();
        db.execute_unprepared(
            "INSERT INTO operator_aliases (id, operator_id, name, is_domain) \
             SELECT operator_id || kind || place, operator_id, value, kind = 'domain' \
             FROM operator_identities WHERE kind IN ('alias', 'domain')",
        )
        .await?;
        manager.drop_index(Index::drop().name("operators_updated").table("operators").to_owned()).await?;
        manager.drop_table(Table::drop().table("operator_identities").to_owned()).await
    }
}

/// Copies what operators are known by.
async fn copy(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let recorded = "SELECT id AS operator_id, 'name' AS kind, name AS value FROM operators \
         UNION ALL SELECT id, 'firm', legal_name FROM operators WHERE legal_name IS NOT NULL \
         UNION ALL SELECT id, 'credit_code', credit_code FROM operators WHERE credit_code IS NOT NULL \
         UNION ALL SELECT id, 'icp', icp FROM operators WHERE icp IS NOT NULL";
    let other = "SELECT operator_id, CASE WHEN is_domain THEN 'domain' ELSE 'alias' END AS kind, name AS value \
         FROM operator_aliases ORDER BY id";
    let mut places = std::collections::HashMap::new();
    let mut rows = Vec::new();
    for sql in [recorded, other] {
        let statement = Statement::from_string(db.get_database_backend(), sql);
        for row in db.query_all_raw(statement).await? {
            let known = Known::from_query_result(&row, "")?;
            let place: &mut i32 = places.entry((known.operator_id.clone(), known.kind.clone())).or_default();
            rows.push((known, *place));
            *place += 1;
        }
    }
    for some in rows.chunks(CHUNK) {
        let mut insert = Query::insert();
        insert.into_table("operator_identities").columns(["operator_id", "kind", "place", "value", "folded"]);
        for (known, place) in some {
            let folded = folded(&known.kind, &known.value);
            insert.values_panic([
                known.operator_id.as_str().into(),
                known.kind.as_str().into(),
                (*place).into(),
                known.value.as_str().into(),
                folded.into(),
            ]);
        }
        db.execute(&insert).await?;
    }
    Ok(())
}

/// As the program folded it when this was written.
fn folded(kind: &str, value: &str) -> String {
    let plain: String = value.nfkc().flat_map(char::to_lowercase).filter(|c| !c.is_whitespace()).collect();
    let folded = match kind {
        "domain" => idna::domain_to_ascii(&plain).unwrap_or(plain),
        "icp" => match plain.rsplit_once('-') {
            Some((subject, site)) if site.bytes().all(|byte| byte.is_ascii_digit()) => subject.to_owned(),
            _ => plain,
        },
        _ => plain,
    };
    folded.chars().take(320).collect()
}
