//! Grading handed-in attempts again by the keys that are live now. Somebody asks for it, with a
//! reason; the scores before are kept, and it can be undone.
//!
//! Questions keep the paper and the pass mark that the attempt had; a question that the live revision
//! no longer has, or has in another form, keeps its old key.

use std::{collections::HashMap, sync::Arc};

use domain::{
    catalog::{Question, Quiz},
    identity::Role,
    learning::{draw_paper, is_passed},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::{
    Given,
    tables::{attempt, regrade, regrade_score},
};
use crate::{
    Actor, Error, Result, Services,
    catalog::{Revision, plan::key},
    db,
    identity::{audit, people},
};

/// A score that a regrade would change.
#[derive(Clone, Debug)]
pub struct Change {
    /// The attempt.
    pub attempt: attempt::Model,
    /// Whose it is.
    pub name: String,
    /// The points it would have.
    pub points: f64,
    /// The most points there would be.
    pub most: f64,
    /// The percentage it would have, 0–100.
    pub percent: f64,
    /// Whether it would be passed.
    pub passed: bool,
}

/// What a regrade of a quiz would do.
pub struct Preview {
    /// The live revision, whose keys count.
    pub revision: Arc<Revision>,
    /// How many handed-in attempts began on other revisions.
    pub older: usize,
    /// How many of them a person has still to grade: they are left alone.
    pub waiting: usize,
    /// Those whose score would change.
    pub changes: Vec<Change>,
}

/// What a regrade would change. `only_up` leaves alone whoever would lose points.
pub async fn preview(
    actor: &Actor,
    services: &Services,
    course: &str,
    quiz: &str,
    only_up: bool,
) -> Result<Preview> {
    actor.require(&Role::TEACHING)?;
    let revision = services.catalog.course(course)?;
    let mut preview = compute(services, services.db.read(), revision, quiz, only_up).await?;
    let names = people::names(
        services,
        preview.changes.iter().map(|change| change.attempt.person_id),
    )
    .await?;
    for change in &mut preview.changes {
        change.name = names.get(&change.attempt.person_id).cloned().unwrap_or_default();
    }
    preview
        .changes
        .sort_by(|a, b| (&a.name, a.attempt.number).cmp(&(&b.name, b.attempt.number)));
    Ok(preview)
}

async fn compute(
    services: &Services,
    db: &impl ConnectionTrait,
    revision: Arc<Revision>,
    quiz_id: &str,
    only_up: bool,
) -> Result<Preview> {
    let new = revision
        .course
        .quizzes
        .get(quiz_id)
        .ok_or(Error::NotFound)?
        .clone();
    let attempts = attempt::Entity::find()
        .filter(attempt::Column::CourseId.eq(revision.course.id.as_str()))
        .filter(attempt::Column::QuizId.eq(quiz_id))
        .filter(attempt::Column::Revision.ne(revision.hash.as_str()))
        .filter(attempt::Column::SubmittedAt.is_not_null())
        .order_by_asc(attempt::Column::Id)
        .all(db)
        .await?;
    let mut preview = Preview {
        older: attempts.len(),
        waiting: attempts.iter().filter(|attempt| attempt.waiting > 0).count(),
        changes: Vec::new(),
        revision,
    };
    let mut merged: HashMap<String, (Quiz, Quiz)> = HashMap::new();
    for attempt in attempts.into_iter().filter(|attempt| attempt.waiting == 0) {
        if !merged.contains_key(&attempt.revision) {
            let old = services
                .catalog
                .revision(&services.db, &attempt.course_id, &attempt.revision)
                .await?;
            let Some(old) = old.course.quizzes.get(quiz_id) else {
                continue;
            };
            merged.insert(attempt.revision.clone(), (old.clone(), with_keys_of(old, &new)));
        }
        let Some((old, quiz)) = merged.get(&attempt.revision) else {
            continue;
        };
        let paper = draw_paper(old, attempt.seed as u64);
        let same = paper.iter().all(|asked| {
            let key = |quiz: &Quiz| quiz.question(&asked.id).map(key);
            key(old) == key(quiz)
        });
        if same {
            continue;
        }
        // A regrade is rare, and these are small reads on a key.
        let score = Given::load(db, &attempt, quiz).await?.score(quiz, &paper);
        let before = attempt.percent.unwrap_or_default();
        let moved = (score.points - attempt.points.unwrap_or_default()).abs() > 1e-9
            || (score.percent - before).abs() > 1e-9;
        if moved && (!only_up || score.percent > before) {
            preview.changes.push(Change {
                name: String::new(),
                points: score.points,
                most: score.most,
                percent: score.percent,
                passed: is_passed(old, Some(score.percent)),
                attempt,
            });
        }
    }
    Ok(preview)
}

/// The old quiz with the keys of the new one, question by question.
pub(crate) fn with_keys_of(old: &Quiz, new: &Quiz) -> Quiz {
    let mut quiz = old.clone();
    for question in &mut quiz.questions {
        if let Some(other) = new.question(&question.id)
            && form(other) == form(question)
        {
            *question = other.clone();
        }
    }
    quiz
}

/// The type of a question. An answer to one type says nothing about another.
fn form(question: &Question) -> Option<String> {
    let kind = serde_json::to_value(&question.kind).ok()?;
    Some(kind.get("type")?.as_str()?.to_owned())
}

/// Grades again, and keeps the scores before. Gives how many changed.
pub async fn apply(
    actor: &Actor,
    services: &Services,
    course: &str,
    quiz: &str,
    only_up: bool,
    reason: &str,
) -> Result<usize> {
    actor.require(&Role::TEACHING)?;
    if domain::folding::trimmed(reason).is_empty() {
        return Err(Error::field(
            "reason",
            "理由を書いてください。",
            "Please write the reason.",
        ));
    }
    let revision = services.catalog.course(course)?;
    let id = Uuid::now_v7();
    let mut preview = compute(services, services.db.read(), revision.clone(), quiz, only_up).await?;
    // One's own score is a colleague's to change; it stays among those that would.
    let all = preview.changes.len();
    preview
        .changes
        .retain(|change| change.attempt.person_id != actor.id);
    if all > 0 && preview.changes.is_empty() {
        actor.require_other(actor.id)?;
    }
    if preview.changes.is_empty() {
        return Err(Error::refused(
            "変わる点数はありません。",
            "No score would change.",
        ));
    }
    let tx = services.db.begin().await?;
    let row = regrade::Model {
        id,
        course_id: course.to_owned(),
        quiz_id: quiz.to_owned(),
        revision: revision.hash.clone(),
        only_up,
        reason: reason.trim().to_owned(),
        by_person: actor.id,
        at: db::now(),
        undone_by: None,
        undone_at: None,
    };
    row.into_active_model().insert(&tx).await?;
    let count = preview.changes.len();
    for change in preview.changes {
        // Read again under the lock: a score that moved in the meantime is not ours to judge.
        let Some(attempt) = locked(&tx, change.attempt.id).await? else {
            continue;
        };
        if attempt.percent != change.attempt.percent || attempt.waiting != 0 {
            continue;
        }
        let score = regrade_score::Model {
            regrade_id: id,
            attempt_id: attempt.id,
            points_before: attempt.points.unwrap_or_default(),
            max_before: attempt.max_points.unwrap_or_default(),
            percent_before: attempt.percent.unwrap_or_default(),
            passed_before: attempt.passed.unwrap_or_default(),
            points: change.points,
            max_points: change.most,
            percent: change.percent,
            passed: change.passed,
        };
        score.into_active_model().insert(&tx).await?;
        set(
            &tx,
            attempt,
            change.points,
            change.most,
            change.percent,
            change.passed,
        )
        .await?;
    }
    let detail = format!("{course}/{quiz}: {count} ({})", reason.trim());
    audit::record(&tx, Some(actor.id), "quiz.regraded", Some(id), detail).await?;
    tx.commit().await?;
    Ok(count)
}

async fn locked(tx: &impl ConnectionTrait, id: Uuid) -> Result<Option<attempt::Model>> {
    Ok(attempt::Entity::find_by_id(id).lock_exclusive().one(tx).await?)
}

async fn set(
    tx: &impl ConnectionTrait,
    attempt: attempt::Model,
    points: f64,
    most: f64,
    percent: f64,
    passed: bool,
) -> Result<()> {
    let mut row = attempt.into_active_model();
    row.points = Set(Some(points));
    row.max_points = Set(Some(most));
    row.percent = Set(Some(percent));
    row.passed = Set(Some(passed));
    row.update(tx).await?;
    Ok(())
}

/// A regrade that was done.
pub struct Done {
    /// The regrade.
    pub row: regrade::Model,
    /// Who did it.
    pub by: String,
    /// How many scores it changed.
    pub scores: u64,
    /// Whether it can be undone: it is the newest of its quiz that stands.
    pub can_undo: bool,
}

/// The regrades of a quiz, the newest first.
pub async fn history(actor: &Actor, services: &Services, course: &str, quiz: &str) -> Result<Vec<Done>> {
    actor.require(&Role::TEACHING)?;
    let rows = of_quiz(services.db.read(), course, quiz).await?;
    let names = people::names(services, rows.iter().map(|row| row.by_person)).await?;
    let counts: HashMap<Uuid, i64> = regrade_score::Entity::find()
        .select_only()
        .column(regrade_score::Column::RegradeId)
        .column_as(regrade_score::Column::AttemptId.count(), "scores")
        .filter(regrade_score::Column::RegradeId.is_in(rows.iter().map(|row| row.id)))
        .group_by(regrade_score::Column::RegradeId)
        .into_tuple()
        .all(services.db.read())
        .await?
        .into_iter()
        .collect();
    let newest = rows.iter().find(|row| row.undone_at.is_none()).map(|row| row.id);
    Ok(rows
        .into_iter()
        .map(|row| Done {
            by: names.get(&row.by_person).cloned().unwrap_or_default(),
            scores: counts.get(&row.id).copied().unwrap_or(0).unsigned_abs(),
            can_undo: newest == Some(row.id),
            row,
        })
        .collect())
}

async fn of_quiz(db: &impl ConnectionTrait, course: &str, quiz: &str) -> Result<Vec<regrade::Model>> {
    Ok(regrade::Entity::find()
        .filter(regrade::Column::CourseId.eq(course))
        .filter(regrade::Column::QuizId.eq(quiz))
        .order_by_desc(regrade::Column::Id)
        .all(db)
        .await?)
}

/// Gives back the scores that stood before a regrade: the newest of its quiz first. A score that was
/// changed by somebody since is left as it is.
pub async fn undo(actor: &Actor, services: &Services, id: Uuid) -> Result<()> {
    actor.require(&Role::TEACHING)?;
    let tx = services.db.begin().await?;
    let row = regrade::Entity::find_by_id(id)
        .one(&tx)
        .await?
        .ok_or(Error::NotFound)?;
    let newest = of_quiz(&tx, &row.course_id, &row.quiz_id)
        .await?
        .into_iter()
        .find(|row| row.undone_at.is_none());
    if newest.is_none_or(|newest| newest.id != id) {
        return Err(Error::refused(
            "新しい採点のやり直しから、順に取り消してください。",
            "Undo the newest regrade of this quiz first.",
        ));
    }
    let scores = regrade_score::Entity::find()
        .filter(regrade_score::Column::RegradeId.eq(id))
        .all(&tx)
        .await?;
    for score in scores {
        let Some(attempt) = locked(&tx, score.attempt_id).await? else {
            continue;
        };
        if attempt.percent == Some(score.percent) && attempt.points == Some(score.points) {
            set(
                &tx,
                attempt,
                score.points_before,
                score.max_before,
                score.percent_before,
                score.passed_before,
            )
            .await?;
        }
    }
    let detail = format!("{}/{}", row.course_id, row.quiz_id);
    let mut row = row.into_active_model();
    row.undone_by = Set(Some(actor.id));
    row.undone_at = Set(Some(db::now()));
    row.update(&tx).await?;
    audit::record(&tx, Some(actor.id), "quiz.regrade-undone", Some(id), detail).await?;
    tx.commit().await.map_err(Error::from)
}
