//! Handed-in attempts with all that counts for their points, of one quiz or of all, in the same number
//! of queries.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::learning::{Answer, accepted::Extra};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::SelectStatement,
};
use uuid::Uuid;

use super::{
    accepted_rows,
    grading::Given,
    tables::{attempt, hand_grade, hint_taken, response},
    versions,
};
use crate::{Error, Result, Services, catalog::Revision};
use std::sync::Arc;

/// A handed-in attempt.
pub(super) struct Sitting {
    /// The attempt.
    pub attempt: attempt::Model,
    /// The revision it began on.
    pub revision: Arc<Revision>,
    /// What counts for its points.
    pub given: Given,
    /// The seconds spent on each question that was answered.
    pub seconds: BTreeMap<String, f64>,
}

/// Which attempts.
#[derive(Clone, Copy, Default)]
pub(super) struct Scope<'a> {
    /// Of this course and quiz only.
    pub quiz: Option<(&'a str, &'a str)>,
    /// Each person's first attempt only.
    pub first_only: bool,
}

impl Scope<'_> {
    fn condition(self) -> Condition {
        let mut condition = Condition::all().add(attempt::Column::SubmittedAt.is_not_null());
        if let Some((course, quiz)) = self.quiz {
            condition = condition
                .add(attempt::Column::CourseId.eq(course))
                .add(attempt::Column::QuizId.eq(quiz));
        }
        if self.first_only {
            condition = condition.add(attempt::Column::Number.eq(1));
        }
        condition
    }

    fn ids(self) -> SelectStatement {
        attempt::Entity::find()
            .select_only()
            .column(attempt::Column::Id)
            .filter(self.condition())
            .into_query()
    }
}

/// The attempts, oldest first. One whose revision is gone, or does not have the quiz, is left out.
pub(super) async fn load(
    services: &Services,
    db: &impl ConnectionTrait,
    scope: Scope<'_>,
) -> Result<Vec<Sitting>> {
    let attempts = attempt::Entity::find()
        .filter(scope.condition())
        .order_by_asc(attempt::Column::Id)
        .all(db)
        .await?;
    if attempts.is_empty() {
        return Ok(Vec::new());
    }
    let revisions = revisions(services, &attempts).await?;
    let mut responses: HashMap<Uuid, Vec<response::Model>> = HashMap::new();
    for row in response::Entity::find()
        .filter(response::Column::AttemptId.in_subquery(scope.ids()))
        .all(db)
        .await?
    {
        responses.entry(row.attempt_id).or_default().push(row);
    }
    let mut hints: HashMap<Uuid, HashMap<String, u32>> = HashMap::new();
    for row in hint_taken::Entity::find()
        .filter(hint_taken::Column::AttemptId.in_subquery(scope.ids()))
        .all(db)
        .await?
    {
        let of = hints.entry(row.attempt_id).or_default();
        *of.entry(row.question_id).or_default() += 1;
    }
    let mut by_hand: HashMap<Uuid, HashMap<String, hand_grade::Model>> = HashMap::new();
    for row in hand_grade::Entity::find()
        .filter(hand_grade::Column::AttemptId.in_subquery(scope.ids()))
        .order_by_asc(hand_grade::Column::GradedAt)
        .order_by_asc(hand_grade::Column::Id)
        .all(db)
        .await?
    {
        let of = by_hand.entry(row.attempt_id).or_default();
        of.insert(row.question_id.clone(), row);
    }
    let accepted: HashMap<(String, String), HashMap<String, Vec<Extra>>> =
        accepted_rows::all(db, scope.quiz).await?;
    Ok(attempts
        .into_iter()
        .filter_map(|attempt| {
            let revision = revisions.get(&attempt.revision)?.clone();
            revision.course.quizzes.get(&attempt.quiz_id)?;
            let rows = responses.remove(&attempt.id).unwrap_or_default();
            let quiz = (attempt.course_id.clone(), attempt.quiz_id.clone());
            Some(Sitting {
                seconds: seconds(&attempt, &rows),
                given: Given {
                    answers: versions::counted(&versions::by_question(rows)),
                    hints: hints.remove(&attempt.id).unwrap_or_default(),
                    by_hand: by_hand.remove(&attempt.id).unwrap_or_default(),
                    accepted: accepted.get(&quiz).cloned().unwrap_or_default(),
                    // Sums over many need only what counts.
                    versions: HashMap::new(),
                },
                attempt,
                revision,
            })
        })
        .collect())
}

/// The revisions that the attempts began on, by hash. Each is read once, and mostly from memory.
async fn revisions(
    services: &Services,
    attempts: &[attempt::Model],
) -> Result<HashMap<String, Arc<Revision>>> {
    let wanted: HashSet<(&str, &str)> = attempts
        .iter()
        .map(|attempt| (attempt.course_id.as_str(), attempt.revision.as_str()))
        .collect();
    let mut revisions = HashMap::new();
    for (course, hash) in wanted {
        match services.catalog.revision(&services.db, course, hash).await {
            Ok(revision) => {
                revisions.insert(hash.to_owned(), revision);
            }
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(revisions)
}

/// The time from the answer saved before (or the start) to each answer, added up by question. What comes
/// after the last answer belongs to none; an empty answer is a question passed over, and counts.
fn seconds(attempt: &attempt::Model, rows: &[response::Model]) -> BTreeMap<String, f64> {
    let mut rows: Vec<&response::Model> = rows.iter().collect();
    rows.sort_by_key(|row| (row.saved_at, row.id));
    let mut seconds = BTreeMap::new();
    let mut before = attempt.started_at;
    for row in rows {
        let spent = (row.saved_at - before).num_milliseconds().max(0) as f64 / 1000.0;
        *seconds.entry(row.question_id.clone()).or_insert(0.0) += spent;
        before = before.max(row.saved_at);
    }
    seconds
}

impl Sitting {
    /// The answer to a question, when there is one.
    pub(super) fn answer(&self, question: &str) -> Option<&Answer> {
        self.given
            .answers
            .get(question)
            .filter(|answer| !answer.is_empty())
    }
}
