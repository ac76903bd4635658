//! "This answer is right, too": a person accepts an answer afterwards. It counts at once for every
//! attempt, handed in or not; the change to the course's source is proposed beside it. Nobody loses a
//! point by an acceptance, and taking it back takes back only what it gave.

use domain::{
    catalog::Question,
    identity::Role,
    learning::accepted::{accepted, accepts, same_answer},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, ModelTrait, QueryFilter, QueryOrder, SqlErr,
};
use uuid::Uuid;

use super::{
    accepted_rows::{extra_of, words},
    accepted_scores::{changes, write},
    accepted_source::proposal,
    tables::accepted_answer,
};
use crate::{
    Actor, Error, Result, Services, db,
    identity::{audit, people},
};

pub use super::{accepted_rows::Place, accepted_scores::Change, accepted_source::Proposal};

/// The longest answer that is taken, in characters.
const LONGEST: usize = 200;

/// An answer that was accepted.
pub struct Standing {
    /// The acceptance.
    pub row: accepted_answer::Model,
    /// Who accepted it.
    pub by: String,
    /// Whether the live revision accepts it by itself.
    pub in_source: bool,
}

/// All about accepting an answer, or taking that back.
pub struct AcceptancePreview {
    /// The question, as it is live.
    pub question: Question,
    /// The acceptance, when it stands.
    pub standing: Option<Standing>,
    /// Whether the live revision accepts the answer by itself.
    pub in_source: bool,
    /// Those whose score would change: by accepting, or when it stands by taking back.
    pub changes: Vec<Change>,
    /// What to write into the source; none where it is there, or no line was found that would do.
    pub proposal: Option<Proposal>,
}

/// The accepted answers of a quiz, with who accepted them, the newest first.
pub async fn list(actor: &Actor, services: &Services, course: &str, quiz: &str) -> Result<Vec<Standing>> {
    actor.require(&Role::TEACHING)?;
    let rows = accepted_answer::Entity::find()
        .filter(accepted_answer::Column::CourseId.eq(course))
        .filter(accepted_answer::Column::QuizId.eq(quiz))
        .order_by_desc(accepted_answer::Column::Id)
        .all(services.db.read())
        .await?;
    let names = people::names(services, rows.iter().map(|row| row.by_person)).await?;
    let revision = services.catalog.course(course)?;
    let quiz = revision.course.quizzes.get(quiz);
    Ok(rows
        .into_iter()
        .map(|row| Standing {
            by: names.get(&row.by_person).cloned().unwrap_or_default(),
            in_source: quiz
                .and_then(|quiz| quiz.question(&row.question_id))
                .is_some_and(|question| {
                    let extra = extra_of(&row);
                    accepts(question, extra.blank.as_deref(), &extra.answer)
                }),
            row,
        })
        .collect())
}

/// The live question of the place; a question that takes no such answer does not exist.
fn question(services: &Services, place: &Place) -> Result<Question> {
    let revision = services.catalog.course(&place.course)?;
    let question = revision
        .course
        .quizzes
        .get(&place.quiz)
        .and_then(|quiz| quiz.question(&place.question))
        .ok_or(Error::NotFound)?;
    let answer = &place.extra.answer;
    let sound =
        !answer.trim().is_empty() && answer.chars().count() <= LONGEST && !answer.contains(char::is_control);
    if sound && accepted(question, place.extra.blank.as_deref()).is_some() {
        Ok(question.clone())
    } else {
        Err(Error::NotFound)
    }
}

