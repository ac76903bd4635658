//! What rules would say about everybody if other courses were live: for the plan of a publication.

use std::collections::{BTreeSet, HashMap};

use domain::readiness::{self, CourseEvidence, Evaluation, Recommendation, Rule};
use uuid::Uuid;

use super::evidence;
use crate::{
    Result, Services,
    above::{Courses, Rules},
    catalog::plan::PersonPlan,
    db,
    identity::people,
    learning::records::Records,
};

/// About whom the rules would say something else with these courses and rules.
pub(crate) async fn people_changed(
    services: &Services,
    courses: &Courses,
    rules: &Rules,
) -> Result<Vec<PersonPlan>> {
    let persons: Vec<Uuid> = people::learners(services).await?.into_keys().collect();
    let live = services.catalog.rules();
    let ids: BTreeSet<String> = live
        .iter()
        .map(|rule| rule.rule.id.clone())
        .chain(rules.keys().cloned())
        .collect();
    let now = HashMap::new();
    let mut changes = Vec::new();
    for id in ids {
        let old = live.iter().find(|rule| rule.rule.id == id).map(|rule| &rule.rule);
        let new = match rules.get(&id) {
            Some(new) => new.as_ref().map(|new| &new.rule),
            None => old,
        };
        let before = evaluate(services, old, &persons, &now).await?;
        let after = evaluate(services, new, &persons, courses).await?;
        for person in &persons {
            let change = PersonPlan {
                person: *person,
                rule: id.clone(),
                missing_before: before.get(person).map(missing),
                missing_after: after.get(person).map(missing),
            };
            let ready = |missing: Option<u32>| missing == Some(0);
            if ready(change.missing_before) != ready(change.missing_after)
                || (old.is_some() && new.is_some() && change.missing_before != change.missing_after)
            {
                changes.push(change);
            }
        }
    }
    Ok(changes)
}

fn missing(evaluation: &Evaluation) -> u32 {
    match evaluation.recommendation {
        Recommendation::Ready => 0,
        Recommendation::Almost { missing } | Recommendation::NotYet { missing } => {
            u32::try_from(missing).unwrap_or(u32::MAX)
        }
    }
}

/// The rule over each person, with these courses in the place of the live ones; nothing without a rule.
/// The number of queries does not depend on the number of people.
async fn evaluate(
    services: &Services,
    rule: Option<&Rule>,
    persons: &[Uuid],
    courses: &Courses,
) -> Result<HashMap<Uuid, Evaluation>> {
    let Some(rule) = rule else {
        return Ok(HashMap::new());
    };
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
