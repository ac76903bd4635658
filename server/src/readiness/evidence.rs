//! Gathers what a rule looks at: attempts, progress, attendance, checks and waivers, for one person
//! or for a whole classroom with the same number of queries.

use std::collections::{BTreeSet, HashMap};

use domain::readiness::{
    ChecklistEvidence, CourseEvidence, Evidence, QuizEvidence, RequirementKind, Rule, Waiver,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::tables::{checklist_entry, waiver};
use crate::{Result, Services, classroom, learning::records::Records};

/// A person under a rule, by its id.
type Place = (Uuid, String);

/// The evidence about one person.
pub(super) async fn of(services: &Services, rule: &Rule, person: Uuid) -> Result<Evidence> {
    Ok(of_all(services, rule, &[person])
        .await?
        .remove(&person)
        .unwrap_or_default())
}

/// The evidence about each person; everybody asked for is in the answer.
pub(super) async fn of_all(
    services: &Services,
    rule: &Rule,
    persons: &[Uuid],
) -> Result<HashMap<Uuid, Evidence>> {
    let records = Records::load(services, persons, &asked_for(rule).0).await?;
    of_records(services, rule, persons, &records).await
}

/// As [`of_all`], from records that were loaded already, at least those of [`asked_for`].
pub(super) async fn of_records(
    services: &Services,
    rule: &Rule,
    persons: &[Uuid],
    records: &Records,
) -> Result<HashMap<Uuid, Evidence>> {
    let all = of_rules(services, &[rule], persons, records).await?;
    Ok(all
        .into_iter()
        .map(|((person, _), evidence)| (person, evidence))
        .collect())
}

/// As [`of_records`], for several rules, by person and rule. The number of queries depends neither on
/// the number of people nor on the number of rules.
pub(super) async fn of_rules(
    services: &Services,
    rules: &[&Rule],
    persons: &[Uuid],
    records: &Records,
) -> Result<HashMap<Place, Evidence>> {
    let rates = classroom::rates(services, persons).await?;
    let left = classroom::left(services, persons).await?;
    let mut checks = checks(services, rules, persons).await?;
    let mut waivers = waivers(services, rules, persons).await?;
    let mut all = HashMap::new();
    for rule in rules {
        let (courses, quizzes) = asked_for(rule);
        for person in persons {
            let place = (*person, rule.id.clone());
            let mut evidence = Evidence {
                attendance: rates.get(person).copied(),
                checklist: checks.remove(&place).unwrap_or_default(),
                waivers: waivers.remove(&place).unwrap_or_default(),
                classes_left: Some(left.get(person).copied().unwrap_or_default()),
                ..Evidence::default()
            };
            for course in &courses {
                evidence
                    .quizzes
                    .extend(quiz_evidence(records, *person, course, &quizzes));
                // A course that is not live any more shows no progress; the criterion says "no data".
                if let Ok(revision) = services.catalog.course(course) {
                    let progress = records.progress(*person, &revision.course);
                    evidence.courses.push(CourseEvidence {
                        course: course.clone(),
                        done: progress.done,
                        total: progress.total,
                        finished_at: records.last_done(*person, &revision.course),
                        next_lesson: progress.next_lesson().map(str::to_owned),
                    });
                }
            }
            all.insert(place, evidence);
        }
    }
    Ok(all)
}

/// The courses and quizzes (`course/quiz`) that the rule names. A quiz's course counts too: who has
/// not tried the quiz is shown the lesson that comes before it.
pub(super) fn asked_for(rule: &Rule) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut courses, mut quizzes) = (BTreeSet::new(), BTreeSet::new());
    for requirement in &rule.require {
        let Some(refers_to) = &requirement.refers_to else {
            continue;
        };
        match requirement.kind {
            RequirementKind::Course => {
                courses.insert(refers_to.clone());
            }
            RequirementKind::Quiz => {
                quizzes.insert(refers_to.clone());
                courses.extend(refers_to.split_once('/').map(|(course, _)| course.to_owned()));
            }
            RequirementKind::Attendance
            | RequirementKind::Checklist
            | RequirementKind::Competence
            | RequirementKind::Rubric => {}
        }
    }
    (courses, quizzes)
}

fn quiz_evidence(
    records: &Records,
    person: Uuid,
    course: &str,
    quizzes: &BTreeSet<String>,
) -> Vec<QuizEvidence> {
    records
        .attempts(person, course)
        .iter()
        .filter_map(|row| {
            let refers_to = format!("{course}/{}", row.quiz_id);
            if !quizzes.contains(&refers_to) {
                return None;
            }
            Some(QuizEvidence {
                refers_to,
                percent: row.percent?,
                at: row.submitted_at?,
                in_class: row.class_session_id.is_some(),
                attempt: row.id,
                number: u32::try_from(row.number).unwrap_or(1),
            })
        })
        .collect()
}

/// For each item and way of knowing, the newest check.
async fn checks(
    services: &Services,
    rules: &[&Rule],
    persons: &[Uuid],
) -> Result<HashMap<Place, Vec<ChecklistEvidence>>> {
    let rows = checklist_entry::Entity::find()
        .filter(checklist_entry::Column::PersonId.is_in(persons.iter().copied()))
        .filter(checklist_entry::Column::RuleId.is_in(rules.iter().map(|rule| rule.id.as_str())))
        .order_by_desc(checklist_entry::Column::SetAt)
        .order_by_desc(checklist_entry::Column::Id)
        .all(services.db.read())
        .await?;
    let mut seen = BTreeSet::new();
    let mut checks: HashMap<Place, Vec<ChecklistEvidence>> = HashMap::new();
    for row in rows {
        if !seen.insert((
            row.person_id,
            row.rule_id.clone(),
            row.requirement_id.clone(),
            row.item_id.clone(),
            row.how,
        )) {
            continue;
        }
        checks
            .entry((row.person_id, row.rule_id))
            .or_default()
            .push(ChecklistEvidence {
                requirement: row.requirement_id,
                item: row.item_id,
                ok: row.ok,
                how: row.how,
                at: row.set_at,
                by: row.set_by,
            });
    }
    Ok(checks)
}

async fn waivers(
    services: &Services,
    rules: &[&Rule],
    persons: &[Uuid],
) -> Result<HashMap<Place, Vec<Waiver>>> {
    let rows = waiver::Entity::find()
        .filter(waiver::Column::PersonId.is_in(persons.iter().copied()))
        .filter(waiver::Column::RuleId.is_in(rules.iter().map(|rule| rule.id.as_str())))
        .filter(waiver::Column::WithdrawnAt.is_null())
        .order_by_asc(waiver::Column::Id)
        .all(services.db.read())
        .await?;
    let mut waivers: HashMap<Place, Vec<Waiver>> = HashMap::new();
    for row in rows {
        waivers
            .entry((row.person_id, row.rule_id))
            .or_default()
            .push(Waiver {
                requirement: row.requirement_id,
                until: row.until,
                reason: row.reason,
                by: row.granted_by,
            });
    }
    Ok(waivers)
}
