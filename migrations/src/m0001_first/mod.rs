//! The first schema: every table of the bridge, from the first sign-in to the last follow-up.

use sea_orm_migration::prelude::*;

use crate::columns::{Column, create, drop};

mod care;
mod catalog;
mod classroom;
mod identity;
mod learning;
mod matching;
mod readiness;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for room in ROOMS {
            for (table, columns, unique) in *room {
                create(manager, table, columns, unique).await?;
            }
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for room in ROOMS.iter().rev() {
            for (table, _, _) in room.iter().rev() {
                drop(manager, table).await?;
            }
        }
        Ok(())
    }
}

/// Table, columns, and groups of columns that are unique together.
type Table = (
    &'static str,
    &'static [Column],
    &'static [&'static [&'static str]],
);

/// The rooms and their tables, in an order that lets each table refer to earlier ones.
const ROOMS: &[&[Table]] = &[
    identity::TABLES,
    catalog::TABLES,
    learning::TABLES,
    classroom::TABLES,
    readiness::TABLES,
    matching::TABLES,
    care::TABLES,
];
