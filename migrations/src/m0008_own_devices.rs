//! Shared computers: a sign-in says whether the device is the person's own, and ends when nobody uses it;
//! how pages look belongs to the account.

use sea_orm_migration::prelude::*;

use crate::columns::{Column, Kind::*, add, remove};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // When the sign-in ends unless it is used before; none on a device of one's own.
        add(manager, "sign_in", Column::new("idle_until", Time).null()).await?;
        // Larger text, and readings above the kanji; none until the person chose.
        add(manager, "person", Column::new("large_text", Bool).null()).await?;
        add(manager, "person", Column::new("furigana", Bool).null()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        remove(manager, "person", "furigana").await?;
        remove(manager, "person", "large_text").await?;
        remove(manager, "sign_in", "idle_until").await
    }
}
