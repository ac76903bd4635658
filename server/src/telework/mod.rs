//! Working from home: kits and their loans, and the texts that people agree to.

pub mod history;
pub mod kit_import;
pub mod kit_list;
pub mod kit_photo;
pub mod kits;
pub mod loans;
pub mod tables;
pub mod texts;

mod lengths;

use domain::identity::Role;

/// Those who lend, and who look after the environment of learners.
pub(crate) const STAFF: &[Role] = &[Role::Instructor, Role::Coordinator, Role::Administrator];
/// Those who decide what learners agree to.
pub(crate) const COORDINATING: &[Role] = &[Role::Coordinator, Role::Administrator];
