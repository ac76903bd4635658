//! The person who acts.

use domain::{Lang, identity::Role};
use uuid::Uuid;

use crate::{Error, Result};

/// A signed-in person, with the roles that person has now.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The person.
    pub id: Uuid,
    /// The sign-in that this request came with.
    pub sign_in: Uuid,
    /// The person's name, as shown.
    pub name: String,
    /// The person's roles.
    pub roles: Vec<Role>,
    /// The language that the person chose.
    pub lang: Lang,
    /// Whether the person said at the sign-in that nobody else uses the device.
    pub own_device: bool,
}

impl Actor {
    /// Whether the person has the role.
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Whether the person works here: instructor, coordinator or administrator.
    pub fn is_staff(&self) -> bool {
        self.roles.iter().any(|role| *role != Role::Learner)
    }

    /// Fails unless the person has one of the roles.
    pub fn require(&self, roles: &[Role]) -> Result<()> {
        if roles.iter().any(|role| self.is(*role)) {
            Ok(())
        } else {
            Err(Error::Forbidden)
        }
    }

    /// Fails unless the person is the one concerned, or has one of the roles.
    pub fn require_self_or(&self, person: Uuid, roles: &[Role]) -> Result<()> {
        if self.id == person {
            Ok(())
        } else {
            self.require(roles)
        }
    }

    /// Fails where the person would decide about themselves: a mark, an exception, an answer, a place at
    /// work is a colleague's to give. Every service that decides about somebody asks this.
    pub fn require_other(&self, person: Uuid) -> Result<()> {
        if self.id == person {
            return Err(Error::refused(
                "自分のことは、自分では決められません。ほかの人に頼んでください。",
                "Nobody decides about themselves. Please ask a colleague.",
            ));
        }
        Ok(())
    }
}
