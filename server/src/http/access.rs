//! Who may ask for a page or endpoint. The services check again; this is the outer door, and the one
//! list that the role × endpoint test reads.

use domain::identity::Role;

use crate::{Actor, Error, Result};

/// Who may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Everybody, signed in or not.
    Anyone,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever has one of these roles.
    Any(&'static [Role]),
}

impl Who {
    /// Instructors, coordinators and administrators.
    pub const STAFF: Who = Who::Any(&Role::STAFF);
    /// Those who run classes.
    pub const TEACHING: Who = Who::Any(&Role::TEACHING);
    /// Those who sign and match.
    pub const COORDINATING: Who = Who::Any(&Role::COORDINATING);
    /// Administrators.
    pub const ADMINISTRATORS: Who = Who::Any(&[Role::Administrator]);
    /// Learners.
    pub const LEARNERS: Who = Who::Any(&[Role::Learner]);

    /// Lets the person in, or says why not.
    pub fn admit(self, actor: Option<&Actor>) -> Result<()> {
        match (self, actor) {
            (Who::Anyone, _) | (Who::SignedIn, Some(_)) => Ok(()),
            (Who::SignedIn | Who::Any(_), None) => Err(Error::SignInNeeded),
            (Who::Any(roles), Some(actor)) => actor.require(roles),
        }
    }
}
