//! Readiness: rules over evidence, checklists, waivers, signed decisions.
//!
//! The rules themselves are pure and live in `domain::readiness`. Here the evidence is gathered, for
//! one person or for a whole classroom with the same few queries, and what people decide is kept.

pub mod tables;

mod competences;
mod records;
mod signature;
mod standing;

pub use competences::{Source, competence_sources, competences};
pub use standing::standing;
