//! Answers that a person grades: who waits, the rubric, and the score that follows.

use domain::{events::Event, identity::Role, shown};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use uuid::Uuid;

use super::{
    attempts::{self, AttemptSheet, set_score},
    grading::Given,
    tables::{attempt, hand_grade},
};
use crate::{
    Actor, Error, Result, Services, db,
    identity::{audit, tables::person},
};

/// What a grader says of one answer.
pub struct RubricGrade {
    /// The question.
    pub question: String,
    /// The ids of the rubric's points that were found.
    pub found: Vec<String>,
    /// Whether the grader says that nothing of it is there: an untouched form says nothing.
    pub nothing: bool,
    /// A word to the learner; may be empty.
    pub comment: String,
}

/// An attempt with its answers, and the learner's name.
pub async fn sheet(actor: &Actor, services: &Services, id: Uuid) -> Result<(AttemptSheet, String)> {
    actor.require(&Role::TEACHING)?;
    let sheet = attempts::sheet(actor, services, id).await?;
    if sheet.attempt.submitted_at.is_none() {
        return Err(Error::NotFound);
    }
    let name = person::Entity::find_by_id(sheet.attempt.person_id)
        .one(services.db.read())
        .await?
        .map(|person| person.name)
        .unwrap_or_default();
    Ok((sheet, name))
}

/// Keeps what a grader says of answers, and computes the attempt's score again. Grading again is
/// another row; the latest counts. Answers that no verdict is of stay as they are. Gives how many answers of
/// the attempt still wait.
pub async fn grade(
    actor: &Actor,
    services: &Services,
    id: Uuid,
    verdicts: Vec<RubricGrade>,
    key: Uuid,
) -> Result<i32> {
    let (sheet, _) = sheet(actor, services, id).await?;
    actor.require_other(sheet.attempt.person_id)?;
    let quiz = sheet.quiz()?;
    let now = db::now();
    let mut rows = Vec::new();
    for (at, verdict) in verdicts.into_iter().enumerate() {
        let question = quiz.question(&verdict.question).ok_or(Error::NotFound)?;
        if !question.kind.is_graded_by_hand() {
            return Err(Error::NotFound);
        }
        let found: Vec<&str> = question
            .kind
            .rubric()
            .iter()
            .filter(|point| verdict.found.contains(point))
            .map(String::as_str)
            .collect();
        if found.is_empty() && !verdict.nothing {
            return Err(Error::field(
                "found",
                "できているところに印を付けるか、「どれもできていない」を選んでください。",
                "Please tick what is there, or choose “Nothing of it is there”.",
            ));
        }
        rows.push(
            hand_grade::Model {
                // The first row carries the form's key: where it is there already, the form came twice.
                id: if at == 0 { key } else { Uuid::now_v7() },
                attempt_id: id,
                question_id: verdict.question,
                found: found.join(" "),
                comment: verdict.comment.trim().to_owned(),
                grader_id: actor.id,
                graded_at: now,
            }
            .into_active_model(),
        );
    }
    if rows.is_empty() {
        return Ok(sheet.attempt.waiting);
    }
    let tx = services.db.begin().await?;
    // Of two who grade at once, the second counts what the first wrote.
    let attempt = db::lock::<attempt::Entity>(&tx, id).await?;
    if hand_grade::Entity::find_by_id(key).one(&tx).await?.is_some() {
        return Ok(attempt.waiting);
    }
    hand_grade::Entity::insert_many(rows)
        .exec_without_returning(&tx)
        .await?;
    let given = Given::load(&tx, &attempt, quiz).await?;
    let score = given.score(quiz, &sheet.paper);
    let waiting = score.waiting;
    let mut change = attempt.into_active_model();
    set_score(&mut change, quiz, score);
    change.update(&tx).await?;
    let detail = format!(
        "{} {}: {}",
        sheet.attempt.course_id,
        sheet.attempt.quiz_id,
        shown::percent(score.percent)
    );
    audit::record(
        &tx,
        Some(actor.id),
        "attempt.graded",
        Some(sheet.attempt.person_id),
        detail,
    )
    .await?;
    let told = Event::Graded {
        attempt: id,
        person: sheet.attempt.person_id,
        quiz: format!("{}/{}", sheet.attempt.course_id, sheet.attempt.quiz_id),
    };
    let news = (services.above.notify)(&tx, Some(actor.id), &told).await?;
    tx.commit().await?;
    news.arrived(services);
    Ok(waiting)
}
