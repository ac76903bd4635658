//! People, their roles, and what each role may do.

use serde::{Deserialize, Serialize};

/// What a person is in the classroom. One person may have several roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Reads lessons, takes tests, comes to class, looks for work.
    Learner,
    /// Runs classes and writes courses.
    Instructor,
    /// Signs readiness, matches people with openings, follows up.
    Coordinator,
    /// Invites people and keeps the system.
    Administrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 4] = [
        Role::Learner,
        Role::Instructor,
        Role::Coordinator,
        Role::Administrator,
    ];

    /// The word stored in the database and used in URLs.
    pub fn code(self) -> &'static str {
        match self {
            Role::Learner => "learner",
            Role::Instructor => "instructor",
            Role::Coordinator => "coordinator",
            Role::Administrator => "administrator",
        }
    }

    /// The role of a stored word.
    pub fn from_code(code: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.code() == code)
    }
}
