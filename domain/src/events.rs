//! What has happened, as the room in which it happened tells it: plain data that every room may hand on
//! without knowing who hears of it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A class, as a notice tells of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassFacts {
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// Where.
    pub place: String,
}

/// What has happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Somebody's question was answered.
    HelpAnswered {
        /// The request.
        request: Uuid,
        /// Who asked.
        asker: Uuid,
    },
    /// Answers of an attempt were graded by a person.
    Graded {
        /// The attempt.
        attempt: Uuid,
        /// Whose it is.
        person: Uuid,
        /// `course/quiz`.
        quiz: String,
    },
    /// A company answered.
    CompanyAnswered {
        /// The referral.
        referral: Uuid,
        /// About whom.
        person: Uuid,
        /// Who sent it.
        sender: Uuid,
        /// What the job is called.
        opening: String,
        /// The answer's code.
        answer: String,
    },
    /// A class was moved.
    ClassMoved {
        /// The class session.
        session: Uuid,
        /// Who belongs to it.
        learners: Vec<Uuid>,
        /// As it was.
        from: ClassFacts,
        /// As it is now.
        to: ClassFacts,
    },
    /// A class was cancelled.
    ClassCancelled {
        /// The class session.
        session: Uuid,
        /// Who belongs to it.
        learners: Vec<Uuid>,
        /// The class.
        class: ClassFacts,
        /// Why.
        because: String,
    },
    /// A cancellation was taken back.
    ClassRestored {
        /// The class session.
        session: Uuid,
        /// Who belongs to it.
        learners: Vec<Uuid>,
        /// The class.
        class: ClassFacts,
    },
    /// A decision was signed.
    Decided {
        /// The decision.
        decision: Uuid,
        /// About whom.
        person: Uuid,
        /// The rule's id.
        rule: String,
    },
    /// An objection was answered.
    AppealAnswered {
        /// The appeal.
        appeal: Uuid,
        /// Whose it is.
        person: Uuid,
    },
}
