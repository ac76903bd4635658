//! What rules would say about everybody if other courses were live: for the plan of a publication.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use domain::{
    identity::Role,
    readiness::{self, CourseEvidence, Evaluation, Rule},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::evidence;
use crate::{
    Result, Services,
    catalog::Revision,
    db,
    identity::{people, tables::person},
    learning::records::Records,
};

/// Every learner who is here, by id.
pub(crate) async fn learners(services: &Services) -> Result<HashMap<Uuid, String>> {
    let people = person::Entity::find()
        .filter(person::Column::Id.in_subquery(people::with_role(Role::Learner)))
        .filter(people::here())
        .all(services.db.read())
        .await?;
    Ok(people
        .into_iter()
        .map(|person| (person.id, person.name))
        .collect())
}

/// The rule over each person, with these courses in the place of the live ones. The number of queries
/// does not depend on the number of people.
pub(crate) async fn foresee(
    services: &Services,
    rule: &Rule,
    persons: &[Uuid],
    courses: &HashMap<String, Option<Arc<Revision>>>,
) -> Result<HashMap<Uuid, Evaluation>> {
    let asked: BTreeSet<String> = evidence::asked_for(rule).0;
    let records = Records::load(services, persons, &asked).await?;
    let mut all = evidence::of_records(services, rule, persons, &records).await?;
    let now = db::now();
    Ok(persons
        .iter()
        .map(|person| {
            let mut evidence = all.remove(person).unwrap_or_default();
            for (id, revision) in courses.iter().filter(|(id, _)| asked.contains(*id)) {
                evidence.courses.retain(|course| course.course != *id);
                if let Some(revision) = revision {
                    let progress = records.progress(*person, &revision.course);
                    evidence.courses.push(CourseEvidence {
                        course: id.clone(),
                        done: progress.done,
                        total: progress.total,
                        finished_at: records.last_done(*person, &revision.course),
                        next_lesson: progress.next_lesson().map(str::to_owned),
                    });
                }
            }
            (*person, readiness::evaluate(rule, &evidence, now))
        })
        .collect())
}
