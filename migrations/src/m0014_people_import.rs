//! People brought in from a file, invited by cards, and accounts of one person put together.

use sea_orm_migration::prelude::*;

use crate::columns::{Column, Kind::*, add, create, drop, remove};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Columns that older rows do not have.
const COLUMNS: &[(&str, Column)] = &[
    ("person", Column::new("phone", Text).null()),
    // Who is invited, where the person is here already and has not signed in yet.
    ("invitation", Column::new("person_id", Uuid).null()),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in COLUMNS {
            add(manager, table, *column).await?;
        }
        // A file of people: its rows until somebody confirms them, then the people who were made (JSON).
        create(
            manager,
            "people_import",
            &[
                Column::new("id", Uuid).key(),
                Column::new("file_name", Text),
                Column::new("content", Text),
                Column::new("created_by", Uuid).of("person"),
                Column::new("created_at", Time),
                Column::new("done_at", Time).null(),
            ],
            &[],
        )
        .await?;
        // That what was held under two accounts of one person is held under one.
        create(
            manager,
            "person_merge",
            &[
                Column::new("id", Uuid).key(),
                Column::new("kept_id", Uuid).indexed().of("person"),
                Column::new("merged_id", Uuid).indexed().of("person"),
                // Which rows were moved, by their keys (JSON).
                Column::new("moved", Text),
                Column::new("by_person", Uuid).of("person"),
                Column::new("at", Time),
                Column::new("undone_by", Uuid).null().of("person"),
                Column::new("undone_at", Time).null(),
            ],
            &[],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["person_merge", "people_import"] {
            drop(manager, table).await?;
        }
        for (table, column) in COLUMNS {
            remove(manager, table, column.name()).await?;
        }
        Ok(())
    }
}
