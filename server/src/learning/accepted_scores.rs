//! The scores that an acceptance changes: whose, to what, and writing them down.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::{
    catalog::Quiz,
    learning::{PaperQuestion, accepted::Extra, draw_paper, is_passed},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use super::{
    accepted::{Place, words},
    attempts::set_score,
    grading::Score,
    sittings::{self, Scope, Sitting},
    tables::attempt,
};
use crate::{
    Actor, Result, Services,
    catalog::{
        regrade::with_keys_of,
        tables::{regrade, regrade_score},
    },
    identity::audit,
};

/// A score that would change.
pub struct Change {
    /// The attempt, as it is.
    pub attempt: attempt::Model,
    /// Whose it is.
    pub name: String,
    /// What it would be worth.
    pub score: Score,
    /// Whether it would be passed.
    pub passed: bool,
    /// The quiz by whose keys it is graded.
    quiz: Quiz,
}

/// The scores that change when the answer comes to count, or stops counting. `db` sees the attempts.
pub(super) async fn changes(
    services: &Services,
    db: &impl ConnectionTrait,
    place: &Place,
    extra: &Extra,
    adding: bool,
) -> Result<Vec<Change>> {
    let scope = Scope {
        quiz: Some((&place.course, &place.quiz)),
        first_only: false,
    };
    let sittings = sittings::load(services, db, scope).await?;
    let mut keys = Keys::load(services, db, &place.course, &place.quiz).await?;
    let mut changes = Vec::new();
    for mut sitting in sittings {
        // Who did not answer it, or with another kind of answer, cannot gain by it.
        if sitting.answer(&place.question).is_none() {
            continue;
        }
        let Some((quiz, paper)) = keys.of(services, &sitting).await? else {
            continue;
        };
        let list = sitting.given.accepted.entry(place.question.clone()).or_default();
        list.retain(|other| other != extra);
        let without = sitting.given.score(&quiz, &paper);
        let list = sitting.given.accepted.entry(place.question.clone()).or_default();
        list.push(extra.clone());
        let with = sitting.given.score(&quiz, &paper);
        let now = sitting.attempt.points.unwrap_or_default();
        const EQUAL: f64 = 1e-9;
        let (counts, score) = if adding {
            (with.points > now + EQUAL, with)
        } else {
            // A score that something else has changed since is not ours to lower.
            ((with.points - now).abs() < EQUAL, without)
        };
        if counts && with.points > without.points + EQUAL {
            changes.push(Change {
                name: String::new(),
                passed: is_passed(&quiz, Some(score.percent)),
                score,
                quiz,
                attempt: sitting.attempt,
            });
        }
    }
    Ok(changes)
}

/// By which keys each attempt was graded last: those of its revision, or of the newest regrade that
/// changed it and stands.
struct Keys {
    regraded: HashMap<Uuid, String>,
    merged: BTreeMap<(String, String), Quiz>,
}

impl Keys {
    async fn load(services: &Services, db: &impl ConnectionTrait, course: &str, quiz: &str) -> Result<Keys> {
        let regrades = regrade::Entity::find()
            .filter(regrade::Column::CourseId.eq(course))
            .filter(regrade::Column::QuizId.eq(quiz))
            .filter(regrade::Column::UndoneAt.is_null())
            .order_by_asc(regrade::Column::Id)
            .all(db)
            .await?;
        let mut regraded = HashMap::new();
        if !regrades.is_empty() {
            let mut scores: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
            for score in regrade_score::Entity::find()
                .filter(regrade_score::Column::RegradeId.is_in(regrades.iter().map(|row| row.id)))
                .all(db)
                .await?
            {
                scores.entry(score.regrade_id).or_default().push(score.attempt_id);
            }
            for row in regrades {
                for attempt in scores.remove(&row.id).unwrap_or_default() {
                    regraded.insert(attempt, row.revision.clone());
                }
            }
        }
        for hash in regraded.values().collect::<HashSet<_>>() {
            // Read before it is needed, so that it is in memory.
            services.catalog.revision(&services.db, course, hash).await?;
        }
        Ok(Keys {
            regraded,
            merged: BTreeMap::new(),
        })
    }

    async fn of(
        &mut self,
        services: &Services,
        sitting: &Sitting,
    ) -> Result<Option<(Quiz, Vec<PaperQuestion>)>> {
        let attempt = &sitting.attempt;
        let Some(own) = sitting.revision.course.quizzes.get(&attempt.quiz_id) else {
            return Ok(None);
        };
        let paper = draw_paper(own, attempt.seed as u64);
        let Some(hash) = self.regraded.get(&attempt.id) else {
            return Ok(Some((own.clone(), paper)));
        };
        let name = (attempt.revision.clone(), hash.clone());
        if let Some(quiz) = self.merged.get(&name) {
            return Ok(Some((quiz.clone(), paper)));
        }
        let newer = services
            .catalog
            .revision(&services.db, &attempt.course_id, hash)
            .await?;
        let quiz = match newer.course.quizzes.get(&attempt.quiz_id) {
            Some(newer) => with_keys_of(own, newer),
            None => own.clone(),
        };
        self.merged.insert(name, quiz.clone());
        Ok(Some((quiz, paper)))
    }
}

/// Writes the scores down, each with a line in the audit trail. Gives how many changed.
pub(super) async fn write(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    place: &Place,
    changes: Vec<Change>,
) -> Result<usize> {
    let mut count = 0;
    for change in changes {
        // Read again under the lock: a score that moved in the meantime is not ours to judge.
        let attempt = attempt::Entity::find_by_id(change.attempt.id)
            .lock_exclusive()
            .one(tx)
            .await?;
        let Some(attempt) = attempt.filter(|attempt| attempt.points == change.attempt.points) else {
            continue;
        };
        let before = attempt.percent.unwrap_or_default();
        let person = attempt.person_id;
        let mut row = attempt.into_active_model();
        set_score(&mut row, &change.quiz, change.score);
        row.update(tx).await?;
        let detail = format!("{}: {before:.0} % → {:.0} %", words(place), change.score.percent);
        audit::record(tx, Some(actor.id), "attempt.regraded", Some(person), detail).await?;
        count += 1;
    }
    Ok(count)
}
