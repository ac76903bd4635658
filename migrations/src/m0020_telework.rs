//! Working from home: what was measured there, pledges, the workplace, incidents and calls.

use sea_orm_migration::prelude::*;

use crate::columns::{Column, Kind::*, create, drop};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const MEASURES: &[&str] = &[
    "camera",
    "microphone",
    "speaker",
    "line",
    "browser",
    "screen",
    "secure",
];
const INCIDENTS: &[&str] = &[
    "lost-device",
    "wrong-recipient",
    "suspicious-mail",
    "injury",
    "other",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // What a device and its line were measured to be; append-only, the newest of a kind counts.
        create(
            manager,
            "measurement",
            &[
                Column::new("id", Uuid).key(),
                Column::new("person_id", Uuid).indexed().of("person"),
                Column::new("measure", Text).one_of(MEASURES),
                // The numbers, as JSON.
                Column::new("value", Text),
                // What is not in order, with commas between; empty: all is.
                Column::new("problems", Text),
                // What the browser says of itself.
                Column::new("agent", Text),
                Column::new("at", Time),
            ],
            &[],
        )
        .await?;
        // Who agreed to which version of the pledge; append-only.
        create(
            manager,
            "pledge",
            &[
                Column::new("id", Uuid).key(),
                Column::new("person_id", Uuid).of("person"),
                Column::new("version", Int),
                // The text as it was read.
                Column::new("text", Text),
                // As the person wrote the own name.
                Column::new("name", Text),
                Column::new("at", Time),
            ],
            &[&["person_id", "version"]],
        )
        .await?;
        // The place where somebody works at home; append-only but for the decision.
        create(
            manager,
            "workplace",
            &[
                Column::new("id", Uuid).key(),
                Column::new("person_id", Uuid).indexed().of("person"),
                // The items that are in order, with commas between.
                Column::new("items", Text),
                Column::new("note", Text),
                Column::new("at", Time),
                Column::new("decision", Text).null().one_of(&["fine", "not-yet"]),
                Column::new("decided_by", Uuid).null().of("person"),
                Column::new("decided_at", Time).null(),
                Column::new("reason", Text),
            ],
            &[],
        )
        .await?;
        // A picture of the desk, until the decision.
        create(
            manager,
            "workplace_photo",
            &[
                Column::new("workplace_id", Uuid).key().of("workplace"),
                Column::new("content", Bytes),
            ],
            &[],
        )
        .await?;
        create(
            manager,
            "incident",
            &[
                Column::new("id", Uuid).key(),
                Column::new("person_id", Uuid).indexed().of("person"),
                Column::new("kind", Text).one_of(INCIDENTS),
                Column::new("what", Text),
                Column::new("at", Time).indexed(),
                Column::new("closed_at", Time).null(),
                Column::new("closed_by", Uuid).null().of("person"),
                Column::new("learnt", Text),
            ],
            &[],
        )
        .await?;
        // What was done about an incident; append-only.
        create(
            manager,
            "incident_note",
            &[
                Column::new("id", Uuid).key(),
                Column::new("incident_id", Uuid).indexed().of("incident"),
                Column::new("by_person", Uuid).of("person"),
                Column::new("at", Time),
                Column::new("note", Text),
            ],
            &[],
        )
        .await?;
        // A call between two people; what is said in it is kept nowhere.
        create(
            manager,
            "call",
            &[
                Column::new("id", Uuid).key(),
                Column::new("person_id", Uuid).indexed().of("person"),
                Column::new("host_id", Uuid).indexed().of("person"),
                Column::new("created_at", Time).indexed(),
                Column::new("joined_at", Time).null(),
                Column::new("ended_at", Time).null(),
            ],
            &[],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            "call",
            "incident_note",
            "incident",
            "workplace_photo",
            "workplace",
            "pledge",
            "measurement",
        ] {
            drop(manager, table).await?;
        }
        Ok(())
    }
}
