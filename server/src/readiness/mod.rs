//! Readiness: rules over evidence, checklists, waivers, signed decisions.
//!
//! The rules themselves are pure and live in `domain::readiness`. Here the evidence is gathered, for
//! one person or for a whole classroom with the same few queries, and what people decide is kept.

pub mod appeals;
pub mod board;
pub mod checklist;
pub mod decisions;
pub mod ending;
pub mod evaluate;
pub mod nearness;
pub mod next_step;
pub(crate) mod own_data;
pub mod replay;
pub mod tables;
pub mod waivers;

pub(crate) mod competences;
mod evidence;
pub(crate) mod foresee;
mod missing;
mod signature;
mod standing;

use uuid::Uuid;

pub use competences::{Source, competence_sources, competences};
pub(crate) use competences::{live, shown_by};
pub(crate) use missing::missing;
pub(crate) use signature::{forget_key_in_database, key_in_database};
pub use standing::{standing, standings};

/// What a form of this room is about.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// The form's key: sent twice, it writes once.
    pub key: Uuid,
    /// The person.
    pub person: Uuid,
    /// The rule; empty: the first.
    pub rule_id: &'a str,
}

#[cfg(test)]
pub(crate) mod evidence_tests;
#[cfg(test)]
pub(crate) mod tests;
