//! What lists are sorted and narrowed by: each order of a long list has an index that ends in the id, so
//! that a page of it is read and not searched for.

use sea_orm_migration::prelude::*;

use crate::columns::index;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Table and columns.
const INDEXES: [(&str, &[&str]); 6] = [
    ("person_role", &["role", "person_id"]),
    ("employer", &["name", "id"]),
    ("opening", &["closes_on", "id"]),
    ("referral", &["created_at", "id"]),
    ("help_request", &["created_at", "id"]),
    ("enrolment", &["cohort_id", "ended_at"]),
];

/// By name as the list of people is: by the reading, or by the name where there is none.
const BY_NAME: &str = "CREATE INDEX person_by_name ON person (COALESCE(kana, name), id)";
/// The few attempts among very many that wait for somebody to grade them.
const UNGRADED: &str = "CREATE INDEX attempt_waiting ON attempt (submitted_at, id) WHERE waiting > 0";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, columns) in INDEXES {
            index(manager, table, columns, false).await?;
        }
        for statement in [BY_NAME, UNGRADED] {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in ["person_by_name", "attempt_waiting"] {
            manager.drop_index(Index::drop().name(name).to_owned()).await?;
        }
        for (table, columns) in INDEXES {
            let name = format!("{table}_{}", columns.join("_"));
            manager.drop_index(Index::drop().name(name).to_owned()).await?;
        }
        Ok(())
    }
}
