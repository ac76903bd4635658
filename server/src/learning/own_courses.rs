//! Which courses people have: those of the cohorts they are in.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::tables::cohort_course;
use crate::{
    Result, Services, db,
    identity::{enrolment::running_at, tables::enrolment},
};

/// The ids of each person's courses, in the order of the cohorts; whoever is in no cohort, or in none
/// with a course, is not in the answer and has every live course. For services; two queries for everybody.
pub(crate) async fn own_courses(services: &Services, persons: &[Uuid]) -> Result<HashMap<Uuid, Vec<String>>> {
    let reader = services.db.read();
    let places = enrolment::Entity::find()
        .filter(enrolment::Column::PersonId.is_in(persons.iter().copied()))
        .filter(running_at(db::now()))
        .all(reader)
        .await?;
    let mut cohorts: Vec<Uuid> = places.iter().map(|place| place.cohort_id).collect();
    cohorts.sort_unstable();
    cohorts.dedup();
    let mut taught: HashMap<Uuid, Vec<String>> = HashMap::new();
    for row in cohort_course::Entity::find()
        .filter(cohort_course::Column::CohortId.is_in(cohorts))
        .order_by_asc(cohort_course::Column::Position)
        .order_by_asc(cohort_course::Column::CourseId)
        .all(reader)
        .await?
    {
        taught.entry(row.cohort_id).or_default().push(row.course_id);
    }
    let mut own: HashMap<Uuid, Vec<String>> = HashMap::new();
    for place in &places {
        let Some(courses) = taught.get(&place.cohort_id) else {
            continue;
        };
        let own = own.entry(place.person_id).or_default();
        for course in courses {
            if !own.contains(course) {
                own.push(course.clone());
            }
        }
    }
    Ok(own)
}
