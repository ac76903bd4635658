//! Class sessions that do not take place, and why.

use sea_orm_migration::prelude::*;

use crate::columns::{Column, Kind::*, add, remove};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Since when it is known that the class does not take place; empty while it does.
        add(manager, "class_session", Column::new("cancelled_at", Time).null()).await?;
        // What learners are told.
        add(
            manager,
            "class_session",
            Column::new("cancelled_because", Text).null(),
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        remove(manager, "class_session", "cancelled_because").await?;
        remove(manager, "class_session", "cancelled_at").await
    }
}
