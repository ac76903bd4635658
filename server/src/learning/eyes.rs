//! Looking at courses with the eyes of a learner at a moment: for authors, before a branch is live.
//! Nothing is written.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::{
    Lang,
    catalog::Course,
    identity::{Role, policy::Field},
    learning::{Progress, progress},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::tables::{attempt, lesson_progress};
use crate::{
    Actor, Error, Result, Services,
    catalog::branches::Branch,
    identity::{people, reading, tables::person},
};

/// Whose eyes a branch is looked at with, and when.
pub struct Eyes {
    /// The learner; none is a learner who has done nothing yet.
    pub person: Option<(Uuid, String)>,
    /// The learner's language.
    pub lang: Option<Lang>,
    /// The moment.
    pub at: DateTime<Utc>,
    /// Ids of lessons finished by then, and best percentages, by course.
    done: BTreeMap<String, (BTreeSet<String>, BTreeMap<String, f64>)>,
    /// How often each quiz (`course/quiz`) was taken by then.
    tries: BTreeMap<String, u32>,
}

impl Eyes {
    /// How far the learner would be in a course.
    pub fn progress(&self, course: &Course) -> Progress {
        let none = Default::default();
        let (lessons, best) = self.done.get(&course.id).unwrap_or(&none);
        progress(course, lessons, best)
    }

    /// How often the learner had taken a quiz.
    pub fn tries(&self, course: &str, quiz: &str) -> u32 {
        self.tries.get(&format!("{course}/{quiz}")).copied().unwrap_or(0)
    }

    /// Which of the courses to finish first were not finished; they are looked up in the branch, then
    /// among the live ones.
    pub fn unfinished(&self, services: &Services, branch: &Branch, course: &Course) -> Vec<String> {
        let finished = |id: &str| match branch.course(id) {
            Some((_, required)) => self.progress(required).is_finished(),
            None => services
                .catalog
                .course(id)
                .is_ok_and(|live| self.progress(&live.course).is_finished()),
        };
        course
            .requires
            .iter()
            .filter(|id| !finished(id))
            .cloned()
            .collect()
    }
}

/// The eyes of a learner at a moment. For authors: they see what a learner sees of courses, and how far
/// the learner was.
pub async fn eyes(
    actor: &Actor,
    services: &Services,
    learner: Option<Uuid>,
    at: DateTime<Utc>,
) -> Result<Eyes> {
    actor.require(&Role::TEACHING)?;
    let mut eyes = Eyes {
        person: None,
        lang: None,
        at,
        done: BTreeMap::new(),
        tries: BTreeMap::new(),
    };
    let Some(learner) = learner else { return Ok(eyes) };
    reading::require(actor, services, learner, Field::Progress).await?;
    reading::note(actor, services, &[learner], &[Field::Progress]).await?;
    let person = person::Entity::find_by_id(learner)
        .one(services.db.read())
        .await?
        .filter(|person| person.erased_at.is_none())
        .ok_or(Error::NotFound)?;
    eyes.lang = Some(person.lang);
    eyes.person = Some((learner, person.name));
    for row in lesson_progress::Entity::find()
        .filter(lesson_progress::Column::PersonId.eq(learner))
        .filter(lesson_progress::Column::DoneAt.lte(at))
        .all(services.db.read())
        .await?
    {
        eyes.done
            .entry(row.course_id)
            .or_default()
            .0
            .insert(row.lesson_id);
    }
    for row in attempt::Entity::find()
        .filter(attempt::Column::PersonId.eq(learner))
        .filter(attempt::Column::SubmittedAt.lte(at))
        .all(services.db.read())
        .await?
    {
        *eyes
            .tries
            .entry(format!("{}/{}", row.course_id, row.quiz_id))
            .or_default() += 1;
        let best = eyes
            .done
            .entry(row.course_id)
            .or_default()
            .1
            .entry(row.quiz_id)
            .or_default();
        *best = best.max(row.percent.unwrap_or_default());
    }
    Ok(eyes)
}

/// The learners whose eyes may be lent, by name.
pub async fn learners(actor: &Actor, services: &Services) -> Result<Vec<(Uuid, String)>> {
    actor.require(&Role::TEACHING)?;
    let mut learners: Vec<_> = people::learners(services).await?.into_iter().collect();
    let ids: Vec<Uuid> = learners.iter().map(|(id, _)| *id).collect();
    let readable = reading::among(actor, services, &ids, Field::Progress).await?;
    learners.retain(|(id, _)| readable.contains(id));
    learners.sort_by(|a, b| (&a.1, a.0).cmp(&(&b.1, b.0)));
    Ok(learners)
}
