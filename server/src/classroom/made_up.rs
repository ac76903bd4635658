//! Which absences are made up.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use domain::classroom::holding;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{
    counting, marks,
    tables::{class_session, enrolment, make_up},
};
use crate::{Result, db};

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

/// The rows that hold: not taken back, each absence and each class session once, and no class session that
/// counts for the learner anyway, that was cancelled, or that the learner is marked as not having come to.
pub(super) async fn rows<C: ConnectionTrait>(db: &C, persons: &[Uuid]) -> Result<Vec<make_up::Model>> {
    let mut rows = stored(db, persons).await?;
    rows.sort_by_key(|row| (row.set_at, row.id));
    let made_up: Vec<Uuid> = rows.iter().filter_map(|row| row.made_up_id).collect();
    let spent = spent(db, &made_up, persons).await?;
    let make_ups = rows.iter().map(|row| {
        let session = row.made_up_id.map(|session| (session, row.person_id));
        ((row.absence_id, row.person_id), session)
    });
    let mut holds = holding(make_ups, |place| spent.contains(place)).into_iter();
    rows.retain(|_| holds.next().unwrap_or_default());
    Ok(rows)
}

/// Which of these class sessions make up for nothing, each for whom: they count for the learner themselves,
/// did not take place, or the learner is marked as not having come.
pub(super) async fn spent<C: ConnectionTrait>(
    db: &C,
    sessions: &[Uuid],
    persons: &[Uuid],
) -> Result<HashSet<(Uuid, Uuid)>> {
    if sessions.is_empty() {
        return Ok(HashSet::new());
    }
    let latest = marks::latest(db, sessions, persons).await?;
    let sessions = class_session::Entity::find()
        .filter(class_session::Column::Id.is_in(sessions.iter().copied()))
        .all(db)
        .await?;
    let cohorts: HashSet<Uuid> = sessions.iter().map(|session| session.cohort_id).collect();
    let enrolments: HashMap<(Uuid, Uuid), enrolment::Model> = enrolment::Entity::find()
        .filter(enrolment::Column::CohortId.is_in(cohorts))
        .filter(enrolment::Column::PersonId.is_in(persons.iter().copied()))
        .all(db)
        .await?
        .into_iter()
        .map(|row| ((row.cohort_id, row.person_id), row))
        .collect();
    let now = db::now();
    let mut spent = HashSet::new();
    for session in &sessions {
        for person in persons {
            let place = (session.id, *person);
            let mark = latest.get(&place).copied().flatten();
            let own = enrolments
                .get(&(session.cohort_id, *person))
                .is_some_and(|enrolment| {
                    counting::belonged(session, enrolment) || counting::counts(session, enrolment, mark, now)
                });
            let away = mark.is_some_and(|mark| !marks::was_there(mark));
            if own || away || session.cancelled_at.is_some() {
                spent.insert(place);
            }
        }
    }
    Ok(spent)
}

/// The rows that were not taken back.
pub(super) async fn stored<C: ConnectionTrait>(db: &C, persons: &[Uuid]) -> Result<Vec<make_up::Model>> {
    Ok(make_up::Entity::find()
        .filter(make_up::Column::PersonId.is_in(persons.iter().copied()))
        .filter(make_up::Column::RemovedAt.is_null())
        .all(db)
        .await?)
}
