//! Notices: what has happened, for each person it is about, read or not.

use sea_orm_migration::prelude::*;

use crate::columns::{Column, Kind::*, create, drop};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            "notice",
            &[
                Column::new("id", Uuid).key(),
                Column::new("person_id", Uuid).of("person").indexed(),
                // A word of `NoticeKind`; later versions know more of them.
                Column::new("kind", Text),
                // The thing it is about.
                Column::new("subject_id", Uuid),
                Column::new("link", Text),
                // What its words need, as JSON.
                Column::new("about", Text),
                Column::new("created_at", Time),
                Column::new("read_at", Time).null(),
            ],
            &[],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "notice").await
    }
}
