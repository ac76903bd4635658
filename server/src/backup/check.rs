//! Opens a database file and counts its rows: of a backup that was just written, and of one that is to
//! take the place of another.

use std::{collections::BTreeMap, path::Path};

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};

use super::told;
use crate::Result;

/// Rows of each table of a database file that is whole. Fails when SQLite finds anything wrong with it.
pub(super) async fn rows_of_file(file: &Path) -> Result<BTreeMap<String, i64>> {
    let mut options = ConnectOptions::new(format!("sqlite://{}?mode=ro", file.display()));
    options.max_connections(1).sqlx_logging(false);
    let db = Database::connect(options).await?;
    let found = db
        .query_all_raw(Statement::from_string(
            DbBackend::Sqlite,
            "PRAGMA integrity_check",
        ))
        .await?;
    let said: Vec<String> = found
        .iter()
        .map(|row| row.try_get_by_index(0))
        .collect::<std::result::Result<_, _>>()?;
    if said != ["ok"] {
        return Err(told(format!("{}: {}", file.display(), said.join("; "))));
    }
    let rows = rows(&db).await?;
    db.close().await?;
    Ok(rows)
}

/// Rows of each table.
pub(super) async fn rows(db: &DatabaseConnection) -> Result<BTreeMap<String, i64>> {
    let backend = db.get_database_backend();
    let tables = match backend {
        DbBackend::Sqlite => {
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        }
        _ => "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()",
    };
    let mut rows = BTreeMap::new();
    for table in db.query_all_raw(Statement::from_string(backend, tables)).await? {
        let table: String = table.try_get_by_index(0)?;
        let count = db
            .query_one_raw(Statement::from_string(
                backend,
                format!("SELECT COUNT(*) FROM \"{}\"", table.replace('"', "\"\"")),
            ))
            .await?
            .ok_or_else(|| told("the database does not count"))?;
        rows.insert(table, count.try_get_by_index(0)?);
    }
    Ok(rows)
}
