//! A short way to write tables that mean the same on SQLite and PostgreSQL: UUID keys made by the
//! application, UTC timestamps, checked text instead of database enums.

use sea_orm_migration::prelude::*;

/// What a column holds.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Uuid,
    Text,
    Time,
    Date,
    Int,
    Big,
    Real,
    Bool,
    Bytes,
}

/// One column of a table.
#[derive(Clone, Copy)]
pub(crate) struct Column {
    name: &'static str,
    kind: Kind,
    key: bool,
    null: bool,
    unique: bool,
    indexed: bool,
    of: Option<&'static str>,
    one_of: &'static [&'static str],
}

impl Column {
    pub(crate) const fn new(name: &'static str, kind: Kind) -> Self {
        Column {
            name,
            kind,
            key: false,
            null: false,
            unique: false,
            indexed: false,
            of: None,
            one_of: &[],
        }
    }

    /// What it is called.
    pub(crate) const fn name(self) -> &'static str {
        self.name
    }

    /// Part of the primary key.
    pub(crate) const fn key(mut self) -> Self {
        self.key = true;
        self
    }

    /// May be empty.
    pub(crate) const fn null(mut self) -> Self {
        self.null = true;
        self
    }

    pub(crate) const fn unique(mut self) -> Self {
        self.unique = true;
        self
    }

    pub(crate) const fn indexed(mut self) -> Self {
        self.indexed = true;
        self
    }

    /// Refers to the `id` of another table.
    pub(crate) const fn of(mut self, table: &'static str) -> Self {
        self.of = Some(table);
        self
    }

    /// Holds one of these words.
    pub(crate) const fn one_of(mut self, words: &'static [&'static str]) -> Self {
        self.one_of = words;
        self
    }

    fn definition(self) -> ColumnDef {
        let mut column = ColumnDef::new(Alias::new(self.name));
        match self.kind {
            Kind::Uuid => column.uuid(),
            Kind::Text => column.text(),
            Kind::Time => column.timestamp_with_time_zone(),
            Kind::Date => column.date(),
            Kind::Int => column.integer(),
            Kind::Big => column.big_integer(),
            Kind::Real => column.double(),
            Kind::Bool => column.boolean(),
            Kind::Bytes => column.blob(),
        };
        if !self.null {
            column.not_null();
        }
        if self.unique {
            column.unique_key();
        }
        if !self.one_of.is_empty() {
            column.check(Expr::col(Alias::new(self.name)).is_in(self.one_of.iter().copied()));
        }
        column
    }
}

/// Creates a table with its keys, references and indexes.
pub(crate) async fn create(
    manager: &SchemaManager<'_>,
    table: &str,
    columns: &[Column],
    unique: &[&[&str]],
) -> Result<(), DbErr> {
    let mut statement = Table::create();
    statement.table(Alias::new(table));
    let mut key = Index::create();
    for column in columns {
        statement.col(column.definition());
        if column.key {
            key.col(Alias::new(column.name));
        }
        if let Some(other) = column.of {
            statement.foreign_key(
                ForeignKey::create()
                    .from(Alias::new(table), Alias::new(column.name))
                    .to(Alias::new(other), Alias::new("id")),
            );
        }
    }
    statement.primary_key(&mut key);
    manager.create_table(statement).await?;

    for column in columns.iter().filter(|column| column.indexed) {
        index(manager, table, &[column.name], false).await?;
    }
    for group in unique {
        index(manager, table, group, true).await?;
    }
    Ok(())
}

/// Creates an index of these columns.
pub(crate) async fn index(
    manager: &SchemaManager<'_>,
    table: &str,
    columns: &[&str],
    unique: bool,
) -> Result<(), DbErr> {
    let mut statement = Index::create();
    statement
        .name(format!("{table}_{}", columns.join("_")))
        .table(Alias::new(table));
    for column in columns {
        statement.col(Alias::new(*column));
    }
    if unique {
        statement.unique();
    }
    manager.create_index(statement).await
}

/// Adds a column to a table that has rows already: one that may be empty.
pub(crate) async fn add(manager: &SchemaManager<'_>, table: &str, column: Column) -> Result<(), DbErr> {
    manager
        .alter_table(
            Table::alter()
                .table(Alias::new(table))
                .add_column(column.definition())
                .to_owned(),
        )
        .await
}

/// Removes a column.
pub(crate) async fn remove(manager: &SchemaManager<'_>, table: &str, column: &str) -> Result<(), DbErr> {
    manager
        .alter_table(
            Table::alter()
                .table(Alias::new(table))
                .drop_column(Alias::new(column))
                .to_owned(),
        )
        .await
}

/// Removes a table.
pub(crate) async fn drop(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    manager
        .drop_table(Table::drop().table(Alias::new(table)).to_owned())
        .await
}
