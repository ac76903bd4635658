//! Kits that are lent for working from home, their loans, and the texts that people agree to.

use sea_orm_migration::prelude::*;

use crate::columns::{Column, Kind::*, create, drop};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const STATES: &[&str] = &["here", "lent", "broken", "lost", "retired"];
const KINDS: &[&str] = &[
    "computer", "tablet", "camera", "headset", "router", "sim", "screen", "other",
];

/// A kit is with one person at a time, whoever lends it and however many at once.
const ONE_LOAN: &str = "CREATE UNIQUE INDEX loan_running ON loan (kit_id) WHERE ended_at IS NULL";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            "kit",
            &[
                Column::new("id", Uuid).key(),
                // As it stands on the label.
                Column::new("number", Text).unique(),
                Column::new("kind", Text).one_of(KINDS),
                // Maker and model.
                Column::new("name", Text),
                Column::new("state", Text).one_of(STATES),
                Column::new("note", Text),
                Column::new("created_by", Uuid).of("person"),
                Column::new("created_at", Time),
                // When somebody last saw it at an inventory.
                Column::new("counted_at", Time).null(),
            ],
            &[],
        )
        .await?;
        create(
            manager,
            "kit_photo",
            &[
                Column::new("kit_id", Uuid).key().of("kit"),
                // `image/jpeg` and the like.
                Column::new("kind", Text),
                Column::new("content", Bytes),
                Column::new("at", Time),
            ],
            &[],
        )
        .await?;
        // What belongs to a kit: a charger, a bag.
        create(
            manager,
            "kit_part",
            &[
                Column::new("id", Uuid).key(),
                Column::new("kit_id", Uuid).indexed().of("kit"),
                Column::new("place", Int),
                Column::new("name", Text),
                // Since when it is not there.
                Column::new("missing_at", Time).null(),
            ],
            &[],
        )
        .await?;
        create(
            manager,
            "loan",
            &[
                Column::new("id", Uuid).key(),
                Column::new("kit_id", Uuid).indexed().of("kit"),
                Column::new("person_id", Uuid).indexed().of("person"),
                Column::new("lent_by", Uuid).of("person"),
                Column::new("lent_at", Time),
                // The last day.
                Column::new("due_on", Date),
                Column::new("condition_out", Text),
                // What went out with it, a part a line.
                Column::new("parts_out", Text),
                // The text as it was then, and its version.
                Column::new("terms_version", Int),
                Column::new("terms", Text),
                Column::new("agreed_how", Text)
                    .null()
                    .one_of(&["own", "here", "paper"]),
                // As the person wrote the own name.
                Column::new("agreed_name", Text).null(),
                Column::new("agreed_at", Time).null(),
                Column::new("ended_at", Time).null(),
                Column::new("ended_by", Uuid).null().of("person"),
                Column::new("ended_how", Text).null().one_of(&["back", "lost"]),
                Column::new("condition_back", Text),
            ],
            &[],
        )
        .await?;
        // What happened to a kit; append-only.
        create(
            manager,
            "kit_event",
            &[
                Column::new("id", Uuid).key(),
                Column::new("kit_id", Uuid).indexed().of("kit"),
                Column::new("at", Time),
                Column::new("by_person", Uuid).of("person"),
                Column::new("what", Text).one_of(&[
                    "added",
                    "changed",
                    "lent",
                    "agreed",
                    "back",
                    "extended",
                    "part-missing",
                    "part-found",
                    "counted",
                    "here",
                    "broken",
                    "lost",
                    "retired",
                ]),
                Column::new("loan_id", Uuid).null().of("loan"),
                Column::new("note", Text),
            ],
            &[],
        )
        .await?;
        // The versions of a text that people agree to; append-only.
        create(
            manager,
            "agreed_text",
            &[
                Column::new("id", Uuid).key(),
                Column::new("kind", Text).one_of(&["loan", "pledge"]),
                Column::new("version", Int),
                Column::new("ja", Text),
                Column::new("en", Text),
                Column::new("made_by", Uuid).of("person"),
                Column::new("made_at", Time),
            ],
            &[&["kind", "version"]],
        )
        .await?;
        manager
            .get_connection()
            .execute_unprepared(ONE_LOAN)
            .await
            .map(|_| ())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["agreed_text", "kit_event", "loan", "kit_part", "kit_photo", "kit"] {
            drop(manager, table).await?;
        }
        Ok(())
    }
}
