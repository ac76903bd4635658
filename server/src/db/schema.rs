//! The schema as the database has it: tables, columns, references. For what goes through all of it: a
//! person's own data, and tests that nothing was left out.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::Result;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A key.
    Uuid,
    /// Words.
    Text,
    /// A moment.
    Time,
    /// A day.
    Date,
    /// A whole number.
    Int,
    /// A large whole number.
    Big,
    /// A number.
    Real,
    /// Yes or no.
    Bool,
    /// The content of a file.
    Bytes,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// May be empty.
    pub nullable: bool,
    /// Part of the key.
    pub key: bool,
    /// The table whose `id` it refers to.
    pub of: Option<String>,
}

/// The tables by name, each with its columns in their order.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// See the type.
    pub tables: BTreeMap<String, Vec<Column>>,
}

impl Schema {
    /// As the database says.
    pub async fn read<C: ConnectionTrait>(db: &C) -> Result<Schema> {
        match db.get_database_backend() {
            DbBackend::Sqlite => sqlite(db).await,
            _ => postgres(db).await,
        }
    }

    /// The columns of a table; none of one that is not there.
    pub fn columns(&self, table: &str) -> &[Column] {
        self.tables.get(table).map_or(&[], Vec::as_slice)
    }
}

fn ask(backend: DbBackend, sql: impl Into<String>) -> Statement {
    Statement::from_string(backend, sql)
}

async fn sqlite<C: ConnectionTrait>(db: &C) -> Result<Schema> {
    let backend = DbBackend::Sqlite;
    let names = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    let mut schema = Schema::default();
    for row in db.query_all_raw(ask(backend, names)).await? {
        let table: String = row.try_get_by_index(0)?;
        let mut columns = Vec::new();
        let info = format!("SELECT name, lower(type), \"notnull\", pk FROM pragma_table_info('{table}')");
        for row in db.query_all_raw(ask(backend, info)).await? {
            let (not_null, key): (i32, i32) = (row.try_get_by_index(2)?, row.try_get_by_index(3)?);
            columns.push(Column {
                name: row.try_get_by_index(0)?,
                kind: kind(&row.try_get_by_index::<String>(1)?),
                nullable: not_null == 0,
                key: key > 0,
                of: None,
            });
        }
        let keys = format!("SELECT \"from\", \"table\" FROM pragma_foreign_key_list('{table}')");
        for row in db.query_all_raw(ask(backend, keys)).await? {
            let (from, of): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            if let Some(column) = columns.iter_mut().find(|column| column.name == from) {
                column.of = Some(of);
            }
        }
        schema.tables.insert(table, columns);
    }
    Ok(schema)
}

async fn postgres<C: ConnectionTrait>(db: &C) -> Result<Schema> {
    const COLUMNS: &str = "SELECT c.relname::text, a.attname::text, lower(format_type(a.atttypid, NULL)), \
        NOT a.attnotnull, \
        EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary AND a.attnum = ANY(i.indkey)), \
        (SELECT f.relname::text FROM pg_constraint k JOIN pg_class f ON f.oid = k.confrelid \
         WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.conkey[1] = a.attnum LIMIT 1) \
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid \
        WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace \
        AND a.attnum > 0 AND NOT a.attisdropped ORDER BY c.relname, a.attnum";
    let mut schema = Schema::default();
    for row in db.query_all_raw(ask(DbBackend::Postgres, COLUMNS)).await? {
        let column = Column {
            name: row.try_get_by_index(1)?,
            kind: kind(&row.try_get_by_index::<String>(2)?),
            nullable: row.try_get_by_index(3)?,
            key: row.try_get_by_index(4)?,
            of: row.try_get_by_index(5)?,
        };
        let table = row.try_get_by_index(0)?;
        schema.tables.entry(table).or_default().push(column);
    }
    Ok(schema)
}

/// The kind of a type as either database writes it.
fn kind(written: &str) -> Kind {
    match written {
        it if it.starts_with("uuid") => Kind::Uuid,
        it if it.starts_with("timestamp") => Kind::Time,
        it if it.starts_with("date") => Kind::Date,
        it if it.starts_with("bool") => Kind::Bool,
        it if it.starts_with("bigint") => Kind::Big,
        it if it.starts_with("int") => Kind::Int,
        it if it.starts_with("double") || it.starts_with("real") => Kind::Real,
        it if it.starts_with("blob") || it.starts_with("bytea") => Kind::Bytes,
        _ => Kind::Text,
    }
}
