//! Help with accounts: links with which people choose a new password, and accounts that are closed.

use sea_orm_migration::prelude::*;

use crate::columns::{Column, Kind::*, add, create, drop, remove};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Since when nobody can sign in with the account; empty while it is open.
        add(manager, "person", Column::new("closed_at", Time).null()).await?;
        // A link with which one person chooses a new password, once.
        create(
            manager,
            "password_reset",
            &[
                Column::new("id", Uuid).key(),
                Column::new("token_hash", Text).unique(),
                Column::new("person_id", Uuid).indexed().of("person"),
                Column::new("created_by", Uuid).null().of("person"),
                Column::new("created_at", Time),
                Column::new("expires_at", Time),
                Column::new("used_at", Time).null(),
            ],
            &[],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "password_reset").await?;
        remove(manager, "person", "closed_at").await
    }
}
