//! Practice questions in lessons: answered, kept, and told at once whether right.

use domain::learning::{Answer, grade};
use uuid::Uuid;

use super::tables::practice_response;
use crate::{Actor, Error, Result, Services, db};

/// Grades an answer to a practice question and keeps it. `key` makes a repeat harmless.
pub async fn answer(
    actor: &Actor,
    services: &Services,
    course: &str,
    lesson: &str,
    question: &str,
    answer: &Answer,
    key: Uuid,
) -> Result<bool> {
    let revision = services.catalog.course(course)?;
    let asked = revision
        .course
        .lessons
        .get(lesson)
        .and_then(|lesson| lesson.questions.get(question))
        .ok_or(Error::NotFound)?;
    let correct = grade(asked, Some(answer)).correct;
    let row = practice_response::Model {
        id: key,
        person_id: actor.id,
        course_id: course.to_owned(),
        lesson_id: lesson.to_owned(),
        question_id: question.to_owned(),
        answer: serde_json::to_string(answer)?,
        correct,
        saved_at: db::now(),
    };
    services.db.commit(row).await?;
    Ok(correct)
}
