//! Progress in a course: what is done, and the one next step.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    catalog::model::{Course, Item, Quiz, QuizKind},
    shown,
};

/// How an item stands for a learner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ItemState {
    /// Read, or passed.
    Done,
    /// The one to take now.
    Next,
    /// Still to come, and open to whoever wants it first.
    Open,
}

/// One item of a course, for a learner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ItemProgress {
    /// The id of the unit it stands in.
    pub unit: String,
    /// The item.
    pub item: Item,
    /// How it stands.
    pub state: ItemState,
    /// The best percentage, for a quiz that was taken.
    pub best: Option<f64>,
}

/// A learner's progress in a course.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// Every item, in the course's order.
    pub items: Vec<ItemProgress>,
    /// How many are done.
    pub done: u32,
    /// How many there are.
    pub total: u32,
    /// The first that is not done.
    pub next: Option<Item>,
}

impl Progress {
    /// Whether every item is done.
    pub fn is_finished(&self) -> bool {
        self.done == self.total
    }

    /// The id of the first lesson not done.
    pub fn next_lesson(&self) -> Option<&str> {
        let open = |item: &&ItemProgress| item.item.is_lesson() && item.state != ItemState::Done;
        self.items.iter().find(open).map(|item| item.item.id())
    }
}

/// Whether a best percentage passes a quiz. Practice and surveys are passed by taking them.
pub fn is_passed(quiz: &Quiz, best: Option<f64>) -> bool {
    match quiz.kind {
        QuizKind::Test => best.is_some_and(|best| shown::reaches(best, f64::from(quiz.pass_percent))),
        QuizKind::Practice | QuizKind::Survey => best.is_some(),
    }
}

/// The progress of a learner who has done `lessons` (ids) and whose best percentage in each quiz
/// taken is in `best` (by quiz id).
pub fn progress(course: &Course, lessons: &BTreeSet<String>, best: &BTreeMap<String, f64>) -> Progress {
    let mut next: Option<Item> = None;
    let mut items = Vec::new();
    for unit in &course.units {
        for item in &unit.items {
            let (done, best) = match item {
                Item::Lesson(id) => (lessons.contains(id), None),
                Item::Quiz(id) => {
                    let best = best.get(id).copied();
                    (
                        course.quizzes.get(id).is_some_and(|quiz| is_passed(quiz, best)),
                        best,
                    )
                }
            };
            let state = if done {
                ItemState::Done
            } else if next.is_none() {
                next = Some(item.clone());
                ItemState::Next
            } else {
                ItemState::Open
            };
            items.push(ItemProgress {
                unit: unit.id.clone(),
                item: item.clone(),
                state,
                best,
            });
        }
    }
    let count = |list: usize| u32::try_from(list).unwrap_or(u32::MAX);
    let done = count(items.iter().filter(|item| item.state == ItemState::Done).count());
    Progress {
        done,
        total: count(items.len()),
        items,
        next,
    }
}
