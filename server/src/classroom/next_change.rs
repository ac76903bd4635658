//! When the clock alone changes what attendance adds up to.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::tables::{class_session, enrolment};
use crate::{Result, Services, db};

/// The next moment at which a class session of a person's cohorts ends, or a place in one: from then on other
/// class sessions are held, or still planned. People for whom there is none are not in the answer. Two
/// queries, however many people.
pub(crate) async fn next_change(
    services: &Services,
    persons: &[Uuid],
) -> Result<HashMap<Uuid, DateTime<Utc>>> {
    let db = services.db.read();
    let enrolments = enrolment::Entity::find()
        .filter(enrolment::Column::PersonId.is_in(persons.iter().copied()))
        .all(db)
        .await?;
    let mut cohorts: Vec<Uuid> = enrolments.iter().map(|row| row.cohort_id).collect();
    cohorts.sort_unstable();
    cohorts.dedup();
    let now = db::now();
    let mut ends: BTreeMap<Uuid, DateTime<Utc>> = BTreeMap::new();
    let to_come: Vec<(Uuid, DateTime<Utc>)> = class_session::Entity::find()
        .select_only()
        .columns([class_session::Column::CohortId, class_session::Column::EndsAt])
        .filter(class_session::Column::CohortId.is_in(cohorts))
        .filter(class_session::Column::EndsAt.gt(now))
        .order_by_desc(class_session::Column::EndsAt)
        .into_tuple()
        .all(db)
        .await?;
    // The last one to be put in is the earliest.
    ends.extend(to_come);
    let mut next: HashMap<Uuid, DateTime<Utc>> = HashMap::new();
    for row in &enrolments {
        let class = ends.get(&row.cohort_id).copied();
        let leaving = row.ended_at.filter(|at| *at > now);
        let Some(at) = class.into_iter().chain(leaving).min() else {
            continue;
        };
        let known = next.entry(row.person_id).or_insert(at);
        *known = (*known).min(at);
    }
    Ok(next)
}
