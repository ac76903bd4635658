//! More tries or more time at a quiz for one learner.

use sea_orm_migration::prelude::*;

use crate::columns::{Column, Kind::*, create, drop};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // What an instructor allows one learner at one quiz beyond what the quiz says; the rows add up.
        create(
            manager,
            "allowance",
            &[
                Column::new("id", Uuid).key(),
                Column::new("person_id", Uuid).indexed().of("person"),
                Column::new("course_id", Text),
                Column::new("quiz_id", Text),
                Column::new("tries", Int),
                Column::new("minutes", Int),
                Column::new("reason", Text),
                Column::new("granted_by", Uuid).of("person"),
                Column::new("granted_at", Time),
                Column::new("withdrawn_at", Time).null(),
            ],
            &[],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, "allowance").await
    }
}
