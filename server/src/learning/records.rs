//! What people did in courses, loaded for many at once and put together against the live courses.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use domain::{
    catalog::{Course, Item},
    learning::{self, Progress},
};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::tables::{attempt, lesson_progress};
use crate::{Result, Services};

type Place = (Uuid, String);

/// An attempt that was handed in, without what lists leave out: a board reads thousands of them.
#[derive(FromQueryResult)]
pub(crate) struct HandedIn {
    pub id: Uuid,
    pub person_id: Uuid,
    pub course_id: String,
    pub quiz_id: String,
    pub number: i32,
    pub class_session_id: Option<Uuid>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub percent: Option<f64>,
    pub waiting: i32,
}

/// Lessons finished and attempts handed in, by person and course.
#[derive(Default)]
pub(crate) struct Records {
    lessons: HashMap<Place, BTreeMap<String, DateTime<Utc>>>,
    attempts: HashMap<Place, Vec<HandedIn>>,
}

impl Records {
    /// Two queries, however many people and courses.
    pub(crate) async fn load(
        services: &Services,
        persons: &[Uuid],
        courses: &BTreeSet<String>,
    ) -> Result<Records> {
        let mut records = Records::default();
        if persons.is_empty() || courses.is_empty() {
            return Ok(records);
        }
        let lessons: Vec<(Uuid, String, String, Option<DateTime<Utc>>)> = lesson_progress::Entity::find()
            .select_only()
            .columns([
                lesson_progress::Column::PersonId,
                lesson_progress::Column::CourseId,
                lesson_progress::Column::LessonId,
                lesson_progress::Column::DoneAt,
            ])
            .filter(lesson_progress::Column::PersonId.is_in(persons.iter().copied()))
            .filter(lesson_progress::Column::CourseId.is_in(courses))
            .filter(lesson_progress::Column::DoneAt.is_not_null())
            .into_tuple()
            .all(services.db.read())
            .await?;
        for (person, course, lesson, done) in lessons {
            let Some(done) = done else { continue };
            records
                .lessons
                .entry((person, course))
                .or_default()
                .insert(lesson, done);
        }
        let attempts = attempt::Entity::find()
            .select_only()
            .columns([
                attempt::Column::Id,
                attempt::Column::PersonId,
                attempt::Column::CourseId,
                attempt::Column::QuizId,
                attempt::Column::Number,
                attempt::Column::ClassSessionId,
                attempt::Column::SubmittedAt,
                attempt::Column::Percent,
                attempt::Column::Waiting,
            ])
            .filter(attempt::Column::PersonId.is_in(persons.iter().copied()))
            .filter(attempt::Column::CourseId.is_in(courses))
            .filter(attempt::Column::SubmittedAt.is_not_null())
            .order_by_asc(attempt::Column::SubmittedAt)
            .order_by_asc(attempt::Column::Id)
            .into_model::<HandedIn>()
            .all(services.db.read())
            .await?;
        for row in attempts {
            records
                .attempts
                .entry((row.person_id, row.course_id.clone()))
                .or_default()
                .push(row);
        }
        Ok(records)
    }

    /// The attempts a person handed in at the quizzes of a course, oldest first.
    pub(crate) fn attempts(&self, person: Uuid, course: &str) -> &[HandedIn] {
        self.attempts
            .get(&(person, course.to_owned()))
            .map_or(&[], Vec::as_slice)
    }

    /// The best percentage in each quiz taken.
    pub(crate) fn best(&self, person: Uuid, course: &str) -> BTreeMap<String, f64> {
        let mut best: BTreeMap<String, f64> = BTreeMap::new();
        for row in self.attempts(person, course) {
            let percent = row.percent.unwrap_or(0.0);
            let entry = best.entry(row.quiz_id.clone()).or_insert(percent);
            *entry = entry.max(percent);
        }
        best
    }

    /// How far a person is in a course.
    pub(crate) fn progress(&self, person: Uuid, course: &Course) -> Progress {
        let lessons: BTreeSet<String> = self
            .lessons
            .get(&(person, course.id.clone()))
            .map(|lessons| lessons.keys().cloned().collect())
            .unwrap_or_default();
        learning::progress(course, &lessons, &self.best(person, &course.id))
    }

    /// When a person last finished a lesson of a course or handed in one of its quizzes.
    pub(crate) fn last_activity(&self, person: Uuid, course: &str) -> Option<DateTime<Utc>> {
        let lessons = self.lessons.get(&(person, course.to_owned()));
        let lesson = lessons.and_then(|lessons| lessons.values().max()).copied();
        let quizzes = self.attempts(person, course).iter();
        quizzes.filter_map(|row| row.submitted_at).chain(lesson).max()
    }

    /// When the last of the items that are done was done.
    pub(crate) fn last_done(&self, person: Uuid, course: &Course) -> Option<DateTime<Utc>> {
        let lessons = self.lessons.get(&(person, course.id.clone()));
        let quizzes = self.attempts(person, &course.id);
        let done = |item: &Item| match item {
            Item::Lesson(id) => lessons.and_then(|lessons| lessons.get(id)).copied(),
            // A quiz is done with its first attempt that passes; a later one does not undo it.
            Item::Quiz(id) => {
                let quiz = course.quizzes.get(id)?;
                quizzes
                    .iter()
                    .find(|row| row.quiz_id == *id && learning::is_passed(quiz, row.percent.or(Some(0.0))))
                    .and_then(|row| row.submitted_at)
            }
        };
        course
            .units
            .iter()
            .flat_map(|unit| &unit.items)
            .filter_map(done)
            .max()
    }
}
