//! How far a person is on the bridge: learn, try, attend, prepare, work.

use std::collections::BTreeSet;

use domain::{
    catalog::{Item, QuizKind},
    identity::policy::Field,
    learning::{self, ItemState},
    matching::at_work,
    readiness::{RequirementKind, Standing},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::{
    Actor, Result, Services, classroom,
    identity::reading,
    learning::{own_courses, records::Records},
    matching::{explained, tables::placement},
    readiness::{
        competences,
        nearness::{self, Near},
    },
};

/// The five spans, in numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Bridge {
    /// Lessons read, of those in the person's courses.
    pub lessons: (u32, u32),
    /// Tests passed, of those in the person's courses.
    pub tests: (u32, u32),
    /// Attendance in percent; none before the first class session.
    pub attendance: Option<f64>,
    /// Percent of attendance that the rule asks for; none when it asks for none.
    pub attendance_needed: Option<f64>,
    /// Criteria met or waived, of those of the rule.
    pub criteria: (usize, usize),
    /// What was decided.
    pub standing: Standing,
    /// Openings that fit.
    pub openings: u32,
    /// Whether the person has a job now.
    pub placed: bool,
}

/// Where a person stands on the bridge. For the person and for staff.
pub async fn bridge(actor: &Actor, services: &Services, person: Uuid) -> Result<Bridge> {
    reading::require(actor, services, person, Field::Readiness).await?;
    Ok(with_rule(services, person).await?.0)
}

/// As [`bridge()`], with the rule that it counts by: the nearest. For the services of this room, which have
/// asked who may see it.
pub(super) async fn with_rule(services: &Services, person: Uuid) -> Result<(Bridge, Option<Near>)> {
    let courses = courses_of(services, person).await?;
    // Everything is counted from the same records: those of all live courses, and of the rules'.
    let mut read = competences::live(services);
    read.extend(courses.iter().cloned());
    read.extend(nearness::courses(services));
    let records = Records::load(services, &[person], &read).await?;
    let (mut lessons, mut tests) = ((0, 0), (0, 0));
    for revision in courses.iter().filter_map(|id| services.catalog.course(id).ok()) {
        let course = &revision.course;
        let best = records.best(person, &course.id);
        for item in records.progress(person, course).items {
            match &item.item {
                Item::Lesson(_) => {
                    lessons.0 += u32::from(item.state == ItemState::Done);
                    lessons.1 += 1;
                }
                Item::Quiz(id) => {
                    let Some(quiz) = course.quizzes.get(id).filter(|quiz| quiz.kind == QuizKind::Test) else {
                        continue;
                    };
                    tests.0 += u32::from(learning::is_passed(quiz, best.get(id).copied()));
                    tests.1 += 1;
                }
            }
        }
    }

    let mut attendance;
    let (mut attendance_needed, mut criteria) = (None, (0, 0));
    let mut stands = Standing::Undecided;
    let nearest = nearness::of_records(services, person, &records)
        .await?
        .into_iter()
        .next();
    if let Some(near) = &nearest {
        criteria = near.criteria();
        attendance = near.evidence.attendance.and_then(|rate| rate.percent);
        if let Some(asked) = near
            .evaluation
            .criteria
            .iter()
            .find(|c| c.kind == RequirementKind::Attendance)
        {
            attendance = asked.have;
            attendance_needed = Some(asked.need);
        }
        stands = near.standing;
    } else {
        attendance = classroom::rate_of(services, person, None).await?.percent;
    }
    let today = services.config.today();
    let placed = placement::Entity::find()
        .filter(placement::Column::PersonId.eq(person))
        .all(services.db.read())
        .await?
        .iter()
        .any(|row| at_work(row.ended_on, today));
    let competences = competences::shown_by(services, &[person], &records)
        .remove(&person)
        .unwrap_or_default()
        .into_keys()
        .collect();
    let fitting = explained::fitting_count(services, person, &competences).await?;
    let openings = u32::try_from(fitting).unwrap_or(u32::MAX);
    let bridge = Bridge {
        lessons,
        tests,
        attendance,
        attendance_needed,
        criteria,
        standing: stands,
        openings,
        placed,
    };
    Ok((bridge, nearest))
}

/// The courses of the cohorts that a person is in; without any, every live course.
async fn courses_of(services: &Services, person: Uuid) -> Result<BTreeSet<String>> {
    let own = own_courses(services, &[person]).await?.remove(&person);
    Ok(own.map_or_else(|| competences::live(services), |own| own.into_iter().collect()))
}
