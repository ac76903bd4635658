//! On what an answer or mark was based, and when it was given: two devices, and devices without a line.

use sea_orm_migration::prelude::*;

use crate::columns::{Column, Kind::*, add, remove};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // The answers that the page showed when this one was given, ids parted by spaces; empty where it
        // showed none. Null, as before: it replaced all that was there.
        add(manager, "response", Column::new("based_on", Text).null()).await?;
        // When it was given, where it was kept on a device before it was saved.
        add(manager, "response", Column::new("acted_at", Time).null()).await?;
        // When a mark arrived that was kept on a device; `set_at` is when it was tapped.
        add(manager, "attendance_mark", Column::new("arrived_at", Time).null()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        remove(manager, "attendance_mark", "arrived_at").await?;
        remove(manager, "response", "acted_at").await?;
        remove(manager, "response", "based_on").await
    }
}
