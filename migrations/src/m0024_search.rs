//! The index of what is searched in, and what people put off or hand over of what is to be done.

use sea_orm_migration::prelude::*;

use crate::columns::{Column, Kind::*, create, drop, index};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            "search_shelf",
            &[
                Column::new("id", Uuid).key(),
                // What its texts come from: "course it-basics ja".
                Column::new("name", Text).unique(),
                // Which state of that they are.
                Column::new("version", Text),
                // A word of `db::search::See`.
                Column::new("see", Text),
                Column::new("lang", Text),
                // Shelves with a lower number come first among equals.
                Column::new("rank", Int),
                // How long the title of each text is; see `db::search`.
                Column::new("titles", Bytes),
            ],
            &[],
        )
        .await?;
        create(
            manager,
            "search_text",
            &[
                Column::new("shelf_id", Uuid).key().of("search_shelf"),
                Column::new("number", Int).key(),
                Column::new("kind", Text),
                Column::new("link", Text),
                Column::new("anchor", Text),
                // With readings, as the three that follow; see `domain::search::annotated`.
                Column::new("title", Text),
                Column::new("heading", Text),
                Column::new("body", Text),
                Column::new("place", Text),
            ],
            &[],
        )
        .await?;
        create(
            manager,
            "search_bucket",
            &[
                Column::new("bucket", Int).key(),
                Column::new("shelf_id", Uuid).key().of("search_shelf").indexed(),
                // Pairs of letters and where they stand; see `domain::search::index`.
                Column::new("pairs", Bytes),
            ],
            &[],
        )
        .await?;
        create(
            manager,
            "todo_snooze",
            &[
                Column::new("person_id", Uuid).key().of("person"),
                // A word of `TodoKind` and what tells its thing from others.
                Column::new("kind", Text).key(),
                Column::new("thing", Text).key(),
                // It is shown again from this day on.
                Column::new("until", Date),
                Column::new("at", Time),
            ],
            &[],
        )
        .await?;
        create(
            manager,
            "todo_handover",
            &[
                Column::new("kind", Text).key(),
                Column::new("thing", Text).key(),
                Column::new("from_person", Uuid).key().of("person").indexed(),
                Column::new("to_person", Uuid).of("person").indexed(),
                Column::new("at", Time),
            ],
            &[],
        )
        .await?;
        // Who is stuck is asked of the last weeks.
        index(manager, "attempt", &["submitted_at"], false).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_index(Index::drop().name("attempt_submitted_at").to_owned())
            .await?;
        for table in [
            "todo_handover",
            "todo_snooze",
            "search_bucket",
            "search_text",
            "search_shelf",
        ] {
            drop(manager, table).await?;
        }
        Ok(())
    }
}
