//! The scores that an acceptance changes: whose, to what, and writing them down.

use domain::{
    catalog::Quiz,
    learning::{accepted::Extra, is_passed},
    shown,
};
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QuerySelect};

use super::{
    accepted_rows::{Place, words},
    attempts::set_score,
    grading::Score,
    keys::Keys,
    sittings::{self, Scope},
    tables::attempt,
};
use crate::{Actor, Result, Services, identity::audit};

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
        let detail = {
            let (before, after) = (shown::percent(before), shown::percent(change.score.percent));
            format!("{}: {before} → {after}", words(place))
        };
        audit::record(tx, Some(actor.id), "attempt.regraded", Some(person), detail).await?;
        count += 1;
    }
    Ok(count)
}
