//! What is searched and sorted by, folded as people type it: width, kana, dashes and spaces do not matter.
//! The keys are written with each row (`server/src/db/folded.rs`), and at a start where they are missing or
//! the folding has changed.

use sea_orm_migration::prelude::*;

use crate::columns::{Column, Kind::Text, add, remove};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const SEARCHED: [&str; 4] = ["person", "employer", "opening", "cohort"];
const SORTED: [&str; 2] = ["person", "employer"];
/// As the lists sort: by the key, and until it is written by what it is made of.
const INDEXES: [(&str, &str); 2] = [
    (
        "person_by_key",
        "CREATE INDEX person_by_key ON person (COALESCE(sort_key, kana, name), id)",
    ),
    (
        "employer_by_key",
        "CREATE INDEX employer_by_key ON employer (COALESCE(sort_key, name), id)",
    ),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in SEARCHED {
            add(manager, table, Column::new("search_key", Text).null()).await?;
        }
        for table in SORTED {
            add(manager, table, Column::new("sort_key", Text).null()).await?;
        }
        for (_, statement) in INDEXES {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, _) in INDEXES {
            manager.drop_index(Index::drop().name(name).to_owned()).await?;
        }
        for table in SORTED {
            remove(manager, table, "sort_key").await?;
        }
        for table in SEARCHED {
            remove(manager, table, "search_key").await?;
        }
        Ok(())
    }
}
