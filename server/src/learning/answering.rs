//! Keeping an answer. Each is a row of its own; none is ever changed. An answer from a page that had not
//! seen a newer one does not replace it: both stand, and the learner chooses.

use chrono::{DateTime, Utc};
use domain::learning::{Answer, attempt::is_late, versions::Base};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{
    attempts::{close, own_head},
    tables::response,
    versions::{self, Versions},
};
use crate::{Actor, Error, Result, Services, db};

/// An answer as a page sends it.
pub struct Answering<'a> {
    /// The question.
    pub question: &'a str,
    /// The answer.
    pub answer: Answer,
    /// Made by the browser for each answer: the same key twice writes once.
    pub key: Uuid,
    /// The answers that the page showed. None: the sender does not say, and means to replace what is there.
    pub base: Option<Base>,
    /// When it was given, where it was kept on a device since.
    pub acted_at: Option<DateTime<Utc>>,
}

impl Answering<'_> {
    /// An answer given now, that replaces what is there.
    pub fn now(question: &str, answer: Answer, key: Uuid) -> Answering<'_> {
        Answering {
            question,
            answer,
            key,
            base: None,
            acted_at: None,
        }
    }
}

/// How an answer was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It counts.
    Alone,
    /// It stands beside one that its page had not seen: the learner has to choose.
    Beside,
}

/// Keeps an answer; when this returns, it is on disk. Refused after the deadline and after the hand-in;
/// one that was kept before that, and is sent again, stays kept.
pub async fn save(actor: &Actor, services: &Services, id: Uuid, answering: Answering<'_>) -> Result<Kept> {
    let attempt = own_head(actor, services, id).await?;
    let now = db::now();
    // Whether it is handed in, the writer asks again in the transaction of the answer.
    if is_late(now, attempt.deadline) && close(actor, services, id).await? {
        if is_kept(services, id, answering.key).await? {
            return Ok(Kept::Alone);
        }
        return Err(Error::refused(
            "時間が終わりました。ここまでの答えで提出しました。",
            "Time is up. Your test was handed in with the answers so far.",
        ));
    }
    let revision = services
        .catalog
        .revision(&services.db, &attempt.course_id, &attempt.revision)
        .await?;
    let quiz = revision.course.quizzes.get(&attempt.quiz_id);
    if quiz.and_then(|quiz| quiz.question(answering.question)).is_none() {
        return Err(Error::NotFound);
    }
    let (key, question) = (answering.key, answering.question.to_owned());
    let row = response::Model {
        id: key,
        attempt_id: id,
        question_id: question.clone(),
        answer: serde_json::to_string(&answering.answer)?,
        saved_at: now,
        based_on: answering.base.as_ref().map(Base::to_string),
        acted_at: answering.acted_at.map(|acted| acted.min(now)),
    };
    match services.db.commit(row).await {
        Err(Error::Refused(_)) if is_kept(services, id, key).await? => return Ok(Kept::Alone),
        done => done?,
    }
    let Some(base) = answering.base else {
        return Ok(Kept::Alone);
    };
    // The answer before is mostly the one that the page showed. Otherwise, the rows are asked. One that
    // another process has written since is told by the next page.
    let place = (id, question);
    let before = services.learning.swap_last_answer(&place, key);
    if before.is_some_and(|before| before == key || base.0.contains(&before)) {
        return Ok(Kept::Alone);
    }
    if of_question(services, id, &place.1).await?.side_by_side().len() < 2 {
        return Ok(Kept::Alone);
    }
    services.learning.forget_last_answer(&place);
    Ok(Kept::Beside)
}

/// Keeps the answer of a whole page, which is sent whether it was changed or not. One that is as the page
/// showed it says nothing, however old the page is.
pub async fn save_changed(
    actor: &Actor,
    services: &Services,
    id: Uuid,
    mut answering: Answering<'_>,
) -> Result<Kept> {
    own_head(actor, services, id).await?;
    let versions = of_question(services, id, answering.question).await?;
    if let Some(base) = &answering.base {
        let untouched = match versions.shown(base) {
            Some(shown) => shown.answer == answering.answer,
            None => answering.answer.is_empty(),
        };
        let counted = versions.counted().filter(|_| versions.side_by_side().len() < 2);
        if untouched || counted.is_some_and(|counted| counted.answer == answering.answer) {
            return Ok(Kept::Alone);
        }
    }
    // A page taken out of the browser's history may send an old key with a new answer.
    match versions.of_key(answering.key) {
        Some(kept) if kept.answer == answering.answer => return Ok(Kept::Alone),
        Some(_) => answering.key = Uuid::now_v7(),
        None => {}
    }
    save(actor, services, id, answering).await
}

/// Of answers that stand side by side, the learner chooses the one that counts.
pub async fn choose(
    actor: &Actor,
    services: &Services,
    id: Uuid,
    question: &str,
    chosen: Uuid,
    base: Base,
    key: Uuid,
) -> Result<Kept> {
    own_head(actor, services, id).await?;
    let versions = of_question(services, id, question).await?;
    let answer = versions.of_key(chosen).ok_or(Error::NotFound)?.answer.clone();
    let answering = Answering {
        base: Some(base),
        ..Answering::now(question, answer, key)
    };
    save(actor, services, id, answering).await
}

/// Whether an answer with this key is on disk.
async fn is_kept(services: &Services, attempt: Uuid, key: Uuid) -> Result<bool> {
    let row = response::Entity::find_by_id(key).one(services.db.read()).await?;
    Ok(row.is_some_and(|row| row.attempt_id == attempt))
}

async fn of_question(services: &Services, attempt: Uuid, question: &str) -> Result<Versions> {
    let rows = response::Entity::find()
        .filter(response::Column::AttemptId.eq(attempt))
        .filter(response::Column::QuestionId.eq(question))
        .all(services.db.read())
        .await?;
    Ok(versions::by_question(rows).remove(question).unwrap_or_default())
}
