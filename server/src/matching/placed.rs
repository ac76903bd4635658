//! Who is at work: what a referral can lead to.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use domain::matching;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::tables::placement;
use crate::{Result, Services};

/// Everybody who has a job by a placement, or is about to begin it. For other services.
pub(crate) async fn at_work(services: &Services) -> Result<BTreeSet<Uuid>> {
    let today = services.config.today();
    Ok(placement::Entity::find()
        .all(services.db.read())
        .await?
        .into_iter()
        .filter(|row| matching::at_work(row.ended_on, today))
        .map(|row| row.person_id)
        .collect())
}

/// Who of these people has a job or is about to begin it, each with the last day where it is known.
pub(crate) async fn among(services: &Services, persons: &[Uuid]) -> Result<HashMap<Uuid, Option<NaiveDate>>> {
    let today = services.config.today();
    let rows = placement::Entity::find()
        .filter(placement::Column::PersonId.is_in(persons.iter().copied()))
        .all(services.db.read())
        .await?;
    let mut last_days: HashMap<Uuid, Option<NaiveDate>> = HashMap::new();
    for row in rows.iter().filter(|row| matching::at_work(row.ended_on, today)) {
        let last = last_days.entry(row.person_id).or_insert(row.ended_on);
        // Of two jobs the one that goes on longer; one without an end goes on longest.
        *last = last.zip(row.ended_on).map(|(one, other)| one.max(other));
    }
    Ok(last_days)
}
