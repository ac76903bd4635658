//! Attempts at quizzes. The server owns an attempt from its first second: its paper comes from its
//! seed, its revision never changes, its time is the server's, and each answer is a row of its own.

use std::sync::Arc;

use domain::{
    catalog::Quiz,
    identity::policy::Field,
    learning::{
        PaperQuestion,
        attempt::{attempts_left, deadline, is_late, may_start},
        draw_paper, is_passed,
    },
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::{
    allowances,
    grading::{self, Given, Score},
    keys,
    memory::Head,
    tables::{attempt, hint_taken},
};
use crate::{Actor, Error, Result, Services, catalog::Revision, db, identity::reading};

/// An attempt with all that its pages show.
pub struct AttemptSheet {
    /// The attempt.
    pub attempt: attempt::Model,
    /// The revision that it began on.
    pub revision: Arc<Revision>,
    /// The questions drawn for it, in order.
    pub paper: Vec<PaperQuestion>,
    /// What was answered, which hints were opened, and what a person graded.
    pub given: Given,
    /// Whether the person may try again after this one.
    pub may_try_again: bool,
    /// The quiz with newer keys, where a regrade has changed the score.
    regraded: Option<Quiz>,
}

impl AttemptSheet {
    /// The quiz, as it was when the attempt began; where a regrade has changed the score, with the keys
    /// of the regrade.
    pub fn quiz(&self) -> Result<&Quiz> {
        let own = || self.revision.course.quizzes.get(&self.attempt.quiz_id);
        self.regraded.as_ref().or_else(own).ok_or(Error::NotFound)
    }
}

/// The person's attempts at a quiz, oldest first.
pub async fn list(
    actor: &Actor,
    services: &Services,
    course: &str,
    quiz: &str,
) -> Result<Vec<attempt::Model>> {
    Ok(attempt::Entity::find()
        .filter(attempt::Column::PersonId.eq(actor.id))
        .filter(attempt::Column::CourseId.eq(course))
        .filter(attempt::Column::QuizId.eq(quiz))
        .order_by_asc(attempt::Column::Number)
        .all(services.db.read())
        .await?)
}

/// Starts an attempt, or gives the one that is still open. Refused when no try is left, or when the
/// quiz is for the classroom only and the person is not checked in.
pub async fn start(actor: &Actor, services: &Services, course: &str, quiz_id: &str) -> Result<Uuid> {
    let revision = services.catalog.course(course)?;
    let quiz = revision.quiz(quiz_id)?;
    let now = db::now();
    let mut earlier = list(actor, services, course, quiz_id).await?;
    if let Some(open) = earlier.iter_mut().find(|attempt| attempt.submitted_at.is_none()) {
        if !is_late(now, open.deadline) {
            return Ok(open.id);
        }
        *open = hand_in(actor, services, open.id, When::Late).await?;
    }
    let used = u32::try_from(earlier.len()).unwrap_or(u32::MAX);
    let best = earlier
        .iter()
        .filter_map(|attempt| attempt.percent)
        .fold(None, |a: Option<f64>, b| Some(a.map_or(b, |a| a.max(b))));
    let allowance = allowances::of(services, actor.id, course, quiz_id).await?;
    if !may_start(allowance.tries(quiz.attempts), used, is_passed(quiz, best)).allowed() {
        return Err(Error::refused(
            "受けられる回数を使いきりました。先生に相談してください。",
            "You have used all your tries. Please talk to your instructor.",
        ));
    }
    let class_session_id = (services.above.class_now)(services, actor.id).await?;
    if quiz.in_class_only && class_session_id.is_none() {
        return Err(Error::refused(
            "このテストは教室で受けます。教室で出席してから、もう一度開いてください。",
            "This test is taken in class. Please check in at your class session, then open it again.",
        ));
    }
    let id = Uuid::now_v7();
    let row = attempt::Model {
        id,
        person_id: actor.id,
        course_id: course.to_owned(),
        quiz_id: quiz_id.to_owned(),
        revision: revision.hash.clone(),
        // The low half of a UUIDv7 is random.
        seed: (id.as_u128() as u64 & (i64::MAX as u64)) as i64,
        number: i32::try_from(used).unwrap_or(i32::MAX).saturating_add(1),
        class_session_id,
        started_at: now,
        deadline: deadline(now, allowance.minutes(quiz.minutes)),
        submitted_at: None,
        points: None,
        max_points: None,
        percent: None,
        passed: None,
        waiting: 0,
    };
    match row.into_active_model().insert(services.db.write()).await {
        Ok(_) => Ok(id),
        // Two taps on "start": the other one won, and its attempt is the attempt.
        Err(error)
            if matches!(
                error.sql_err(),
                Some(sea_orm::SqlErr::UniqueConstraintViolation(_))
            ) =>
        {
            let open = list(actor, services, course, quiz_id).await?;
            open.into_iter()
                .find(|a| a.submitted_at.is_none())
                .map(|a| a.id)
                .ok_or_else(|| error.into())
        }
        Err(error) => Err(error.into()),
    }
}

/// The person's own attempt; of another, it does not exist.
async fn own(actor: &Actor, services: &Services, id: Uuid) -> Result<attempt::Model> {
    let attempt = attempt::Entity::find_by_id(id)
        .one(services.db.read())
        .await?
        .ok_or(Error::NotFound)?;
    if attempt.person_id == actor.id {
        Ok(attempt)
    } else {
        Err(Error::NotFound)
    }
}

/// What never changes about the person's own attempt; of another, it does not exist.
pub(super) async fn own_head(actor: &Actor, services: &Services, id: Uuid) -> Result<Head> {
    if let Some(head) = services.learning.head(id) {
        return if head.person_id == actor.id {
            Ok(head)
        } else {
            Err(Error::NotFound)
        };
    }
    let head = Head::from(&own(actor, services, id).await?);
    services.learning.keep_head(id, head.clone());
    Ok(head)
}

/// An attempt with its paper and answers. One whose time is over is handed in by this. What is handed in,
/// those of the staff see who may read it (`identity::policy`).
pub async fn sheet(actor: &Actor, services: &Services, id: Uuid) -> Result<AttemptSheet> {
    let mut attempt = attempt::Entity::find_by_id(id)
        .one(services.db.read())
        .await?
        .ok_or(Error::NotFound)?;
    if attempt.person_id != actor.id {
        if !actor.is_staff() || attempt.submitted_at.is_none() {
            return Err(Error::NotFound);
        }
        reading::require(actor, services, attempt.person_id, Field::HandedIn).await?;
        reading::note(actor, services, &[attempt.person_id], &[Field::HandedIn]).await?;
    }
    if attempt.submitted_at.is_none() && is_late(db::now(), attempt.deadline) {
        attempt = hand_in(actor, services, id, When::Late).await?;
    }
    let revision = services
        .catalog
        .revision(&services.db, &attempt.course_id, &attempt.revision)
        .await?;
    let quiz = revision
        .course
        .quizzes
        .get(&attempt.quiz_id)
        .ok_or(Error::NotFound)?;
    let paper = draw_paper(quiz, attempt.seed as u64);
    let given = Given::load(services.db.read(), &attempt, quiz).await?;
    let regraded = match attempt.submitted_at {
        Some(_) => keys::regraded(services, &attempt, quiz).await?,
        None => None,
    };
    let may_try_again = attempt.submitted_at.is_some() && tries_left(services, &attempt).await? != Some(0);
    Ok(AttemptSheet {
        may_try_again,
        attempt,
        paper,
        given,
        revision,
        regraded,
    })
}

/// How many tries the person has left at the live quiz of an attempt; none: no limit.
async fn tries_left(services: &Services, attempt: &attempt::Model) -> Result<Option<u32>> {
    let (course, quiz, person) = (&attempt.course_id, &attempt.quiz_id, attempt.person_id);
    let Ok(revision) = services.catalog.course(course) else {
        return Ok(Some(0));
    };
    let allowed = match revision.course.quizzes.get(quiz) {
        Some(quiz) if quiz.attempts == 0 => return Ok(None),
        Some(quiz) => quiz.attempts,
        None => return Ok(Some(0)),
    };
    let allowance = allowances::of(services, person, course, quiz).await?;
    let used = attempt::Entity::find()
        .filter(attempt::Column::PersonId.eq(person))
        .filter(attempt::Column::CourseId.eq(course))
        .filter(attempt::Column::QuizId.eq(quiz))
        .count(services.db.read())
        .await?;
    let used = u32::try_from(used).unwrap_or(u32::MAX);
    Ok(attempts_left(allowance.tries(allowed), used))
}

/// Hands the attempt in and grades it. Again is harmless and gives the first result.
pub async fn submit(actor: &Actor, services: &Services, id: Uuid) -> Result<attempt::Model> {
    hand_in(actor, services, id, When::Asked).await
}

/// Hands in an attempt that seemed late; true when it was still open and is closed by this. The learner
/// may have been given more time since: then that is remembered, and it stays open.
pub(super) async fn close(actor: &Actor, services: &Services, id: Uuid) -> Result<bool> {
    let before = own(actor, services, id).await?;
    if before.submitted_at.is_some() {
        return Ok(false);
    }
    let after = hand_in(actor, services, id, When::Late).await?;
    services.learning.keep_head(id, Head::from(&after));
    Ok(after.submitted_at.is_some())
}

/// Why an attempt is handed in.
#[derive(Clone, Copy, PartialEq)]
enum When {
    /// Its learner says so.
    Asked,
    /// Its time is over; one that has been given more time stays open.
    Late,
}

async fn hand_in(actor: &Actor, services: &Services, id: Uuid, when: When) -> Result<attempt::Model> {
    // Looked up before the transaction: an older revision may have to be read from the database.
    let head = own_head(actor, services, id).await?;
    let revision = services
        .catalog
        .revision(&services.db, &head.course_id, &head.revision)
        .await?;
    let quiz = revision
        .course
        .quizzes
        .get(&head.quiz_id)
        .ok_or(Error::NotFound)?;
    let tx = services.db.begin().await?;
    let attempt = attempt::Entity::find_by_id(id)
        .lock_exclusive()
        .one(&tx)
        .await?
        .ok_or(Error::NotFound)?;
    let now = db::now();
    if attempt.submitted_at.is_some() || when == When::Late && !is_late(now, attempt.deadline) {
        return Ok(attempt);
    }
    let score = grading::score(&tx, &attempt, quiz).await?;
    let submitted_at = attempt.deadline.map_or(now, |deadline| now.min(deadline));
    let mut change = attempt.into_active_model();
    change.submitted_at = Set(Some(submitted_at));
    set_score(&mut change, quiz, score);
    let attempt = change.update(&tx).await?;
    tx.commit().await?;
    Ok(attempt)
}

/// Writes a score into an attempt.
pub(crate) fn set_score(change: &mut attempt::ActiveModel, quiz: &Quiz, score: Score) {
    change.points = Set(Some(score.points));
    change.max_points = Set(Some(score.most));
    change.percent = Set(Some(score.percent));
    change.passed = Set(Some(is_passed(quiz, Some(score.percent))));
    change.waiting = Set(score.waiting);
}

/// Opens a hint of a question that costs points: notes that it was opened. `number` counts from 0.
/// Again is harmless.
pub async fn take_hint(
    actor: &Actor,
    services: &Services,
    id: Uuid,
    question: &str,
    number: usize,
) -> Result<()> {
    let attempt = own(actor, services, id).await?;
    let (revision, quiz, _) = quiz_of(actor, services, id).await?;
    let asked = revision
        .course
        .quizzes
        .get(&quiz)
        .and_then(|quiz| quiz.question(question));
    let asked = asked.ok_or(Error::NotFound)?;
    if attempt.submitted_at.is_some() || is_late(db::now(), attempt.deadline) {
        return Err(Error::refused(
            "このテストは、もう提出されています。",
            "This test has been handed in.",
        ));
    }
    if !asked.texts.values().any(|text| number < text.hints.len()) {
        return Err(Error::NotFound);
    }
    let row = hint_taken::Model {
        attempt_id: id,
        question_id: question.to_owned(),
        number: i32::try_from(number).unwrap_or(i32::MAX),
        taken_at: db::now(),
    };
    hint_taken::Entity::insert(row.into_active_model())
        .on_conflict_do_nothing()
        .exec_without_returning(services.db.write())
        .await?;
    Ok(())
}

/// The revision, the quiz and the seed of one's own attempt.
pub async fn quiz_of(actor: &Actor, services: &Services, id: Uuid) -> Result<(Arc<Revision>, String, u64)> {
    let attempt = own_head(actor, services, id).await?;
    let revision = services
        .catalog
        .revision(&services.db, &attempt.course_id, &attempt.revision)
        .await?;
    Ok((revision, attempt.quiz_id, attempt.seed))
}
