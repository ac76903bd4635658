//! More tries or more time at a quiz for one learner: who used every try and has practised since, who
//! reads slowly, whose line broke.

use chrono::TimeDelta;
use domain::{identity::Role, learning::attempt::Allowance};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel,
    QueryFilter, QuerySelect,
};
use serde::Deserialize;
use uuid::Uuid;

use super::tables::{allowance, attempt};
use crate::{
    Actor, Error, Problems, Result, Services, db,
    identity::{audit, tables::person},
};

/// The most tries that one allowance adds.
const MOST_TRIES: i32 = 5;
/// The most minutes that one allowance adds.
const MOST_MINUTES: i32 = 180;

/// What a person is allowed at a quiz beyond what it says. For other services, and for the person's own
/// pages.
pub async fn of(services: &Services, person: Uuid, course: &str, quiz: &str) -> Result<Allowance> {
    let rows = allowance::Entity::find()
        .filter(allowance::Column::PersonId.eq(person))
        .filter(allowance::Column::CourseId.eq(course))
        .filter(allowance::Column::QuizId.eq(quiz))
        .filter(allowance::Column::WithdrawnAt.is_null())
        .all(services.db.read())
        .await?;
    let sum = |part: fn(&allowance::Model) -> i32| {
        rows.iter()
            .map(|row| u32::try_from(part(row)).unwrap_or_default())
            .sum()
    };
    Ok(Allowance {
        tries: sum(|row| row.tries),
        minutes: sum(|row| row.minutes),
    })
}

/// What the form sends.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AllowanceForm {
    /// The quiz, as `course/quiz`.
    pub quiz: String,
    /// More tries.
    pub tries: String,
    /// More minutes, for the try that is open and for each that begins from now on.
    pub minutes: String,
    /// Why.
    pub reason: String,
}

/// Allows a learner more, under the form's key: sent twice, it writes once. A try that is open gets the minutes, too, even when its time has run out, as long
/// as it is not handed in. For those who teach.
pub async fn grant(
    actor: &Actor,
    services: &Services,
    key: Uuid,
    person: Uuid,
    form: &AllowanceForm,
) -> Result<()> {
    actor.require(&Role::TEACHING)?;
    actor.require_other(person)?;
    let mut problems = Problems::new();
    let quiz = form.quiz.split_once('/').filter(|(course, quiz)| {
        let live = services.catalog.course(course);
        live.is_ok_and(|revision| revision.course.quizzes.contains_key(*quiz))
    });
    if quiz.is_none() {
        problems.add("quiz", "テストを選んでください。", "Please choose a quiz.");
    }
    let tries = problems.number("tries", &form.tries, 0, MOST_TRIES);
    let minutes = problems.number("minutes", &form.minutes, 0, MOST_MINUTES);
    let reason = problems.required("reason", &form.reason);
    problems.done()?;
    let Some((course_id, quiz_id)) = quiz else {
        return Err(Error::NotFound);
    };
    let revision = services.catalog.course(course_id)?;
    let asked = revision.quiz(quiz_id)?;
    let mut problems = Problems::new();
    if tries > 0 && asked.attempts == 0 {
        problems.add(
            "tries",
            "このテストは、何回でも受けられます。0 にしてください。",
            "This quiz can be tried any number of times. Please enter 0.",
        );
    }
    if minutes > 0 && asked.minutes.is_none() {
        problems.add(
            "minutes",
            "このテストに、時間の決まりはありません。0 にしてください。",
            "This quiz has no time limit. Please enter 0.",
        );
    }
    problems.done()?;
    if tries == 0 && minutes == 0 {
        return Err(Error::field(
            "tries",
            "回数か時間の、どちらかをふやしてください。",
            "Please allow more tries or more minutes.",
        ));
    }
    let tx = services.db.begin().await?;
    person::Entity::find_by_id(person)
        .one(&tx)
        .await?
        .ok_or(Error::NotFound)?;
    if allowance::Entity::find_by_id(key).one(&tx).await?.is_some() {
        return Ok(());
    }
    let row = allowance::Model {
        id: key,
        person_id: person,
        course_id: course_id.to_owned(),
        quiz_id: quiz_id.to_owned(),
        tries,
        minutes,
        reason,
        granted_by: actor.id,
        granted_at: db::now(),
        withdrawn_at: None,
    };
    let detail = format!("{}: {tries} tries, {minutes} minutes: {}", form.quiz, row.reason);
    row.into_active_model().insert(&tx).await?;
    if minutes > 0 {
        lengthen(&tx, person, (course_id, quiz_id), minutes).await?;
    }
    audit::record(&tx, Some(actor.id), "quiz.allowed_more", Some(person), detail).await?;
    tx.commit().await?;
    Ok(())
}

/// Moves the deadline of the try that is open.
async fn lengthen(
    tx: &DatabaseTransaction,
    person: Uuid,
    (course, quiz): (&str, &str),
    minutes: i32,
) -> Result<()> {
    let open = attempt::Entity::find()
        .filter(attempt::Column::PersonId.eq(person))
        .filter(attempt::Column::CourseId.eq(course))
        .filter(attempt::Column::QuizId.eq(quiz))
        .filter(attempt::Column::SubmittedAt.is_null())
        .lock_exclusive()
        .one(tx)
        .await?;
    let Some(open) = open else { return Ok(()) };
    let Some(deadline) = open.deadline else {
        return Ok(());
    };
    let mut open = open.into_active_model();
    open.deadline = Set(Some(deadline + TimeDelta::minutes(i64::from(minutes))));
    open.update(tx).await?;
    Ok(())
}

/// Takes an allowance back; tries that have begun stay. For those who teach.
pub async fn withdraw(actor: &Actor, services: &Services, id: Uuid) -> Result<()> {
    actor.require(&Role::TEACHING)?;
    let tx = services.db.begin().await?;
    let row = db::lock::<allowance::Entity>(&tx, id).await?;
    actor.require_other(row.person_id)?;
    if row.withdrawn_at.is_some() {
        return Ok(());
    }
    let (person, detail) = (row.person_id, format!("{}/{}", row.course_id, row.quiz_id));
    let mut row = row.into_active_model();
    row.withdrawn_at = Set(Some(db::now()));
    row.update(&tx).await?;
    audit::record(
        &tx,
        Some(actor.id),
        "quiz.allowance_withdrawn",
        Some(person),
        detail,
    )
    .await?;
    tx.commit().await?;
    Ok(())
}
