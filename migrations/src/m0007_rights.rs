//! Consent for one opening under its terms, answers that are only ever added, cohorts' instructors, and
//! who made a link for a password.

use sea_orm_migration::prelude::*;

use crate::columns::{Column, Kind::*, add, create, drop, remove};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Columns that older rows do not have.
const COLUMNS: &[(&str, Column)] = &[
    // The opening that the consent is for. A consent from before names none: what was sent under it stays
    // open, and nothing new is sent.
    ("consent", Column::new("opening_id", Uuid).null()),
    // Pay, place and hours of the opening as the learner read them, as JSON.
    ("consent", Column::new("terms", Text).null()),
    // Somebody of the staff who made no link for the learner's password stands for it, where one is needed.
    ("consent", Column::new("awaits_second", Bool).null()),
    ("consent", Column::new("confirmed_by", Uuid).null()),
    ("consent", Column::new("confirmed_at", Time).null()),
    // When the person said that the note about the link was read.
    ("password_reset", Column::new("noted_at", Time).null()),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in COLUMNS {
            add(manager, table, *column).await?;
        }
        // What an employer answered, each time.
        create(
            manager,
            "referral_answer",
            &[
                Column::new("id", Uuid).key(),
                Column::new("referral_id", Uuid).indexed().of("referral"),
                Column::new("answer", Text).one_of(&["yes", "talk", "no"]),
                Column::new("note", Text),
                Column::new("at", Time),
            ],
            &[],
        )
        .await?;
        // What was answered to an appeal, each time.
        create(
            manager,
            "appeal_answer",
            &[
                Column::new("id", Uuid).key(),
                Column::new("appeal_id", Uuid).indexed().of("appeal"),
                Column::new("answer", Text),
                Column::new("by_person", Uuid).of("person"),
                Column::new("at", Time),
            ],
            &[],
        )
        .await?;
        // Who teaches a cohort.
        create(
            manager,
            "cohort_instructor",
            &[
                Column::new("cohort_id", Uuid).key().of("cohort"),
                Column::new("person_id", Uuid).key().indexed().of("person"),
                Column::new("since", Time),
            ],
            &[],
        )
        .await?;
        // Each answer from before is the first of its kind: its key is the one of what it answers.
        let db = manager.get_connection();
        for sentence in [
            "INSERT INTO referral_answer (id, referral_id, answer, note, at) \
             SELECT id, id, answer, answer_note, answered_at FROM referral \
             WHERE answer IS NOT NULL AND answered_at IS NOT NULL",
            "INSERT INTO appeal_answer (id, appeal_id, answer, by_person, at) \
             SELECT id, id, answer, answered_by, answered_at FROM appeal \
             WHERE answer IS NOT NULL AND answered_by IS NOT NULL AND answered_at IS NOT NULL",
        ] {
            db.execute_unprepared(sentence).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["cohort_instructor", "appeal_answer", "referral_answer"] {
            drop(manager, table).await?;
        }
        for (table, column) in COLUMNS {
            remove(manager, table, column.name()).await?;
        }
        Ok(())
    }
}
