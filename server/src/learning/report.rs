//! How learners get on, for those who teach: a whole cohort in one course, or one learner in all of
//! them. The number of queries depends neither on the number of people nor of courses.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    catalog::{Course, QuizKind},
    identity::{
        Role,
        policy::{self, Field, Relation},
    },
    learning::{Progress, is_passed},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::{
    records::Records,
    tables::{allowance, attempt, cohort_course},
};
use crate::{
    Actor, Error, Result, Services,
    catalog::Revision,
    db,
    identity::{
        enrolment::running_at,
        people, reading,
        tables::{cohort, enrolment, person},
    },
};

/// Whoever did nothing for so many days may need a word.
const QUIET_DAYS: i64 = 14;
/// Whoever handed in a test so often without passing may need help.
pub(super) const FAILED: usize = 2;

/// Why a learner may need help in a course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Concern {
    /// A test was not passed after several tries; its id.
    Stuck(String),
    /// Nothing was done for two weeks, and something is left.
    Quiet,
}

/// One learner in one course.
#[derive(Clone, Debug)]
pub struct Standing {
    /// How far the learner is.
    pub progress: Progress,
    /// When something was last done.
    pub last: Option<DateTime<Utc>>,
    /// Why the learner may need help.
    pub concerns: Vec<Concern>,
}

/// How one learner gets on in one course. Nothing is heard of the learner since `seen`, whatever the
/// course.
fn standing(records: &Records, person: Uuid, course: &Course, seen: DateTime<Utc>) -> Standing {
    let progress = records.progress(person, course);
    let last = records.last_activity(person, &course.id);
    let best = records.best(person, &course.id);
    let mut concerns: Vec<Concern> = course
        .quizzes
        .iter()
        .filter(|(id, quiz)| {
            // What waits for a grader has not failed yet.
            let tries = records
                .attempts(person, &course.id)
                .iter()
                .filter(|row| row.waiting == 0);
            quiz.kind == QuizKind::Test
                && !is_passed(quiz, best.get(*id).copied())
                && tries.filter(|row| row.quiz_id == **id).count() >= FAILED
        })
        .map(|(id, _)| Concern::Stuck(id.clone()))
        .collect();
    let quiet = seen < db::now() - TimeDelta::days(QUIET_DAYS);
    if quiet && !progress.is_finished() {
        concerns.push(Concern::Quiet);
    }
    Standing {
        progress,
        last,
        concerns,
    }
}

/// When a person last did something in any of these courses; at least `since`, when it began.
fn seen(records: &Records, person: Uuid, courses: &BTreeSet<String>, since: DateTime<Utc>) -> DateTime<Utc> {
    let active = courses
        .iter()
        .filter_map(|course| records.last_activity(person, course));
    active.max().map_or(since, |last| last.max(since))
}

/// A learner of a cohort.
#[derive(Clone, Debug)]
pub struct ClassRow {
    /// The person.
    pub person: Uuid,
    /// The name.
    pub name: String,
    /// The name's reading.
    pub kana: Option<String>,
    /// How the learner gets on.
    pub standing: Standing,
}

/// A cohort in one course.
pub struct ClassReport {
    /// The cohort.
    pub cohort: cohort::Model,
    /// Its courses that are live, in order.
    pub courses: Vec<Arc<Revision>>,
    /// The course looked at; none where the cohort has none that is live.
    pub course: Option<Arc<Revision>>,
    /// Its learners, by reading.
    pub rows: Vec<ClassRow>,
}

/// How the learners of a cohort get on in one of its courses; an empty `course` is the first. For those who
/// may read everybody's progress, and those who teach the cohort.
pub async fn of_cohort(actor: &Actor, services: &Services, id: Uuid, course: &str) -> Result<ClassReport> {
    actor.require(&Role::STAFF)?;
    let everybody = policy::may_read(&actor.roles, Relation::Other, Field::Progress);
    let db = services.db.read();
    let cohort = cohort::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or(Error::NotFound)?;
    if !everybody && !reading::teaches(actor, services, id).await? {
        return Err(Error::Forbidden);
    }
    let courses: Vec<Arc<Revision>> = cohort_course::Entity::find()
        .filter(cohort_course::Column::CohortId.eq(id))
        .order_by_asc(cohort_course::Column::Position)
        .all(db)
        .await?
        .into_iter()
        .filter_map(|row| services.catalog.course(&row.course_id).ok())
        .collect();
    let chosen = match course {
        "" => courses.first().cloned(),
        wanted => {
            let found = courses.iter().find(|revision| revision.course.id == wanted);
            Some(found.cloned().ok_or(Error::NotFound)?)
        }
    };
    let since: HashMap<Uuid, DateTime<Utc>> = enrolment::Entity::find()
        .filter(enrolment::Column::CohortId.eq(id))
        .filter(running_at(db::now()))
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.person_id, row.enrolled_at))
        .collect();
    let people = person::Entity::find()
        .filter(person::Column::Id.is_in(since.keys().copied()))
        .filter(people::here())
        .order_by_asc(people::by_name())
        .all(db)
        .await?;
    let mut rows = Vec::new();
    if let Some(revision) = &chosen {
        let course = &revision.course;
        let ids: Vec<Uuid> = people.iter().map(|person| person.id).collect();
        let taken: BTreeSet<String> = courses.iter().map(|it| it.course.id.clone()).collect();
        let records = Records::load(services, &ids, &taken).await?;
        // Nobody is late before the cohort has begun.
        let begun = services.config.moment(cohort.starts_on, 0);
        rows = people
            .into_iter()
            .map(|person| {
                let enrolled = since.get(&person.id).copied().unwrap_or(person.created_at);
                let seen = seen(&records, person.id, &taken, enrolled.max(begun));
                ClassRow {
                    standing: standing(&records, person.id, course, seen),
                    person: person.id,
                    name: person.name,
                    kana: person.kana,
                }
            })
            .collect();
    }
    Ok(ClassReport {
        cohort,
        courses,
        course: chosen,
        rows,
    })
}

