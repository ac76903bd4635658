//! Grading one answer. It goes by ids and values only, so that reordering, rewording and
//! translating never change a score.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::catalog::model::{Choice, Partial, Question, QuestionKind};
use crate::catalog::typed::{is_number, text_fits, typed_fits};

/// What a learner answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "lowercase")]
pub enum Answer {
    /// The ids of the chosen choices.
    Choices(Vec<String>),
    /// A text as typed.
    Text(String),
    /// A number as typed.
    Number(String),
    /// What was typed into each gap, by the gap's id.
    Blanks(BTreeMap<String, String>),
    /// The id of the right side chosen for each pair, by the pair's id.
    Pairs(BTreeMap<String, String>),
    /// The place given to each step, from 1, by the step's id.
    Places(BTreeMap<String, u32>),
    /// The files that were sent in.
    Files(Vec<SentFile>),
}

/// A file that was sent in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentFile {
    /// Where it is kept.
    pub id: Uuid,
    /// Its name on the learner's device.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
}

impl Answer {
    /// Whether nothing was chosen or typed.
    pub fn is_empty(&self) -> bool {
        match self {
            Answer::Choices(chosen) => chosen.is_empty(),
            Answer::Text(typed) | Answer::Number(typed) => typed.trim().is_empty(),
            Answer::Blanks(typed) => typed.values().all(|typed| typed.trim().is_empty()),
            Answer::Pairs(chosen) => chosen.is_empty(),
            Answer::Places(places) => places.is_empty(),
            Answer::Files(files) => files.is_empty(),
        }
    }
}

/// What an answer is worth.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Graded {
    /// The points, 0 to `max`.
    pub points: f64,
    /// What the question is worth.
    pub max: f64,
    /// Whether it is wholly right.
    pub correct: bool,
}

/// Grades an answer; no answer is worth nothing, and neither is one that a person must grade. An
/// answer to a survey is never wrong.
pub fn grade(question: &Question, answer: Option<&Answer>) -> Graded {
    let max = f64::from(question.points);
    let share = answer.map_or(0.0, |answer| share(question, answer));
    let correct = share >= 1.0;
    let counted = match question.partial {
        Partial::Proportional => share,
        Partial::AllOrNothing => f64::from(u8::from(correct)),
    };
    Graded {
        points: (counted * max).clamp(0.0, max),
        max,
        correct,
    }
}

/// Grades by hand: the points of the rubric that the grader found, of all of its points.
pub fn grade_by_hand(question: &Question, found: &[String]) -> Graded {
    let max = f64::from(question.points);
    let rubric = question.kind.rubric();
    let met = rubric.iter().filter(|point| found.contains(point)).count();
    let share = if rubric.is_empty() {
        0.0
    } else {
        met as f64 / rubric.len() as f64
    };
    Graded {
        points: (share * max).clamp(0.0, max),
        max,
        correct: !rubric.is_empty() && met == rubric.len(),
    }
}

impl Graded {
    /// What is left after `taken` hints that cost `cost` points each; never less than nothing.
    pub fn less_hints(self, taken: u32, cost: f32) -> Graded {
        let cost = f64::from(cost.max(0.0)) * f64::from(taken);
        Graded {
            points: (self.points - cost).clamp(0.0, self.max),
            ..self
        }
    }
}

/// `points` of `max` in percent, 0–100; nothing of nothing is 0.
pub fn percent(points: f64, max: f64) -> f64 {
    if max > 0.0 && points.is_finite() {
        (points / max * 100.0).clamp(0.0, 100.0)
    } else {
        0.0
    }
}

/// Whether something was typed where a number is asked for, and it is none: `よんじゅうに`. The learner is to
/// be told while the answer can be changed.
pub fn is_no_number(question: &Question, answer: &Answer) -> bool {
    match answer {
        Answer::Text(typed) | Answer::Number(typed) => {
            !answer.is_empty() && is_number(question, typed) == Some(false)
        }
        Answer::Choices(_) | Answer::Blanks(_) | Answer::Pairs(_) | Answer::Places(_) | Answer::Files(_) => {
            false
        }
    }
}

/// How much of the answer is right, 0 to 1.
fn share(question: &Question, answer: &Answer) -> f64 {
    let right = match (&question.kind, answer) {
        (QuestionKind::Single { choices }, Answer::Choices(chosen)) => {
            let chosen = ids(chosen);
            chosen.len() == 1
                && choices
                    .iter()
                    .any(|choice| choice.correct && chosen.contains(choice.id.as_str()))
        }
        (QuestionKind::Multiple { choices }, Answer::Choices(chosen)) => {
            return share_of_choices(choices, chosen);
        }
        (
            QuestionKind::Text { .. } | QuestionKind::Number { .. },
            Answer::Text(typed) | Answer::Number(typed),
        ) => typed_fits(question, typed) == Some(true),
        (QuestionKind::Blanks { blanks, exact }, Answer::Blanks(typed)) => {
            let right = blanks.iter().filter(|blank| {
                typed
                    .get(&blank.id)
                    .is_some_and(|typed| text_fits(&blank.accepted, *exact, typed))
            });
            return part(right.count(), blanks.len());
        }
        (QuestionKind::Match { pairs, .. }, Answer::Pairs(chosen)) => {
            let right = pairs.iter().filter(|pair| chosen.get(*pair) == Some(pair));
            return part(right.count(), pairs.len());
        }
        (QuestionKind::Order { steps }, Answer::Places(places)) => {
            let right = steps
                .iter()
                .zip(1u32..)
                .filter(|(step, place)| places.get(*step) == Some(place));
            return part(right.count(), steps.len());
        }
        (QuestionKind::Survey { .. }, answer) => !answer.is_empty(),
        (
            QuestionKind::Single { .. }
            | QuestionKind::Multiple { .. }
            | QuestionKind::Text { .. }
            | QuestionKind::Number { .. }
            | QuestionKind::Blanks { .. }
            | QuestionKind::Match { .. }
            | QuestionKind::Order { .. }
            | QuestionKind::Essay { .. }
            | QuestionKind::Upload { .. },
            _,
        ) => false,
    };
    f64::from(u8::from(right))
}

/// `right` of `all`, 0 to 1; nothing of nothing is nothing.
fn part(right: usize, all: usize) -> f64 {
    if all == 0 { 0.0 } else { right as f64 / all as f64 }
}

fn ids(chosen: &[String]) -> BTreeSet<&str> {
    chosen.iter().map(String::as_str).collect()
}

/// Right choices chosen less wrong ones, of all right ones: choosing everything earns nothing.
fn share_of_choices(choices: &[Choice], chosen: &[String]) -> f64 {
    let chosen = ids(chosen);
    let right = choices.iter().filter(|choice| choice.correct).count();
    let hit = choices
        .iter()
        .filter(|choice| choice.correct && chosen.contains(choice.id.as_str()))
        .count();
    let wrong = chosen.len() - hit.min(chosen.len());
    if right == 0 {
        return f64::from(u8::from(wrong == 0));
    }
    (hit.saturating_sub(wrong) as f64 / right as f64).clamp(0.0, 1.0)
}
