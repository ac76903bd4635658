//! Who helps.

use domain::identity::Role;

/// Those who help a person with the person's data.
pub(crate) const HELPING: &[Role] = &[Role::Coordinator, Role::Administrator];
