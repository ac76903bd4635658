//! Information sessions and enquiries: who comes to hear what the classroom is, before the first lesson.
//!
//! Visitors have no account: what they may do to a registration hangs on the secret link that they were
//! given (`links`). Everything that gives or takes seats of a session happens under the lock of its row
//! (`seats`), by the law of `domain::outreach`.

pub mod afterwards;
pub mod calendar;
pub mod changes;
pub mod enquiries;
pub mod funnel;
pub mod links;
pub(crate) mod own_data;
pub mod public;
pub mod publishing;
pub mod reception;
pub mod registration_list;
pub mod registrations;
pub mod removal;
pub mod seats;
pub mod session_list;
pub mod sessions;
pub mod sitemap;
pub mod tables;
pub mod visitors;

use domain::identity::Role;

/// Those who hold information sessions.
pub(crate) const COORDINATING: &[Role] = &Role::COORDINATING;
/// Those who help at the reception desk.
pub(crate) const STAFF: &[Role] = &Role::STAFF;