/// All that a person needs to decide.
pub async fn look(actor: &Actor, services: &Services, place: &Place) -> Result<AcceptancePreview> {
    actor.require(&Role::TEACHING)?;
    let question = question(services, place)?;
    let same = same_answer(&question, &place.extra.answer);
    let standing = list(actor, services, &place.course, &place.quiz)
        .await?
        .into_iter()
        .find(|standing| is_row(&standing.row, place, &same));
    let extra = standing
        .as_ref()
        .map_or(place.extra.clone(), |standing| extra_of(&standing.row));
    let mut changes = changes(services, services.db.read(), place, &extra, standing.is_none()).await?;
    let names = people::names(services, changes.iter().map(|change| change.attempt.person_id)).await?;
    for change in &mut changes {
        change.name = names.get(&change.attempt.person_id).cloned().unwrap_or_default();
    }
    changes.sort_by(|a, b| (&a.name, a.attempt.number).cmp(&(&b.name, b.attempt.number)));
    let in_source = accepts(&question, place.extra.blank.as_deref(), &place.extra.answer);
    let proposal = if in_source {
        None
    } else {
        proposal(services, place).await?
    };
    Ok(AcceptancePreview {
        question,
        standing,
        in_source,
        changes,
        proposal,
    })
}

fn is_row(row: &accepted_answer::Model, place: &Place, same: &str) -> bool {
    row.question_id == place.question
        && row.blank == place.extra.blank.as_deref().unwrap_or_default()
        && row.same == same
}

/// Accepts the answer, and raises the scores of handed-in attempts. Gives how many rose.
pub async fn accept(actor: &Actor, services: &Services, place: &Place, reason: &str) -> Result<usize> {
    actor.require(&Role::TEACHING)?;
    let question = question(services, place)?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Error::field(
            "reason",
            "理由を書いてください。",
            "Please write the reason.",
        ));
    }
    let row = accepted_answer::Model {
        id: Uuid::now_v7(),
        course_id: place.course.clone(),
        quiz_id: place.quiz.clone(),
        question_id: place.question.clone(),
        blank: place.extra.blank.clone().unwrap_or_default(),
        answer: place.extra.answer.trim().to_owned(),
        same: same_answer(&question, &place.extra.answer),
        reason: reason.to_owned(),
        by_person: actor.id,
        at: db::now(),
    };
    let extra = extra_of(&row);
    let id = row.id;
    let tx = services.db.begin().await?;
    if let Err(error) = row.into_active_model().insert(&tx).await {
        return Err(match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => Error::refused(
                "この答えは、もう正解になっています。",
                "This answer is accepted already.",
            ),
            _ => error.into(),
        });
    }
    let changes = changes(services, &tx, place, &extra, true).await?;
    for change in &changes {
        actor.require_other(change.attempt.person_id)?;
    }
    let count = write(&tx, actor, place, changes).await?;
    let detail = format!("{}: {count} ({reason})", words(place));
    audit::record(&tx, Some(actor.id), "answer.accepted", Some(id), detail).await?;
    tx.commit().await?;
    Ok(count)
}

/// Takes an acceptance back, and with it the points it gave. Gives how many scores fell.
pub async fn take_back(actor: &Actor, services: &Services, place: &Place) -> Result<usize> {
    actor.require(&Role::TEACHING)?;
    let same = same_answer(&question(services, place)?, &place.extra.answer);
    let tx = services.db.begin().await?;
    let row = accepted_answer::Entity::find()
        .filter(accepted_answer::Column::CourseId.eq(&*place.course))
        .filter(accepted_answer::Column::QuizId.eq(&*place.quiz))
        .filter(accepted_answer::Column::QuestionId.eq(&*place.question))
        .filter(accepted_answer::Column::Same.eq(&*same))
        .all(&tx)
        .await?
        .into_iter()
        .find(|row| is_row(row, place, &same))
        .ok_or(Error::NotFound)?;
    let (id, extra) = (row.id, extra_of(&row));
    let changes = changes(services, &tx, place, &extra, false).await?;
    let count = write(&tx, actor, place, changes).await?;
    row.delete(&tx).await?;
    let detail = format!("{}: {count}", words(place));
    audit::record(&tx, Some(actor.id), "answer.taken-back", Some(id), detail).await?;
    tx.commit().await?;
    Ok(count)
}
