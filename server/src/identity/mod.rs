//! People, their accounts and roles, invitations, sign-in and the audit trail.

pub mod accounts;
pub mod audit;
pub mod classroom_settings;
pub mod enrolment;
pub mod invitations;
pub mod known_device;
pub mod made_links;
pub mod merging;
pub mod own_data;
pub mod password_resets;
pub mod people;
pub mod people_import;
pub mod people_list;
pub mod reading;
pub mod roles;
pub mod sign_in;
pub mod tables;

pub(crate) mod password;
pub(crate) mod rate_limit;

mod actor;
mod links;
mod token;

pub use actor::Actor;
pub use sign_in::SignIns;
pub use token::Token;
