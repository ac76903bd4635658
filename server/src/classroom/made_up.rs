//! Which absences are made up.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{marks, tables::make_up};
use crate::Result;

/// On which day each absence (class session, learner) of these people was made up.
pub(super) async fn days<C: ConnectionTrait>(
    db: &C,
    persons: &[Uuid],
) -> Result<HashMap<(Uuid, Uuid), NaiveDate>> {
    Ok(rows(db, persons)
        .await?
        .into_iter()
        .map(|row| ((row.absence_id, row.person_id), row.made_up_on))
        .collect())
}

/// The rows that hold: not taken back, and the learner still counts as having come to the class session.
pub(super) async fn rows<C: ConnectionTrait>(db: &C, persons: &[Uuid]) -> Result<Vec<make_up::Model>> {
    let mut rows = stored(db, persons).await?;
    let made_up: Vec<Uuid> = rows.iter().filter_map(|row| row.made_up_id).collect();
    let latest = marks::latest(db, &made_up, persons).await?;
    rows.retain(|row| {
        row.made_up_id.is_none_or(|session| {
            let mark = latest.get(&(session, row.person_id)).copied().flatten();
            mark.is_some_and(marks::was_there)
        })
    });
    Ok(rows)
}

/// The rows that were not taken back.
pub(super) async fn stored<C: ConnectionTrait>(db: &C, persons: &[Uuid]) -> Result<Vec<make_up::Model>> {
    Ok(make_up::Entity::find()
        .filter(make_up::Column::PersonId.is_in(persons.iter().copied()))
        .filter(make_up::Column::RemovedAt.is_null())
        .all(db)
        .await?)
}
