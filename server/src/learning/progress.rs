//! How far a person is in each course.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use domain::learning::{Progress, progress};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, Func, OnConflict},
};
use uuid::Uuid;

use super::{
    own_courses,
    tables::{attempt, lesson_progress},
};
use crate::{
    Actor, Error, Result, Services,
    catalog::{Revision, taught_in_order},
    db,
};

/// A course and how far a person is in it.
pub struct CourseProgress {
    /// The live course.
    pub revision: Arc<Revision>,
    /// The person's progress.
    pub progress: Progress,
}

/// How far a person is in one course.
pub async fn of_course(actor: &Actor, services: &Services, course: &str) -> Result<CourseProgress> {
    let revision = services.catalog.course(course)?;
    let mut done = load(services, actor.id, Some(course)).await?;
    let (lessons, best) = done.remove(course).unwrap_or_default();
    Ok(CourseProgress {
        progress: progress(&revision.course, &lessons, &best),
        revision,
    })
}

/// How far a person is in every course: those of the person's cohorts first, in the cohort's order.
/// A person in no cohort is shown every course.
pub async fn of_all(actor: &Actor, services: &Services) -> Result<Vec<CourseProgress>> {
    let wanted = own_courses(services, &[actor.id])
        .await?
        .remove(&actor.id)
        .unwrap_or_default();
    let mut done = load(services, actor.id, None).await?;
    let mut courses = services.catalog.courses();
    let place = |id: &str| {
        wanted
            .iter()
            .position(|course| course == id)
            .unwrap_or(usize::MAX)
    };
    taught_in_order(&mut courses);
    courses.sort_by_key(|revision| place(&revision.course.id));
    Ok(courses
        .into_iter()
        .filter(|revision| wanted.is_empty() || wanted.contains(&revision.course.id))
        .map(|revision| {
            let (lessons, best) = done.remove(&revision.course.id).unwrap_or_default();
            CourseProgress {
                progress: progress(&revision.course, &lessons, &best),
                revision,
            }
        })
        .collect())
}

/// A course that another one asks to be finished first.
pub struct Required {
    /// Its id.
    pub course: String,
    /// Its title.
    pub title: domain::Text,
    /// Whether the person has finished it.
    pub finished: bool,
}

/// The courses to finish before this one; those that are not there are left out.
pub async fn required(
    actor: &Actor,
    services: &Services,
    course: &domain::catalog::Course,
) -> Result<Vec<Required>> {
    let mut first = Vec::new();
    for id in &course.requires {
        if let Ok(found) = of_course(actor, services, id).await {
            first.push(Required {
                course: id.clone(),
                title: found.revision.course.title.clone(),
                finished: found.progress.is_finished(),
            });
        }
    }
    Ok(first)
}

type Done = HashMap<String, (BTreeSet<String>, BTreeMap<String, f64>)>;

/// Finished lessons and best percentages by course: two queries.
async fn load(services: &Services, person: Uuid, course: Option<&str>) -> Result<Done> {
    let mut lessons = lesson_progress::Entity::find()
        .select_only()
        .column(lesson_progress::Column::CourseId)
        .column(lesson_progress::Column::LessonId)
        .filter(lesson_progress::Column::PersonId.eq(person))
        .filter(lesson_progress::Column::DoneAt.is_not_null());
    let mut quizzes = attempt::Entity::find()
        .select_only()
        .column(attempt::Column::CourseId)
        .column(attempt::Column::QuizId)
        .column_as(attempt::Column::Percent.max(), "best")
        .filter(attempt::Column::PersonId.eq(person))
        .filter(attempt::Column::SubmittedAt.is_not_null())
        .group_by(attempt::Column::CourseId)
        .group_by(attempt::Column::QuizId);
    if let Some(course) = course {
        lessons = lessons.filter(lesson_progress::Column::CourseId.eq(course));
        quizzes = quizzes.filter(attempt::Column::CourseId.eq(course));
    }
    let mut done = Done::new();
    for (course, lesson) in lessons
        .into_tuple::<(String, String)>()
        .all(services.db.read())
        .await?
    {
        done.entry(course).or_default().0.insert(lesson);
    }
    for (course, quiz, best) in quizzes
        .into_tuple::<(String, String, Option<f64>)>()
        .all(services.db.read())
        .await?
    {
        done.entry(course)
            .or_default()
            .1
            .insert(quiz, best.unwrap_or_default());
    }
    Ok(done)
}

/// Whether the person has finished the lesson; notes that it was opened when it is the first time.
/// A page that only staff looks at leaves no trace.
pub async fn open_lesson(actor: &Actor, services: &Services, course: &str, lesson: &str) -> Result<bool> {
    let key = (actor.id, course.to_owned(), lesson.to_owned());
    if let Some(done) = services.learning.lesson(&key) {
        return Ok(done);
    }
    if let Some(row) = lesson_progress::Entity::find_by_id(key.clone())
        .one(services.db.read())
        .await?
    {
        services.learning.keep_lesson(key, row.done_at.is_some());
        return Ok(row.done_at.is_some());
    }
    if actor.is(domain::identity::Role::Learner) {
        write(actor, services, course, lesson, None).await?;
        services.learning.keep_lesson(key, false);
    }
    Ok(false)
}

/// Notes that the person has finished the lesson. Again is harmless; the first time counts.
pub async fn finish_lesson(actor: &Actor, services: &Services, course: &str, lesson: &str) -> Result<()> {
    write(actor, services, course, lesson, Some(db::now())).await?;
    services
        .learning
        .keep_lesson((actor.id, course.to_owned(), lesson.to_owned()), true);
    Ok(())
}

async fn write(
    actor: &Actor,
    services: &Services,
    course: &str,
    lesson: &str,
    done_at: Option<chrono::DateTime<chrono::Utc>>,
) -> Result<()> {
    let revision = services.catalog.course(course)?;
    if !revision.course.lessons.contains_key(lesson) {
        return Err(Error::NotFound);
    }
    let row = lesson_progress::ActiveModel {
        person_id: Set(actor.id),
        course_id: Set(course.to_owned()),
        lesson_id: Set(lesson.to_owned()),
        revision: Set(revision.hash.clone()),
        opened_at: Set(db::now()),
        done_at: Set(done_at),
    };
    let key = [
        lesson_progress::Column::PersonId,
        lesson_progress::Column::CourseId,
        lesson_progress::Column::LessonId,
    ];
    let again = match done_at {
        None => OnConflict::columns(key).do_nothing().to_owned(),
        Some(_) => OnConflict::columns(key)
            .value(
                lesson_progress::Column::DoneAt,
                Expr::from(Func::coalesce([
                    Expr::col((lesson_progress::Entity, lesson_progress::Column::DoneAt)),
                    Expr::val(done_at),
                ])),
            )
            .to_owned(),
    };
    lesson_progress::Entity::insert(row)
        .on_conflict(again)
        .exec_without_returning(services.db.write())
        .await?;
    Ok(())
}
