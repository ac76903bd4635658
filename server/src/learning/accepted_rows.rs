//! The answers that people accepted beside the key, as they are stored.

use std::collections::HashMap;

use domain::{catalog::Question, learning::accepted::Extra};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::tables::accepted_answer;
use crate::Result;

/// The answer in question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The course.
    pub course: String,
    /// The quiz.
    pub quiz: String,
    /// The question.
    pub question: String,
    /// The answer, and the gap it belongs into.
    pub extra: Extra,
}

/// Whether a question takes answers beside its key.
pub(super) fn takes_more(question: &Question) -> bool {
    matches!(question.kind.word(), "text" | "blanks")
}

pub(super) fn extra_of(row: &accepted_answer::Model) -> Extra {
    Extra {
        blank: (!row.blank.is_empty()).then(|| row.blank.clone()),
        answer: row.answer.clone(),
    }
}

/// The accepted answers by course and quiz, and then by question.
pub(super) async fn all(
    db: &impl ConnectionTrait,
    quiz: Option<(&str, &str)>,
) -> Result<HashMap<(String, String), HashMap<String, Vec<Extra>>>> {
    let mut query = accepted_answer::Entity::find().order_by_asc(accepted_answer::Column::Id);
    if let Some((course, quiz)) = quiz {
        query = query
            .filter(accepted_answer::Column::CourseId.eq(course))
            .filter(accepted_answer::Column::QuizId.eq(quiz));
    }
    let mut all: HashMap<(String, String), HashMap<String, Vec<Extra>>> = HashMap::new();
    for row in query.all(db).await? {
        let extra = extra_of(&row);
        let of = all.entry((row.course_id, row.quiz_id)).or_default();
        of.entry(row.question_id).or_default().push(extra);
    }
    Ok(all)
}

/// The accepted answers of a quiz, by question.
pub(super) async fn of_quiz(
    db: &impl ConnectionTrait,
    course: &str,
    quiz: &str,
) -> Result<HashMap<String, Vec<Extra>>> {
    let all = all(db, Some((course, quiz))).await?;
    Ok(all.into_values().next().unwrap_or_default())
}

/// The place and the answer, for the audit trail.
pub(super) fn words(place: &Place) -> String {
    let blank = place.extra.blank.as_ref().map(|blank| format!("[{blank}]"));
    format!(
        "{}/{}#{}{} = {}",
        place.course,
        place.quiz,
        place.question,
        blank.unwrap_or_default(),
        place.extra.answer.trim()
    )
}
