//! Attempts that began on another revision of a course: for the plan of a publication.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::tables::attempt;
use crate::{Result, Services, catalog::plan::CourseAttempts};

/// How many attempts at a course began on other revisions than the one of this hash.
pub(crate) async fn attempts(
    services: &Services,
    course: &str,
    revision: Option<&str>,
) -> Result<CourseAttempts> {
    let mut query = attempt::Entity::find()
        .select_only()
        .column(attempt::Column::QuizId)
        .column(attempt::Column::SubmittedAt)
        .filter(attempt::Column::CourseId.eq(course));
    if let Some(revision) = revision {
        query = query.filter(attempt::Column::Revision.ne(revision));
    }
    let rows: Vec<(String, Option<DateTime<Utc>>)> = query.into_tuple().all(services.db.read()).await?;
    let mut attempts = CourseAttempts::default();
    for (quiz, submitted) in rows {
        let counted = if submitted.is_some() {
            &mut attempts.handed_in
        } else {
            &mut attempts.open
        };
        *counted.entry(quiz).or_default() += 1;
    }
    Ok(attempts)
}