/// One learner in one course, with every try.
pub struct CourseReport {
    /// The live course.
    pub revision: Arc<Revision>,
    /// How the learner gets on.
    pub standing: Standing,
    /// The tries at its quizzes, oldest first, those that are open too.
    pub attempts: Vec<attempt::Model>,
}

/// One learner in all courses.
pub struct PersonReport {
    /// The person.
    pub person: person::Model,
    /// The courses of the person's cohorts, and those in which something was done.
    pub courses: Vec<CourseReport>,
    /// Whether the reader may open what was handed in.
    pub opens: bool,
    /// What was allowed beyond what quizzes say, the newest first, with the name of who allowed it.
    pub allowances: Vec<(allowance::Model, String)>,
}

/// How one learner gets on. For staff who may read it (`identity::policy`).
pub async fn of_person(actor: &Actor, services: &Services, id: Uuid) -> Result<PersonReport> {
    actor.require(&Role::STAFF)?;
    reading::require(actor, services, id, Field::Progress).await?;
    let db = services.db.read();
    let person = person::Entity::find_by_id(id)
        .filter(person::Column::ErasedAt.is_null())
        .one(db)
        .await?
        .ok_or(Error::NotFound)?;
    let enrolments = enrolment::Entity::find()
        .filter(enrolment::Column::PersonId.eq(id))
        .filter(running_at(db::now()))
        .all(db)
        .await?;
    let taken: BTreeSet<String> = cohort_course::Entity::find()
        .filter(cohort_course::Column::CohortId.is_in(enrolments.iter().map(|row| row.cohort_id)))
        .all(db)
        .await?
        .into_iter()
        .map(|row| row.course_id)
        .collect();
    let live = services.catalog.courses();
    let ids: BTreeSet<String> = live.iter().map(|revision| revision.course.id.clone()).collect();
    let records = Records::load(services, &[id], &ids).await?;
    let mut attempts: HashMap<String, Vec<attempt::Model>> = HashMap::new();
    for row in attempt::Entity::find()
        .filter(attempt::Column::PersonId.eq(id))
        .order_by_asc(attempt::Column::StartedAt)
        .all(db)
        .await?
    {
        attempts.entry(row.course_id.clone()).or_default().push(row);
    }
    let since = enrolments.iter().map(|row| row.enrolled_at).max();
    let seen = seen(&records, id, &ids, since.unwrap_or(person.created_at));
    let courses = live
        .into_iter()
        .map(|revision| CourseReport {
            standing: standing(&records, id, &revision.course, seen),
            attempts: attempts.remove(&revision.course.id).unwrap_or_default(),
            revision,
        })
        .filter(|report| {
            let begun = report.standing.last.is_some() || !report.attempts.is_empty();
            begun || taken.contains(&report.revision.course.id)
        })
        .collect();
    let rows = allowance::Entity::find()
        .filter(allowance::Column::PersonId.eq(id))
        .filter(allowance::Column::WithdrawnAt.is_null())
        .order_by_desc(allowance::Column::GrantedAt)
        .all(db)
        .await?;
    let names = people::names(services, rows.iter().map(|row| row.granted_by)).await?;
    let allowances = rows
        .into_iter()
        .map(|row| {
            let name = names.get(&row.granted_by).cloned().unwrap_or_default();
            (row, name)
        })
        .collect();
    reading::note(actor, services, &[id], &[Field::Progress]).await?;
    Ok(PersonReport {
        opens: reading::may(actor, services, id, Field::HandedIn).await?,
        person,
        courses,
        allowances,
    })
}
