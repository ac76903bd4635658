//! What is known about a person when a rule is evaluated. A decision stores it whole, so that
//! evaluating it again gives the same result.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::How;
use crate::classroom::Rate;

/// Everything a rule looks at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Submitted attempts at quizzes, in any order.
    #[serde(default)]
    pub quizzes: Vec<QuizEvidence>,
    /// Progress in courses.
    #[serde(default)]
    pub courses: Vec<CourseEvidence>,
    /// Attendance; none without any enrolment.
    #[serde(default)]
    pub attendance: Option<Rate>,
    /// Checked items; the newest for an item holds.
    #[serde(default)]
    pub checklist: Vec<ChecklistEvidence>,
    /// Requirements let pass for a time.
    #[serde(default)]
    pub waivers: Vec<Waiver>,
    /// How many class sessions are still planned for the person; none where that was not asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub classes_left: Option<u32>,
}

/// One submitted attempt at a quiz.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuizEvidence {
    /// `course/quiz`.
    #[serde(rename = "ref")]
    pub refers_to: String,
    /// Percent reached, 0–100.
    pub percent: f64,
    /// When it was submitted.
    pub at: DateTime<Utc>,
    /// Whether it was taken in class.
    pub in_class: bool,
    /// The attempt's id.
    pub attempt: Uuid,
    /// The person's how-many-th attempt it was, from 1.
    pub number: u32,
}

/// How far a person is in a course.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseEvidence {
    /// The course's id.
    pub course: String,
    /// Items done.
    pub done: u32,
    /// Items in all.
    pub total: u32,
    /// When the last was done.
    pub finished_at: Option<DateTime<Utc>>,
    /// The id of the next lesson.
    pub next_lesson: Option<String>,
}

/// One check of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChecklistEvidence {
    /// The requirement's id.
    pub requirement: String,
    /// The item's id.
    pub item: String,
    /// Whether it was in order.
    pub ok: bool,
    /// How it is known.
    pub how: How,
    /// When it was checked.
    pub at: DateTime<Utc>,
    /// Who recorded it.
    pub by: Uuid,
}

/// A requirement let pass for a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiver {
    /// The requirement's id.
    pub requirement: String,
    /// Until when.
    pub until: DateTime<Utc>,
    /// Why.
    pub reason: String,
    /// Who allowed it.
    pub by: Uuid,
}
