//! People, their roles, and what each role may do.

mod alike;
pub mod policy;

pub use alike::{alike_name, alike_phone, is_kana};

crate::coded_enum! {
    /// What a person is in the classroom. One person may have several roles.
    pub enum Role {
        /// Reads lessons, takes tests, comes to class, looks for work.
        Learner = "learner",
        /// Runs classes and writes courses.
        Instructor = "instructor",
        /// Signs readiness, matches people with openings, follows up.
        Coordinator = "coordinator",
        /// Invites people and keeps the system.
        Administrator = "administrator",
    }
}

impl Role {
    /// Those who work here and may see every class.
    pub const STAFF: [Role; 3] = [Role::Instructor, Role::Coordinator, Role::Administrator];
    /// Those who run classes, write courses and grade.
    pub const TEACHING: [Role; 2] = [Role::Instructor, Role::Administrator];
    /// Those who sign readiness, match and follow up.
    pub const COORDINATING: [Role; 2] = [Role::Coordinator, Role::Administrator];
}
