//! What is asked of the database as a whole: is it sound, copy it, read all of it page by page.

use entity::{case, citation, complaint, evidence, filing};
use sea_orm::{
    ColumnTrait, ConnectOptions, ConnectionTrait, Database, DatabaseBackend, DatabaseConnection, EntityTrait,
    QueryFilter, QueryOrder, QuerySelect, Statement,
};

use crate::error::Result;

/// What SQLite finds wrong with its file and with the references between rows; PostgreSQL looks after itself.
pub async fn damages(db: &DatabaseConnection) -> Result<Vec<String>> {
    let backend = db.get_database_backend();
    if backend != DatabaseBackend::Sqlite {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for row in db.query_all_raw(Statement::from_string(backend, "PRAGMA integrity_check")).await? {
        let said: String = row.try_get_by_index(0)?;
        if said != "ok" {
            found.push(format!("the database file: {said}"));
        }
    }
    for row in db.query_all_raw(Statement::from_string(backend, "PRAGMA foreign_key_check")).await? {
        let (table, parent): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(2)?);
        found.push(format!("a row of {table} refers to a row of {parent} that is not there"));
    }
    Ok(found)
}

/// Writes a copy of a SQLite database, as it is at one instant but without data keys, into a file that is not there
/// yet.
pub async fn copy_into(db: &DatabaseConnection, file: &str) -> Result<()> {
    let backend = db.get_database_backend();
    db.execute_raw(Statement::from_sql_and_values(backend, "VACUUM INTO ?", [file.into()])).await?;
    let mut options = ConnectOptions::new(format!("sqlite:{file}"));
    options.max_connections(1).sqlx_logging(false);
    // What is deleted is overwritten, so that no page that was freed still holds a key.
    options.map_sqlx_sqlite_opts(|sqlite| sqlite.pragma("secure_delete", "ON"));
    let copy = Database::connect(options).await?;
    super::data_key::delete_all(&copy).await?;
    copy.execute_unprepared("VACUUM").await?;
    Ok(copy.close().await?)
}

/// Reads a table page by page, in the order of its ids.
macro_rules! pages {
    ($($(#[$doc:meta])* $name:ident $entity:ident;)*) => {$(
        $(#[$doc])*
        pub async fn $name(db: &impl ConnectionTrait, after: &str, limit: u64) -> Result<Vec<$entity::Model>> {
            Ok($entity::Entity::find()
                .filter($entity::Column::Id.gt(after))
                .order_by_asc($entity::Column::Id)
                .limit(limit)
                .all(db)
                .await?)
        }
    )*};
}

pages! {
    /// The complaints behind an id.
    complaints complaint;
    /// The filings behind an id.
    filings filing;
    /// The evidence behind an id.
    pieces evidence;
    /// The cases behind an id.
    cases case;
    /// The citations behind an id.
    citations citation;
}
