//! Placement rounds: openings whose seats are given out at once, what each side prefers, and what was decided.
//! And what an opening says of what the law asks.

use sea_orm_migration::prelude::*;

use crate::columns::{Column, Kind::*, create, drop};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create(
            manager,
            "placement_round",
            &[
                Column::new("id", Uuid).key(),
                Column::new("title", Text),
                // The last day on which preferences are taken.
                Column::new("until", Date),
                Column::new("created_by", Uuid).of("person"),
                Column::new("created_at", Time),
                Column::new("decided_by", Uuid).null().of("person"),
                Column::new("decided_at", Time).null(),
            ],
            &[],
        )
        .await?;
        create(
            manager,
            "round_opening",
            &[
                Column::new("round_id", Uuid).key().of("placement_round"),
                Column::new("opening_id", Uuid).key().of("opening"),
            ],
            &[],
        )
        .await?;
        // What a person (of openings) or a company (of people, for one opening) prefers; only ever added, the latest counts.
        create(
            manager,
            "round_ranking",
            &[
                Column::new("id", Uuid).key(),
                Column::new("round_id", Uuid).indexed().of("placement_round"),
                Column::new("person_id", Uuid).null().indexed().of("person"),
                Column::new("opening_id", Uuid).null().indexed().of("opening"),
                // Ids, the most wanted first, with commas between.
                Column::new("ranked", Text),
                Column::new("by_person", Uuid).of("person"),
                Column::new("at", Time),
            ],
            &[],
        )
        .await?;
        create(
            manager,
            "round_result",
            &[
                Column::new("round_id", Uuid).key().of("placement_round"),
                Column::new("person_id", Uuid).key().of("person"),
                Column::new("opening_id", Uuid).indexed().of("opening"),
            ],
            &[],
        )
        .await?;
        // What an opening says, by the ids of the items that its country asks for, as JSON; each saving is kept.
        create(
            manager,
            "opening_posting",
            &[
                Column::new("id", Uuid).key(),
                Column::new("opening_id", Uuid).indexed().of("opening"),
                Column::new("data", Text),
                Column::new("by_person", Uuid).of("person"),
                Column::new("at", Time),
            ],
            &[],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            "opening_posting",
            "round_result",
            "round_ranking",
            "round_opening",
            "placement_round",
        ] {
            drop(manager, table).await?;
        }
        Ok(())
    }
}
