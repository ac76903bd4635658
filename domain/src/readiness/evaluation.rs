//! What an evaluation says: every criterion with its evidence, and a recommendation.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{How, RequirementKind, Waiver};

crate::coded_enum! {
    /// How a criterion, or an item of it, stands. Ordered from furthest to nearest.
    pub enum Status {
        /// Nothing is known.
        NoData = "no-data",
        /// Shown, and not enough.
        NotMet = "not-met",
        /// Was enough, and is too old.
        Expired = "expired",
        /// Let pass for a time.
        Waived = "waived",
        /// Enough.
        Met = "met",
    }
}

impl Status {
    /// Whether nothing is missing here.
    pub fn is_fine(self) -> bool {
        match self {
            Status::Met | Status::Waived => true,
            Status::NoData | Status::NotMet | Status::Expired => false,
        }
    }
}

/// What the numbers of a criterion count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Percent, 0–100.
    Percent,
    /// Lessons and quizzes of a course.
    Lessons,
    /// Items of a checklist.
    Items,
}

/// One requirement, evaluated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Criterion {
    /// The requirement's id.
    pub requirement: String,
    /// Its kind.
    pub kind: RequirementKind,
    /// How it stands.
    pub status: Status,
    /// What there is, in `unit`; none without data.
    pub have: Option<f64>,
    /// What it takes, in `unit`.
    pub need: f64,
    /// What the two numbers count.
    pub unit: Unit,
    /// The date of the evidence shown.
    pub date: Option<DateTime<Utc>>,
    /// When the evidence gets too old.
    pub expires_at: Option<DateTime<Utc>>,
    /// The attempt shown, for a quiz.
    pub attempt: Option<Uuid>,
    /// The waiver, where one holds.
    pub waiver: Option<Waiver>,
    /// The items of a checklist.
    pub items: Vec<ItemStatus>,
    /// What to do next; none when nothing is missing.
    pub next: Option<Next>,
}

/// One item of a checklist, evaluated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemStatus {
    /// The item's id.
    pub item: String,
    /// How it stands; never waived by itself.
    pub status: Status,
    /// How it is known.
    pub how: Option<How>,
    /// When it was checked.
    pub at: Option<DateTime<Utc>>,
    /// Who recorded it.
    pub by: Option<Uuid>,
}

/// The next step towards a criterion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Next {
    /// Read a lesson.
    Lesson {
        /// The course's id.
        course: String,
        /// The lesson's id.
        lesson: String,
    },
    /// Take a quiz.
    Quiz {
        /// `course/quiz`.
        quiz: String,
        /// Whether it must be taken in class.
        in_class: bool,
    },
    /// Open a course.
    Course {
        /// The course's id.
        course: String,
    },
    /// Come to class.
    AttendClass {
        /// How many sessions in time are enough; none when no number is.
        sessions: Option<u32>,
        /// How many are still planned, where that is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        left: Option<u32>,
    },
    /// Have an item checked.
    Checklist {
        /// The item's id.
        item: String,
    },
}

impl Next {
    /// Whether coming to class cannot be enough: more sessions are needed than are planned, or no number
    /// is enough.
    pub fn is_out_of_reach(&self) -> bool {
        match self {
            Next::AttendClass {
                sessions: Some(sessions),
                left: Some(left),
            } => sessions > left,
            Next::AttendClass { sessions, .. } => sessions.is_none(),
            Next::Lesson { .. } | Next::Quiz { .. } | Next::Course { .. } | Next::Checklist { .. } => false,
        }
    }
}

/// What the engine recommends. A person decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "recommendation", rename_all = "kebab-case")]
pub enum Recommendation {
    /// Nothing is missing.
    Ready,
    /// Exactly one criterion is missing.
    Almost {
        /// Always 1.
        missing: usize,
    },
    /// Several criteria are missing.
    NotYet {
        /// How many.
        missing: usize,
    },
}

/// A rule, evaluated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// The criteria in the rule's order.
    pub criteria: Vec<Criterion>,
    /// What the engine recommends.
    pub recommendation: Recommendation,
}

impl Evaluation {
    /// The criteria that are missing.
    pub fn missing(&self) -> impl Iterator<Item = &Criterion> {
        self.criteria
            .iter()
            .filter(|criterion| !criterion.status.is_fine())
    }
}
