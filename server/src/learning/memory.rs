//! What the learning room keeps in memory, so that reading a lesson or saving an answer does not ask
//! the database again for what cannot have changed.

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use dashmap::DashMap;
use tokio::sync::{Mutex, MutexGuard};
use uuid::Uuid;

use super::tables::attempt;

/// How long "opened, but not finished" is believed: another process may note the finish. "Finished"
/// is never taken back.
const FRESH: Duration = Duration::from_secs(10);

/// Entries of each kind that are kept; beyond that, all are forgotten and learnt again.
const MOST: usize = 20_000;

/// A person, a course and a lesson of it.
pub(super) type Place = (Uuid, String, String);

/// An attempt and a question of it.
pub(super) type Asked = (Uuid, String);

/// What never changes about an attempt, but for its deadline, which may move later.
#[derive(Clone)]
pub(super) struct Head {
    /// Whose it is.
    pub person_id: Uuid,
    /// The quiz's course.
    pub course_id: String,
    /// The quiz.
    pub quiz_id: String,
    /// The revision it began on.
    pub revision: String,
    /// What its paper is drawn from.
    pub seed: u64,
    /// When its time ends, or ended before the learner was given more: late by this means ask again.
    pub deadline: Option<DateTime<Utc>>,
}

impl From<&attempt::Model> for Head {
    fn from(attempt: &attempt::Model) -> Self {
        Head {
            person_id: attempt.person_id,
            course_id: attempt.course_id.clone(),
            quiz_id: attempt.quiz_id.clone(),
            revision: attempt.revision.clone(),
            seed: attempt.seed as u64,
            deadline: attempt.deadline,
        }
    }
}

/// The memory of the learning room.
#[derive(Default)]
pub struct Memory {
    lessons: DashMap<Place, (bool, Instant)>,
    heads: DashMap<Uuid, Head>,
    file: Mutex<()>,
    last_answers: DashMap<Asked, Uuid>,
}

impl Memory {
    /// The turn to hold a sent file in memory.
    pub(super) async fn one_file(&self) -> MutexGuard<'_, ()> {
        self.file.lock().await
    }

    /// Whether an opened lesson is finished; none when that must be asked.
    pub(super) fn lesson(&self, place: &Place) -> Option<bool> {
        let seen = self.lessons.get(place)?;
        let (done, at) = *seen;
        (done || at.elapsed() < FRESH).then_some(done)
    }

    /// Remembers an opened lesson. A slow reader's "not finished" does not cover a newer "finished".
    pub(super) fn keep_lesson(&self, place: Place, done: bool) {
        if self.lessons.len() >= MOST {
            self.lessons.clear();
        }
        self.lessons
            .entry(place)
            .and_modify(|seen| *seen = (seen.0 || done, Instant::now()))
            .or_insert((done, Instant::now()));
    }

    /// What never changes about an attempt, when it is known.
    pub(super) fn head(&self, id: Uuid) -> Option<Head> {
        self.heads.get(&id).map(|head| head.clone())
    }

    /// Remembers what never changes about an attempt.
    pub(super) fn keep_head(&self, id: Uuid, head: Head) {
        if self.heads.len() >= MOST {
            self.heads.clear();
        }
        self.heads.insert(id, head);
    }

    /// Remembers the answer to a question that came last, and gives the one before, when it is known.
    pub(super) fn swap_last_answer(&self, asked: &Asked, answer: Uuid) -> Option<Uuid> {
        if self.last_answers.len() >= MOST {
            self.last_answers.clear();
        }
        self.last_answers.insert(asked.clone(), answer)
    }

    /// Forgets which answer came last: more than one stands, so the rows must be asked.
    pub(super) fn forget_last_answer(&self, asked: &Asked) {
        self.last_answers.remove(asked);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finished_lesson_stays_finished() {
        let memory = Memory::default();
        let place = (Uuid::nil(), "course".to_owned(), "lesson".to_owned());
        assert_eq!(memory.lesson(&place), None);
        memory.keep_lesson(place.clone(), false);
        assert_eq!(memory.lesson(&place), Some(false));
        memory.keep_lesson(place.clone(), true);
        memory.keep_lesson(place.clone(), false);
        assert_eq!(memory.lesson(&place), Some(true));
    }
}
